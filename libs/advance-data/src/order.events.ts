import {
  amount,
  code,
  country,
  count,
  currency,
  day,
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
  text,
  type EventOf,
} from '#event-catalogue';
import { buyerType, deliveryTerms, lineClass, regime, transactionType } from './liability.shapes';

// Stored names and fields are for ever: a change is a new version with an upcaster.

const orderLine = record({
  /** Position in the order, from 1: with the order number the line's identity, never its content. */
  ordinal: integer(1),
  sku: reference,
  description: optional(text),
  /** Units; negative on a credit. */
  quantity: integer(-1_000_000_000),
  /** Exact price of one unit without VAT, in the order's currency. */
  unitPrice: decimal,
  class: lineClass,
  /** Commodity code as classified by the seller or the mapping. Absent: unclassified. */
  hsCode: optional(hsCode),
  origin: optional(country),
  merchantProductIdentifier: optional(reference),
  manufacturerProductIdentifier: optional(reference),
  /** Kilograms of all units of the line, as packed. */
  grossMass: optional(decimal),
  /** Serial number of the article, where the line is one unit of it. */
  serial: optional(reference),
  /** Line (1-based, physical) of the chunk's source file. */
  sourceLine: optional(integer(1)),
});
const lineQuantity = record({ ordinal: integer(1), quantity: integer(1) });

export const orderRecorded = eventType('order', 'OrderRecorded', 'A seller announced an order; its lines follow in the same append.', {
  seller: partyCode,
  orderNumber: reference,
  platform: optional(partyCode),
  /** HMAC-SHA256 of issuer and buyer id under the installation key; never the id itself. */
  buyer: optional(sha256),
  buyerType,
  transactionType,
  deliveryTerms,
  /** Where the goods are when sold. */
  dispatchCountry: country,
  /** Absent: unknown. */
  destination: optional(country),
  orderedAt: instant,
  currency,
  schemeNumber: optional(reference),
  /** Who holds the scheme number, where it is not the seller. */
  schemeHolder: optional(partyCode),
  /** Exact value components in the order's currency; goods is the sum of the goods lines. */
  goods: decimal,
  freight: decimal,
  insurance: decimal,
  discount: decimal,
  intangibles: decimal,
  lineCount: count,
  importRun: optional(id),
});
export const orderLinesRecorded = eventType('order', 'OrderLinesRecorded', 'A chunk of an order’s or a credit’s lines.', {
  /** SHA-256 of the source file that the chunk's lines were read from. */
  sourceFile: optional(sha256),
  lines: list(orderLine, { min: 1, max: 200 }),
});
export const orderPaymentConfirmed = eventType(
  'order',
  'OrderPaymentConfirmed',
  'A captured checkout payment names this order; the chargeable moment of a scheme supply (VAT Directive Art. 66a, 369n).',
  {
    /** Whose order and which: a payment may be known before its order, and then this is the stream's first event. */
    seller: partyCode,
    orderNumber: reference,
    payment: id,
    psp: partyCode,
    transactionId: reference,
    acceptedAt: instant,
    amount,
    currency,
  },
);
export const orderCancelled = eventType('order', 'OrderCancelled', 'Units were cancelled before dispatch.', {
  creditNumber: optional(reference),
  cancelledAt: instant,
  lines: list(lineQuantity, { min: 1, max: 2000 }),
  whole: oneOf('yes', 'no'),
  /** Rule that linked the credit to the sale. */
  ruleId: code,
});
export const creditRecorded = eventType(
  'order',
  'CreditRecorded',
  'A seller announced a credit note; a fact of its own, linked to sales by a rule.',
  {
    seller: partyCode,
    creditNumber: reference,
    buyer: optional(sha256),
    destination: optional(country),
    creditedAt: instant,
    currency,
    lineCount: count,
    importRun: optional(id),
  },
);
const supplyRow = record({
  /** Percent, e.g. "20". */
  rate: decimal,
  rateCategory: code,
  /** In the supply's currency, minor units. */
  taxable: amount,
  vat: amount,
  rateRow: reference,
  /** Order lines taxed at this rate; absent where one row covers all. */
  ordinals: optional(list(integer(1), { min: 1, max: 2000 })),
});
const thresholdTest = record({
  value: decimal,
  limit: amount,
  currency,
  /** Units of the test currency's counterpart per euro, with the day it was published; absent where no conversion was needed. */
  exchangeRow: optional(record({ day, quote: currency, rate: decimal, sourceDate: day })),
});
export const supplyAttributed = eventType(
  'order',
  'SupplyAttributed',
  'The supply belongs to a scheme, a period and a country of consumption, with its VAT.',
  {
    scheme: oneOf('EU-IOSS', 'UK-SUPPLY'),
    schemeNumber: reference,
    holder: partyCode,
    period: code,
    reason: code,
    suppliedAt: instant,
    consumptionCountry: country,
    currency,
    rows: list(supplyRow, { min: 1, max: 20 }),
    thresholdTest,
    ruleSet: record({ id: reference, hash: sha256 }),
  },
);
export const supplyExcluded = eventType(
  'order',
  'SupplyExcluded',
  'The supply is collected by no scheme: at the border, or outside every rule set.',
  {
    regime,
    reason: code,
    suppliedAt: instant,
    thresholdTest: optional(thresholdTest),
  },
);
export const supplyAdjusted = eventType(
  'order',
  'SupplyAdjusted',
  'A credit changed the tax of a supply: a signed correction in a later return (VAT Directive Art. 369t).',
  {
    creditNumber: reference,
    scheme: oneOf('EU-IOSS', 'UK-SUPPLY'),
    schemeNumber: reference,
    /** Period of the supply, and the period whose return carries the change. */
    originalPeriod: code,
    period: code,
    adjustedAt: instant,
    consumptionCountry: country,
    currency,
    /** Empty where only the price came down. */
    lines: list(lineQuantity, { max: 2000 }),
    /** Signed changes in the supply's currency. */
    rows: list(record({ rate: decimal, rateCategory: code, taxable: amount, vat: amount }), { min: 1, max: 20 }),
    ruleId: code,
    /** The claim whose reservation the correction settles. */
    claim: optional(id),
  },
);

