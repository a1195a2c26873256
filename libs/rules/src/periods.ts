import { type Day } from '#money';
import {
  addDays,
  addMonths,
  addYears,
  adjusted,
  type Calendar,
  CalendarNotCoveredError,
  civil,
  dayOf,
  epochDay,
  workingDayAfter,
} from './calendar';
import { type AccountCycle, type CyclePeriod, type CycleTerms, type DayRule } from './cycle';
import { type Period, type SchemeRuleSet } from './scheme';

export type Calendars = ReadonlyMap<string, Calendar>;
type Window = Readonly<{ id: string; start: Day; end: Day }>;

/**
 * The return period of a scheme that a legal day falls in: `2026-01` or `2026-Q1`, half-open, with its due day.
 * Undefined for a scheme without a return. `state`: whose due day, where a scheme lets states differ. @throws CalendarNotCoveredError
 */
export const periodOfScheme = (scheme: SchemeRuleSet, day: Day, calendars: Calendars, state?: string): Period | undefined => {
  const dueDate = scheme.nationalDueDates?.find((national) => national.state === state) ?? scheme.dueDate;
  if (scheme.period === undefined || dueDate === undefined) return undefined;
  const window = windowOf(scheme.period.type, 1, day);
  return { dueOn: dayBy(dueDate, window, calendars), ...window };
};

/**
 * The period of a cycle that a legal day falls in, half-open. `id` is the month (`2026-01`), the quarter (`2026-Q1`), or the first day
 * where a period begins inside a month or is a day. @throws CalendarNotCoveredError
 */
export const periodOfCycle = (cycle: AccountCycle, day: Day, calendars: Calendars): CyclePeriod => {
  const window = windowOf(cycle.every, cycle.startDay ?? 1, day);
  const { due, statement, preliminary, matures } = termsOf(cycle, addDays(window.end, -1));
  const by = (rule: DayRule): Day => dayBy(rule, window, calendars);
  return {
    dueOn: by(due),
    statementOn: statement === undefined ? window.end : by(statement),
    ...window,
    ...(preliminary === undefined ? {} : { preliminaryOn: by(preliminary) }),
    ...(matures === undefined ? {} : { maturesOn: by(matures) }),
  };
};

const windowOf = (every: AccountCycle['every'], startDay: number, day: Day): Window => {
  if (every === 'day') return { id: day, start: day, end: addDays(day, 1) };
  const { year, month, day: d } = civil(day);
  if (every === 'quarter') {
    const first = month - ((month - 1) % 3);
    const start = dayOf(year, first, 1);
    return { id: `${start.slice(0, 4)}-Q${String((first + 2) / 3)}`, start, end: addMonths(start, 3) };
  }
  const start = dayOf(year, d < startDay ? month - 1 : month, startDay);
  return { id: startDay === 1 ? start.slice(0, 7) : start, start, end: addMonths(start, 1) };
};

/** What is in force when a period ends decides its days: a change of law inside a period holds for the whole of it. */
const termsOf = (cycle: AccountCycle, last: Day): CycleTerms => {
  const found = cycle.terms.find(({ until }) => until === undefined || last < until);
  if (found === undefined) throw new RangeError(`cycle ${cycle.id} has no terms for ${last}`);
  return found;
};

const dayBy = (rule: DayRule, window: Window, calendars: Calendars): Day => {
  const named = namedDay(rule, window);
  if (rule.calendar === undefined) return named;
  const calendar = calendars.get(rule.calendar);
  // A rule that counts by holidays nobody has published has no answer yet.
  if (calendar === undefined) throw new CalendarNotCoveredError(rule.calendar, named);
  return adjusted(workingDayAfter(named, rule.workingDays ?? 0, calendar), rule.adjust, calendar);
};

const namedDay = (rule: DayRule, { start, end }: Window): Day => {
  const last = addDays(end, -1);
  const { year, month } = civil(last);
  switch (rule.rule) {
    case 'lastDayOfFollowingMonth':
      return dayOf(year, month + 1, 31);
    case 'monthAndDaysAfterEnd':
      return addDays(dayOf(year, month + 1, 31), rule.day ?? 0);
    case 'dayOfFollowingMonth':
      return dayOf(year, month + 1, rule.day ?? 31);
    case 'dayOfClosingMonth':
      return dayOf(year, month, rule.day ?? 31);
    case 'daysAfterEnd':
      return addDays(last, rule.day ?? 0);
    case 'nextDayOfMonths':
      return nextDayOfMonths(rule, last);
    case 'halfAggregation': {
      const days = epochDay(end) - epochDay(start);
      return addDays(last, 30 - (days - (days % 2)) / 2);
    }
  }
};

const nextDayOfMonths = ({ day = 31, months = [] }: DayRule, after: Day): Day => {
  const { year, month } = civil(after);
  for (let ahead = 0; ahead <= 12; ahead += 1) {
    const candidate = dayOf(year, month + ahead, day);
    if (candidate > after && months.includes(civil(candidate).month)) return candidate;
  }
  throw new RangeError('a rule of named months without a month');
};

/** The last day a filed period may still be corrected in a later return: its due day plus the window (IOSS: three years, Art. 369t). */
export const correctableUntil = (scheme: SchemeRuleSet, due: Day): Day => addYears(due, scheme.correction.windowYears);
