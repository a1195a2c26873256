import { Exact, moneyOf, parseMoney, round } from '#money';
import { type AllocationOrder, conversion, type ExchangeRate } from '#rules';
import { refuse } from './accounts.rejections';
import { type OpenItems } from './open-items';
import { type PeriodEventData, type PeriodTerms, type Refused } from './open-period';
import { amountsOf } from './period-amounts';

/**
 * Money as it came and the rows of exchange rates that answer for it (units of `quote` for one euro); none where it is in the account's
 * currency.
 */
export type IncomingMoney = Readonly<{ amount: bigint; currency: string; exchangeRows?: readonly ExchangeRate[] }>;
/** What is credited, minor units of the account's currency, and how it came about. */
export type CreditedMoney = Readonly<{ amount: bigint; original?: NonNullable<PeriodEventData<'PaymentReceived'>['original']> }>;

/**
 * Money in another currency is converted by the rows given and rounded once. Where the order says `realised`, a small difference to the
 * debts it names is a gain or a loss and what is credited is what was due (TV-58: EUR 100.00 by USD 108.00 at 1.0790 is 100.09); else it is
 * the payer's.
 */
export const creditedMoney = (
  money: IncomingMoney,
  terms: PeriodTerms,
  order: AllocationOrder,
  items: OpenItems,
  names: ReadonlySet<string>,
): CreditedMoney | Refused => {
  const { amount, currency, exchangeRows = [] } = money;
  if (currency === terms.currency) return { amount };
  const rowOf = (quote: string): ExchangeRate | undefined => exchangeRows.find((row) => row.quote === quote);
  const [from, to] = [rowOf(currency), rowOf(terms.currency)];
  if ((from === undefined && currency !== 'EUR') || (to === undefined && terms.currency !== 'EUR'))
    return refuse('CURRENCY_MISMATCH', `the account is kept in ${terms.currency} and no exchange rate of ${currency} is given`, {
      field: 'currency',
    });
  const { rows, apply } = conversion(from, to);
  const { ruleId, mode } = order.exchange;
  const converted = round(apply(Exact.ofMoney(moneyOf(amount, currency))), terms.currency, mode).minor;
  const gain = realised(converted, order, terms.currency, dueByName(items, names));
  const text = amountsOf(terms.currency);
  const original = {
    amount: amountsOf(currency)(amount),
    currency,
    converted: text(converted),
    rule: ruleId,
    rows: rows.map(({ base, quote, rate, day, sourceDate }) => ({ base, quote, rate, day, sourceDate })),
    ...(gain === 0n ? {} : { gain: text(gain) }),
  };
  return { amount: converted - gain, original };
};

const dueByName = (items: OpenItems, names: ReadonlySet<string>): bigint =>
  [...names].flatMap((name) => items.named(name)).reduce((sum, { open }) => sum + open, 0n);

const realised = (converted: bigint, { exchange }: AllocationOrder, currency: string, due: bigint): bigint => {
  if (exchange.difference === 'unapplied' || exchange.upTo === undefined || due === 0n) return 0n;
  const difference = converted - due;
  const most = parseMoney(exchange.upTo, currency).minor;
  return difference > most || -difference > most ? 0n : difference;
};