export const supplyRefundReserved = eventType(
  'order',
  'SupplyRefundReserved',
  'A claim or a correction took its part of the tax of this supply that can still be given back; nobody else can take it.',
  {
    claim: id,
    channel: oneOf('claim', 'offset', 'correction'),
    /** Not signed: what is taken of the supply. */
    rows: list(record({ rate: decimal, rateCategory: optional(code), taxable: amount, vat: amount }), { min: 1, max: 20 }),
    currency,
    lines: list(lineQuantity, { max: 2000 }),
  },
);
export const supplyRefundReservationReleased = eventType(
  'order',
  'SupplyRefundReservationReleased',
  'A claim was rejected or withdrawn: what it had taken can be claimed again.',
  {
    claim: id,
    reason: code,
  },
);

export const orderEvents = [
  orderRecorded,
  orderLinesRecorded,
  orderPaymentConfirmed,
  orderCancelled,
  creditRecorded,
  supplyAttributed,
  supplyExcluded,
  supplyAdjusted,
  supplyRefundReserved,
  supplyRefundReservationReleased,
] as const;
export type OrderEvent = EventOf<(typeof orderEvents)[number]>;
type DataOf<Name extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Name }>['data'];
export type OrderRecordedData = DataOf<'OrderRecorded'>;
export type CreditRecordedData = DataOf<'CreditRecorded'>;
export type OrderPaymentConfirmedData = DataOf<'OrderPaymentConfirmed'>;
export type SupplyAttributedData = DataOf<'SupplyAttributed'>;
export type SupplyExcludedData = DataOf<'SupplyExcluded'>;
export type SupplyAdjustedData = DataOf<'SupplyAdjusted'>;
export type SupplyRefundReservedData = DataOf<'SupplyRefundReserved'>;
/** A line as stored. */
export type OrderLine = DataOf<'OrderLinesRecorded'>['lines'][number];
/** Units of one line, by its ordinal. */
export type LineQuantity = DataOf<'OrderCancelled'>['lines'][number];
export type LineClass = OrderLine['class'];
export type Regime = SupplyExcludedData['regime'];
