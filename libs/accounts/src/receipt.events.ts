import {
  amount,
  book,
  boolean,
  code,
  count,
  currency,
  day,
  decimal,
  eventType,
  id,
  integer,
  list,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  sha256,
  source,
  taxType,
  textUpTo,
  type EventOf,
} from '#event-catalogue';
import { accountKind } from './accounts.shapes';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** What told of a booking: a statement, or a notification (camt.054) of what a statement tells again. */
const bankMessageKind = oneOf('camt.053', 'camt.054', 'MT940');
export const bankStatementRecorded = eventType(
  'bankStatement',
  'BankStatementRecorded',
  'A statement of a bank account was accepted as a whole: its balances agree with its entries.',
  {
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
  },
);
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
  /** The payment on its way that this entry makes final, where it is one. */
  settles: optional(id),
});
export const receiptReturned = eventType(
  'receipt',
  'ReceiptReturned',
  'Money of a bank entry went back to where it came from, or was taken back.',
  {
    account: optional(id),
    holder: optional(partyCode),
    amount,
    currency,
    returnedOn: day,
    reason: oneOf('rejected', 'chargeback', 'recall', 'repaid'),
    /** ISO 20022 external return reason, or the bank's own. */
    returnReason: optional(textUpTo(35)),
    /** The booked reversal, where the bank's statement shows it. */
    reversal: optional(id),
    requestedBy: optional(partyCode),
    approvedBy: optional(partyCode),
    /** EndToEndId under which it goes out, where it is repaid. */
    paymentReference: optional(reference),
  },
);

export const beneficiaryShareEstablished = eventType(
  'beneficiary',
  'BeneficiaryShareEstablished',
  'What was collected for a beneficiary in a time became due to it (own resources: Regulation 609/2014 Art. 6 and 9).',
  {
    authority: book,
    beneficiary: code,
    distribution: reference,
    currency,
    /** Half-open [from, to) in days of collection. */
    from: day,
    to: day,
    /** Net collected: allocated less reopened and refunded. The collector keeps `retained`. */
    lines: list(record({ taxType, collected: amount, retained: amount, due: amount }), { max: 60 }),
    due: amount,
    rule: code,
    /** Count and SHA-256 over the facts of the allocations, reversals and refunds covered. */
    factCount: count,
    factDigest: sha256,
  },
);
export const shareRedenominated = eventType(
  'beneficiary',
  'ShareRedenominated',
  'What was collected for a beneficiary in the former currency is due to it in the euro, at the irrevocable rate: it is paid in that.',
  {
    authority: book,
    beneficiary: code,
    distribution: reference,
    formerCurrency: currency,
    currency,
    /** Units of the former currency for one of the other. */
    rate: decimal,
    due: record({ former: amount, now: amount }),
    redenominatedOn: day,
  },
);
export const beneficiaryDistributed = eventType('beneficiary', 'BeneficiaryDistributed', 'A beneficiary was paid what was due to it.', {
  authority: book,
  beneficiary: code,
  distribution: reference,
  amount,
  currency,
  paidOn: day,
  paymentReference: reference,
  requestedBy: partyCode,
  approvedBy: partyCode,
});
export const numberAssigned = eventType('series', 'NumberAssigned', 'A gapless number was given to a document.', {
  authority: book,
  kind: code,
  number: integer(1),
  subject: id,
});

export const receiptEvents = [bankStatementRecorded, receiptRecorded, receiptIdentified, receiptReturned] as const;
export const beneficiaryEvents = [beneficiaryShareEstablished, shareRedenominated, beneficiaryDistributed] as const;
export type BankStatementEvent = EventOf<typeof bankStatementRecorded>;
export type ReceiptEvent = EventOf<typeof receiptRecorded | typeof receiptIdentified | typeof receiptReturned>;
export type BeneficiaryEvent = EventOf<(typeof beneficiaryEvents)[number]>;
export type SeriesEvent = EventOf<typeof numberAssigned>;
