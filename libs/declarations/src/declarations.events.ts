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
  source,
  taxType,
  type EventOf,
} from '#event-catalogue';
import { assessedTotal, chargedIn, declaredHeader, declaredItem, evidence } from './declaration-shapes';
import { assessmentLinesRecorded, assessmentRefused, authorityTaxRecorded, dutyAssessed } from './assessment.events';
import { exitConfirmed, exportDeclared } from './export.events';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const declarationLodged = eventType(
  'declaration',
  'DeclarationLodged',
  'A declaration was accepted by the authority; its items follow in the same append.',
  {
    ...declaredHeader,
    version: integer(1),
    freight: decimal,
    insurance: decimal,
    discount: decimal,
    /** Legal day of `acceptedAt` in the authority's zone. */
    acceptedOn: day,
    /** Where the data came from: `order` means re-used from advance data. */
    prefilledFrom: optional(oneOf('order', 'none')),
    source: optional(source),
    itemCount: count,
  },
);
export const declarationItemsRecorded = eventType('declaration', 'DeclarationItemsRecorded', 'A chunk of a declaration’s items.', {
  items: list(declaredItem, { min: 1, max: 100 }),
});

export const declarationAmended = eventType(
  'declaration',
  'DeclarationAmended',
  'A later version of the declaration was accepted (UCC Art. 173); the whole of its items follows in the same append.',
  {
    ...declaredHeader,
    version: integer(2),
    freight: decimal,
    insurance: decimal,
    discount: decimal,
    /** Legal day of acceptance of the first version: rates and rules stay those of that day. */
    acceptedOn: day,
    amendedAt: instant,
    amendedOn: day,
    reason: code,
    requestedBy: partyCode,
    source: optional(source),
    itemCount: count,
  },
);
export const releaseGranted = eventType('declaration', 'ReleaseGranted', 'Customs released the goods for free circulation.', {
  releasedAt: instant,
  releasedOn: day,
  charged: optional(chargedIn),
  /**
   * Security for what is assessed provisionally and not charged until it is final (UCC Art. 166, 195(1)): its number, and who accepted it.
   */
  security: optional(record({ reference, amount, currency, acceptedBy: partyCode })),
});
export const releaseHeld = eventType(
  'declaration',
  'ReleaseHeld',
  'The goods stay under supervision: what is payable on them is neither secured nor paid (UCC Art. 195).',
  {
    heldAt: instant,
    heldOn: day,
    reason: code,
    account: optional(id),
    charge: optional(id),
    missing: optional(amount),
    currency: optional(currency),
  },
);
export const declarationInvalidated = eventType(
  'declaration',
  'DeclarationInvalidated',
  'The declaration was invalidated after acceptance: its debt is extinguished (UCC Art. 174; Delegated Regulation 2015/2446 Art. 148).',
  {
    declaration: id,
    authority: book,
    mrn: reference,
    accountHolder: partyCode,
    currency,
    /** Version that was assessed last, and what it came to: taken back whole. */
    version: count,
    totals: list(assessedTotal, { max: 40 }),
    relief: list(record({ kind: oneOf('forgone', 'returned_goods', 'conditional'), taxType, amount }), { max: 40 }),
    payable: amount,
    charged: optional(chargedIn),
    /** What is taken back was assessed provisionally. */
    provisional: optional(boolean),
    ground: code,
    /** Day of the application, which the window of the ground is about. */
    appliedOn: optional(day),
    invalidatedOn: day,
    requestedBy: partyCode,
    approvedBy: partyCode,
    evidence: list(evidence, { max: 20 }),
  },
);

/** Units and tax that a return or a refund takes, decided where the import is. */
const refundLine = record({ seq: integer(1), taxType, beneficiary: code, amount });
export const refundReserved = eventType(
  'declaration',
  'RefundReserved',
  'A claim, an offset or a correction took its part of what can still be given back of this import; nobody else can take it (UCC Art. 116).',
  {
    claim: id,
    channel: oneOf('claim', 'offset', 'correction'),
    lines: list(refundLine, { min: 1, max: 100 }),
    total: amount,
    currency,
    quantities: list(record({ seq: integer(1), quantity: integer(1) }), { max: 100 }),
  },
);
export const refundReservationReleased = eventType(
  'declaration',
  'RefundReservationReleased',
  'A claim was rejected or withdrawn: what it had taken can be claimed again.',
  {
    claim: id,
    reason: code,
  },
);
export const quantityReturned = eventType('declaration', 'QuantityReturned', 'Imported units went back; never more than were imported.', {
  returnCase: id,
  items: list(record({ seq: integer(1), quantity: integer(1) }), { min: 1, max: 100 }),
  returnedOn: day,
});

export const declarationEvents = [
  declarationLodged,
  declarationAmended,
  declarationItemsRecorded,
  dutyAssessed,
  assessmentLinesRecorded,
  assessmentRefused,
  authorityTaxRecorded,
  releaseGranted,
  releaseHeld,
  declarationInvalidated,
  exportDeclared,
  exitConfirmed,
  refundReserved,
  refundReservationReleased,
  quantityReturned,
] as const;
export type DeclarationLodgedData = EventOf<typeof declarationLodged>['data'];
export type DeclaredItem = EventOf<typeof declarationItemsRecorded>['data']['items'][number];
export type CoveredLine = DeclaredItem['covers'][number];
export type DeclarationAmendedData = EventOf<typeof declarationAmended>['data'];
export type ReleaseGrantedData = EventOf<typeof releaseGranted>['data'];
export type ReleaseHeldData = EventOf<typeof releaseHeld>['data'];
export type DeclarationInvalidatedData = EventOf<typeof declarationInvalidated>['data'];
export type RefundReservedData = EventOf<typeof refundReserved>['data'];
export type QuantityReturnedData = EventOf<typeof quantityReturned>['data'];
export type DeclarationEvent = EventOf<(typeof declarationEvents)[number]>;
