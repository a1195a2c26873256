import { type MatchRule } from '../case';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type SummaryFact } from '../legs/settlement-fact';
import { type DeclaredByDay, declaredNames, declaredOn, type DeclaredSums, holderOf } from './declared-sums';

/** One thing in which a summary and what was declared in its days must agree, to the last unit. */
export interface SummaryCriterion {
  readonly rule: Extract<MatchRule, 'summary-count' | 'summary-value' | 'summary-mass'>;
  /** As people call it, and as it tells breaks apart. */
  readonly name: 'declarations' | 'value' | 'mass';
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly distance: string;
  /** Declared less what the summary says, exact units. */
  readonly difference: bigint;
  readonly currency?: string;
  readonly holds: boolean;
}

/**
 * How a summary agrees with what was declared in its days, as far as both tell it: number, value by currency, mass. What was amended or
 * invalidated after it was submitted has no part in it; of a change on that very day nobody knows which was first, so either is right. One
 * that agrees with what is in force now is right as well.
 */
export const summaryCriteria = (summary: SummaryFact, accepted: DeclaredByDay): readonly SummaryCriterion[] => {
  const { submittedOn } = summary;
  const asOf = (isBy: (change: string) => boolean): readonly SummaryCriterion[] =>
    comparedWith(summary, declaredOn(accepted, holderOf(summary), summary, isBy));
  const onThatDay = asOf((change) => change <= submittedOn);
  const others = [asOf((change) => change < submittedOn), asOf(() => true)];
  return [onThatDay, ...others].find((criteria) => criteria.every(({ holds }) => holds)) ?? onThatDay;
};

/** What declarations of its days come to that a summary does not say. */
export const lackingIn = (summary: SummaryFact, accepted: DeclaredByDay): DeclaredSums => {
  const lacking: DeclaredSums = new Map();
  for (const { name, currency, difference } of summaryCriteria(summary, accepted))
    lacking.set(currency ?? (name === 'mass' ? declaredNames.mass : declaredNames.count), difference);
  return lacking;
};

const comparedWith = ({ declarationCount, goodsValue, grossMass }: SummaryFact, declared: DeclaredSums): readonly SummaryCriterion[] => {
  const of = (name: string): bigint => declared.get(name) ?? 0n;
  const told = new Map((goodsValue ?? []).map(({ currency, value }) => [currency, unitsOf(value)]));
  const currencies =
    goodsValue === undefined
      ? []
      : [...new Set([...told.keys(), ...[...declared.keys()].filter((name) => !notCurrencies.has(name))])].sort();
  return [
    criterion(
      { rule: 'summary-count', name: 'declarations', subject: 'declarations' },
      of(declaredNames.count),
      unitsOf(String(declarationCount)),
      'declarations',
    ),
    ...currencies.map((currency) =>
      criterion(
        { rule: 'summary-value', name: 'value', subject: `value/${currency}`, currency },
        of(currency),
        told.get(currency) ?? 0n,
        currency,
      ),
    ),
    ...(grossMass === undefined || of(declaredNames.massless) !== 0n
      ? []
      : [criterion({ rule: 'summary-mass', name: 'mass', subject: 'mass' }, of(declaredNames.mass), unitsOf(grossMass), 'kg')]),
  ];
};

const notCurrencies: ReadonlySet<string> = new Set(Object.values(declaredNames));

const criterion = (
  what: Pick<SummaryCriterion, 'rule' | 'name' | 'subject' | 'currency'>,
  declared: bigint,
  told: bigint,
  unit: string,
): SummaryCriterion => ({
  ...what,
  expected: `${textOf(declared)} ${unit}`,
  found: `${textOf(told)} ${unit}`,
  distance: `${textOf(absolute(declared - told))} ${unit}`,
  difference: declared - told,
  holds: declared === told,
});
