import { isDay } from '#money';
import { lastCorrectionDay, type Period, periodOf, type RuleBook, type SchemeId } from '#rules';

/** The first day of a return period by its id: `2026-01` a month, `2026-Q1` a quarter; undefined for another text. */
const firstDayOf = (period: string): string | undefined => {
  const quarter = /^(\d{4})-Q([1-4])$/.exec(period);
  const first =
    quarter === null
      ? `${period}-01`
      : `${quarter[1] ?? ''}-${String((Number.parseInt(quarter[2] ?? '1', 10) - 1) * 3 + 1).padStart(2, '0')}-01`;
  return isDay(first) ? first : undefined;
};

/**
 * A return period by its id, under the rules in force on its first day; undefined where the scheme has no such period. `state`: that is
 * paid, where each may name its day (special arrangements).
 */
export const returnPeriod = (book: RuleBook, scheme: SchemeId, period: string, state?: string): Period | undefined => {
  const first = firstDayOf(period);
  const found = first === undefined ? undefined : periodOf(book, scheme, first, state);
  return found?.id === period ? found : undefined;
};

/** The last day on which a period may be corrected in a later return: its due day and three years (IOSS: VAT Directive Art. 369t). */
export const correctableUntil = (book: RuleBook, scheme: SchemeId, period: Period): string | undefined =>
  lastCorrectionDay(book, scheme, period.start);

/** The periods of a scheme from the one that `firstDay` falls in up to but not including `before`, in order. */
export const periodsBefore = (book: RuleBook, scheme: SchemeId, firstDay: string, before: string): readonly Period[] => {
  const periods: Period[] = [];
  for (
    let period = periodOf(book, scheme, firstDay);
    period !== undefined && period.id < before;
    period = periodOf(book, scheme, period.end)
  )
    periods.push(period);
  return periods;
};

/**
 * What a payment of the return must quote, without a space: `IE/IM3720000015/M01.2026`, `GB/GB999999973/Q1.2026` (the form of HMRC's IOSS
 * returns; the state is that of identification).
 */
export const returnReference = (authority: string, schemeNumber: string, period: string): string => {
  const state = authority.replace(/^EU-/, '');
  const part = period.includes('Q') ? period.slice(5) : `M${period.slice(5)}`;
  return `${state}/${schemeNumber}/${part}.${period.slice(0, 4)}`;
};
