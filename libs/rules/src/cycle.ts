import { type Day } from '#money';
import { type DueDateRule, type Period } from './scheme';

/**
 * How a day follows from a period: first the day the rule names, then `workingDays` working days of the calendar after it, then the
 * adjustment. So the nth working day of the following month is n working days after day 31 (the last) of the closing month. Besides the
 * rules of a scheme's due date: `daysAfterEnd`: `day` days after the last day. `nextDayOfMonths`: the first `day` of one of `months` that
 * lies after the period.
 */
export type DayRule = Readonly<{
  rule: DueDateRule['rule'] | 'daysAfterEnd' | 'nextDayOfMonths';
  day?: number;
  /** 1 January to 12 December. */
  months?: readonly number[];
  workingDays?: number;
  calendar?: string;
  adjust: 'prev' | 'next' | 'none';
}>;

/** The days of a period whose last day lies before `until`; the last terms of a cycle have none. */
export type CycleTerms = Readonly<{
  until?: Day;
  due: DayRule;
  /** The day of the statement where the authority names one; else the cut-off. */
  statement?: DayRule;
  /** The day of a preliminary statement, which the final one must equal. */
  preliminary?: DayRule;
  /** The first day on which charges of the period can be paid: until then a return cancels them (China). */
  matures?: DayRule;
  source: string;
}>;

/**
 * How an account of deferred payment runs. Months begin on `startDay` (1 to 28, the first where absent); quarters are those of the
 * calendar; with `day` each day of release is a period.
 */
export type AccountCycle = Readonly<{
  id: string;
  every: 'day' | 'month' | 'quarter';
  startDay?: number;
  zone: string;
  terms: readonly CycleTerms[];
}>;

/** A period of an account, with the legal days that follow from its cycle. */
export type CyclePeriod = Period & Readonly<{ statementOn: Day; preliminaryOn?: Day; maturesOn?: Day }>;
