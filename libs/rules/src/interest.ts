import {
  compare,
  type CurrencyCode,
  type Day,
  Exact,
  type Money,
  moneyOf,
  parseMoney,
  type RoundingMode,
  roundStep,
  type RoundingStep,
  scaleOf,
} from '#money';
import { addDays, epochDay } from './calendar';

/** Per cent a year from a day on, until the next row. */
export type RateRow = Readonly<{ from: Day; percent: string }>;
/** A published rate in order of day; beyond `through` nothing is known yet. */
export type RateTimeline = Readonly<{ id: string; through: Day; rates: readonly RateRow[]; source: string }>;

/** How interest on late payment is computed, as data; in force for debts due `from` (included) to `to` (excluded). */
export type InterestRule = Readonly<{
  id: string;
  from: Day;
  to?: Day;
  currency: CurrencyCode;
  /** The first day that bears interest, counted from the due day: 1 is the day after. */
  firstDay: number;
  /** Whether the day of payment bears interest on what is paid ("until payment") or not ("until the day before"). */
  paymentDayBears: boolean;
  /** `fixed365`: each day 1/365. `actual`: 1/366 in a leap year. */
  dayCount: 'fixed365' | 'actual';
  compounding: 'none' | 'daily';
  /**
   * `lag`: a published change counts from that many working days after it. `dueMonth`: one rate for all days, that of the first of the
   * month of the due day. Margins are points on top.
   */
  rate: Readonly<{
    timeline: string;
    fixedFor: 'eachDay' | 'dueMonth';
    lag?: Readonly<{ workingDays: number; calendar: string }>;
    margins: readonly RateRow[];
  }>;
  /** A debt that was never this large while interest ran bears none. In units of the currency. */
  minPrincipal?: string;
  /** Interest below the amount is raised to it, or waived. */
  minCharge?: Readonly<{ amount: string; below: 'raise' | 'waive' }>;
  /** Nothing is charged on a debt paid within that many days after the due day. */
  waiverDays?: number;
  rounding: Readonly<{ ruleId: string; mode: RoundingMode }>;
  source: string;
}>;

/**
 * What was open of the principal at the end of a day, until the next step: each charge, payment, reversal is a step. `open` in minor units,
 * never negative.
 */
export type PrincipalStep = Readonly<{ on: Day; open: bigint }>;

/** A stretch of days of one principal and one rate, [from, to). */
export type InterestSpan = Readonly<{ from: Day; to: Day; days: number; principal: bigint; percent: string }>;
export type Accrual = Readonly<{ spans: readonly InterestSpan[]; days: number; unrounded: Exact }>;

export type InterestQuestion = Readonly<{
  dueOn: Day;
  /** In order of day. */
  principal: readonly PrincipalStep[];
  /** Interest is counted up to this day, which is excluded. */
  to: Day;
}>;

/**
 * Why the amount is what it is. `belowMinPrincipal`, `withinWaiver`, `waivedAsSmall`: nothing is charged; `raisedToMinimum`: the least
 * charge.
 */
export type InterestOutcome = 'computed' | 'belowMinPrincipal' | 'withinWaiver' | 'waivedAsSmall' | 'raisedToMinimum';
export type InterestDue = Accrual & Readonly<{ ruleId: string; amount: Money; outcome: InterestOutcome; step: RoundingStep }>;

/** A day bears interest at a rate that is not published yet. */
export class InterestRateNotCoveredError extends Error {
  override readonly name = 'InterestRateNotCoveredError';
  readonly code = 'INTEREST_RATE_NOT_COVERED';
  constructor(
    readonly timeline: string,
    readonly day: Day,
  ) {
    super(`interest rates ${timeline} do not cover ${day}`);
  }
}

/**
 * Interest on one debt, with the days and rates it consists of. Pure: the same question gives the same answer, so a recomputation (a
 * payment of an earlier value day, a rate published late) is a reversal of the old amount and a posting of the new one. `rates` are those
 * of the rule (`ratesUnder`), margins included. @throws InterestRateNotCoveredError
 */
export const interestDue = (rule: InterestRule, rates: RateTimeline, question: InterestQuestion): InterestDue => {
  const accrual = accrue(rule, rates, question.principal, addDays(question.dueOn, rule.firstDay), question.to);
  const { money, step } = roundStep(rule.rounding.ruleId, accrual.unrounded, rule.currency, rule.rounding.mode);
  const [outcome, minor] = afterMinima(rule, question, accrual, money);
  return {
    ...accrual,
    ruleId: rule.id,
    amount: moneyOf(minor, rule.currency),
    outcome,
    step: { ...step, before: accrual.unrounded.toDisplayText() },
  };
};

const afterMinima = (
  rule: InterestRule,
  question: InterestQuestion,
  { spans }: Accrual,
  rounded: Money,
): readonly [InterestOutcome, bigint] => {
  if (spans.length === 0) return ['computed', 0n];
  const largest = spans.reduce((max, { principal }) => (principal > max ? principal : max), 0n);
  if (rule.minPrincipal !== undefined && largest < parseMoney(rule.minPrincipal, rule.currency).minor) return ['belowMinPrincipal', 0n];
  if (rule.waiverDays !== undefined && decidedOn(question) <= addDays(question.dueOn, rule.waiverDays)) return ['withinWaiver', 0n];
  if (rule.minCharge !== undefined) {
    const least = parseMoney(rule.minCharge.amount, rule.currency);
    if (compare(rounded, least) < 0) return rule.minCharge.below === 'raise' ? ['raisedToMinimum', least.minor] : ['waivedAsSmall', 0n];
  }
  return ['computed', rounded.minor];
};

