import { day, MalformedValueError, optional, record, type Shape } from '#event-catalogue';
import { askedCurrency } from '#rules';
import { dimensions, dimensionsOf } from '#study';
import { bodyOf } from '../http/field';
import { viewpoint } from '../http/page-cursor';

const by: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || dimensionsOf(value) === undefined)
      throw new MalformedValueError(at, `some of ${dimensions.join(', ')}, each once, with commas between`);
    return value;
  },
  schema: { type: 'string', pattern: `^(${dimensions.join('|')})(,(${dimensions.join('|')}))*$` },
};

const mostLeast = 1_000_000;
const least: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || !/^\d{1,7}$/.test(value) || Number.parseInt(value, 10) > mostLeast)
      throw new MalformedValueError(at, `a whole number from 0 to ${String(mostLeast)}`);
    return value;
  },
  schema: { type: 'integer', minimum: 0, maximum: mostLeast, default: 0 },
};

/** Days of acceptance, both included; `least` holds back rows of fewer parcels. */
export class StatisticsQuery extends bodyOf(
  record({
    ...viewpoint,
    from: optional(day),
    to: optional(day),
    by: optional(by),
    currency: optional(askedCurrency),
    least: optional(least),
  }),
) {}
