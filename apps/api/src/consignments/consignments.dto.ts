import { announcementMessage, consignmentArrived, consignmentDelivered } from '#advance-data';
import { bodyOf } from '../http/field';

/** The canonical announcement; docs/formats/consignments.md. The recipient's id is turned into a pseudonym before anything is recorded. */
export class AdviseConsignmentDto extends bodyOf(announcementMessage) {}
export class ArriveConsignmentDto extends bodyOf(consignmentArrived.data, ['source']) {}
export class DeliverConsignmentDto extends bodyOf(consignmentDelivered.data, ['source']) {}
