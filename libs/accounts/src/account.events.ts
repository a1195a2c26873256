import {
  amount,
  book,
  boolean,
  code,
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
  taxType,
  textUpTo,
  type EventOf,
} from '#event-catalogue';
import { accountKind, debtKind } from './accounts.shapes';

// Stored names and fields are for ever: a change is a new version with an upcaster.

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
/**
 * Status of the authorised economic operator of the holder: it changes what must be secured (UCC Art. 95(3); Delegated Regulation 2015/2446
 * Art. 84).
 */
export const accountTermsChanged = eventType(
  'account',
  'AccountTermsChanged',
  'The terms on which an account is kept changed; the open period takes them over as from the day.',
  {
    account: id,
    holder: partyCode,
    aeo: optional(oneOf('none', 'AEOC', 'AEOF')),
    reservePercent: optional(decimal),
    softPercent: optional(decimal),
    /** The most that one period may be charged with, whatever the guarantee would hold, in the currency of the account. */
    limit: optional(amount),
    currency: optional(currency),
    changedOn: day,
    reason: textUpTo(200),
  },
);
/** Reasons as the statuses of a deferment account: a guarantee cancelled, a mandate cancelled, a debit rejected, arrears. */
export const accountSuspended = eventType(
  'account',
  'AccountSuspended',
  'The account takes no further charge until it is reinstated; its debts stay.',
  {
    account: id,
    holder: partyCode,
    reason: code,
    suspendedOn: day,
  },
);
export const accountReinstated = eventType('account', 'AccountReinstated', 'The account takes charges again.', {
  account: id,
  holder: partyCode,
  reinstatedOn: day,
});
export const accountClosed = eventType(
  'account',
  'AccountClosed',
  'The account takes nothing new for ever; what is open stays to be settled.',
  {
    account: id,
    holder: partyCode,
    closedOn: day,
    reason: textUpTo(200),
  },
);

/** A sum in the former currency and what it is in the new one. */
const redenominated = record({ former: amount, now: amount });
const debtSums = record({ open: amount, secured: optional(amount), contested: optional(amount) });
export const accountRedenominated = eventType(
  'account',
  'AccountRedenominated',
  'The state of the authority took the euro: the account goes on in it, with each debt and each cash at the irrevocable rate.',
  {
    account: id,
    authority: book,
    holder: partyCode,
    kind: accountKind,
    /** The currency until then, the one from then on, and units of the former for one of it. */
    formerCurrency: currency,
    currency,
    rate: decimal,
    /** First day that is kept in the new currency. */
    redenominatedOn: day,
    /** What is more than an event holds is told in parts; with the last one the account is kept in the new currency. */
    part: integer(1),
    parts: integer(1),
    openItems: list(record({ kind: debtKind, reference, taxType, beneficiary: code, dueOn: day, former: debtSums, now: debtSums }), {
      max: 80,
    }),
    unapplied: list(record({ receipt: id, provisional: optional(boolean), former: amount, now: amount }), { max: 80 }),
    /** By how much debts less cash, each rounded, come to more than their sum rounded once; signed. */
    rounding: optional(amount),
    /** The limit of a period and the share of the guarantee, with the last part. */
    limit: optional(redenominated),
    share: optional(redenominated),
  },
);

const guaranteeForm = oneOf('undertaking', 'deposit', 'waiver');
/** One account's part of a guarantee. Shares together never exceed the amount. */
const share = record({ account: id, authority: book, holder: partyCode, share: amount });
export const guaranteeRegistered = eventType(
  'guarantee',
  'GuaranteeRegistered',
  'A guarantor undertook to pay, or a deposit was made, up to an amount (UCC Art. 89, 92, 95).',
  {
    guarantee: id,
    authority: book,
    guarantor: partyCode,
    /** The authority's number of it (GRN). */
    guaranteeReference: reference,
    holder: partyCode,
    form: guaranteeForm,
    /** The reference amount that the scheme's formula asks for, and by which rule, where it was computed. */
    required: optional(record({ amount, rule: code })),
    amount,
    currency,
    validFrom: day,
    /** First day on which it no longer covers anything new. */
    validTo: optional(day),
    shares: list(share, { max: 100 }),
  },
);
export const guaranteeChanged = eventType(
  'guarantee',
  'GuaranteeChanged',
  'The amount, the validity or the shares of a guarantee changed; the whole of what now holds.',
  {
    guarantee: id,
    authority: book,
    holder: partyCode,
    amount,
    currency,
    validTo: optional(day),
    shares: list(share, { max: 100 }),
    reason: oneOf('increased', 'reduced', 'replaced', 'shared', 'extended', 'cancelled', 'expired'),
    replacedBy: optional(id),
    /** The amount that held before, so that the event alone tells by how much it changed. */
    amountBefore: optional(amount),
    form: optional(guaranteeForm),
    changedOn: day,
  },
);
export const guaranteeCalled = eventType(
  'guarantee',
  'GuaranteeCalled',
  'The guarantor was asked to pay a debt that its debtor did not pay (UCC Art. 94(2), 98).',
  {
    guarantee: id,
    authority: book,
    guarantor: partyCode,
    account: id,
    holder: partyCode,
    /** What the guarantor’s payment quotes. */
    callReference: reference,
    /** The statement whose debt it is. */
    statement: reference,
    amount,
    currency,
    calledOn: day,
    requestedBy: partyCode,
    approvedBy: partyCode,
  },
);

export const accountStreamEvents = [
  accountOpened,
  accountTermsChanged,
  accountSuspended,
  accountReinstated,
  accountRedenominated,
  accountClosed,
] as const;
export const guaranteeEvents = [guaranteeRegistered, guaranteeChanged, guaranteeCalled] as const;
export type AccountOpenedData = EventOf<typeof accountOpened>['data'];
export type AccountKind = AccountOpenedData['kind'];
export type AccountEvent = EventOf<(typeof accountStreamEvents)[number]>;
export type GuaranteeEvent = EventOf<(typeof guaranteeEvents)[number]>;
