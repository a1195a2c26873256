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
  instant,
  integer,
  list,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  sha256,
  taxType,
  textUpTo,
  type EventOf,
} from '#event-catalogue';
import { accountKind, accountSecurity, debtAmount, exchanged, openItem, taxAmount, unappliedCash } from './accounts.shapes';
import { debtEvents } from './debts.events';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const periodOpened = eventType(
  'accountPeriod',
  'PeriodOpened',
  'An accounting period of an account began, with what the previous one left.',
  {
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
    security: optional(accountSecurity),
    /** Why no charge is taken, where the account is suspended. */
    suspended: optional(code),
    /** The most that the period may be charged with, where the account has such a limit. */
    limit: optional(amount),
  },
);
export const openItemsCarried = eventType(
  'accountPeriod',
  'OpenItemsCarried',
  'A chunk of the open items and the unapplied cash that a period begins with (before or after PeriodOpened) or leaves to the next one (before PeriodClosed); what is more than one append holds goes before it in others.',
  {
    account: id,
    holder: partyCode,
    currency,
    moment: oneOf('opening', 'closing'),
    openItems: list(openItem, { max: 200 }),
    unapplied: list(unappliedCash, { max: 100 }),
  },
);
export const guaranteeShareApplied = eventType(
  'accountPeriod',
  'GuaranteeShareApplied',
  'From now on the account’s charges are covered by this share of a guarantee; exposure may exceed it, and then says so (B46).',
  {
    account: id,
    authority: book,
    holder: partyCode,
    currency,
    security: accountSecurity,
    /** By how much the exposure exceeds the share, where it does. */
    overLimit: optional(amount),
    appliedOn: day,
  },
);
export const accountStandingApplied = eventType(
  'accountPeriod',
  'AccountStandingApplied',
  'The suspension, the reinstatement or the limit of the account reached its open period, which decides about charges.',
  {
    account: id,
    holder: partyCode,
    /** Absent: it takes charges. */
    suspended: optional(code),
    /** The most that the period may be charged with; absent: whatever is secured. */
    limit: optional(amount),
    currency: optional(currency),
    appliedOn: day,
  },
);
export const chargePosted = eventType(
  'accountPeriod',
  'ChargePosted',
  'A debt was charged to the account (entry in the accounts, UCC Art. 104).',
  {
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
    /** What the guarantee was asked to hold for it, and the exposure after it (UCC Art. 89, 95). `soft`: the holder is to be warned. */
    security: optional(record({ reserved: amount, exposure: amount, share: amount, level: oneOf('normal', 'soft') })),
    /** First day on which it is payable at all; until then a return of the goods ends it. */
    maturesOn: optional(day),
    /** Pseudonym of the consumer who owes it. */
    payer: optional(sha256),
  },
);
export const chargeDeclined = eventType(
  'accountPeriod',
  'ChargeDeclined',
  'The account did not take a debt: it is not secured or not paid, and the goods stay where they are (UCC Art. 195(1)).',
  {
    account: id,
    holder: partyCode,
    charge: id,
    kind: oneOf('declaration', 'return'),
    subject: id,
    reference,
    total: amount,
    currency,
    acceptedAt: instant,
    declinedOn: day,
    reason: oneOf('GUARANTEE_EXCEEDED', 'GUARANTEE_EXPIRED', 'ACCOUNT_SUSPENDED', 'BALANCE_INSUFFICIENT', 'LIMIT_EXCEEDED'),
    /** What is missing for the debt to be taken, where an amount is missing. */
    missing: optional(amount),
    /** The limit of the period and what was charged in it, where the limit is exceeded. */
    limit: optional(record({ limit: amount, charged: amount })),
    security: optional(record({ guarantee: id, exposure: amount, share: amount, reserve: amount })),
  },
);
export const debtRedenominated = eventType(
  'accountPeriod',
  'DebtRedenominated',
  'What was assessed, filed or approved in the former currency enters an account that is kept in the euro, at the irrevocable rate.',
  {
    account: id,
    holder: partyCode,
    /** What comes after it in the same append: a charge, what a later version changes of one, or a refund that is set off. */
    of: oneOf('charge', 'adjustment', 'refund'),
    /** Of a charge: what is charged. */
    kind: optional(oneOf('declaration', 'return')),
    charge: optional(id),
    subject: optional(id),
    reference: optional(reference),
    claim: optional(id),
    /** As the refund was approved; absent: `refund`. */
    refund: optional(oneOf('refund', 'drawback', 'amendment')),
    formerCurrency: currency,
    currency,
    rate: decimal,
    lines: list(record({ taxType, beneficiary: code, former: amount, now: amount }), { min: 1, max: 200 }),
    /** By how much the lines, each rounded, come to more than their sum rounded once; signed. */
    rounding: optional(amount),
    redenominatedOn: day,
  },
);
export const paymentReceived = eventType('accountPeriod', 'PaymentReceived', 'A bank entry was credited to the account.', {
  account: id,
  holder: partyCode,
  receipt: id,
  amount,
  currency,
  bookedOn: day,
  valueOn: day,
  remittance: optional(textUpTo(200)),
  /**
   * Absent: a bank entry. `directDebit`, `card`: on its way, initiated or captured, until `final`. `deposit`: a cash deposit is used up
   * (UCC Art. 92).
   */
  means: optional(oneOf('directDebit', 'card', 'guarantor', 'deposit')),
  final: optional(boolean),
  original: optional(exchanged),
  accountKind: optional(accountKind),
  /** What the payer called the payment (ISO 20022 EndToEndId). */
  endToEndId: optional(reference),
  /** The receipt that it repeats: same payer's reference, amount and booking day. Its cash settles nothing unless somebody says so. */
  duplicateOf: optional(id),
});
export const paymentSettled = eventType(
  'accountPeriod',
  'PaymentSettled',
  'Money that was on its way became final: a direct debit or a card payment is settled.',
  {
    account: id,
    holder: partyCode,
    /** The payment as it was received. */
    receipt: id,
    /** The bank entry that brought it. */
    bankEntry: optional(id),
    amount,
    currency,
    settledOn: day,
  },
);
export const paymentAllocated = eventType('accountPeriod', 'PaymentAllocated', 'Cash on the account settled open items, pair by pair.', {
  account: id,
  holder: partyCode,
  receipt: id,
  currency,
  pairs: list(debtAmount, { min: 1, max: 200 }),
  allocatedOn: day,
  rule: code,
  /** What the guarantee no longer holds because of it (UCC Art. 98). */
  released: optional(amount),
  provisional: optional(boolean),
  accountKind: optional(accountKind),
});
export const paymentReversed = eventType(
  'accountPeriod',
  'PaymentReversed',
  'A payment was taken back: what it settled is open again as of its own due day.',
  {
    account: id,
    holder: partyCode,
    receipt: id,
    amount,
    currency,
    reason: oneOf('rejected', 'chargeback', 'recall', 'repaid'),
    returnReason: optional(textUpTo(35)),
    /** Whether the money had been final: where it goes back to in the journal (bank suspense or clearing). */
    final: boolean,
    reversedOn: day,
    /** What was settled with it and is open again, with its due day. */
    reopened: list(record({ debt: debtAmount, dueOn: day, secured: optional(amount) }), { max: 200 }),
    /** The part that had settled nothing. */
    unapplied: amount,
    /** What the guarantee holds again, and whether that exceeds the share. */
    reserved: optional(amount),
    overLimit: optional(amount),
    /** As the payment was received. */
    accountKind: optional(accountKind),
    /** The money as it came, as far as it is taken back here. */
    original: optional(exchanged),
    /** Cash that is repaid: who asked, who agreed, and the EndToEndId under which it goes out. */
    requestedBy: optional(partyCode),
    approvedBy: optional(partyCode),
    paymentReference: optional(reference),
  },
);
export const allocationUndone = eventType(
  'accountPeriod',
  'AllocationUndone',
  'Cash had settled the wrong debt: what it settled is open again as of its own due day, and the cash is unapplied again.',
  {
    account: id,
    holder: partyCode,
    receipt: id,
    currency,
    /** What was settled with it and is open again, with its due day. */
    reopened: list(record({ debt: debtAmount, dueOn: day, secured: optional(amount) }), { min: 1, max: 200 }),
    undoneOn: day,
    reason: textUpTo(200),
    /** As the payment was received. */
    bookedOn: day,
    provisional: optional(boolean),
    accountKind: optional(accountKind),
    /** What the guarantee holds again, and whether that exceeds the share. */
    reserved: optional(amount),
    overLimit: optional(amount),
  },
);
export const paymentTransferred = eventType(
  'accountPeriod',
  'PaymentTransferred',
  'The bank entry had been identified to the wrong account: all that is left of it, unapplied, leaves this account for the right one.',
  {
    account: id,
    holder: partyCode,
    receipt: id,
    /** The right account, which is credited as by any identification of the entry. */
    toAccount: id,
    amount,
    currency,
    transferredOn: day,
    reason: textUpTo(200),
    requestedBy: partyCode,
    approvedBy: partyCode,
    /** As the payment was received. */
    bookedOn: day,
    valueOn: day,
    remittance: optional(textUpTo(200)),
    endToEndId: optional(reference),
    accountKind: optional(accountKind),
  },
);
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
  /**
   * closing = opening + charged + adjusted + interest + penalties + reversed - applied - offset - remitted - writtenOff - tolerated; absent
   * is zero.
   */
  opening: amount,
  charged: amount,
  adjusted: optional(amount),
  interest: optional(amount),
  penalties: optional(amount),
  reversed: optional(amount),
  applied: amount,
  offset: optional(amount),
  remitted: optional(amount),
  writtenOff: optional(amount),
  /** Rests of short payments that are not asked for any more, less what of them is owed again. */
  tolerated: optional(amount),
  closing: amount,
  unapplied: amount,
  /** unapplied(closing) = unapplied(opening) + received - applied + reversed - returned. */
  received: optional(amount),
  returned: optional(amount),
  security: optional(accountSecurity),
  adjustmentCount: optional(count),
  declinedCount: optional(count),
  /** Charges posted in the window, per tax type and beneficiary. */
  totals: list(taxAmount, { max: 250 }),
  chargeCount: count,
  /**
   * SHA-256 over the sorted SHA-256 of the data of the charges posted: of facts alone, so that a run resumed after a kill states the same.
   */
  chargeDigest: sha256,
});

export const accountPeriodEvents = [
  periodOpened,
  openItemsCarried,
  guaranteeShareApplied,
  accountStandingApplied,
  chargePosted,
  chargeDeclined,
  debtRedenominated,
  paymentReceived,
  paymentSettled,
  paymentAllocated,
  paymentReversed,
  allocationUndone,
  paymentTransferred,
  ...debtEvents,
  periodClosed,
] as const;
export type AccountPeriodEvent = EventOf<(typeof accountPeriodEvents)[number]>;
export type PeriodClosedData = EventOf<typeof periodClosed>['data'];
