import { daysBetween } from '../days';
import { dividedByRate, timesRate, unitsOf } from '../exact-units';
import { type FiledReturn, type SettlementBook } from '../settlement-book';

/** A currency, with the day of the supply where its return converts each supply by the rate of its own day: `EUR`, `EUR 2026-02-01`. */
export type DatedCurrency = string;
export const datedCurrency = (currency: string, day: string | undefined): DatedCurrency =>
  day === undefined ? currency : `${currency} ${day}`;

interface Asked {
  readonly quote: string;
  /** The day of a supply that is converted by itself. */
  readonly day: string | undefined;
}

/**
 * How far a row is from answering, in days; undefined where it does not. Of a supply's own day the last publication up to it; else the row
 * nearest to the period's last day, for a scheme takes that day's rate or the next or last publication, or any inside the period.
 */
const farFrom = (own: FiledReturn, day: string | undefined, row: string): number | undefined => {
  if (day !== undefined) {
    const days = daysBetween(row, day);
    return days >= 0 && days <= longestGap ? days : undefined;
  }
  const days = Math.abs(daysBetween(own.end, row) + 1);
  return days <= longestGap || (row >= own.start && row < own.end) ? days : undefined;
};

/** The rate per euro for a return: of the rows that any return of the number publishes, since a later return may be the first to need one. */
const rateFor = (book: SettlementBook, own: FiledReturn, { quote, day }: Asked): bigint | undefined => {
  if (quote === 'EUR') return unitsOf('1');
  let nearest: { readonly rate: string; readonly days: number } | undefined;
  for (const filed of book.returns()) {
    if (filed.schemeNumber !== own.schemeNumber) continue;
    for (const row of filed.exchangeRows) {
      const days = row.quote === quote ? farFrom(own, day, row.day) : undefined;
      if (days !== undefined && (nearest === undefined || days < nearest.days)) nearest = { rate: row.rate, days };
    }
  }
  return nearest === undefined ? undefined : unitsOf(nearest.rate);
};

/** No rate series pauses longer than this; a row beyond it belongs to another period, or to another supply. */
const longestGap = 14;

/** An amount in the currency of a return, at the rates of its period or of the supply's day; undefined where the return publishes no rate. */
export const inReturnCurrency = (book: SettlementBook, filed: FiledReturn, amount: bigint, dated: DatedCurrency): bigint | undefined => {
  const [currency = '', day] = dated.split(' ');
  if (currency === filed.currency) return amount;
  const from = rateFor(book, filed, { quote: currency, day });
  const to = rateFor(book, filed, { quote: filed.currency, day });
  return from === undefined || to === undefined ? undefined : timesRate(dividedByRate(amount, from), to);
};
