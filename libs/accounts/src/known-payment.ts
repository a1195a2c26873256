import { type AccountPeriodEvent } from './account-period.events';
import { type DebtName, type OpenItem } from './open-items';
import { amountsOf, minorOf } from './period-amounts';

/** What a payment settled, with what is needed to open it again. `secured`: what the guarantee let go because of it. */
export type SettledPair = Readonly<DebtName & Pick<OpenItem, 'dueOn'> & { amount: bigint; contested?: boolean; secured?: bigint }>;
/** A payment as far as this period knows it, minor units. */
export type KnownPayment = Readonly<{
  /** Absent: it was received in an earlier period. */
  received?: bigint;
  original?: Extract<AccountPeriodEvent, { readonly type: 'PaymentReceived' }>['data']['original'];
  /** What it settled in this period and is not open again, in the order of settling. */
  pairs: readonly SettledPair[];
}>;

/** Pairs without what of a debt is open again, from the last that settled it; `rest`: what of it they do not have. */
export const lessened = (pairs: readonly SettledPair[], debt: DebtName, amount: bigint): Readonly<{ pairs: readonly SettledPair[]; rest: bigint }> => {
  const at = pairs.findLastIndex((pair) => pair.reference === debt.reference && pair.kind === debt.kind && pair.taxType === debt.taxType && pair.beneficiary === debt.beneficiary);
  const pair = pairs[at];
  if (pair === undefined || amount === 0n) return { pairs, rest: amount };
  if (pair.amount > amount) return { pairs: pairs.with(at, partOf(pair, pair.amount - amount)), rest: 0n };
  return lessened(pairs.toSpliced(at, 1), debt, amount - pair.amount);
};

/** A part of a pair, from what was settled first; what the guarantee let go for it is in proportion, and both parts add up to the whole. */
export const partOf = ({ secured, ...pair }: SettledPair, amount: bigint): SettledPair => ({ ...pair, amount, ...(secured === undefined ? {} : { secured: (secured * amount) / pair.amount }) });

/**
 * The money as it came that answers for what is credited `from` one minor unit of it `to` another: cut to whole units at both ends, so that
 * parts which follow each other add up to the whole.
 */
export const partOfOriginal = (original: NonNullable<KnownPayment['original']>, currency: string, from: bigint, to: bigint): NonNullable<KnownPayment['original']> => {
  const gain = original.gain === undefined ? 0n : minorOf(currency)(original.gain);
  const credited = minorOf(currency)(original.converted) - gain;
  const part = (of: bigint): bigint => (of * to) / credited - (of * from) / credited;
  const gained = part(gain);
  const { amount, gain: _gain, ...rest } = original;
  return {
    ...rest,
    amount: amountsOf(original.currency)(part(minorOf(original.currency)(amount))),
    converted: amountsOf(currency)(to - from + gained),
    ...(gained === 0n ? {} : { gain: amountsOf(currency)(gained) }),
  };
};
