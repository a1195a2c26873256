import { scaleOf } from '#money';

/**
 * Exact decimals as whole 10^-12 units in a bigint. The event shapes allow at most twelve decimals, so parsing, adding and multiplying by a
 * count never round. Reconciliation adds up some millions of line values per question; `Exact` of #money is for rules that divide and
 * explain.
 */
const decimals = 12;
const unit = 10n ** 12n;

/** Reads a canonical decimal (checked when the event was written). */
export const unitsOf = (text: string): bigint => {
  const dot = text.indexOf('.');
  return dot < 0 ? BigInt(text) * unit : BigInt(text.slice(0, dot) + text.slice(dot + 1).padEnd(decimals, '0'));
};

/** A count as exact units. */
export const wholeUnits = (count: number): bigint => (count === 1 ? unit : BigInt(count) * unit);

/** Canonical decimal text: no exponent, no trailing zeros, no negative zero. */
export const textOf = (units: bigint): string => {
  if (units % unit === 0n) return (units / unit).toString();
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`;
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
