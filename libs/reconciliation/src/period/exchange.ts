import { daysBetween } from '../days';
import { dividedByRate, timesRate, unitsOf } from '../exact-units';
import { type FiledReturn, type SettlementBook } from '../settlement-book';

/**
 * The rate per euro of a return's period: the row nearest to the period's last day that any return of the number publishes. A scheme takes
 * that day's rate or the next or last publication, and a later return may be the first to need it.
 */
const rateFor = (book: SettlementBook, own: FiledReturn, quote: string): bigint | undefined => {
  if (quote === 'EUR') return unitsOf('1');
  let nearest: { readonly rate: string; readonly days: number } | undefined;
  for (const filed of book.returns()) {
    if (filed.schemeNumber !== own.schemeNumber) continue;
    for (const row of filed.exchangeRows) {
      const days = Math.abs(daysBetween(own.end, row.day) + 1);
      if (row.quote === quote && days <= longestGap && (nearest === undefined || days < nearest.days)) nearest = { rate: row.rate, days };
    }
  }
  return nearest === undefined ? undefined : unitsOf(nearest.rate);
};

/** No rate series pauses longer than this; a row beyond it belongs to another period. */
const longestGap = 14;

/** An amount in the currency of a return, at the rates of its period; undefined where the return publishes no rate. */
export const inReturnCurrency = (book: SettlementBook, filed: FiledReturn, amount: bigint, currency: string): bigint | undefined => {
  if (currency === filed.currency) return amount;
  const from = rateFor(book, filed, currency);
  const to = rateFor(book, filed, filed.currency);
  return from === undefined || to === undefined ? undefined : timesRate(dividedByRate(amount, from), to);
};
