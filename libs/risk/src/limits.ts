import { type RuleBook } from '#rules';
import { unitsOf } from '#reconciliation';

/** Up to what value goods are of low value. */
export interface Limit {
  /** Exact decimal text. */
  readonly amount: string;
  readonly currency: string;
  /** The amount itself is still within. */
  readonly inclusive: boolean;
}
/** The limit of a destination on a day; undefined where the rule book knows none. */
export type LimitOf = (country: string, day: string) => Limit | undefined;

/** What the rule book says of consignments of low value. */
export const limitsOf =
  (ruleBook: RuleBook): LimitOf =>
  (country, day) => {
    const territory = ruleBook.jurisdiction(country)?.value.territory;
    const threshold = territory === undefined ? undefined : ruleBook.lowValueRule(territory, day)?.value.threshold;
    return threshold === undefined ? undefined : { amount: threshold.amount, currency: threshold.currency, inclusive: threshold.inclusive };
  };

export const isWithin = (value: bigint, { amount, inclusive }: Limit): boolean => {
  const limit = unitsOf(amount);
  return inclusive ? value <= limit : value < limit;
};
