import { type Match, type MatchRule } from '../case';
import { type EvaluationContext } from '../evaluation-context';
import { textOf, unitsOf } from '../exact-units';

/** How near two amounts are, and how far they may be apart; exact units. */
export interface Agreement {
  readonly tolerance: bigint;
  readonly distance: bigint;
  readonly currency: string;
}
/** A difference within its tolerance that is not nothing, exact units. */
export interface Tolerated {
  readonly rule: MatchRule;
  readonly currency: string;
  readonly amount: bigint;
}

export const matchOf = (
  { rules }: Pick<EvaluationContext, 'rules'>,
  rule: MatchRule,
  legs: readonly [string, string],
  { tolerance, distance, currency }: Agreement,
): Match => ({
  rule: `${rule}@${String(rules.version)}`,
  legs,
  tolerance: textOf(tolerance),
  distance: textOf(distance),
  currency,
  score: 100,
});

/**
 * The payment of a statement or return that was short, and by which version of the authority's rule its rest is tolerated; none where
 * nothing is.
 */
export const shortPaymentMatch = (
  { debts }: EvaluationContext['settlement'],
  {
    account,
    kind,
    reference,
    currency,
  }: { readonly account: string; readonly kind: 'statement' | 'return'; readonly reference: string; readonly currency: string },
): readonly Match[] => {
  const [distance, by] = [debts.tolerated(account, kind, reference), debts.tolerationOf(account, kind, reference)];
  if (distance <= 0n || by === undefined) return [];
  return [
    {
      rule: `short-payment@${String(by.version)}`,
      legs: [`${kind} ${reference}`, 'its payment'],
      tolerance: textOf(by.allowed),
      distance: textOf(distance),
      currency,
      score: 100,
    },
  ];
};

/** What a match of a period tolerated. */
export const toleratedIn = ({ rule, distance, currency }: Match): readonly Tolerated[] => {
  const amount = currency === undefined ? 0n : unitsOf(distance);
  return currency === undefined || amount === 0n ? [] : [{ rule: ruleNamed(rule), currency, amount }];
};

// The name is what stands before the version: that is how a match is named.
const ruleNamed = (rule: Match['rule']): MatchRule => rule.slice(0, rule.indexOf('@')) as MatchRule;
