import { Exact } from '#money';
import type { ReconciliationTotals } from '#reconciliation';
import type { RefusedLines } from './front';
import type { Trade } from './trade';

/**
 * Nothing disappears: lines that could not be read, and lines of documents that the ledger refused, are outside with the reason
 * `rejected`. What could not be read has no value that could be counted.
 */
export const withRejected = (
  totals: ReconciliationTotals,
  { read, accepted }: Trade['lines'],
  refused: RefusedLines,
): ReconciliationTotals => {
  const lines = read - accepted + refused.lines;
  if (lines === 0) return totals;
  const known = totals.money.outside['rejected'] ?? {};
  const money = { ...known };
  for (const [currency, value] of refused.money())
    money[currency] = Exact.parse(known[currency] ?? '0')
      .plus(value)
      .toCanonicalText();
  const plus = (of: Readonly<Record<string, number>>, more: number): Record<string, number> => ({
    ...of,
    rejected: (of['rejected'] ?? 0) + more,
  });
  return {
    ...totals,
    items: { ...totals.items, outside: plus(totals.items.outside, lines) },
    units: { ...totals.units, outside: plus(totals.units.outside, refused.units) },
    money: { ...totals.money, outside: { ...totals.money.outside, rejected: money } },
  };
};