/**
 * The day on which the debt was paid in full for good, or, while it is open, the last day looked at: until a waiver has run out nothing is
 * charged.
 */
const decidedOn = ({ principal, to }: InterestQuestion): Day => {
  const lastLooked = addDays(to, -1);
  const lastOpen = principal.reduce((found, { open }, at) => (open > 0n ? at : found), -1);
  const paidOn = principal[lastOpen + 1]?.on;
  return paidOn !== undefined && paidOn < lastLooked ? paidOn : lastLooked;
};

/**
 * Interest of the days [from, to), before minima and rounding: exact but for the 60 digits of one quotient. Without compounding adjacent
 * stretches add up to the whole; with daily compounding `from` must be the first day, since interest bears interest for as long as
 * principal is open.
 * @throws InterestRateNotCoveredError
 */
export const accrue = (
  rule: Pick<InterestRule, 'currency' | 'paymentDayBears' | 'dayCount' | 'compounding'>,
  rates: RateTimeline,
  principal: readonly PrincipalStep[],
  from: Day,
  to: Day,
): Accrual => {
  const spans = spansOf(bearing(principal, rule.paymentDayBears), rates, from, to, rule.dayCount === 'actual');
  const unrounded = rule.compounding === 'daily' ? compounded(spans, rule) : simple(spans, rule);
  return { spans, days: spans.reduce((sum, { days }) => sum + days, 0), unrounded };
};

type Bearing = Readonly<{ from: Day; open: bigint }>;

/** The principal that bears interest, from which day on: what is paid bears it on the day of payment where the rule says so. */
const bearing = (steps: readonly PrincipalStep[], paymentDayBears: boolean): readonly Bearing[] => {
  const found: Bearing[] = [];
  let before = 0n;
  steps.forEach(({ on, open }, at) => {
    if (open < 0n || on < (steps[at - 1]?.on ?? on))
      throw new RangeError(`principal of ${on}: steps are in order of day and never below zero`);
    // Only what a day ends with counts.
    if (steps[at + 1]?.on === on) return;
    found.push({ from: paymentDayBears && open < before ? addDays(on, 1) : on, open });
    before = open;
  });
  return found;
};

const spansOf = (principal: readonly Bearing[], rates: RateTimeline, from: Day, to: Day, byYear: boolean): readonly InterestSpan[] => {
  const spans: InterestSpan[] = [];
  const years = byYear ? yearsBetween(from, to) : [];
  const cuts = [...new Set([from, to, ...principal.map((p) => p.from), ...rates.rates.map((r) => r.from), ...years])]
    .filter((d) => d >= from && d <= to)
    .sort();
  const openOn = walking(principal);
  const rateOn = walking(rates.rates);
  cuts.forEach((start, at) => {
    const end = cuts[at + 1];
    const open = openOn(start)?.open ?? 0n;
    const percent = rateOn(start)?.percent;
    if (end === undefined || open === 0n) return;
    if (percent === undefined) throw new InterestRateNotCoveredError(rates.id, start);
    if (addDays(end, -1) > rates.through)
      throw new InterestRateNotCoveredError(rates.id, start > rates.through ? start : addDays(rates.through, 1));
    spans.push({ from: start, to: end, days: epochDay(end) - epochDay(start), principal: open, percent });
  });
  return spans;
};

/** The row that holds on a day, for days asked in order: each row is passed once. */
const walking = <Row extends Readonly<{ from: Day }>>(rows: readonly Row[]): ((day: Day) => Row | undefined) => {
  let next = 0;
  return (day) => {
    for (let row = rows[next]; row !== undefined && row.from <= day; row = rows[next]) next += 1;
    return rows[next - 1];
  };
};

const yearsBetween = (from: Day, to: Day): readonly Day[] => {
  const found: Day[] = [];
  for (let year = from.slice(0, 4); year < to.slice(0, 4);) {
    year = addDays(`${year}-12-31`, 1).slice(0, 4);
    found.push(`${year}-01-01`);
  }
  return found;
};

type Basis = Pick<InterestRule, 'currency' | 'dayCount'>;

const daysOfYear = (day: Day, { dayCount }: Basis): bigint =>
  dayCount === 'actual' && addDays(`${day.slice(0, 4)}-02-28`, 1).slice(5) === '02-29' ? 366n : 365n;

/** One quotient for all days: a sum of quotients would fall short of a whole cent that rounding down must see. */
const simple = (spans: readonly InterestSpan[], basis: Basis): Exact => {
  const common = 365n * 366n;
  const scale = scaleOf(basis.currency);
  const numerator = spans.reduce((sum, { from, days, principal, percent }) => {
    const weight = (BigInt(days) * common) / daysOfYear(from, basis);
    return sum.plus(Exact.ofMinor(principal * weight, scale).times(Exact.parse(percent)));
  }, Exact.ZERO);
  return numerator.dividedBy(Exact.ofInteger(common * 100n));
};

const compounded = (spans: readonly InterestSpan[], basis: Basis): Exact => {
  const scale = scaleOf(basis.currency);
  return spans.reduce((interest, { from, days, principal, percent }) => {
    const owed = Exact.ofMinor(principal, scale);
    const daily = Exact.parse(percent).dividedBy(Exact.ofInteger(daysOfYear(from, basis) * 100n));
    return owed
      .plus(interest)
      .times(power(ONE.plus(daily), days))
      .minus(owed);
  }, Exact.ZERO);
};

const ONE = Exact.ofInteger(1n);

const power = (base: Exact, exponent: number): Exact => {
  if (exponent === 0) return ONE;
  const half = power(base, Math.floor(exponent / 2));
  return exponent % 2 === 0 ? half.times(half) : half.times(half).times(base);
};
