import { breakCodes, bridgeStages, collectionModels } from '#reconciliation';
import { book, country, currency, MalformedValueError, oneOf, optional, partyCode, record, reference, textUpTo, type Shape } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery, viewpoint } from '../http/page-cursor';

const textLike = (form: RegExp, expected: string): Shape<string> => ({
  parse: (value, at) => {
    if (typeof value !== 'string' || !form.test(value)) throw new MalformedValueError(at, expected);
    return value;
  },
  schema: { type: 'string', pattern: form.source },
});

export const monthText = textLike(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, YYYY-MM');

/** Which cases: those of a month, model and country, and those that have an order of a collector, a scheme number or goods of a chapter. */
const dimensions = {
  month: optional(monthText),
  model: optional(oneOf(...collectionModels)),
  country: optional(country),
  collector: optional(partyCode),
  schemeNumber: optional(reference),
  chapter: optional(textLike(/^\d{2}$/, 'a chapter of the tariff, two digits')),
};

export class BridgeQuery extends bodyOf(record({ ...viewpoint, ...dimensions })) {}
export class ViewpointQuery extends bodyOf(record(viewpoint)) {}
export class CaseQuery extends bodyOf(record(viewpoint)) {}
export class CasesQuery extends bodyOf(
  listQuery({
    code: optional(oneOf(...breakCodes)),
    status: optional(oneOf('matched', 'inTransit', 'broken', 'outside')),
    ...dimensions,
    /** How many cases pass and the money of their root breaks, beside the page. */
    totals: optional(oneOf('true', 'false')),
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
