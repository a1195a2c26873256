import { type Day, Exact } from '#money';
import { addDays, penultimateWednesdayOf, epochDay } from './calendar';
import { type ExchangeRate } from './measure';
import { type FxDateRule } from './scheme';

/** The publications of one currency in order of day; a rate is text, one euro in units of the currency. */
export type RateSeries = Readonly<{ days: readonly Day[]; rates: readonly string[] }>;

/** No publication answers for the day: a refusal outside the demo. */
export type RateMissing = Readonly<{ kind: 'missing'; quote: string; day: Day }>;
export type RateFound = Readonly<{ kind: 'found'; row: ExchangeRate }>;

/**
 * Longer than any stretch without an ECB publication (Easter: Thursday to Tuesday); beyond it the table has ended and an earlier
 * rate would be a guess.
 */
const LONGEST_GAP_DAYS = 6;

/**
 * The row that answers for `day` under a date rule. `dayElseEarlier`: VAT Directive Art. 91(2). `periodEndElseLater`: VAT Directive
 * Art. 369u(2). `penultimateWednesday`: of the month before (Implementing Regulation (EU) 2015/2447 Art. 146).
 * With `carryForward` a day beyond the table's end takes its last row, marked with its source date.
 */
export const lookUpRate = (
  quote: string,
  series: RateSeries | undefined,
  rule: FxDateRule,
  day: Day,
  carryForward: boolean,
): RateFound | RateMissing => {
  const missing: RateMissing = { kind: 'missing', quote, day };
  if (series === undefined) return missing;
  const wanted = rule === 'penultimateWednesday' ? penultimateWednesdayOf(addDays(`${day.slice(0, 8)}01`, -1)) : day;
  const at = rule === 'periodEndElseLater' ? firstNotBefore(series.days, wanted) : lastNotAfter(series.days, wanted);
  const found = series.days[at];
  const near = found !== undefined && Math.abs(epochDay(found) - epochDay(wanted)) <= LONGEST_GAP_DAYS;
  if (near) return { kind: 'found', row: row(quote, found, series.rates[at]) };
  const last = series.days[series.days.length - 1];
  if (!carryForward || last === undefined || wanted <= last) return missing;
  return { kind: 'found', row: { ...row(quote, wanted, series.rates[series.rates.length - 1]), sourceDate: last, carriedForward: true } };
};

const row = (quote: string, day: Day, rate = '0'): ExchangeRate => ({
  id: `ECB:${quote}:${day}`,
  base: 'EUR',
  quote,
  day,
  rate,
  sourceDate: day,
});

/** Index of the last day that is not after `day`, or -1. */
const lastNotAfter = (days: readonly Day[], day: Day): number => {
  const at = firstNotBefore(days, day);
  return days[at] === day ? at : at - 1;
};

const firstNotBefore = (days: readonly Day[], day: Day): number => {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? '') < day) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A conversion between two currencies by way of the euro: exact but for the 60 digits of one quotient, never rounded here. */
export type Conversion = Readonly<{ rows: readonly ExchangeRate[]; apply: (amount: Exact) => Exact }>;

export const conversion = (from: ExchangeRate | undefined, to: ExchangeRate | undefined): Conversion => {
  const divisor = from === undefined ? undefined : Exact.parse(from.rate);
  const factor = to === undefined ? undefined : Exact.parse(to.rate);
  const rows = [from, to].filter((r) => r !== undefined);
  return {
    rows,
    apply: (amount) => {
      // Multiplied first, so that the quotient is the only step that may not terminate.
      const product = factor === undefined ? amount : amount.times(factor);
      return divisor === undefined ? product : product.dividedBy(divisor);
    },
  };
};
