import {
  amount,
  code,
  country,
  currency,
  decimal,
  eventType,
  hsCode,
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
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const orderReference = record({ seller: partyCode, orderNumber: reference });

export const consignmentAdvised = eventType(
  'consignment',
  'ConsignmentAdvised',
  'A carrier announced a parcel on a manifest before arrival.',
  {
    carrier: partyCode,
    consignmentNumber: reference,
    /** Orders the parcel carries, where the carrier knows them. */
    orders: list(orderReference, { max: 50 }),
    manifestId: optional(reference),
    masterDocument: optional(reference),
    mode: oneOf('post', 'air', 'road', 'rail', 'sea'),
    dispatchCountry: country,
    destination: optional(country),
    dispatchedAt: instant,
    packages: integer(1),
    /** Kilograms. */
    grossMass: optional(decimal),
    /** Units of goods inside, as the carrier counts them. */
    pieces: optional(integer(1)),
    /** When the announcement reached the authority. */
    receivedAt: optional(instant),
    schemeNumber: optional(reference),
    /**
     * To whom it goes, as an order names its buyer: HMAC-SHA256 of the issuer and its id of the buyer under the installation key; never the
     * id itself.
     */
    recipient: optional(sha256),
    importRun: optional(id),
    source: optional(source),
  },
);
export const consignmentArrived = eventType('consignment', 'ConsignmentArrived', 'The parcel reached the territory of destination.', {
  arrivedAt: instant,
  source: optional(source),
});
export const consignmentDelivered = eventType('consignment', 'ConsignmentDelivered', 'The parcel reached its recipient.', {
  deliveredAt: instant,
  source: optional(source),
});

export const consignmentUndeliverable = eventType(
  'consignment',
  'ConsignmentUndeliverable',
  'The parcel could not be delivered or was refused; it goes back or is destroyed.',
  {
    attemptedAt: instant,
    reason: code,
    source: optional(source),
  },
);
export const taxCollectedFromRecipient = eventType(
  'consignment',
  'TaxCollectedFromRecipient',
  'The carrier collected tax from the recipient: only what is collected is due under special arrangements (VAT Directive Art. 369y to 369zb).',
  {
    carrier: partyCode,
    consignmentNumber: reference,
    collectedAt: instant,
    /** Country where it is due. */
    consumptionCountry: country,
    currency,
    lines: list(record({ taxType, rate: decimal, taxable: amount, amount }), { min: 1, max: 20 }),
    total: amount,
    /** The carrier’s authorisation for special arrangements. */
    schemeNumber: optional(reference),
    /** Import declaration of the parcel. */
    mrn: optional(reference),
    source: optional(source),
  },
);
export const returnConsignmentAdvised = eventType(
  'consignment',
  'ReturnConsignmentAdvised',
  'A parcel going back was announced, with what it says about the parcel that it answers.',
  {
    carrier: partyCode,
    consignmentNumber: reference,
    /** What the sender of the return states; each may be absent or wrong. */
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
        hsCode: optional(hsCode),
        quantity: integer(1),
        grossMass: optional(decimal),
      }),
      { max: 400 },
    ),
    dispatchCountry: country,
    destination: country,
    dispatchedAt: instant,
    exportMrn: optional(reference),
    importRun: optional(id),
    source: optional(source),
  },
);

export const consignmentEvents = [
  consignmentAdvised,
  consignmentArrived,
  consignmentDelivered,
  consignmentUndeliverable,
  taxCollectedFromRecipient,
  returnConsignmentAdvised,
] as const;
export type ConsignmentEvent = EventOf<(typeof consignmentEvents)[number]>;
type DataOf<Name extends ConsignmentEvent['type']> = Extract<ConsignmentEvent, { readonly type: Name }>['data'];
export type ConsignmentAdvisedData = DataOf<'ConsignmentAdvised'>;
export type ConsignmentArrivedData = DataOf<'ConsignmentArrived'>;
export type ConsignmentDeliveredData = DataOf<'ConsignmentDelivered'>;
export type ConsignmentUndeliverableData = DataOf<'ConsignmentUndeliverable'>;
export type TaxCollectedFromRecipientData = DataOf<'TaxCollectedFromRecipient'>;
export type ReturnConsignmentAdvisedData = DataOf<'ReturnConsignmentAdvised'>;
