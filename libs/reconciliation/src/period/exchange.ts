import { dividedByRate, timesRate, unitsOf } from '../exact-units';
import { type FiledReturn, type SettlementBook } from '../settlement-book';

/** The rate per euro that a return's period uses: its own row, else the row that a later return of the number publishes for it. */
const rateFor = (book: SettlementBook, own: FiledReturn, quote: string): bigint | undefined => {
  if (quote === 'EUR') return unitsOf('1');
  const row = own.exchangeRows.find((r) => r.quote === quote);
  if (row !== undefined) return unitsOf(row.rate);
  const lastDay = own.end;
  for (const filed of book.returns()) {
    const later = filed.schemeNumber === own.schemeNumber ? filed.exchangeRows.find((r) => r.quote === quote && r.day >= own.start && r.day <= lastDay) : undefined;
    if (later !== undefined) return unitsOf(later.rate);
  }
  return undefined;
};

/** An amount in the currency of a return, at the rates of its period; undefined where the return publishes no rate. */
export const inReturnCurrency = (book: SettlementBook, filed: FiledReturn, amount: bigint, currency: string): bigint | undefined => {
  if (currency === filed.currency) return amount;
  const from = rateFor(book, filed, currency);
  const to = rateFor(book, filed, filed.currency);
  return from === undefined || to === undefined ? undefined : timesRate(dividedByRate(amount, from), to);
};
