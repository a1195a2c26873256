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

export const matchOf = ({ rules }: Pick<EvaluationContext, 'rules'>, rule: MatchRule, legs: readonly [string, string], { tolerance, distance, currency }: Agreement): Match => ({
  ...{ rule: `${rule}@${String(rules.version)}`, legs, tolerance: textOf(tolerance), distance: textOf(distance), currency, score: 100 },
});

/** What a match of a period tolerated. */
export const toleratedIn = ({ rule, distance, currency }: Match): readonly Tolerated[] => {
  const amount = currency === undefined ? 0n : unitsOf(distance);
  return currency === undefined || amount === 0n ? [] : [{ rule: ruleNamed(rule), currency, amount }];
};

// The name is what stands before the version: that is how a match is named.
const ruleNamed = (rule: Match['rule']): MatchRule => rule.slice(0, rule.indexOf('@')) as MatchRule;
