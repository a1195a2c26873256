import type { InputFault } from '#event-catalogue';

/**
 * What told of an entry. A notification (camt.054) tells bookings that a statement tells again; an intraday report (camt.052) tells what
 * may still change, and is read only to be refused.
 */
export type BankMessageKind = 'camt.052' | 'camt.053' | 'camt.054' | 'MT940';

/** An amount as the file writes it, without a sign. */
export interface ForeignAmount {
  readonly text: string;
  readonly currency: string;
}

/** A balance of a statement. Codes of ISO 20022: OPBD opening booked, PRCD previous closing, CLBD closing booked, and others. */
export interface BankBalance {
  readonly code: string;
  readonly amount: ForeignAmount;
  readonly credit: boolean;
  readonly day: string;
}

/** One transaction of an entry (camt TxDtls). */
export interface BankDetail {
  /** Every statement of its amount, the best first; a bank may tell it in several currencies. */
  readonly amounts: readonly ForeignAmount[];
  readonly credit?: boolean;
  readonly structured: readonly string[];
  readonly unstructured: readonly string[];
  /** What the bank adds in words; used where nothing else is told. */
  readonly additional?: string;
  readonly endToEndId?: string;
  readonly returnReason?: string;
}

/** One entry as the file tells it; nothing is checked but the structure. Days as the bank wrote them, in the bank's own zone. */
export interface BankEntry {
  readonly line: number;
  /** From 1 within its statement. */
  readonly position: number;
  readonly booked: boolean;
  /** The bank's word for the status: BOOK, PDNG, INFO. */
  readonly status: string;
  readonly amount: ForeignAmount;
  /** Undefined where the file says neither credit nor debit. */
  readonly credit?: boolean;
  readonly reversal: boolean;
  readonly bookedOn?: string;
  readonly valueOn?: string;
  /** The account servicer's own reference of the booking (AcctSvcrRef): unique on its account by ISO 20022. */
  readonly servicerReference?: string;
  /** A reference within the statement (NtryRef). */
  readonly entryReference?: string;
  readonly transactionCode?: string;
  readonly details: readonly BankDetail[];
  readonly additional?: string;
}

/** A statement as the file tells it. It follows its entries, for in MT940 the closing balance is the last thing said. */
export interface BankStatement {
  readonly line: number;
  readonly kind: BankMessageKind;
  /** The bank's identification of the statement, page included where it has several. */
  readonly id: string;
  readonly account: string;
  readonly balances: readonly BankBalance[];
  /** Entries that the bank says the statement has. */
  readonly statedEntries?: string;
}

export type BankItem =
  { readonly kind: 'entry'; readonly entry: BankEntry } | { readonly kind: 'statement'; readonly statement: BankStatement };

/** A file that can be opened more than once: the first reading checks, the second one tells. */
export type OpenBankFile = () => AsyncIterable<Uint8Array>;

/** Foreign text in a report: its beginning, printable. */
export const excerpt = (text: string): string => {
  const plain = text.replace(/[^\u0020-\u007e]/g, '?');
  return plain.length > 80 ? `${plain.slice(0, 80)}...` : plain;
};

/** A file or a statement that cannot be accepted: a stable code, where, and a sentence for the one who sent it. */
export class BankFault extends Error {
  override readonly name = 'BankFault';
  constructor(
    readonly code: string,
    readonly field: string,
    message: string,
    readonly line?: number,
  ) {
    super(message);
  }
  get fault(): InputFault {
    return {
      code: this.code,
      field: this.field,
      message: this.line === undefined ? this.message : `line ${String(this.line)}: ${this.message}`,
    };
  }
}
