import { startOfLegalDay } from '#event-catalogue';
import { type CyclePeriod, cyclePeriodOf, type RuleBook } from '#rules';

/** The rule of periods of an account, by its `cycle`. */
export interface AccountCycles {
  /** The half-open period that a legal day falls in, with the days of its statement and payment. Throws RangeError for an unknown cycle. */
  readonly periodOf: (cycle: string, day: string) => CyclePeriod;
  /** The moment a legal day begins in the zone of the cycle. */
  readonly startOf: (cycle: string, day: string) => string;
  /** The IANA zone of the cycle. Throws RangeError for an unknown cycle. */
  readonly zoneOf: (cycle: string) => string;
}

/** The cycles of a rule book (facts/cycles.json; another authority's cycle is a row there), remembered by day: a demo asks for the same few thousands of times. */
export const cyclesOf = (book: RuleBook): AccountCycles => {
  const periods = new Map<string, CyclePeriod>();
  const starts = new Map<string, string>();
  const remembered = <T>(known: Map<string, T>, cycle: string, day: string, make: () => T): T => {
    const key = `${cycle}/${day}`;
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
  const zoneOf = (cycle: string): string => {
    const zone = book.cycle(cycle)?.zone;
    if (zone === undefined) throw new RangeError(`no account cycle ${cycle}`);
    return zone;
  };
  return {
    zoneOf,
    periodOf: (cycle, day) => remembered(periods, cycle, day, () => cyclePeriodOf(book, cycle, day)),
    startOf: (cycle, day) => remembered(starts, cycle, day, () => startOfLegalDay(day, zoneOf(cycle))),
  };
};
