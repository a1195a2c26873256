import { receiptDecider, receiptStream } from '#accounts';
import { noon } from './days';
import { contextOfMessage } from './messages';

/** One entry on the authority's bank account; money that goes out carries a minus. */
export interface BankEntry {
  readonly authority: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly bookedOn: string;
}

/** The bank's message of an entry that quotes a reference. */
export const bankEntry = ({ authority, reference, amount, currency, bookedOn }: BankEntry) => {
  const bankAccount = `BANK-${authority}`;
  const entryReference = `E-${reference}`;
  return {
    decider: receiptDecider,
    stream: receiptStream(authority, bankAccount, entryReference),
    command: { type: 'RecordReceipt' as const, authority, bankAccount, entryReference, amount, currency, bookedOn, valueOn: bookedOn, remittance: reference },
    context: contextOfMessage({ book: authority, issuer: bankAccount, kind: 'receipt', reference: entryReference, at: noon(bookedOn) }),
  };
};
