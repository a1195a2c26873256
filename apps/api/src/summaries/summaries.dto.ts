import {
  book,
  count,
  currency,
  day,
  list,
  MalformedValueError,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  type Shape,
} from '#event-catalogue';
import { bodyOf } from '../http/field';
import { viewpoint } from '../http/page-cursor';

const daysText: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || !/^(0|[1-9]\d?)$/.test(value))
      throw new MalformedValueError(at, 'a whole number of days from 0 to 99');
    return value;
  },
  schema: { type: 'integer', minimum: 0, maximum: 99 },
};

/** `mrns`: exactly these declarations; without them all that the declarant lodged for the account holder in the days. */
export class SubmitSummaryDto extends bodyOf(
  record({
    authority: book,
    declarant: partyCode,
    accountHolder: partyCode,
    direction: oneOf('entry', 'exit'),
    summaryReference: reference,
    /** Half-open [from, to) in days of acceptance. */
    from: day,
    to: day,
    submittedOn: day,
    dueOn: day,
    currency,
    mrns: optional(list(reference, { min: 1, max: 5000 })),
    /** What the sender takes them to be. */
    declarationCount: optional(count),
    itemCount: optional(count),
  }),
) {}
/** Declarations accepted in [from, to); a summary of a month is due so many days after it (Delegated Regulation 2015/2446 Art. 146). */
export class GapsQuery extends bodyOf(
  record({
    authority: book,
    declarant: partyCode,
    accountHolder: partyCode,
    from: day,
    to: day,
    days: daysText,
    knownAt: viewpoint.knownAt,
    asOf: optional(day),
  }),
) {}
