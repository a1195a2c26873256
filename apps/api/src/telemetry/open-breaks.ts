import { breakCodes, type ReconciliationReport } from '#reconciliation';
import type { Metrics } from '#telemetry';

/** Currencies of the ledger are ISO 4217; what is none is told together. */
const currencyLabel = (currency: string): string => (/^[A-Z]{3}$/.test(currency) ? currency : 'other');

/** Sets the metrics of open breaks by a report; every code of the catalogue has a value, so that an alarm sees a zero. */
export const tellBreaks = (metrics: Metrics, { totals: { breaks } }: ReconciliationReport): void => {
  const money = new Map<string, number>();
  for (const { amount } of Object.values(breaks))
    for (const [currency, text] of Object.entries(amount))
      money.set(currencyLabel(currency), (money.get(currencyLabel(currency)) ?? 0) + Number(text));
  for (const code of breakCodes) metrics.set('openBreaks', { code }, breaks[code]?.count ?? 0);
  metrics.clear('breakMoney');
  for (const [currency, value] of money) metrics.set('breakMoney', { currency }, value);
};
