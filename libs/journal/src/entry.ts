import { type Account } from './chart';

/** What tells the items of a sub-ledger apart; absent where an account is not kept by it. */
export interface Dimensions {
  /** Account holder; on 1000 the bank account, on 9000/9001 and 2050 who gave the security, on 9200/9201 the scheme number. */
  readonly party?: string;
  /** Id of the holder's account with the authority. */
  readonly accountId?: string;
  /** Id of the charge. */
  readonly charge?: string;
  /** Id of the declaration, return or guarantee. */
  readonly subject?: string;
  /** Id of the bank entry, or of the payment on its way. */
  readonly receipt?: string;
  /** Id of the refund claim. */
  readonly claim?: string;
  /**
   * What people call the subject: MRN, return reference, statement number, the bank's entry reference, the EndToEndId of money that goes
   * out.
   */
  readonly reference?: string;
  readonly taxType?: string;
  /** Who gets the money: a treasury, a Member State of consumption, the EU budget. */
  readonly beneficiary?: string;
  /** Tax period of a supply or a return. */
  readonly period?: string;
  /**
   * On 9400/9401: `forgone`, `returned_goods`, `conditional`, `accountedElsewhere`. On 9100/9101: `reserve` for charges, `security` as a
   * tax line.
   */
  readonly kind?: string;
}

/** In the order in which they are written. */
export const dimensionKeys = [
  'party',
  'accountId',
  'charge',
  'subject',
  'receipt',
  'claim',
  'reference',
  'taxType',
  'beneficiary',
  'period',
  'kind',
] as const satisfies readonly (keyof Dimensions)[];

/** One side of an entry. Minor units, never negative; exactly one of the two is above zero. */
export interface EntryLine extends Dimensions {
  readonly account: string;
  readonly currency: string;
  readonly debit: bigint;
  readonly credit: bigint;
}

/** A journal entry: what one event means in one book. Debits equal credits in each currency. */
export interface Entry {
  /** Template of docs/accounting.md, e.g. `J35`. */
  readonly template: string;
  readonly book: string;
  /** Accounting moment from which the entry counts, RFC 3339 UTC. */
  readonly effectiveAt: string;
  readonly lines: readonly EntryLine[];
}

/** A posting rule that does not balance, or an event that no posting rule may meet: a bug, never a business "no". */
export class PostingError extends Error {
  override readonly name = 'PostingError';
}

/** An amount that moves from one account to another; where it is negative the sides change places, where it is zero nothing moves. */
export interface Transfer {
  readonly debit: Account;
  readonly credit: Account;
  readonly currency: string;
  /** Minor units, signed. */
  readonly amount: bigint;
  /** Each side keeps those that its account's sub-ledger knows. */
  readonly dimensions: Dimensions;
  /** Those of the credit account where they are others. */
  readonly creditDimensions?: Dimensions;
}

type Draft = { -readonly [K in keyof EntryLine]: EntryLine[K] };

const side = (account: Account, currency: string, debit: bigint, credit: bigint, dimensions: Dimensions): EntryLine => {
  const line: Draft = { account: account.number, currency, debit, credit };
  for (const key of account.keys) {
    const value = dimensions[key];
    if (value !== undefined) line[key] = value;
  }
  return line;
};

const linesOf = ({ debit, credit, currency, amount, dimensions, creditDimensions = dimensions }: Transfer): readonly EntryLine[] =>
  amount < 0n
    ? [side(credit, currency, -amount, 0n, creditDimensions), side(debit, currency, 0n, -amount, dimensions)]
    : [side(debit, currency, amount, 0n, dimensions), side(credit, currency, 0n, amount, creditDimensions)];

/** An entry of transfers: it balances because each of them does. Nothing moved is no entry. */
export const entryOf = (template: string, book: string, effectiveAt: string, transfers: readonly Transfer[]): readonly Entry[] => {
  const lines = transfers.filter(({ amount }) => amount !== 0n).flatMap(linesOf);
  return lines.length === 0 ? [] : [{ template, book, effectiveAt, lines }];
};

/** Debits minus credits per currency where that is not zero: what breaks law I1 (docs/accounting.md). */
export const imbalanceOf = (lines: readonly EntryLine[]): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { currency, debit, credit } of lines) sums.set(currency, (sums.get(currency) ?? 0n) + debit - credit);
  for (const [currency, sum] of sums) if (sum === 0n) sums.delete(currency);
  return sums;
};
