import { type ToleranceName } from '#rules';
import { minorUnitsOf, unitsOf } from '../exact-units';
import { type ReconciliationRules, type Tolerance } from '../reconciliation-rules';

const hundred = unitsOf('100');

/** The tolerance of a comparison: that of the currency where it has one of its own, else the usual one. */
export const toleranceFor = ({ tolerances, ofCurrency }: ReconciliationRules, name: ToleranceName, currency?: string): Tolerance =>
  (currency === undefined ? undefined : ofCurrency[currency]?.[name]) ?? tolerances[name];

/**
 * What a comparison in a currency may be off by, exact units. `expected`: what a share is of; `lines`: how many were rounded each by
 * itself.
 */
export const toleranceOf = (
  rules: ReconciliationRules,
  name: ToleranceName,
  currency: string,
  { expected = 0n, lines = 1 }: { readonly expected?: bigint; readonly lines?: number } = {},
): bigint => {
  const { absolute, perLine, percent, counts } = toleranceFor(rules, name, currency);
  const limits = [
    ...(absolute === undefined ? [] : [minorUnitsOf(absolute, currency)]),
    ...(perLine === undefined ? [] : [minorUnitsOf(perLine, currency) * BigInt(lines)]),
    ...(percent === undefined ? [] : [percentOf(expected, percent)]),
  ];
  const [first = 0n, ...others] = limits;
  return others.reduce((known, limit) => (counts === 'least' ? (limit < known ? limit : known) : limit > known ? limit : known), first);
};

/** So many per cent of an amount, a mass or a rate. Exact units. */
export const percentOf = (expected: bigint, percent = '0'): bigint => ((expected < 0n ? -expected : expected) * unitsOf(percent)) / hundred;

/** By how much two masses may differ, in kilograms, exact units. */
export const massTolerance = (expected: bigint, rules: ReconciliationRules): bigint => {
  const { percent, kilograms = '0' } = toleranceFor(rules, 'mass');
  const [share, least] = [percentOf(expected, percent), unitsOf(kilograms)];
  return share > least ? share : least;
};
