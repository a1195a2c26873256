import {
  amount,
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
  sha256,
  taxType,
  textUpTo,
} from '#event-catalogue';
import { debtAmount } from './accounts.shapes';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** Who asked for giving up a debt or disputing it, who agreed, and the document that carries it: two persons. */
const fourEyes = { requestedBy: partyCode, approvedBy: partyCode, document: sha256 } as const;

export const chargeAdjusted = eventType(
  'accountPeriod',
  'ChargeAdjusted',
  'A later version of what was charged changed the debt; it lands in the open period, whatever period the charge is in.',
  {
    account: id,
    holder: partyCode,
    charge: id,
    subject: id,
    reference,
    version: integer(2),
    reason: oneOf('amended', 'invalidated', 'reassessed', 'final'),
    currency,
    /**
     * Signed changes. amount = increase - reducesOpen - refundable: an increase is a debt of this period, a decrease first reduces what is
     * open of the charge’s own statement, and what was paid already becomes refundable.
     */
    lines: list(record({ taxType, beneficiary: code, amount, reducesOpen: optional(amount), refundable: optional(amount) }), {
      min: 1,
      max: 40,
    }),
    total: amount,
    adjustedOn: day,
    /** Day on which an increase is due. */
    dueOn: day,
    /** Period and, once stated, statement of the charge. */
    original: record({ period: code, statement: optional(reference) }),
    /** Signed change of what the guarantee holds. */
    reserved: optional(amount),
    overLimit: optional(amount),
  },
);
const interestSegment = record({ from: day, to: day, days: integer(1), principal: amount, rate: decimal, rateRow: reference });
export const interestCharged = eventType(
  'accountPeriod',
  'InterestCharged',
  'Interest on arrears was charged, or an earlier charge of it taken back to be computed anew (UCC Art. 114).',
  {
    account: id,
    holder: partyCode,
    /** What a payment quotes; the same for the reversal. */
    interestReference: reference,
    kind: oneOf('charged', 'reversed'),
    /** The debt it is on. */
    on: record({ reference, taxType, beneficiary: code, dueOn: day }),
    from: day,
    to: day,
    segments: list(interestSegment, { max: 120 }),
    rule: code,
    amount,
    currency,
    chargedOn: day,
    dueOn: day,
  },
);
export const penaltyImposed = eventType('accountPeriod', 'PenaltyImposed', 'A penalty was imposed on the holder.', {
  account: id,
  holder: partyCode,
  penaltyReference: reference,
  beneficiary: code,
  amount,
  currency,
  reason: textUpTo(200),
  rule: code,
  imposedOn: day,
  dueOn: day,
  requestedBy: partyCode,
  approvedBy: partyCode,
});
export const penaltyReduced = eventType('accountPeriod', 'PenaltyReduced', 'A penalty was reduced or withdrawn while it was open.', {
  account: id,
  holder: partyCode,
  penaltyReference: reference,
  beneficiary: code,
  amount,
  currency,
  reducedOn: day,
  ...fourEyes,
});
export const refundOffset = eventType(
  'accountPeriod',
  'RefundOffset',
  'A refund that was approved settled open debts of the same beneficiary instead of being paid out.',
  {
    account: id,
    holder: partyCode,
    claim: id,
    currency,
    /** As the claim was approved; absent: `refund`. */
    kind: optional(oneOf('refund', 'drawback', 'amendment')),
    /** What of the refund settles which debt. `interest`: this part is interest on the repayment. */
    pairs: list(record({ refundedTaxType: taxType, debt: debtAmount, interest: optional(boolean) }), { min: 1, max: 200 }),
    offsetOn: day,
    rule: code,
    released: optional(amount),
  },
);
export const debtContested = eventType(
  'accountPeriod',
  'DebtContested',
  'The holder disputes a debt: it is kept apart (B account) and no cash settles it unless named.',
  {
    account: id,
    holder: partyCode,
    debt: debtAmount,
    currency,
    contestedOn: day,
    ...fourEyes,
  },
);
export const debtContestEnded = eventType('accountPeriod', 'DebtContestEnded', 'A dispute ended and the debt stands as any other.', {
  account: id,
  holder: partyCode,
  debt: debtAmount,
  currency,
  endedOn: day,
  ...fourEyes,
});
export const debtContestLapsed = eventType(
  'accountPeriod',
  'DebtContestLapsed',
  'What was in dispute of a debt is no longer owed: the reduction that follows takes more than was undisputed.',
  {
    account: id,
    holder: partyCode,
    debt: debtAmount,
    currency,
    lapsedOn: day,
  },
);
export const debtRemitted = eventType(
  'accountPeriod',
  'DebtRemitted',
  'The law waived a debt that was not paid (remission, UCC Art. 116 to 120).',
  {
    account: id,
    holder: partyCode,
    debt: debtAmount,
    currency,
    ground: code,
    remittedOn: day,
    released: optional(amount),
    ...fourEyes,
  },
);
export const debtWrittenOff = eventType(
  'accountPeriod',
  'DebtWrittenOff',
  'A debt was judged uncollectible; the claim is kept in memory.',
  {
    account: id,
    holder: partyCode,
    debt: debtAmount,
    currency,
    writtenOffOn: day,
    released: optional(amount),
    ...fourEyes,
  },
);
export const debtRecovered = eventType(
  'accountPeriod',
  'DebtRecovered',
  'Money came for a debt that was written off: so much of it is owed again as of its own due day, and paid by the allocation that follows.',
  {
    account: id,
    holder: partyCode,
    debt: debtAmount,
    currency,
    dueOn: day,
    /** The receipt that pays it. */
    receipt: id,
    recoveredOn: day,
  },
);

/** What is tolerated is 2900 (a small difference) or 5030 (what a bank kept) in the journal. */
const toleratedAs = oneOf('smallDifference', 'bankCharge');
export const shortPaymentTolerated = eventType(
  'accountPeriod',
  'ShortPaymentTolerated',
  'A payment was short by no more than its authority tolerates: the rest of the statement or return that it names is not asked for any more.',
  {
    account: id,
    holder: partyCode,
    /** The payment that was short. */
    receipt: id,
    currency,
    /** The rest, debt by debt, each with its due day. */
    rests: list(record({ debt: debtAmount, dueOn: day }), { min: 1, max: 200 }),
    total: amount,
    /** By which version of which rule, and how much it allowed. */
    rule: code,
    version: integer(2),
    allowed: amount,
    books: toleratedAs,
    toleratedOn: day,
    released: optional(amount),
  },
);
export const toleratedRestReopened = eventType(
  'accountPeriod',
  'ToleratedRestReopened',
  'What was tolerated is owed again as of its own due day: a payment of the same debt was taken back, or a later version takes the debt off.',
  {
    account: id,
    holder: partyCode,
    /** The payment that was taken back, where that is the reason. */
    receipt: optional(id),
    reason: oneOf('paymentReversed', 'debtReduced'),
    currency,
    rests: list(record({ debt: debtAmount, dueOn: day, secured: optional(amount) }), { min: 1, max: 200 }),
    total: amount,
    /** As it was tolerated. */
    books: toleratedAs,
    reopenedOn: day,
    /** What the guarantee holds again, and whether that exceeds the share. */
    reserved: optional(amount),
    overLimit: optional(amount),
  },
);

export const debtEvents = [
  chargeAdjusted,
  interestCharged,
  penaltyImposed,
  penaltyReduced,
  refundOffset,
  debtContested,
  debtContestEnded,
  debtContestLapsed,
  debtRemitted,
  debtWrittenOff,
  debtRecovered,
  shortPaymentTolerated,
  toleratedRestReopened,
] as const;
