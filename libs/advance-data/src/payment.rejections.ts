import { reject } from '#event-store';

/** Every business "no" of a payment's stream. */
export type PaymentRejectionCode =
  | 'PAYMENT_ALREADY_RECORDED'
  | 'PAYMENT_UNKNOWN'
  | 'PAYMENT_NOT_POSITIVE'
  | 'PAYMENT_CURRENCY_DIFFERS'
  | 'REFUND_ALREADY_RECORDED'
  | 'REFUND_EXCEEDS_CAPTURED'
  | 'CHARGEBACK_ALREADY_RECORDED'
  | 'CHARGEBACK_EXCEEDS_CAPTURED';
type Refused = ReturnType<typeof reject>;

const no = (code: PaymentRejectionCode, message: string, field: string): Refused => reject(code, message, { field });

export const paymentRejections = {
  alreadyRecorded: (field: string): Refused => no('PAYMENT_ALREADY_RECORDED', 'another payment was recorded under this transaction', field),
  unknown: (): Refused => no('PAYMENT_UNKNOWN', 'no payment was captured under this transaction', 'transactionId'),
  notPositive: (): Refused => no('PAYMENT_NOT_POSITIVE', 'an amount above zero', 'amount'),
  currencyDiffers: (): Refused => no('PAYMENT_CURRENCY_DIFFERS', 'a refund or chargeback is in the currency of its payment', 'currency'),
  refundAlreadyRecorded: (field: string): Refused =>
    no('REFUND_ALREADY_RECORDED', 'another refund was recorded under this reference', field),
  refundExceedsCaptured: (): Refused =>
    no('REFUND_EXCEEDS_CAPTURED', 'all refunds together, with what was charged back, are at most the captured amount', 'amount'),
  chargebackAlreadyRecorded: (field: string): Refused =>
    no('CHARGEBACK_ALREADY_RECORDED', 'another chargeback was recorded under this reference', field),
  chargebackExceedsCaptured: (): Refused =>
    no('CHARGEBACK_EXCEEDS_CAPTURED', 'all chargebacks together are at most the captured amount', 'amount'),
} as const;
