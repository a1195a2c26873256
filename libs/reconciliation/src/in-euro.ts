import { scaleOf } from '#money';
import { changeoverOf } from '#rules';
import { dividedByRate, roundedTo, unitsOf } from './exact-units';

/** Whenever it was. */
const ever = '9999-12-31';

/**
 * An amount in a currency that gave way to the euro beside money in the euro: at the irrevocable rate, rounded to the cent (Council
 * Regulation (EC) No 1103/97 Art. 4 and 5; no amount of two decimals comes to a half of a cent). Every other amount is what it is.
 */
export const moneyIn = (currency: string, amount: bigint, own: string): bigint => {
  const changeover = own === currency || currency !== 'EUR' ? undefined : changeoverOf(own, ever);
  return changeover === undefined ? amount : roundedTo(dividedByRate(amount, unitsOf(changeover.rate)), scaleOf(currency));
};

/** Whether an amount in `own` can be read as one in `currency` by `moneyIn`. */
export const isFormerlyOf = (currency: string, own: string): boolean => currency === 'EUR' && changeoverOf(own, ever) !== undefined;
