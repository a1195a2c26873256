import { scaleOf } from '#money';

/**
 * Exact decimals as whole 10^-12 units in a bigint. The event shapes allow at most twelve decimals, so parsing, adding and multiplying by a
 * count never round. Reconciliation adds up some millions of line values per question; `Exact` of #money is for rules that divide and
 * explain.
 */
const decimals = 12;
const unit = 10n ** 12n;
const oneUnit = 1e12;

/** What 10^-12 units come to in a whole number of so many decimals. */
const steps = Array.from({ length: decimals + 1 }, (_, scale) => 10 ** (decimals - scale));
const zero = '0'.charCodeAt(0);

/** Reads a canonical decimal (checked when the event was written). */
export const unitsOf = (text: string): bigint => {
  const dot = text.indexOf('.');
  const digits = readDigits(text, dot);
  // Most amounts are below nine thousand: whole numbers that need no text of their digits.
  const units = digits * (steps[dot < 0 ? 0 : text.length - dot - 1] ?? Infinity);
  if (units <= Number.MAX_SAFE_INTEGER) return BigInt(text.startsWith('-') ? -units : units);
  return dot < 0 ? BigInt(text) * unit : BigInt(text.slice(0, dot) + text.slice(dot + 1).padEnd(decimals, '0'));
};

/** All digits as one number, which is exact up to 2^53. */
const readDigits = (text: string, dot: number): number => {
  let digits = 0;
  for (let i = text.startsWith('-') ? 1 : 0; i < text.length; i += 1) if (i !== dot) digits = digits * 10 + text.charCodeAt(i) - zero;
  return digits;
};

/** A count as exact units. */
export const wholeUnits = (count: number): bigint => (count === 1 ? unit : BigInt(count) * unit);

/** Canonical decimal text: no exponent, no trailing zeros, no negative zero. */
export const textOf = (units: bigint): string => {
  if (units === 0n) return '0';
  const small = Number(units);
  if (Number.isSafeInteger(small)) return textOfSmall(small);
  if (units % unit === 0n) return (units / unit).toString();
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`;
};

/** Below 2^53 a number holds whole units exactly, and so do their remainder and what is left without it. */
const textOfSmall = (units: number): string => {
  const size = Math.abs(units);
  let [fraction, places] = [size % oneUnit, decimals];
  const whole = `${units < 0 ? '-' : ''}${String((size - fraction) / oneUnit)}`;
  if (fraction === 0) return whole;
  // Mostly hundredths.
  if (fraction % 1e10 === 0) [fraction, places] = [fraction / 1e10, 2];
  for (; fraction % 10 === 0; places -= 1) fraction /= 10;
  return `${whole}.${String(fraction).padStart(places, '0')}`;
};

/** So many minor units of a currency (`0.5` is half a cent, half a yen), as exact units. */
export const minorUnitsOf = (count: string, currency: string): bigint => unitsOf(count) / 10n ** BigInt(scaleOf(currency));

export const absolute = (units: bigint): bigint => (units < 0n ? -units : units);

/** `units` in another currency: one unit of the base is `rate` units of the quote. Half-even to 10^-12. */
export const dividedByRate = (units: bigint, rate: bigint): bigint => roundedQuotient(units * unit, rate);
export const timesRate = (units: bigint, rate: bigint): bigint => roundedQuotient(units * rate, unit);

/** `part` of a `whole` above zero, of an amount: rounded once, half to the even one. */
export const shareOf = (units: bigint, part: bigint, whole: bigint): bigint => roundedQuotient(units * part, whole);

/** The nearest multiple of 10^-scale, halves to the even one (HALF_EVEN). */
export const roundedTo = (units: bigint, scale: number): bigint => {
  const step = 10n ** BigInt(decimals - scale);
  return roundedQuotient(units, step) * step;
};

const roundedQuotient = (dividend: bigint, divisor: bigint): bigint => {
  const whole = dividend / divisor;
  const twice = absolute(dividend - whole * divisor) * 2n;
  const limit = absolute(divisor);
  const up = twice > limit || (twice === limit && whole % 2n !== 0n);
  return up ? whole + (dividend < 0n === divisor < 0n ? 1n : -1n) : whole;
};
