import { orderMessage } from '#advance-data';
import { bodyOf } from '../http/field';

/** The canonical order; docs/formats/orders.md. The buyer's id is turned into a pseudonym before anything is recorded. */
export class OrderDto extends bodyOf(orderMessage) {}
