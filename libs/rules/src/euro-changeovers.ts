import { currency, day, decimal, list, record, text, type ValueOf } from '#event-catalogue';
import { apportion, type CurrencyCode, type Day, Exact, type Money, moneyOf, round } from '#money';
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

/** The changeover by which money in `former` is money in `currency`, whenever it took place: only the euro has any. */
export const changeoverTo = (currency: CurrencyCode, former: CurrencyCode): EuroChangeover | undefined =>
  currency === 'EUR' ? changeovers.get(former) : undefined;

/**
 * Rounding rule `euro-changeover`: divided by the rate as it is, never multiplied by an inverse, and rounded to the nearest cent, a half up
 * (Council Regulation (EC) No 1103/97 Art. 4 and 5).
 */
export const inEuro = (money: Money, { rate }: Pick<EuroChangeover, 'rate'>): Money =>
  round(Exact.ofMoney(money).dividedBy(Exact.parse(rate)), 'EUR', 'half-up');

/** Minor units of the former currency in cents. */
export const minorInEuro = (minor: bigint, { currency: former, rate }: Pick<EuroChangeover, 'currency' | 'rate'>): bigint =>
  inEuro(moneyOf(minor, former), { rate }).minor;

/** The parts of a sum in cents: they add up to what the sum is in euro. Minor units of the former currency, none negative. */
export const sharedInEuro = (parts: readonly bigint[], changeover: EuroChangeover): readonly bigint[] => {
  if (parts.length === 0) return [];
  const whole = moneyOf(
    parts.reduce((sum, part) => sum + part, 0n),
    changeover.currency,
  );
  return apportion(inEuro(whole, changeover), parts).map(({ minor }) => minor);
};

/** The irrevocable rate as a row of exchange rates: it answers for every day from the changeover on. */
export const fixedRate = ({ currency: quote, from, rate }: EuroChangeover): ExchangeRate => ({
  id: `FIXED:${quote}:${from}`,
  base: 'EUR',
  quote,
  rate,
  day: from,
  sourceDate: from,
});
