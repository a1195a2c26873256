import { type Break, noCurrency } from './case';
import { unitsOf } from './exact-units';

/** The money of root breaks by currency, exact units: what another break explains is counted at that one. */
export const moneyAtStake = (breaks: readonly Break[]): ReadonlyMap<string, bigint> => {
  const stake = new Map<string, bigint>();
  for (const { causedBy, amount, currency } of breaks)
    if (causedBy === undefined && currency !== noCurrency) stake.set(currency, unitsOf(amount) + (stake.get(currency) ?? 0n));
  return stake;
};
