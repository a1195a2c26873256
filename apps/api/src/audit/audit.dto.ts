import { manualHows, sampledThings } from '#enquiries';
import {
  book,
  code,
  day,
  instant,
  MalformedValueError,
  ofThisCentury,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  type Shape,
  textUpTo,
} from '#event-catalogue';
import { bodyOf } from '../http/field';
import { listQuery, viewpoint } from '../http/page-cursor';

/** Most units of one sample. */
const largestSample = 1000;

const sampleSize: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || !/^[1-9]\d{0,3}$/.test(value) || Number.parseInt(value, 10) > largestSample)
      throw new MalformedValueError(at, `a whole number from 1 to ${String(largestSample)}`);
    return value;
  },
  schema: { type: 'integer', minimum: 1, maximum: largestSample },
};

/** Days are included. */
export class SampleQuery extends bodyOf(
  record({
    of: oneOf(...sampledThings),
    from: ofThisCentury(day),
    to: ofThisCentury(day),
    size: sampleSize,
    seed: textUpTo(100),
    stratify: optional(oneOf('none', 'currency', 'authority')),
    monetaryUnit: optional(oneOf('true', 'false')),
    ...viewpoint,
  }),
) {}
export class TieOutQuery extends bodyOf(
  record({
    authority: optional(book),
    holder: optional(partyCode),
    schemeNumber: optional(reference),
    period: optional(code),
    ...viewpoint,
  }),
) {}
/** `person` asked or agreed. */
export class ManualEntriesQuery extends bodyOf(
  listQuery({
    book: optional(book),
    event: optional(code),
    how: optional(oneOf(...manualHows)),
    person: optional(partyCode),
    from: optional(instant),
  }),
) {}
