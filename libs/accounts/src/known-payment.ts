import { type AccountPeriodEvent } from './account-period.events';
import { type DebtName, type OpenItem } from './open-items';
import { amountsOf, minorOf } from './period-amounts';

/** What a payment settled, with what is needed to open it again. `secured`: what the guarantee let go because of it. */
export type SettledPair = Readonly<DebtName & Pick<OpenItem, 'dueOn'> & { amount: bigint; contested?: boolean; secured?: bigint }>;
/**
 * What a payment settled, the last pair first; none is undefined. One top-up may pay ten thousand prepaid charges, so that no pair is
 * copied for the next.
 */
export type SettledPairs = Readonly<{ last: SettledPair; before: SettledPairs }> | undefined;
/** A payment as far as this period knows it, minor units. */
export type KnownPayment = Readonly<{
  /** Absent: it was received in an earlier period. */
  received?: bigint;
  original?: Extract<AccountPeriodEvent, { readonly type: 'PaymentReceived' }>['data']['original'];
  /** What it settled in this period and is not open again. */
  pairs: SettledPairs;
  /** What it had settled in earlier periods and this one opened again. */
  openedAgain?: readonly Reopened[];
  /** It left for another account, and may come back. */
  transferred?: boolean;
}>;
/** A debt, and how much of it is open again. */
export type Reopened = Readonly<{ debt: DebtName; amount: bigint }>;

export const withPair = (before: SettledPairs, last: SettledPair): SettledPairs => ({ last, before });

/** The pairs in the order of settling. */
export const inOrder = (pairs: SettledPairs): readonly SettledPair[] => {
  const all: SettledPair[] = [];
  for (let rest = pairs; rest !== undefined; rest = rest.before) all.push(rest.last);
  return all.reverse();
};

const isOf = (pair: SettledPair, debt: DebtName): boolean =>
  pair.reference === debt.reference && pair.kind === debt.kind && pair.taxType === debt.taxType && pair.beneficiary === debt.beneficiary;

/** Pairs without what of a debt is open again, from the last that settled it; `rest`: what of it they do not have. */
export const lessened = (pairs: SettledPairs, debt: DebtName, amount: bigint): Readonly<{ pairs: SettledPairs; rest: bigint }> => {
  const later: SettledPair[] = [];
  let [left, rest] = [pairs, amount];
  while (left !== undefined && rest > 0n) {
    const { last, before } = left;
    left = before;
    if (!isOf(last, debt)) later.push(last);
    else {
      if (last.amount > rest) later.push(partOf(last, last.amount - rest));
      rest = last.amount > rest ? 0n : rest - last.amount;
    }
  }
  return { pairs: later.reduceRight(withPair, left), rest };
};

/** The pairs of earlier periods, in the order of settling, without what is open again since. */
export const withoutReopened = (settled: readonly SettledPair[], reopened: readonly Reopened[]): readonly SettledPair[] =>
  reopened.length === 0
    ? settled
    : inOrder(
        reopened.reduce(
          (pairs, { debt, amount }) => lessened(pairs, debt, amount).pairs,
          settled.reduce<SettledPairs>(withPair, undefined),
        ),
      );

/** A part of a pair, from what was settled first; what the guarantee let go for it is in proportion, and both parts add up to the whole. */
export const partOf = ({ secured, ...pair }: SettledPair, amount: bigint): SettledPair => ({
  ...pair,
  amount,
  ...(secured === undefined ? {} : { secured: (secured * amount) / pair.amount }),
});

/** What was credited of money that came in another currency, minor units of the account's. */
export const creditedOf = ({ converted, gain }: NonNullable<KnownPayment['original']>, currency: string): bigint =>
  minorOf(currency)(converted) - (gain === undefined ? 0n : minorOf(currency)(gain));

/**
 * The money as it came that answers for what is credited `from` one minor unit of it `to` another: cut to whole units at both ends, so that
 * parts which follow each other add up to the whole.
 */
export const partOfOriginal = (
  original: NonNullable<KnownPayment['original']>,
  currency: string,
  from: bigint,
  to: bigint,
): NonNullable<KnownPayment['original']> => {
  const gain = original.gain === undefined ? 0n : minorOf(currency)(original.gain);
  const credited = creditedOf(original, currency);
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
