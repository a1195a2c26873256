import { scaleOf } from '#money';
import { dividedByRate, textOf, timesRate, unitsOf } from '#reconciliation';

/** Exact units as money of a currency, with at least its digits: 180 is `180.00` in euros. */
export const amountText = (units: bigint, currency: string): string => {
  const [whole = '0', fraction = ''] = textOf(units).split('.');
  const digits = fraction.padEnd(scaleOf(currency), '0');
  return digits === '' ? whole : `${whole}.${digits}`;
};
/** `EUR 180.00`. */
export const moneyText = (units: bigint, currency: string): string => `${currency} ${amountText(units, currency)}`;

/** 100 x part / whole with so many decimals, halves to the even digit (HALF_EVEN). For show: nothing is decided by it. */
export const percentText = (part: bigint, whole: bigint, decimals = 1): string => {
  if (whole <= 0n || part < 0n) throw new RangeError('a share is of something positive');
  const scale = 10n ** BigInt(decimals);
  const dividend = part * 100n * scale;
  const down = dividend / whole;
  const twice = (dividend - down * whole) * 2n;
  const rounded = twice > whole || (twice === whole && down % 2n === 1n) ? down + 1n : down;
  return decimals === 0 ? String(rounded) : `${String(rounded / scale)}.${String(rounded % scale).padStart(decimals, '0')}`;
};

/** One unit of `base` is `rate` units of `quote`. */
export interface Exchange {
  readonly base: string;
  readonly quote: string;
  readonly rate: string;
}

/** An amount in another currency by the rate that the declaration itself names; undefined where it names none between the two. */
export const converted = (units: bigint, from: string, to: string, exchange: Exchange | undefined): bigint | undefined => {
  if (from === to) return units;
  if (exchange?.base === from && exchange.quote === to) return timesRate(units, unitsOf(exchange.rate));
  if (exchange?.quote === from && exchange.base === to) return dividedByRate(units, unitsOf(exchange.rate));
  return undefined;
};

/** The member at a percentile of an ascending list, by nearest rank: the ceil(p / 100 x n)-th. */
export const nearestRank = <T>(ascending: readonly T[], percentile: number): T | undefined =>
  ascending[Math.max(1, Math.ceil((percentile * ascending.length) / 100)) - 1];
