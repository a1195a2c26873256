import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { formatMoney, moneyOf, parseMoney } from '#money';
import { changeoverOf, inEuro } from '#rules';
import { type ReceiptEvent } from './accounts.events';
import { refuse } from './accounts.rejections';
import { samePerson } from './four-eyes';

type Returned = Extract<ReceiptEvent, { readonly type: 'ReceiptReturned' }>['data'];
type Recorded = Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>['data'];
type Identified = Extract<ReceiptEvent, { readonly type: 'ReceiptIdentified' }>['data'];

/** One booked entry of a bank statement; money that goes out carries a minus. */
export type RecordReceipt = Readonly<{ type: 'RecordReceipt' } & Recorded>;
/**
 * The account the entry is for, and the rule that found it (`by-hand`: a person did). `settles`: the payment on its way that it makes
 * final. `transferredFrom`: the account that it had been identified to by mistake, and that its money has left. `authority`:
 * of the account, where whoever asks may name an account of another.
 */
export type IdentifyReceipt = Readonly<{ type: 'IdentifyReceipt'; transferredFrom?: string; authority?: string } & Identified>;
/**
 * Money of an entry that came in went back. `reversal`: the bank's entry that took it, which counts once. `repaid` is decided where the
 * money lies: from suspense here, by two persons; from an account by that account, which then is named.
 */
export type ReturnReceipt = Readonly<{ type: 'ReturnReceipt' } & Omit<Returned, 'holder'>>;
export type ReceiptCommand = RecordReceipt | IdentifyReceipt | ReturnReceipt;

/** `returned`: minor units; `reversals`: the bank's entries that took it back. */
export type ReceiptState = Readonly<{ entry?: Recorded; identified?: Identified; returned?: bigint; reversals?: readonly string[] }>;

const evolve = (state: ReceiptState, event: ReceiptEvent): ReceiptState => {
  switch (event.type) {
    case 'ReceiptRecorded':
      return { entry: event.data };
    case 'ReceiptIdentified':
      return { ...state, identified: event.data };
    case 'ReceiptReturned': {
      const { amount, currency, reversal } = event.data;
      return {
        ...state,
        returned: (state.returned ?? 0n) + parseMoney(amount, currency).minor,
        reversals: [...(state.reversals ?? []), ...(reversal === undefined ? [] : [reversal])],
      };
    }
  }
};

const decide = (command: ReceiptCommand, state: ReceiptState): Decision<ReceiptEvent> => {
  switch (command.type) {
    case 'RecordReceipt':
      return record(command, state);
    case 'IdentifyReceipt':
      return identify(command, state);
    case 'ReturnReceipt':
      return returnReceipt(command, state);
  }
};

/** The same entry again changes nothing; another entry under the same reference is refused, never merged. */
const record = ({ type: _type, ...entry }: RecordReceipt, { entry: known }: ReceiptState): Decision<ReceiptEvent> => {
  if (known !== undefined) {
    if (withoutSource(known) === withoutSource(entry) || toldByBoth(known, entry)) return accept();
    return refuse('RECEIPT_ALREADY_RECORDED', `${entry.entryReference} on ${entry.bankAccount} is another entry`, {
      field: 'entryReference',
    });
  }
  if (parseMoney(entry.amount, entry.currency).minor === 0n)
    return refuse('RECEIPT_AMOUNT_ZERO', 'a bank entry moves money', { field: 'amount' });
  return accept({ type: 'ReceiptRecorded', data: entry });
};

/** The bank may send its statement twice, in another file. */
const withoutSource = ({ source: _source, ...entry }: Recorded): string => canonicalJson(entry);

/**
 * A notification (camt.054) and the statement tell the same booking: it is cash once. The statement may tell as one entry what the
 * notification told payment by payment; the other way round the payments come too late, for the whole is recorded.
 */
