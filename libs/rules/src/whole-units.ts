import { Exact } from '#money';

/**
 * Values in whole units of the currency: less than half a unit is dropped, half and more counts as one, and the values together are the
 * rounded total. What that leaves over goes to the largest fractions; of equal ones the value at the lower rate of duty drops its own, then
 * the later (19 CFR 159.3). `rates` per cent, in the order of the values; no value is negative.
 */
export const inWholeUnits = (values: readonly Exact[], rates: readonly Exact[]): readonly bigint[] => {
  const total = values.reduce((sum, value) => sum.plus(value), Exact.ZERO).toMinor(0, 'half-up');
  const floors = values.map((value) => value.toMinor(0, 'down'));
  const fractions = values.map((value, i) => ({
    i,
    fraction: value.minus(Exact.ofInteger(floors[i] ?? 0n)),
    rate: rates[i] ?? Exact.ZERO,
  }));
  fractions.sort((a, b) => b.fraction.compare(a.fraction) || b.rate.compare(a.rate) || a.i - b.i);
  let left = total - floors.reduce((sum, floor) => sum + floor, 0n);
  const units = [...floors];
  for (const { i } of fractions) {
    if (left === 0n) break;
    units[i] = (units[i] ?? 0n) + 1n;
    left -= 1n;
  }
  return units;
};
