import { type Day } from '#money';
import { type CyclePeriod } from './cycle';
import { inForce } from './jurisdiction';
import { correctableUntil, periodOfCycle } from './periods';
import { type RuleBook } from './rule-book';
import { type Period, type SchemeId } from './scheme';

/**
 * The return period of a scheme that a legal day falls in, or undefined where the scheme has no return or is not in force. `state`: the
 * Member State that is paid, where the scheme lets each name its day. @throws CalendarNotCoveredError
 */
export const periodOf = (book: RuleBook, scheme: SchemeId, day: Day, state?: string): Period | undefined => {
  const rules = book.scheme(scheme, day);
  return rules === undefined ? undefined : book.period(rules.value, day, state);
};

/** The last day on which the period that `day` falls in can still be corrected in a later return of the scheme. */
export const lastCorrectionDay = (book: RuleBook, scheme: SchemeId, day: Day): Day | undefined => {
  const rules = book.scheme(scheme, day);
  const period = rules === undefined ? undefined : book.period(rules.value, day);
  return rules === undefined || period === undefined ? undefined : correctableUntil(rules.value, period.dueOn);
};

/**
 * The period of an account that a legal day falls in, by the id of a cycle in the book (facts/cycles.json), with the days of its statement
 * and payment. @throws RangeError for a cycle that is not in the book | CalendarNotCoveredError
 */
export const cyclePeriodOf = (book: RuleBook, cycle: string, day: Day): CyclePeriod => {
  const rules = book.cycle(cycle);
  if (rules === undefined) throw new RangeError(`no account cycle ${cycle}`);
  return periodOfCycle(rules, day, book.calendars());
};

/** The currency in which an importing country assesses on a day (BG: BGN until 2025, EUR since), or undefined where there are no rules. */
export const assessmentCurrencyOf = (book: RuleBook, jurisdiction: string, on: Day): string | undefined =>
  inForce(book.jurisdiction(jurisdiction)?.value.currencies ?? [], on)?.currency;
