import { formatMoney, moneyOf, parseMoney } from '#money';

/** Writes minor units as events tell them, and reads them back. */
export const amountsOf =
  (currency: string) =>
  (minor: bigint): string =>
    formatMoney(moneyOf(minor, currency));
export const minorOf =
  (currency: string) =>
  (amount: string): bigint =>
    parseMoney(amount, currency).minor;

/** A list in pieces: what an event can hold is bounded. */
export const chunks = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
