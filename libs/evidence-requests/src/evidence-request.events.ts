import {
  amount,
  book,
  currency,
  day,
  decimal,
  eventType,
  id,
  instant,
  integer,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  remark,
  sha256,
  text,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** What is asked for. `proofOfPayment`: what a payment service provider, marketplace or carrier took from the buyer for an order. */
export const evidenceKinds = [
  'proofOfPayment',
  'commercialInvoice',
  'transportDocument',
  'productInformation',
  'proofOfOrigin',
  'proofOfDelivery',
  'schemeRecords',
  'other',
] as const;
export const evidenceKind = oneOf(...evidenceKinds);
/** Why nothing is supplied. */
export const declineReasons = ['notHeld', 'heldByOther', 'retentionEnded', 'legalBar'] as const;
export const declineReason = oneOf(...declineReasons);
/** A transaction of a payment service provider, by its own number. */
export const transaction = record({ psp: partyCode, transactionId: reference });

/** Which request, of what kind and about what: the same in each of its events. */
const about = { request: id, kind: evidenceKind, subject: reference };

export const evidenceRequested = eventType(
  'evidenceRequest',
  'EvidenceRequested',
  'An authority asked a party for a document that the party holds (draft WCO Recommendation, principle II.i).',
  {
    ...about,
    authority: book,
    requestReference: reference,
    /** Who is asked: payment service provider, marketplace, carrier, seller. */
    party: partyCode,
    transaction: optional(transaction),
    reason: optional(remark),
    requestedBy: partyCode,
    requestedOn: day,
    dueOn: day,
    /** Full calendar years for which the document is kept after the year in which it came. */
    retentionYears: integer(1),
  },
);
export const evidenceProvided = eventType(
  'evidenceRequest',
  'EvidenceProvided',
  'The party that was asked supplied a document: its hash here, its content beside the log.',
  {
    ...about,
    document: sha256,
    mediaType: text,
    bytes: integer(1),
    providedBy: partyCode,
    providedOn: day,
    /** Last day on which the document has to be kept. */
    retainUntil: day,
  },
);
export const transactionPaymentProven = eventType(
  'evidenceRequest',
  'TransactionPaymentProven',
  'What was captured of a buyer for an order, as the one says who captured it, with a document that shows it.',
  {
    ...about,
    transaction,
    amount,
    currency,
    capturedAt: instant,
    /**
     * What the provider made of it in the currency of the order, at its own rate: one unit of the currency captured is so many of the
     * other.
     */
    exchange: optional(record({ amount, currency, rate: decimal })),
    document: sha256,
    provenBy: partyCode,
    provenOn: day,
  },
);
export const evidenceDeclined = eventType(
  'evidenceRequest',
  'EvidenceDeclined',
  'The party that was asked supplies nothing, and says why.',
  { ...about, reason: declineReason, remark: optional(remark), declinedBy: partyCode, declinedOn: day },
);
export const evidenceRequestWithdrawn = eventType('evidenceRequest', 'EvidenceRequestWithdrawn', 'The authority does not ask any more.', {
  ...about,
  reason: remark,
  withdrawnBy: partyCode,
  withdrawnOn: day,
});

export const evidenceRequestEvents = [
  evidenceRequested,
  evidenceProvided,
  transactionPaymentProven,
  evidenceDeclined,
  evidenceRequestWithdrawn,
] as const;
export type EvidenceRequestEvent = EventOf<(typeof evidenceRequestEvents)[number]>;
