import { startOfLegalDay } from '#event-catalogue';
import { type CyclePeriod, cyclePeriodOf, type RuleBook } from '#rules';
import { type AccountKind } from './accounts.events';

/** The rule of periods of an account, by its `cycle`. */
export interface AccountCycles {
  /** The half-open period that a legal day falls in, with the days of its statement and payment. Throws RangeError for an unknown cycle. */
  readonly periodOf: (cycle: string, day: string) => CyclePeriod;
  /**
   * When a debt entered on a day is due: with the statement of its period, or at once where each is paid by itself before its goods are
   * released (prepaid accounts and desks, UCC Art. 108(1), 195(1)). `maturesOn` where it cannot be paid before a day of its own. Throws
   * RangeError for an unknown cycle.
   */
  readonly dueOf: (
    account: Readonly<{ cycle: string; kind: AccountKind }>,
    postedOn: string,
  ) => Readonly<{ dueOn: string; maturesOn?: string }>;
  /** The moment a legal day begins in the zone of the cycle. */
  readonly startOf: (cycle: string, day: string) => string;
  /** The IANA zone of the cycle. Throws RangeError for an unknown cycle. */
  readonly zoneOf: (cycle: string) => string;
}

/**
 * The cycles of a rule book (facts/cycles.json; another authority's cycle is a row there), remembered by day: a demo asks for the same few
 * thousands of times.
 */
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
  const periodOf = (cycle: string, day: string): CyclePeriod => remembered(periods, cycle, day, () => cyclePeriodOf(book, cycle, day));
  return {
    zoneOf,
    periodOf,
    dueOf: ({ cycle, kind }, postedOn) => {
      if (kind === 'cash' || kind === 'consumer') return { dueOn: postedOn };
      const { dueOn, maturesOn } = periodOf(cycle, postedOn);
      return { dueOn, ...(maturesOn === undefined ? {} : { maturesOn }) };
    },
    startOf: (cycle, day) => remembered(starts, cycle, day, () => startOfLegalDay(day, zoneOf(cycle))),
  };
};
