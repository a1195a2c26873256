import { AmountError } from './amount-error';
import { type Money, moneyOf } from './money';

/**
 * Divides `total` in proportion to the weights without losing a minor unit: each part is the floor of its share (of the absolute
 * amount), and what remains goes one unit each to the largest remainders, ties to the lowest index. All weights zero: equal weights.
 * Parts keep the order of the weights and the sign of the total. A negative weight has no meaning.
 * @throws AmountError BAD_SHARE
 */
export const apportion = (total: Money, weights: readonly bigint[]): readonly Money[] => {
  if (weights.length === 0 || weights.some((w) => w < 0n)) throw new AmountError('BAD_SHARE', 'weights must be one or more, none negative');
  if (weights.length === 1 || total.minor === 0n) return weights.map(() => total);
  const whole = weights.reduce((a, b) => a + b, 0n);
  const used = whole === 0n ? weights.map(() => 1n) : weights;
  const divisor = whole === 0n ? BigInt(weights.length) : whole;
  const negative = total.minor < 0n;
  const amount = negative ? -total.minor : total.minor;
  const floors = used.map((w) => (amount * w) / divisor);
  const remainders = used.map((w, index) => ({ index, rest: (amount * w) % divisor }));
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const left = amount - floors.reduce((a, b) => a + b, 0n);
  const parts = [...floors];
  for (const { index } of remainders.slice(0, countOf(left))) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map((part) => moneyOf(negative ? -part : part, total.currency));
};

/**
 * The share of `total` for the next part when `k` of `n` equal units have gone in all: total x k / n rounded, minus what was given before,
 * so that the last part settles the whole. Rounded down by default: never more than the share before the end (a duty of 10.00 on 3 units:
 * 3.33, 3.33, 3.34).
 * @throws AmountError BAD_SHARE unless 0 <= k <= n and n > 0; CURRENCY_MISMATCH
 */
export const partialShare = (total: Money, k: bigint, n: bigint, givenBefore: Money, mode: 'down' | 'half-up' = 'down'): Money => {
  if (n <= 0n || k < 0n || k > n) throw new AmountError('BAD_SHARE', `${String(k)} of ${String(n)} is no share`);
  if (givenBefore.currency !== total.currency)
    throw new AmountError('CURRENCY_MISMATCH', `${total.currency} and ${givenBefore.currency} do not add up`);
  const sign = total.minor < 0n ? -1n : 1n;
  const half = mode === 'half-up' ? n : 0n;
  const due = (sign * total.minor * k * 2n + half) / (2n * n);
  return moneyOf(sign * due - givenBefore.minor, total.currency);
};

/**
 * The share of `total` for `taken` more of its `units` when `before` of them have had theirs by this same rule: rounded down, the rest goes
 * with the last unit (10.00 on 3 units: 3.33, 3.33, 3.34; or 1 then 2: 3.33, 6.67). It depends on counts alone, so any order of takers
 * gives the same sum.
 * @throws AmountError BAD_SHARE unless before and taken are not negative, together at most `units`, and units > 0
 */
export const shareOfUnits = (total: Money, units: bigint, before: bigint, taken: bigint): Money => {
  if (taken < 0n) throw new AmountError('BAD_SHARE', `${String(taken)} units are no share`);
  return partialShare(total, before + taken, units, partialShare(total, before, units, moneyOf(0n, total.currency)));
};

/** An array is shorter than 2^32, so the count of units left (fewer than the parts) is a small integer. */
const countOf = (units: bigint): number => Number.parseInt(units.toString(), 10);
