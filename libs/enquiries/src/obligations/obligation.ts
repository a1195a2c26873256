import { textOf, unitsOf } from '#reconciliation';

/** What somebody has to do: file, pay, or bring a document. */
export type ObligationKind =
  | 'returnToFile'
  | 'returnToPay'
  | 'statementToPay'
  | 'statementToCome'
  | 'chargeToPay'
  | 'interestToPay'
  | 'penaltyToPay'
  | 'documentToBring';
export const obligationKinds = [
  'returnToFile',
  'returnToPay',
  'statementToPay',
  'statementToCome',
  'chargeToPay',
  'interestToPay',
  'penaltyToPay',
  'documentToBring',
] as const satisfies readonly ObligationKind[];

/**
 * `upcoming`: it cannot be met yet, for its period has not ended. `due`: it can, and its day has not passed. `overdue`: the day has passed,
 * by the legal day of the authority.
 */
export type ObligationState = 'upcoming' | 'due' | 'overdue';
export const obligationStates = ['upcoming', 'due', 'overdue'] as const satisfies readonly ObligationState[];

/** Amounts are canonical decimal text in `currency`. */
export interface Obligation {
  /** Kind and name: the same as long as the obligation stands. */
  readonly id: string;
  readonly kind: ObligationKind;
  readonly holder: string;
  /** To whom it is owed. */
  readonly authority: string;
  readonly state: ObligationState;
  readonly dueOn: string;
  readonly currency?: string;
  /** What it comes to in full; of a return that is not filed, what it would come to if it were filed now. */
  readonly amount?: string;
  /** What payments brought to it, less what was taken back. */
  readonly paid?: string;
  /** What else it is not owed for any more: set off, remitted, written off, tolerated, or taken off by a later version. */
  readonly settledOtherwise?: string;
  /** What is still to be paid, disputed parts included. */
  readonly open?: string;
  readonly disputed?: string;
  /** `amount` is a preview: facts that come until filing change it. */
  readonly preview?: true;
  /** Why there is no amount: a preview is made for the present only, or the law in the ledger has no rate for it. */
  readonly amountMissing?: string;
  /** What a payment, or a document, is to quote. */
  readonly reference?: string;
  readonly schemeNumber?: string;
  readonly period?: string;
  readonly account?: string;
  /** Which document. */
  readonly document?: string;
  /** Stream behind it, where there is one: `/v1/trace` goes on from it. */
  readonly subject?: string;
  /** Shares of what is open, where it is paid for several. */
  readonly beneficiaries?: readonly { readonly beneficiary: string; readonly amount: string; readonly open: string }[];
}

/** What is open in one currency, exact. */
export interface ObligationSum {
  readonly currency: string;
  readonly open: string;
  readonly due: string;
  readonly overdue: string;
  readonly count: number;
}

/** In the order in which they have to be met. */
export const byDueDay = (a: Obligation, b: Obligation): number => (keyOf(a) < keyOf(b) ? -1 : 1);
/** Place of an obligation in that order. */
export const keyOf = ({ dueOn, id }: Obligation): string => `${dueOn} ${id}`;

export const stateOf = (today: string, dueOn: string, possibleFrom?: string): ObligationState => {
  if (possibleFrom !== undefined && today < possibleFrom) return 'upcoming';
  return today <= dueOn ? 'due' : 'overdue';
};

/** Adds up what is to be paid; previews and documents are no debts yet. */
export class ObligationSums {
  readonly #sums = new Map<string, { open: bigint; due: bigint; overdue: bigint; count: number }>();

  add({ currency, open, state }: Obligation): void {
    if (currency === undefined || open === undefined) return;
    const sum = this.#sums.get(currency) ?? { open: 0n, due: 0n, overdue: 0n, count: 0 };
    const amount = unitsOf(open);
    sum.open += amount;
    sum.count += 1;
    if (state !== 'upcoming') sum[state] += amount;
    this.#sums.set(currency, sum);
  }

  sums(): readonly ObligationSum[] {
    return [...this.#sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, { open, due, overdue, count }]) => ({
        currency,
        open: textOf(open),
        due: textOf(due),
        overdue: textOf(overdue),
        count,
      }));
  }
}
