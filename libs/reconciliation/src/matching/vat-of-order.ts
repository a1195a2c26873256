import { type RuleBook } from '#rules';
import { vatRatesOn } from '../law';
import { type OrderLeg } from '../legs/leg';
import { type MatchingRules } from './matching-rules';

/** Per cent of VAT that an order may have been paid with, as long as its own is not known. */
export type RatesOfOrder = (head: Pick<OrderLeg, 'destination' | 'orderedAt'>) => readonly string[];

/**
 * None, and the rates of its destination in force on the day of the order; where that is not known or has no table, what the rule supposes.
 */
export const ratesOfOrder =
  (book: RuleBook, { vatPercent }: MatchingRules): RatesOfOrder =>
  ({ destination = '', orderedAt }) => {
    const rates = vatRatesOn(book, destination, orderedAt.slice(0, 10));
    return rates.length === 0 ? vatPercent : [...new Set(['0', ...rates])].sort();
  };
