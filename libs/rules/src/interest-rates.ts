import { type Day, Exact } from '#money';
import { addDays, CalendarNotCoveredError, workingDayAfter } from './calendar';
import {
  type InterestDue,
  interestDue,
  InterestRateNotCoveredError,
  type InterestQuestion,
  type InterestRule,
  type RateRow,
  type RateTimeline,
} from './interest';
import { type Calendars } from './periods';
import { type RuleBook } from './rule-book';

/** No rule of interest of that name holds for debts due on that day. */
export class InterestRuleUnknownError extends Error {
  override readonly name = 'InterestRuleUnknownError';
  readonly code = 'INTEREST_RULE_UNKNOWN';
  constructor(
    readonly rule: string,
    readonly dueOn: Day,
  ) {
    super(`no interest rule ${rule} for a debt due on ${dueOn}`);
  }
}

/**
 * `interestDue` by the rule, the rates and the calendars of a book. @throws InterestRuleUnknownError | InterestRateNotCoveredError |
 * CalendarNotCoveredError
 */
export const interestOf = (book: RuleBook, ruleId: string, question: InterestQuestion): InterestDue => {
  const rule = book.interestRule(ruleId, question.dueOn)?.value;
  if (rule === undefined) throw new InterestRuleUnknownError(ruleId, question.dueOn);
  const published = book.rateTimeline(rule.rate.timeline)?.value;
  if (published === undefined) throw new InterestRateNotCoveredError(rule.rate.timeline, question.dueOn);
  return interestDue(rule, ratesUnder(rule, published, book.calendars(), question.dueOn), question);
};

/**
 * The rates a rule makes of a published timeline for a debt due on a day: each change on the day it takes effect (UK: 13 working days after
 * the meeting, SI 2018/1248 reg. 45; a decision that is not known yet cannot count before the day it would), margins of their days on top,
 * or one rate for the whole debt. @throws InterestRateNotCoveredError | CalendarNotCoveredError
 */
export const ratesUnder = (rule: InterestRule, published: RateTimeline, calendars: Calendars, dueOn: Day): RateTimeline => {
  const effective = (day: Day): Day => effectiveDay(rule, calendars, day);
  const base = published.rates.map(({ from, percent }) => ({ from: effective(from), percent }));
  const through = addDays(effective(addDays(published.through, 1)), -1);
  const days = [...new Set([...base, ...rule.rate.margins].map(({ from }) => from))].sort();
  const rates = days.flatMap((from): readonly RateRow[] => {
    const [rate, margin] = [percentOn(base, from), percentOn(rule.rate.margins, from)];
    return rate === undefined || margin === undefined
      ? []
      : [{ from, percent: Exact.parse(rate).plus(Exact.parse(margin)).toCanonicalText() }];
  });
  if (rule.rate.fixedFor === 'eachDay') return { ...published, through, rates };
  const first = `${dueOn.slice(0, 8)}01`;
  const percent = first > through ? undefined : percentOn(rates, first);
  if (percent === undefined) throw new InterestRateNotCoveredError(published.id, first);
  return { ...published, through: LAST_DAY, rates: [{ from: first, percent }] };
};

/** A rate fixed for a debt holds for as long as the debt does. */
const LAST_DAY = '9999-12-31';

const percentOn = (rows: readonly RateRow[], day: Day): string | undefined => rows.findLast(({ from }) => from <= day)?.percent;

const effectiveDay = ({ rate: { lag } }: InterestRule, calendars: Calendars, day: Day): Day => {
  if (lag === undefined) return day;
  const calendar = calendars.get(lag.calendar);
  if (calendar === undefined) throw new CalendarNotCoveredError(lag.calendar, day);
  return workingDayAfter(day, lag.workingDays, calendar);
};
