import { type BreakCode } from '../break-catalogue';
import { subjectOf } from '../break-subject';
import { type BreakInput, type EvaluationContext } from '../evaluation-context';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type MatchRule } from '../case';
import { type Agreement } from '../matching/agreement';
import { percentOf, toleranceFor } from '../matching/tolerance';
import { type FiledReturn } from '../settlement-book';
import { inReturnCurrency } from './exchange';
import { periodCaseKey } from './period-key';
import { type ListingFacts, type Sums, type SupplyFacts } from './supply-facts';

/**
 * The official control (docs/reconciliation.md, B52): imports under the scheme number against the supplies its return carries, by country
 * of consumption, in the values declared, converted at the return's own rates. An import within the bucket of months around its supply is
 * the supply's, whatever month it fell in; a supply that may still arrive is timing; a difference of a parcel with a break of its own is
 * explained by that break. What is left opens B52. That the return itself equals its supplies is B51's matter.
 */
export const checkListing = (
  filed: FiledReturn,
  facts: SupplyFacts,
  context: EvaluationContext,
  broken: Broken,
  matched: Matched,
): void => {
  const prefix = `${filed.schemeNumber}\n`;
  const own = [...facts.listing].filter(([key]) => key.startsWith(prefix));
  // In the order of their names: that in which they were gathered is that of the cases, or of what was known first.
  for (const [key, listed] of own.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, period, country] = key.split('\n');
    if (period === undefined || country === undefined || !belongsTo(period, filed)) continue;
    judge(filed, { country, period }, listed, context, { broken, matched });
  }
};

/** An import without any supply is listed under its month; the quarter's return answers for its months. */
const belongsTo = (period: string, filed: FiledReturn): boolean =>
  period === filed.period || (/^\d{4}-\d{2}$/.test(period) && period >= filed.start.slice(0, 7) && `${period}-01` < filed.end);

/** What a listing is of. */
interface Listed {
  readonly country: string;
  readonly period: string;
}

type Broken = (code: BreakCode, input: BreakInput) => void;
type Matched = (rule: MatchRule, legs: readonly [string, string], agreement: Agreement) => void;
/** Who is told what came of it. */
interface Told {
  readonly broken: Broken;
  readonly matched: Matched;
}

/**
 * What a rate of the return's period brings into its currency is judged together; a currency without a rate is judged by itself and never
 * added to others.
 */
const judge = (filed: FiledReturn, place: Listed, listed: ListingFacts, context: EvaluationContext, told: Told): void => {
  const inReturn = (amount: bigint, currency: string): bigint | undefined => inReturnCurrency(context.settlement, filed, amount, currency);
  const { percent, euro } = toleranceFor(context.rules, 'import-listing');
  const share = (supplied: bigint): bigint => percentOf(supplied, percent);
  const limit = euro === undefined ? undefined : (inReturn(unitsOf(euro), 'EUR') ?? unitsOf(euro));
  const rated = (sums: Sums): bigint => [...sums].reduce((sum, [currency, amount]) => sum + (inReturn(amount, currency) ?? 0n), 0n);
  const lesser = (part: bigint): bigint => (limit === undefined || (percent !== undefined && part < limit) ? part : limit);
  judgeIn(
    filed,
    place,
    listed,
    { currency: filed.currency, total: rated, tolerance: lesser(share(rated(listed.supplied))) },
    context,
    told,
  );
  const currencies = new Set([listed.supplied, listed.imported, listed.residual, listed.explained].flatMap((sums) => [...sums.keys()]));
  for (const currency of [...currencies].sort()) {
    if (inReturn(0n, currency) !== undefined) continue;
    const total = (sums: Sums): bigint => sums.get(currency) ?? 0n;
    judgeIn(filed, place, listed, { currency, total, tolerance: share(total(listed.supplied)) }, context, told);
  }
};

/** Sums of a listing in one currency, and what may remain between them. */
interface Measure {
  readonly currency: string;
  readonly total: (sums: Sums) => bigint;
  readonly tolerance: bigint;
}

const judgeIn = (
  filed: FiledReturn,
  { country, period }: Listed,
  listed: ListingFacts,
  { currency, total, tolerance }: Measure,
  context: EvaluationContext,
  { broken, matched }: Told,
): void => {
  const { months = 0 } = toleranceFor(context.rules, 'import-listing');
  const residual = absolute(total(listed.residual));
  const explained = absolute(total(listed.explained));
  const [distance, causedBy] = residual > tolerance ? [residual, undefined] : [explained, listed.explainedBy];
  const compared = total(listed.supplied) !== 0n || total(listed.imported) !== 0n;
  if (residual <= tolerance && compared)
    matched('import-listing', [`imports under ${filed.schemeNumber} into ${country}`, `supplies of ${period}`], {
      tolerance,
      distance: residual,
      currency,
    });
  if (distance <= tolerance || (causedBy === undefined && residual <= tolerance)) return;
  broken('B52', {
    subject: subjectOf(periodCaseKey(filed.schemeNumber, filed.period), period, country, currency),
    amount: distance,
    currency,
    since: filed.at,
    // What is listed under a month of a quarter has no supply.
    criterion: `imports under ${filed.schemeNumber} into ${country} ${period === filed.period ? `of supplies in ${period}` : `in ${period} of no known supply`}`,
    expected: `${textOf(total(listed.supplied))} ${currency} supplied`,
    found:
      `${textOf(total(listed.imported))} ${currency} imported within ${String(months)} months, ` +
      `${textOf(total(listed.timing))} on the way, ${textOf(explained)} in parcels with breaks`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
    ...(causedBy === undefined ? {} : { causedBy }),
  });
};
