import { scaleOf } from '#money';
import { changeoverTo } from '#rules';
import { dividedByRate, roundedTo, unitsOf } from './exact-units';

/**
 * An amount in a currency that gave way to the euro beside money in the euro: at the irrevocable rate, rounded to the cent (Council
 * Regulation (EC) No 1103/97 Art. 4 and 5; no amount of two decimals comes to a half of a cent). Every other amount is what it is.
 */
export const moneyIn = (currency: string, amount: bigint, own: string): bigint => {
  const changeover = changeoverTo(currency, own);
  return changeover === undefined ? amount : roundedTo(dividedByRate(amount, unitsOf(changeover.rate)), scaleOf(currency));
};

/** Whether an amount in `own` can be read as one in `currency` by `moneyIn`. */
export const isFormerlyOf = (currency: string, own: string): boolean => changeoverTo(currency, own) !== undefined;
