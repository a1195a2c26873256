import {
  amount,
  code,
  country,
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
  source,
  taxType,
  text,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** An imported item of the original declaration and units of it; with the order line that it was sold as, where that is known. */
const returnedUnits = record({
  declaration: optional(id),
  mrn: optional(reference),
  seq: optional(integer(1)),
  order: optional(record({ seller: partyCode, orderNumber: reference, ordinal: integer(1) })),
  quantity: integer(1),
  serial: optional(reference),
});

/** What whoever reports a return states, in the event and in the canonical message alike. */
export const reportedReturn = {
  /** Who reports it: a carrier, a seller, a consumer’s representative. */
  reporter: partyCode,
  returnReference: reference,
  reportedAt: instant,
  /**
   * `undelivered`: never reached the recipient. `withdrawn`: sent back after delivery. `defective`: UCC Art. 118. `reimported`: exported
   * goods that came back (UCC Art. 203).
   */
  ground: oneOf('undelivered', 'withdrawn', 'defective', 'reimported'),
  consignmentNumber: optional(reference),
  original: record({
    carrier: optional(partyCode),
    consignmentNumber: optional(reference),
    mrn: optional(reference),
    seller: optional(partyCode),
    orderNumber: optional(reference),
  }),
  lines: list(
    record({
      ordinal: optional(integer(1)),
      sku: optional(reference),
      serial: optional(reference),
      hsCode: optional(code),
      quantity: integer(1),
      grossMass: optional(decimal),
    }),
    { min: 1, max: 400 },
  ),
} as const;
export const returnReported = eventType(
  'returnCase',
  'ReturnReported',
  'Goods are going back: what the parcel or the seller says about them.',
  {
    returnCase: id,
    ...reportedReturn,
    source: optional(source),
  },
);
export const returnMatched = eventType('returnCase', 'ReturnMatched', 'The goods that go back were found among those that came.', {
  units: list(returnedUnits, { min: 1, max: 400 }),
  /** Which key of the chain found them, and by which version of the rule. */
  rule: code,
  ruleVersion: integer(1),
  matchedOn: day,
});
export const returnUnmatched = eventType(
  'returnCase',
  'ReturnUnmatched',
  'No import was found for the goods that go back, or several that fit equally.',
  {
    reason: oneOf('NO_CANDIDATE', 'AMBIGUOUS', 'QUANTITY_EXCEEDED'),
    candidates: list(record({ mrn: optional(reference), seq: optional(integer(1)), criterion: code, distance: text }), { max: 20 }),
    checkedOn: day,
  },
);

/** A tax of an item of a declaration, and what was paid of it. */
export const paidTax = { declaration: id, mrn: reference, seq: integer(1), taxType, beneficiary: code, paid: amount } as const;
const claimLine = record({
  ...paidTax,
  amount,
  /** Units of the item whose tax it is, where it goes by units. */
  quantity: optional(integer(1)),
});
export const collectionModel = oneOf('vendor', 'intermediary', 'consumer', 'traditional');
/** Who is to be paid. */
export const claimPayee = oneOf('importer', 'representative', 'vendor', 'intermediary', 'consumer', 'assignee');
export const claimBasis = oneOf(
  'overcharged',
  'defective',
  'error',
  'equity',
  'invalidated',
  'withdrawn',
  'undelivered',
  'drawback',
  'returned_goods',
  'amendment',
);
export const windowStart = oneOf('acceptance', 'notification', 'release', 'delivery');
export const refundClaimed = eventType(
  'refundClaim',
  'RefundClaimed',
  'Somebody asked for duty or tax to be given back (UCC Art. 116, 121).',
  {
    claim: id,
    claimReference: reference,
    authority: optional(code),
    claimant: partyCode,
    /** Who handles it for the claimant: never the one who approves it. */
    handler: partyCode,
    payee: claimPayee,
    payeeParty: partyCode,
    basis: claimBasis,
    returnCase: optional(id),
    /** What the window is counted from, the day itself, and the last day for the claim. */
    window: record({ from: windowStart, day, until: day }),
    lines: list(claimLine, { min: 1, max: 200 }),
    total: amount,
    currency,
    /** Percent of the tax that the law gives back: 100, for drawback 99. */
    sharePercent: optional(decimal),
    /** Documents that the case needs (EU Customs Data Model and national upload types). */
    required: list(record({ kind: code, until: day }), { max: 20 }),
    claimedOn: day,
    /** Country whose rules apply. */
    jurisdiction: optional(country),
    /** Who collected the tax from the buyer: it says to whom it goes back. */
    model: optional(collectionModel),
    source: optional(source),
  },
);
export const claimReserved = eventType(
  'refundClaim',
  'ClaimReserved',
  'The stream of the original holds what this claim asks of it, so that nobody else can take it: the claim may be approved.',
  {
    claim: id,
    /** Where the limit is decided: the import declaration, or the order for tax of a supply. */
    heldIn: oneOf('declaration', 'order'),
    original: id,
    total: amount,
    currency,
  },
);
export const claimReservationEnded = eventType(
  'refundClaim',
  'ClaimReservationEnded',
  'The original no longer holds the claim’s part: it was amended or invalidated for this claim, so that the amount is owed already, or the part was given up.',
  {
    claim: id,
    original: id,
    reason: oneOf('amended', 'invalidated', 'released'),
  },
);
export const evidenceAttached = eventType(
  'refundClaim',
  'EvidenceAttached',
  'A document was attached to a claim: its hash here, its content beside the log.',
  {
    kind: code,
    document: sha256,
    mediaType: text,
    bytes: integer(1),
    attachedBy: partyCode,
    attachedOn: day,
    /** The day was after the deadline of its kind. */
    late: optional(oneOf('yes')),
  },
);
export const evidenceDeadlineMissed = eventType('refundClaim', 'EvidenceDeadlineMissed', 'A required document did not come in time.', {
  kind: code,
  until: day,
  missedOn: day,
});
export const refundApproved = eventType(
  'refundClaim',
  'RefundApproved',
  'The claim was approved by somebody other than its handler; the money is owed to the payee.',
  {
    claim: id,
    claimReference: reference,
    authority: code,
    payeeParty: partyCode,
    lines: list(claimLine, { min: 1, max: 200 }),
    total: amount,
    currency,
    kind: oneOf('refund', 'drawback', 'amendment'),
    /** Interest on the repayment where the law grants it. */
    interest: optional(record({ amount, from: day, to: day, rule: code })),
    settlement: oneOf('payment', 'offset', 'laterReturn'),
    requestedBy: partyCode,
    approvedBy: partyCode,
    document: sha256,
    approvedOn: day,
    /** Required documents that came after their deadline and were admitted all the same. */
    lateAdmitted: optional(list(code, { min: 1, max: 20 })),
  },
);
export const refundRejected = eventType('refundClaim', 'RefundRejected', 'The claim was rejected, wholly.', {
  claim: id,
  reason: code,
  message: text,
  rejectedBy: partyCode,
  rejectedOn: day,
});
export const refundOffsetRequested = eventType(
  'refundClaim',
  'RefundOffsetRequested',
  'What was approved is to settle debts of the payee’s account instead of being paid out.',
  {
    claim: id,
    account: id,
    rule: code,
    requestedOn: day,
  },
);
export const refundRedenominated = eventType(
  'refundClaim',
  'RefundRedenominated',
  'What was approved in the former currency is owed in the euro, at the irrevocable rate: it is paid in that.',
  {
    claim: id,
    authority: code,
    /** As the claim was approved. */
    kind: oneOf('refund', 'drawback', 'amendment'),
    formerCurrency: currency,
    currency,
    /** Units of the former currency for one of the other. */
    rate: decimal,
    total: record({ former: amount, now: amount }),
    interest: optional(record({ former: amount, now: amount })),
    /** The total by tax type and beneficiary: they share it. */
    lines: list(record({ taxType, beneficiary: code, former: amount, now: amount }), { min: 1, max: 200 }),
    redenominatedOn: day,
  },
);
export const refundPaid = eventType(
  'refundClaim',
  'RefundPaid',
  'The payment of an approved claim was ordered; the bank’s entry clears it.',
  {
    claim: id,
    claimReference: reference,
    authority: code,
    payeeParty: partyCode,
    amount,
    currency,
    /** Of the amount: interest on the repayment. */
    interest: optional(amount),
    /** As the claim was approved; absent: `refund`. */
    kind: optional(oneOf('refund', 'drawback', 'amendment')),
    /** The rest of the amount by tax type and beneficiary. */
    lines: optional(list(record({ taxType, beneficiary: code, amount }), { min: 1, max: 200 })),
    /** EndToEndId of the credit transfer (ISO 20022 pain.001): one for each claim. */
    paymentReference: reference,
    paidOn: day,
    /** Gapless number of the refund. */
    number: integer(1),
  },
);

export const returnCaseEvents = [returnReported, returnMatched, returnUnmatched] as const;
export const refundClaimEvents = [
  refundClaimed,
  claimReserved,
  claimReservationEnded,
  evidenceAttached,
  evidenceDeadlineMissed,
  refundApproved,
  refundRejected,
  refundOffsetRequested,
  refundRedenominated,
  refundPaid,
] as const;
export type ReturnCaseEvent = EventOf<(typeof returnCaseEvents)[number]>;
export type RefundClaimEvent = EventOf<(typeof refundClaimEvents)[number]>;
