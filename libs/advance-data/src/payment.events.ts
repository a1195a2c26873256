import { amount, currency, eventType, id, instant, optional, partyCode, reference, sha256, source, type EventOf } from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const checkoutPaymentCaptured = eventType(
  'payment',
  'CheckoutPaymentCaptured',
  'A payment service provider accepted the buyer’s payment of an order.',
  {
    psp: partyCode,
    transactionId: reference,
    seller: partyCode,
    orderNumber: reference,
    acceptedAt: instant,
    amount,
    currency,
    /**
     * The buyer, as an order of the seller names one: HMAC-SHA256 of seller and buyer id under the installation key; never the id itself.
     */
    buyer: optional(sha256),
    importRun: optional(id),
    source: optional(source),
  },
);
export const checkoutPaymentRefunded = eventType(
  'payment',
  'CheckoutPaymentRefunded',
  'Part or all of a captured payment went back to the buyer.',
  {
    psp: partyCode,
    transactionId: reference,
    refundReference: reference,
    creditNumber: optional(reference),
    refundedAt: instant,
    amount,
    currency,
    importRun: optional(id),
    source: optional(source),
  },
);

export const checkoutPaymentChargedBack = eventType(
  'payment',
  'CheckoutPaymentChargedBack',
  'The buyer’s bank took a captured payment back.',
  {
    psp: partyCode,
    transactionId: reference,
    chargebackReference: reference,
    chargedBackAt: instant,
    amount,
    currency,
    reason: optional(reference),
    importRun: optional(id),
    source: optional(source),
  },
);

export const paymentEvents = [checkoutPaymentCaptured, checkoutPaymentRefunded, checkoutPaymentChargedBack] as const;
export type PaymentEvent = EventOf<(typeof paymentEvents)[number]>;
type DataOf<Name extends PaymentEvent['type']> = Extract<PaymentEvent, { readonly type: Name }>['data'];
export type CheckoutPaymentCapturedData = DataOf<'CheckoutPaymentCaptured'>;
export type CheckoutPaymentRefundedData = DataOf<'CheckoutPaymentRefunded'>;
export type CheckoutPaymentChargedBackData = DataOf<'CheckoutPaymentChargedBack'>;
