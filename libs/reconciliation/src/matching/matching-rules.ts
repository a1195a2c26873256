/** How candidates are found and weighed where no key joins: data with a version of its own (docs/reconciliation.md). */
export interface MatchingRules {
  readonly id: string;
  readonly version: number;
  /** Candidates that are told at most. */
  readonly candidates: number;
  /** Days between an order and its payment, and between an order and the acceptance of its declaration. */
  readonly days: { readonly payment: number; readonly declaration: number };
  /** Letters by which two numbers may differ to look like one that was mistyped. */
  readonly letters: number;
  /** What each criterion adds to the score where it holds: the score is its share of the weights that were asked for. */
  readonly weights: Readonly<Record<CriterionName, number>>;
  /**
   * Per cent of VAT that a captured amount may hold beside the value of its order, where neither the order's own nor the rates of its
   * destination are known: standard rates of the EU and the United Kingdom.
   */
  readonly vatPercent: readonly string[];
  /** Several that may be meant together: at most so many members, among so many that are nearest in time. */
  readonly sets: { readonly id: string; readonly version: number; readonly members: number; readonly pool: number };
}

export type CriterionName = 'free' | 'amount' | 'days' | 'destination' | 'units' | 'number' | 'mass' | 'holder' | 'buyer';

export const defaultMatchingRules: MatchingRules = {
  id: 'composite-key',
  version: 3,
  candidates: 3,
  days: { payment: 5, declaration: 60 },
  letters: 2,
  weights: { free: 20, amount: 40, days: 15, destination: 10, units: 5, number: 10, mass: 10, holder: 20, buyer: 30 },
  vatPercent: ['0', '17', '18', '19', '20', '21', '22', '23', '24', '25', '25.5', '27'],
  sets: { id: 'several-together', version: 1, members: 4, pool: 200 },
};
