import { amount, book, boolean, code, count, currency, day, eventType, id, instant, integer, list, oneOf, optional, partyCode, record, reference, sha256, source, taxType, textUpTo, type EventOf } from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** `deferment`: duty and import VAT by period (UCC Art. 110). `scheme`: periodic returns of a vendor. */
export const accountKind = oneOf('deferment', 'scheme');
const taxAmount = record({ taxType, beneficiary: code, amount });
/** What a payment can settle: a statement or a return, by tax type and beneficiary. */
const openItem = record({ kind: oneOf('statement', 'return'), reference, taxType, beneficiary: code, open: amount, dueOn: day });
/** Cash of one receipt that settled nothing yet; the remittance says what it was meant for. */
const unappliedCash = record({ receipt: id, amount, remittance: optional(textUpTo(200)) });

export const accountOpened = eventType('account', 'AccountOpened', 'An authority opened an account for a holder.', {
  account: id,
  authority: book,
  holder: partyCode,
  kind: accountKind,
  currency,
  /** Rule of periods and due dates. */
  cycle: code,
  openedOn: day,
});

export const periodOpened = eventType('accountPeriod', 'PeriodOpened', 'An accounting period of an account began, with what the previous one left.', {
  account: id,
  authority: book,
  holder: partyCode,
  kind: accountKind,
  currency,
  cycle: code,
  period: code,
  /** Half-open [start, end) in the authority's zone. */
  start: day,
  end: day,
  opening: amount,
  unapplied: amount,
});
export const openItemsCarried = eventType('accountPeriod', 'OpenItemsCarried', 'A chunk of the open items and the unapplied cash that a period begins with (after PeriodOpened) or leaves to the next one (before PeriodClosed), in the same append.', {
  account: id,
  holder: partyCode,
  currency,
  moment: oneOf('opening', 'closing'),
  openItems: list(openItem, { max: 200 }),
  unapplied: list(unappliedCash, { max: 100 }),
});
export const chargePosted = eventType('accountPeriod', 'ChargePosted', 'A debt was charged to the account (entry in the accounts, UCC Art. 104).', {
  account: id,
  holder: partyCode,
  charge: id,
  kind: oneOf('declaration', 'return'),
  /** The declaration or return that is charged: its id and its public reference (MRN, return reference). */
  subject: id,
  reference,
  lines: list(taxAmount, { min: 1, max: 40 }),
  total: amount,
  currency,
  acceptedAt: instant,
  postedOn: day,
  dueOn: day,
  /** Why the charge lies in this period where its own day lies in another. */
  reason: optional(code),
});
export const paymentReceived = eventType('accountPeriod', 'PaymentReceived', 'A bank entry was credited to the account.', {
  account: id,
  holder: partyCode,
  receipt: id,
  amount,
  currency,
  bookedOn: day,
  valueOn: day,
  remittance: optional(textUpTo(200)),
});
export const paymentAllocated = eventType('accountPeriod', 'PaymentAllocated', 'Cash on the account settled open items, pair by pair.', {
  account: id,
  holder: partyCode,
  receipt: id,
  currency,
  pairs: list(record({ kind: oneOf('statement', 'return'), reference, taxType, beneficiary: code, amount }), { min: 1, max: 200 }),
  allocatedOn: day,
  rule: code,
});
export const periodClosed = eventType('accountPeriod', 'PeriodClosed', 'The period ended; this is its statement.', {
  account: id,
  authority: book,
  holder: partyCode,
  kind: accountKind,
  currency,
  cycle: code,
  period: code,
  start: day,
  end: day,
  statementNumber: integer(1),
  /** What a payment of this statement quotes. */
  statementReference: reference,
  closedOn: day,
  dueOn: day,
  opening: amount,
  charged: amount,
  applied: amount,
  closing: amount,
  unapplied: amount,
  /** Charges posted in the window, per tax type and beneficiary. */
  totals: list(taxAmount, { max: 250 }),
  chargeCount: count,
  /** SHA-256 over the sorted SHA-256 of the data of the charges posted: of facts alone, so that a run resumed after a kill states the same. */
  chargeDigest: sha256,
});

/** What told of a booking: a statement, or a notification (camt.054) of what a statement tells again. */
const bankMessageKind = oneOf('camt.053', 'camt.054', 'MT940');
export const bankStatementRecorded = eventType('bankStatement', 'BankStatementRecorded', 'A statement of a bank account was accepted as a whole: its balances agree with its entries.', {
  authority: book,
  bankAccount: partyCode,
  kind: bankMessageKind,
  statement: reference,
  currency,
  /** Booked balances; a notification has none. */
  opening: optional(amount),
  closing: optional(amount),
  closedOn: day,
  /** Sum of the booked entries. */
  sum: amount,
  entryCount: count,
  /** SHA-256 over the facts of the booked entries. */
  digest: sha256,
  source: optional(source),
});
export const receiptRecorded = eventType('receipt', 'ReceiptRecorded', 'One entry of a bank statement; the only event that touches cash.', {
  authority: book,
  bankAccount: partyCode,
  entryReference: reference,
  amount,
  currency,
  bookedOn: day,
  valueOn: day,
  remittance: optional(textUpTo(200)),
  endToEndId: optional(reference),
  /** The bank booked it to take back an earlier entry; the sign is that of this booking. */
  reversal: optional(boolean),
  /** Why a payment came back: a code of ISO 20022 like AC04, or the bank's own. */
  returnReason: optional(textUpTo(35)),
  bankTransactionCode: optional(textUpTo(80)),
  statement: optional(record({ kind: bankMessageKind, id: reference })),
  /** One of several payments that the bank booked as one entry. */
  part: optional(record({ index: integer(1), of: integer(2), entryAmount: amount })),
  source: optional(source),
});
export const receiptIdentified = eventType('receipt', 'ReceiptIdentified', 'The account that a bank entry is for was found.', {
  account: id,
  holder: partyCode,
  kind: accountKind,
  rule: code,
});

export const numberAssigned = eventType('series', 'NumberAssigned', 'A gapless number was given to a document.', {
  authority: book,
  kind: code,
  number: integer(1),
  subject: id,
});

export const accountEvents = [accountOpened, periodOpened, openItemsCarried, chargePosted, paymentReceived, paymentAllocated, periodClosed, bankStatementRecorded, receiptRecorded, receiptIdentified, numberAssigned] as const;
export type AccountEvent = EventOf<typeof accountOpened>;
export type AccountPeriodEvent = EventOf<typeof periodOpened | typeof openItemsCarried | typeof chargePosted | typeof paymentReceived | typeof paymentAllocated | typeof periodClosed>;
export type BankStatementEvent = EventOf<typeof bankStatementRecorded>;
export type ReceiptEvent = EventOf<typeof receiptRecorded | typeof receiptIdentified>;
export type SeriesEvent = EventOf<typeof numberAssigned>;
