import { instant, MalformedValueError, oneOf, optional, partyCode, record, textUpTo, type Shape } from '#event-catalogue';
import { indicatorCodes } from '#risk';
import { bodyOf } from '../http/field';
import { listQuery, logPosition } from '../http/page-cursor';

/** The moment of the question: what was effective by `asOf`, as known at a position of the log. */
const viewpoint = { asOf: optional(instant), knownAt: optional(logPosition) };

const monthForm = /^\d{4}-(0[1-9]|1[0-2])$/;
const month: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || !monthForm.test(value)) throw new MalformedValueError(at, 'a month: YYYY-MM');
    return value;
  },
  schema: { type: 'string', pattern: monthForm.source },
};

export class IndicatorsQuery extends bodyOf(
  listQuery({
    ...viewpoint,
    code: optional(oneOf(...indicatorCodes)),
    /** Id of a subject, as findings name it: a seller, a scheme number, a stream, a buyer pseudonym. */
    subject: optional(textUpTo(300)),
  }),
) {}
export class DataQualityQuery extends bodyOf(record({ ...viewpoint, provider: optional(partyCode), month: optional(month) })) {}
