import { Exact } from '#money';

/**
 * Up to which stake one person may write a break off, in minor units: about a hundred euros. Above it, and in any other currency, it takes
 * two persons. A change is a new version: events name the one that they were judged by.
 */
export const writeOffRule = {
  id: 'break-write-off',
  version: 1,
  limits: new Map<string, { readonly minor: bigint; readonly scale: number }>([
    ...['EUR', 'USD', 'GBP', 'CHF', 'AUD', 'CAD', 'NZD', 'SGD'].map((currency) => [currency, { minor: 10_000n, scale: 2 }] as const),
    ...['DKK', 'NOK', 'SEK', 'CNY'].map((currency) => [currency, { minor: 100_000n, scale: 2 }] as const),
    ['JPY', { minor: 15_000n, scale: 0 }],
    ['KRW', { minor: 150_000n, scale: 0 }],
  ]),
} as const;

/**
 * Whether a stake, exact decimal text, is above what one person may write off. Nothing at stake needs one person, whatever its currency.
 */
export const needsTwoPersons = (amount: string, currency: string | undefined): boolean => {
  const stake = Exact.parse(amount);
  const limit = currency === undefined ? undefined : writeOffRule.limits.get(currency);
  return stake.compare(limit === undefined ? Exact.ZERO : Exact.ofMinor(limit.minor, limit.scale)) > 0;
};
