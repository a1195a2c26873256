import { breakCodes, bridgeStages } from '#reconciliation';
import { book, currency, oneOf, optional, record, reference, textUpTo } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery, viewpoint } from '../http/page-cursor';

export class ViewpointQuery extends bodyOf(record(viewpoint)) {}
export class CaseQuery extends bodyOf(record(viewpoint)) {}
export class CasesQuery extends bodyOf(
  listQuery({
    code: optional(oneOf(...breakCodes)),
    status: optional(oneOf('matched', 'inTransit', 'broken', 'outside')),
    schemeNumber: optional(reference),
    /** An order number, consignment number or MRN; the next three say which, and one of the four is enough. */
    term: optional(reference),
    mrn: optional(reference),
    tracking: optional(reference),
    order: optional(reference),
    /** As `schemeNumber`. */
    scheme: optional(reference),
    /** The cases behind a figure of the bridge: all five together. */
    book: optional(book),
    currency: optional(currency),
    from: optional(oneOf(...bridgeStages)),
    to: optional(oneOf(...bridgeStages)),
    reason: optional(textUpTo(80)),
  }),
) {}
