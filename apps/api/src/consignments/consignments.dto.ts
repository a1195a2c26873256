import { consignmentAdvised, consignmentArrived, consignmentDelivered } from '#advance-data';
import { bodyOf } from '../http/field';

export class AdviseConsignmentDto extends bodyOf(consignmentAdvised.data, ['importRun', 'source']) {}
export class ArriveConsignmentDto extends bodyOf(consignmentArrived.data, ['source']) {}
export class DeliverConsignmentDto extends bodyOf(consignmentDelivered.data, ['source']) {}
