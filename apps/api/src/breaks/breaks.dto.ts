import { currency, day, decimal, decimalFromZero, integer, oneOf, optional, partyCode, record, reference, remark } from '#event-catalogue';
import { eventName, resolution, unreadBulkRows } from '#break-work';
import { breakCatalogue, breakCodes, breakGroupings } from '#reconciliation';
import { askedCurrency } from '#rules';
import { bodyOf } from '../http/field';
import { listQuery, viewpoint } from '../http/page-cursor';

/** The legal day of the step; the ledger's own where it is not given. */
const on = optional(day);
const yesOrNo = oneOf('true', 'false');
const actors = [...new Set(Object.values(breakCatalogue).map(({ whoActs }) => whoActs))];

/** Which breaks. */
const wanted = {
  code: optional(oneOf(...breakCodes)),
  whoActs: optional(oneOf(...actors)),
  status: optional(oneOf('open', 'assigned', 'resolved', 'written_off')),
  assignee: optional(partyCode),
  /** Whose day has passed and that nobody closed; or only others. */
  overdue: optional(yesOrNo),
  /** At least so much is at stake; together with the currency. */
  minimumAmount: optional(decimalFromZero),
  currency: optional(askedCurrency),
} as const;
export class WorklistQuery extends bodyOf(listQuery(wanted)) {}
export class SummaryQuery extends bodyOf(record({ ...viewpoint, ...wanted, by: oneOf(...breakGroupings) })) {}
/** `case`: its key, or a stream in it, as lists say; it saves a search. */
export class BreakQuery extends bodyOf(record({ ...viewpoint, case: optional(reference) })) {}
export class CaseHintQuery extends bodyOf(record({ case: optional(reference) })) {}

export class AssignDto extends bodyOf(record({ to: partyCode, reason: optional(remark), on })) {}
export class CommentDto extends bodyOf(record({ text: remark, on })) {}
export class LinkDto extends bodyOf(record({ event: eventName, reason: optional(remark), on })) {}
export class ResolveDto extends bodyOf(record({ resolution, reason: remark, event: optional(eventName), on })) {}
/** The stake is what the break says, exactly; where nothing is known of a currency it has none. */
export class WriteOffDto extends bodyOf(record({ stake: record({ amount: decimal, currency: optional(currency) }), reason: remark, on })) {}
export class ReopenDto extends bodyOf(record({ reason: remark, on })) {}
export class UndoDto extends bodyOf(record({ undoes: integer(1), reason: remark, on })) {}

export class BulkDto extends bodyOf(record({ rows: unreadBulkRows })) {}
