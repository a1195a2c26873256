import { day, oneOf, optional, record } from '#event-catalogue';
import { returnMessage } from '#returns';
import { bodyOf } from '../http/field';
import { listQuery } from '../http/page-cursor';

/** The canonical return; docs/formats/returns.md. */
export class ReturnDto extends bodyOf(returnMessage) {}
/** The legal day of the search; the ledger's own unless told. */
export class MatchDto extends bodyOf(record({ checkedOn: optional(day) })) {}
export class ReturnsQuery extends bodyOf(listQuery({ status: optional(oneOf('reported', 'matched', 'unmatched')) })) {}
