import { type Day } from '#money';
import { addDays, addMonths, addYears, adjusted, type Calendar, civil, dayOf, epochDay } from './calendar';
import { type DueDateRule, type Period, type SchemeRuleSet } from './scheme';

/** How an account of deferred payment runs: periods begin on `startDay` of each month. */
export type DefermentCycle = Readonly<{ id: string; startDay: number; dueDate: DueDateRule; zone: string; source: string }>;

type Calendars = ReadonlyMap<string, Calendar>;

/**
 * The return period of a scheme that a legal day falls in: `2026-01` or `2026-Q1`, half-open, with its due day.
 * Undefined for a scheme without a return. @throws CalendarNotCoveredError
 */
export const periodOfScheme = (scheme: SchemeRuleSet, day: Day, calendars: Calendars): Period | undefined => {
  if (scheme.period === undefined || scheme.dueDate === undefined) return undefined;
  const { year, month } = civil(day);
  const first = scheme.period.type === 'month' ? month : month - ((month - 1) % 3);
  const start = dayOf(year, first, 1);
  const end = addMonths(start, scheme.period.type === 'month' ? 1 : 3);
  const id = scheme.period.type === 'month' ? start.slice(0, 7) : `${start.slice(0, 4)}-Q${String((first + 2) / 3)}`;
  return { id, start, end, dueOn: dueOn(scheme.dueDate, start, end, calendars) };
};

/** The deferment period a legal day falls in; `id` is the month it begins in (`2026-01`), or its first day where it begins inside a month. */
export const periodOfCycle = (cycle: DefermentCycle, day: Day, calendars: Calendars): Period => {
  const { year, month, day: d } = civil(day);
  const start = dayOf(year, d < cycle.startDay ? month - 1 : month, cycle.startDay);
  const end = addMonths(start, 1);
  return { id: cycle.startDay === 1 ? start.slice(0, 7) : start, start, end, dueOn: dueOn(cycle.dueDate, start, end, calendars) };
};

/** The day by which a period must be paid. */
const dueOn = (rule: DueDateRule, start: Day, end: Day, calendars: Calendars): Day => {
  const last = addDays(end, -1);
  const { year, month } = civil(last);
  return adjusted(unadjusted(rule, { start, end, last, year, month }), rule.adjust, rule.calendar === undefined ? undefined : calendars.get(rule.calendar));
};

const unadjusted = (rule: DueDateRule, at: Readonly<{ start: Day; end: Day; last: Day; year: number; month: number }>): Day => {
  switch (rule.rule) {
    case 'lastDayOfFollowingMonth':
      return dayOf(at.year, at.month + 1, 31);
    case 'monthAndDaysAfterEnd':
      return addDays(dayOf(at.year, at.month + 1, 31), rule.day ?? 0);
    case 'dayOfFollowingMonth':
      return dayOf(at.year, at.month + 1, rule.day ?? 31);
    case 'dayOfClosingMonth':
      return dayOf(at.year, at.month, rule.day ?? 31);
    case 'halfAggregation': {
      const days = epochDay(at.end) - epochDay(at.start);
      return addDays(at.last, 30 - (days - (days % 2)) / 2);
    }
  }
};

/** The last day a filed period may still be corrected in a later return: its due day plus the window (IOSS: three years, Art. 369t and [I7]). */
export const correctableUntil = (scheme: SchemeRuleSet, due: Day): Day => addYears(due, scheme.correction.windowYears);
