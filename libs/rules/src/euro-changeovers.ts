import { currency, day, decimal, list, record, text, type ValueOf } from '#event-catalogue';
import { type CurrencyCode, type Day, Exact, type Money, round } from '#money';
import changeoverFacts from '../facts/euro-changeovers.json';
import { type ExchangeRate } from './measure';

const changeoverShape = record({ currency, from: day, rate: decimal, source: text });
/** A currency that gave way to the euro: from `from` on, its amounts are amounts in euro at the irrevocable rate. */
export type EuroChangeover = ValueOf<typeof changeoverShape>;

const changeovers = new Map(
  list(changeoverShape)
    .parse(changeoverFacts.rows, 'facts/euro-changeovers.json')
    .map((row) => [row.currency, row]),
);

/** The changeover of a currency, where it has taken place on that day. */
export const changeoverOf = (code: CurrencyCode, on: Day): EuroChangeover | undefined => {
  const row = changeovers.get(code);
  return row === undefined || on < row.from ? undefined : row;
};

/**
 * Rounding rule `euro-changeover`: divided by the rate as it is, never multiplied by an inverse, and rounded to the nearest cent, a half up
 * (Council Regulation (EC) No 1103/97 Art. 4 and 5).
 */
export const inEuro = (money: Money, { rate }: Pick<EuroChangeover, 'rate'>): Money =>
  round(Exact.ofMoney(money).dividedBy(Exact.parse(rate)), 'EUR', 'half-up');

/** The irrevocable rate as a row of exchange rates: it answers for every day from the changeover on. */
export const fixedRate = ({ currency: quote, from, rate }: EuroChangeover): ExchangeRate => ({
  id: `FIXED:${quote}:${from}`,
  base: 'EUR',
  quote,
  rate,
  day: from,
  sourceDate: from,
});
