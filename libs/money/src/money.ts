import { AmountError } from './amount-error';
import { type CurrencyCode, scaleOf } from './currency';
import { type Day } from './day';

/** An amount in whole minor units (cents, pence, yen) of its currency. Never a float; |minor| is below 10^18. */
export type Money = Readonly<{ minor: bigint; currency: CurrencyCode }>;

/**
 * The largest amount in minor units, either sign: 18 digits, so that its text can be read back, and a signed 64-bit column has room for a
 * sum of nine.
 */
export const LARGEST_MINOR = 10n ** 18n - 1n;

const canonical = /^-?(0|[1-9][0-9]{0,17})(?:\.([0-9]+))?$/;

/** @throws AmountError AMOUNT_TOO_LARGE */
export const moneyOf = (minor: bigint, currency: CurrencyCode): Money => {
  if (minor > LARGEST_MINOR || minor < -LARGEST_MINOR)
    throw new AmountError('AMOUNT_TOO_LARGE', `${String(minor)} minor units of ${currency} is not below 10^18`);
  return { minor, currency };
};

/** Nothing, in a currency. */
export const zero = (currency: CurrencyCode): Money => ({ minor: 0n, currency });

/**
 * Reads an amount in major units written canonically: exactly the currency's digits after the point on that day, no plus, no exponent,
 * no leading zero, no negative zero. `12.50` EUR, `-3` JPY, `0.125` KWD.
 * @throws UnknownCurrencyError | AmountError AMOUNT_NOT_CANONICAL, AMOUNT_WRONG_SCALE, AMOUNT_TOO_LARGE
 */
export const parseMoney = (text: string, currency: CurrencyCode, on?: Day): Money => {
  const scale = scaleOf(currency, on);
  const found = text.length <= 40 ? canonical.exec(text) : null;
  if (found === null)
    throw new AmountError('AMOUNT_NOT_CANONICAL', `${excerpt(text)}: expected a plain decimal number such as ${example(scale)}`);
  if ((found[2] ?? '').length !== scale)
    throw new AmountError('AMOUNT_WRONG_SCALE', `${text}: ${currency} has ${String(scale)} digits after the point`);
  const minor = BigInt(text.replace('.', ''));
  if (minor === 0n && text.startsWith('-')) throw new AmountError('AMOUNT_NOT_CANONICAL', `${text}: zero has no sign`);
  return moneyOf(minor, currency);
};

/** The one way to write an amount; `parseMoney` reads it back. */
export const formatMoney = (money: Money, on?: Day): string => {
  const scale = scaleOf(money.currency, on);
  const digits = (money.minor < 0n ? -money.minor : money.minor).toString().padStart(scale + 1, '0');
  const sign = money.minor < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

/** @throws AmountError CURRENCY_MISMATCH, AMOUNT_TOO_LARGE */
export const add = (a: Money, b: Money): Money => moneyOf(a.minor + sameCurrency(a, b).minor, a.currency);

/** @throws AmountError CURRENCY_MISMATCH, AMOUNT_TOO_LARGE */
export const subtract = (a: Money, b: Money): Money => moneyOf(a.minor - sameCurrency(a, b).minor, a.currency);

/** The same amount with the other sign; zero has none. */
export const negate = (a: Money): Money => ({ minor: -a.minor, currency: a.currency });

/** Negative, zero or positive as a is less than, equal to or more than b. @throws AmountError CURRENCY_MISMATCH */
export const compare = (a: Money, b: Money): -1 | 0 | 1 => {
  sameCurrency(a, b);
  if (a.minor === b.minor) return 0;
  return a.minor < b.minor ? -1 : 1;
};

/** True where nothing is owed either way. */
export const isZero = (a: Money): boolean => a.minor === 0n;

/** The sum in the currency given, so that an empty sum has one. @throws AmountError CURRENCY_MISMATCH, AMOUNT_TOO_LARGE */
export const sum = (amounts: Iterable<Money>, currency: CurrencyCode): Money => {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
};

const sameCurrency = (a: Money, b: Money): Money => {
  if (a.currency !== b.currency) throw new AmountError('CURRENCY_MISMATCH', `${a.currency} and ${b.currency} do not add up`);
  return b;
};

const example = (scale: number): string => (scale === 0 ? '12' : `12.${'5'.padEnd(scale, '0')}`);
/** Input may be hostile and long: an error text repeats only its beginning. */
const excerpt = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
