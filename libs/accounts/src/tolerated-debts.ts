import { type DebtName } from './open-items';

/** What a toleration is in the journal: a small difference (2900), or what a bank kept (5030). */
export type ToleratedAs = 'smallDifference' | 'bankCharge';
/** A debt and what of it is tolerated, minor units, with the day on which it was due. */
export type ToleratedDebt = DebtName & Readonly<{ amount: bigint; dueOn: string; books: ToleratedAs }>;

/** Debts that are paid together: all of a statement or return. */
export const paidTogether = ({ kind, reference }: Pick<DebtName, 'kind' | 'reference'>): string => `${kind} ${reference}`;

const isOf =
  (debt: DebtName) =>
  (other: DebtName): boolean =>
    other.kind === debt.kind &&
    other.reference === debt.reference &&
    other.taxType === debt.taxType &&
    other.beneficiary === debt.beneficiary;

/** Sums by debt; what comes to nothing is gone. Negative: more was taken back than is known here to be tolerated. */
export const withTolerated = (known: readonly ToleratedDebt[], more: readonly ToleratedDebt[]): readonly ToleratedDebt[] =>
  more.reduce<readonly ToleratedDebt[]>((sums, debt) => {
    const sofar = sums.find(isOf(debt));
    const amount = debt.amount + (sofar?.amount ?? 0n);
    return [...sums.filter((one) => one !== sofar), ...(amount === 0n ? [] : [{ ...debt, amount }])];
  }, known);

/** What of a debt is tolerated. */
export const toleratedOf = (known: readonly ToleratedDebt[], debt: DebtName): ToleratedDebt | undefined =>
  known.find((one) => isOf(debt)(one) && one.amount > 0n);
