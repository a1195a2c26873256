import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { parseMoney } from '#money';
import { type ReceiptEvent } from './accounts.events';
import { refuse } from './accounts.rejections';

type Recorded = Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>['data'];
type Identified = Extract<ReceiptEvent, { readonly type: 'ReceiptIdentified' }>['data'];

/** One booked entry of a bank statement; money that goes out carries a minus. */
export type RecordReceipt = Readonly<{ type: 'RecordReceipt' } & Recorded>;
/** The account the entry is for, and the rule that found it. */
export type IdentifyReceipt = Readonly<{ type: 'IdentifyReceipt' } & Identified>;
export type ReceiptCommand = RecordReceipt | IdentifyReceipt;

export type ReceiptState = Readonly<{ entry?: Recorded; identified?: Identified }>;

const evolve = (state: ReceiptState, event: ReceiptEvent): ReceiptState =>
  event.type === 'ReceiptRecorded' ? { entry: event.data } : event.type === 'ReceiptIdentified' ? { ...state, identified: event.data } : state;

const decide = (command: ReceiptCommand, state: ReceiptState): Decision<ReceiptEvent> => (command.type === 'RecordReceipt' ? record(command, state) : identify(command, state));

/** The same entry again changes nothing; another entry under the same reference is refused, never merged. */
const record = ({ type: _type, ...entry }: RecordReceipt, { entry: known }: ReceiptState): Decision<ReceiptEvent> => {
  if (known !== undefined) {
    if (withoutSource(known) === withoutSource(entry) || toldByBoth(known, entry)) return accept();
    return refuse('RECEIPT_ALREADY_RECORDED', `${entry.entryReference} on ${entry.bankAccount} is another entry`, { field: 'entryReference' });
  }
  if (parseMoney(entry.amount, entry.currency).minor === 0n) return refuse('RECEIPT_AMOUNT_ZERO', 'a bank entry moves money', { field: 'amount' });
  return accept({ type: 'ReceiptRecorded', data: entry });
};

/** The bank may send its statement twice, in another file. */
const withoutSource = ({ source: _source, ...entry }: Recorded): string => canonicalJson(entry);

/**
 * A notification (camt.054) and the statement tell the same booking: it is cash once. The statement may tell as one entry what the notification
 * told payment by payment; the other way round the payments come too late, for the whole is recorded.
 */
const toldByBoth = (known: Recorded, entry: Recorded): boolean => {
  if ((known.statement?.kind === 'camt.054') === (entry.statement?.kind === 'camt.054') || known.statement === undefined || entry.statement === undefined) return false;
  const cash = ({ authority, bankAccount, entryReference, currency, bookedOn, amount, part }: Recorded): string => canonicalJson([authority, bankAccount, entryReference, currency, bookedOn, part?.entryAmount ?? amount]);
  if (cash(known) !== cash(entry)) return false;
  return entry.part === undefined || (known.part?.index === entry.part.index && known.part.of === entry.part.of && known.amount === entry.amount);
};

const identify = ({ type: _type, ...found }: IdentifyReceipt, { entry, identified }: ReceiptState): Decision<ReceiptEvent> => {
  if (entry === undefined) return refuse('RECEIPT_UNKNOWN', 'no such bank entry is recorded');
  if (identified === undefined) return accept({ type: 'ReceiptIdentified', data: found });
  return identified.account === found.account ? accept() : refuse('RECEIPT_ALREADY_IDENTIFIED', `the entry is for ${identified.holder}`, { field: 'account' });
};

export const receiptDecider: Decider<ReceiptCommand, ReceiptState, ReceiptEvent> = { category: 'receipt', initial: {}, evolve, decide };
