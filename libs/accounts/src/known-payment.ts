import { type AccountPeriodEvent } from './account-period.events';
import { type DebtName, type OpenItem } from './open-items';

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