const toldByBoth = (known: Recorded, entry: Recorded): boolean => {
  if (
    (known.statement?.kind === 'camt.054') === (entry.statement?.kind === 'camt.054') ||
    known.statement === undefined ||
    entry.statement === undefined
  )
    return false;
  const cash = ({ authority, bankAccount, entryReference, currency, bookedOn, amount, part }: Recorded): string =>
    canonicalJson([authority, bankAccount, entryReference, currency, bookedOn, part?.entryAmount ?? amount]);
  if (cash(known) !== cash(entry)) return false;
  return (
    entry.part === undefined || (known.part?.index === entry.part.index && known.part.of === entry.part.of && known.amount === entry.amount)
  );
};

const identify = (
  { type: _type, transferredFrom, authority, ...found }: IdentifyReceipt,
  { entry, identified, returned = 0n }: ReceiptState,
): Decision<ReceiptEvent> => {
  if (entry === undefined) return unknown();
  if (authority !== undefined && authority !== entry.authority)
    return refuse('BOOK_MISMATCH', `the entry is in the book of ${entry.authority}`, { field: 'account' });
  if (identified !== undefined) {
    if (identified.account === transferredFrom) return accept({ type: 'ReceiptIdentified', data: found });
    if (identified.account !== found.account)
      return refuse('RECEIPT_ALREADY_IDENTIFIED', `the entry is for ${identified.holder}`, { field: 'account' });
    return identified.settles === found.settles
      ? accept()
      : refuse('RECEIPT_ALREADY_IDENTIFIED', 'the entry makes another payment final, or none', { field: 'settles' });
  }
  if (returned > 0n && returned === parseMoney(entry.amount, entry.currency).minor)
    return refuse('RECEIPT_ALREADY_RETURNED', 'all of it went back');
  return accept({ type: 'ReceiptIdentified', data: found });
};

const unknown = (): ReturnType<typeof refuse> => refuse('RECEIPT_UNKNOWN', 'no such bank entry is recorded');

/** Never more than came in; the same reversal of the bank again changes nothing. */
const returnReceipt = (
  { type: _type, account, ...told }: ReturnReceipt,
  { entry, identified, returned = 0n, reversals = [] }: ReceiptState,
): Decision<ReceiptEvent> => {
  if (entry === undefined) return unknown();
  if (told.reversal !== undefined && reversals.includes(told.reversal)) return accept();
  const changeover = told.currency === 'EUR' ? changeoverOf(entry.currency, told.returnedOn) : undefined;
  if (told.currency !== entry.currency && changeover === undefined)
    return refuse('CURRENCY_MISMATCH', `the entry is in ${entry.currency}`, { field: 'currency' });
  if (told.reason === 'repaid') {
    const { requestedBy, approvedBy } = told;
    if (requestedBy === undefined || approvedBy === undefined)
      return refuse('SAME_PERSON', 'money is repaid when one person asks for it and another agrees', { field: 'approvedBy' });
    const fault = samePerson({ requestedBy, approvedBy });
    if (fault !== undefined) return fault;
    if (account !== identified?.account)
      return refuse('RECEIPT_ALREADY_IDENTIFIED', 'the money is on an account, which decides whether it can go back', { field: 'account' });
  }
  const amount = parseMoney(told.amount, told.currency).minor;
  const came = parseMoney(entry.amount, entry.currency);
  if (amount <= 0n || returned + amount > (changeover === undefined ? came : inEuro(came, changeover)).minor)
    return refuse(
      'RETURN_EXCEEDS_RECEIPT',
      `${entry.amount} ${entry.currency} came in, ${formatMoney(moneyOf(returned, entry.currency))} of it went back`,
      { field: 'amount' },
    );
  return accept({
    type: 'ReceiptReturned',
    data: { ...told, ...(identified === undefined ? {} : { account: identified.account, holder: identified.holder }) },
  });
};

export const receiptDecider: Decider<ReceiptCommand, ReceiptState, ReceiptEvent> = { category: 'receipt', initial: {}, evolve, decide };
