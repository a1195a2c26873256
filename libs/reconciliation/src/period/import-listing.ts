import { type BreakCode } from '../break-catalogue';
import { type BreakInput, type EvaluationContext } from '../evaluation-context';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type FiledReturn } from '../settlement-book';
import { inReturnCurrency } from './exchange';
import { type ListingFacts, type Sums, type SupplyFacts } from './supply-facts';

/**
 * The official control (domain sections 2.1 and 4.2): imports under the scheme number against the supplies its return carries, by country of
 * consumption, in the values declared, converted at the return's own rates. An import within the bucket of months around its supply is the
 * supply's, whatever month it fell in; a supply that may still arrive is timing; a difference of a parcel with a break of its own is
 * explained by that break. What is left opens B52. That the return itself equals its supplies is B51's matter.
 */
export const checkListing = (filed: FiledReturn, facts: SupplyFacts, context: EvaluationContext, broken: (code: BreakCode, input: BreakInput) => void): void => {
  const prefix = `${filed.schemeNumber}\n`;
  for (const [key, listed] of facts.listing) {
    if (!key.startsWith(prefix)) continue;
    const [, period, country] = key.split('\n');
    if (period === undefined || country === undefined || !belongsTo(period, filed)) continue;
    judge(filed, country, listed, context, broken);
  }
};

/** An import without any supply is listed under its month; the quarter's return answers for its months. */
const belongsTo = (period: string, filed: FiledReturn): boolean => period === filed.period || (/^\d{4}-\d{2}$/.test(period) && period >= filed.start.slice(0, 7) && `${period}-01` < filed.end);

const judge = (filed: FiledReturn, country: string, listed: ListingFacts, context: EvaluationContext, broken: (code: BreakCode, input: BreakInput) => void): void => {
  const total = (sums: Sums): bigint => [...sums].reduce((sum, [currency, amount]) => sum + (inReturnCurrency(context.settlement, filed, amount, currency) ?? amount), 0n);
  const { months, percent, euro } = context.rules.tolerances.importListing;
  const supplied = total(listed.supplied);
  const share = (supplied * unitsOf(percent)) / unitsOf('100');
  const limit = inReturnCurrency(context.settlement, filed, unitsOf(euro), 'EUR') ?? unitsOf(euro);
  const tolerance = share < limit ? share : limit;
  const residual = absolute(total(listed.residual));
  const explained = absolute(total(listed.explained));
  const [distance, causedBy] = residual > tolerance ? [residual, undefined] : [explained, listed.explainedBy];
  if (distance <= tolerance || (causedBy === undefined && residual <= tolerance)) return;
  broken('B52', {
    ...{ amount: distance, currency: filed.currency, since: filed.at, criterion: `imports under ${filed.schemeNumber} into ${country} of supplies in ${filed.period}` },
    ...{ expected: `${textOf(supplied)} ${filed.currency} supplied`, found: `${textOf(total(listed.imported))} ${filed.currency} imported within ${String(months)} months, ${textOf(total(listed.timing))} on the way, ${textOf(explained)} in parcels with breaks` },
    ...{ distance: textOf(distance), tolerance: textOf(tolerance), ...(causedBy === undefined ? {} : { causedBy }) },
  });
};
