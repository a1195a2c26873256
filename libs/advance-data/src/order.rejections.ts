import { reject } from '#event-store';

/** Every "no" an order's stream can give. The codes are part of the public contract (docs/errors.md). */
export type OrderRejectionCode =
  | 'ORDER_TOO_LARGE'
  | 'ORDER_VALUE_TOO_LARGE'
  | 'ORDER_EMPTY'
  | 'ORDER_LINES_OUT_OF_ORDER'
  | 'ORDER_ALREADY_RECORDED'
  | 'ORDER_REFERENCE_CLASH'
  | 'ORDER_UNKNOWN'
  | 'ORDER_IS_A_CREDIT'
  | 'ORDER_LINE_UNKNOWN'
  | 'ORDER_UNITS_EXCEEDED'
  | 'PAYMENT_ALREADY_CONFIRMED'
  | 'CREDIT_ALREADY_APPLIED'
  | 'SUPPLY_ALREADY_DECIDED'
  | 'SUPPLY_UNDECIDED'
  | 'SUPPLY_NOT_QUOTABLE'
  | 'SUPPLY_NOT_COLLECTED'
  | 'SUPPLY_RATE_UNKNOWN'
  | 'SUPPLY_REFUND_NOT_POSITIVE'
  | 'SUPPLY_REFUND_EXCEEDS_LEFT'
  | 'SUPPLY_REFUND_ALREADY_RESERVED'
  | 'SUPPLY_REFUND_NOT_RESERVED'
  | 'SUPPLY_REFUND_RELEASED'
  | 'SUPPLY_REFUND_SETTLED'
  | 'SUPPLY_REFUND_OTHER_CHANNEL';

export type Refused = ReturnType<typeof reject>;

const no = (
  code: OrderRejectionCode,
  message: string,
  more: { readonly field?: string; readonly details?: Readonly<Record<string, string>> } = {},
): Refused => reject(code, message, more);

export const orderRejections = {
  tooManyLines: (count: number, max: number): Refused =>
    no('ORDER_TOO_LARGE', `an order has at most ${String(max)} lines; split it as it was dispatched`, {
      field: 'lines',
      details: { lines: String(count) },
    }),
  tooManyBytes: (bytes: number, max: number): Refused =>
    no('ORDER_TOO_LARGE', `an order has at most ${String(max)} bytes of lines; shorten its descriptions or split it as it was dispatched`, {
      field: 'lines',
      details: { bytes: String(bytes) },
    }),
  valueTooLarge: (field: string): Refused =>
    no('ORDER_VALUE_TOO_LARGE', 'a value has at most 18 digits before and 12 after the point', { field }),
  empty: (): Refused => no('ORDER_EMPTY', 'an order has at least one line', { field: 'lines' }),
  linesOutOfOrder: (index: number): Refused =>
    no('ORDER_LINES_OUT_OF_ORDER', 'ordinals are 1, 2, 3 and so on', { field: `lines[${String(index)}].ordinal` }),
  alreadyRecorded: (field: string): Refused =>
    no('ORDER_ALREADY_RECORDED', 'another order was recorded under this number; a recorded order is never overwritten', { field }),
  referenceClash: (field: string): Refused => no('ORDER_REFERENCE_CLASH', 'the stream belongs to another order', { field }),
  unknown: (): Refused => no('ORDER_UNKNOWN', 'no order was recorded under this number', { field: 'orderNumber' }),
  isCredit: (): Refused => no('ORDER_IS_A_CREDIT', 'this number belongs to a credit note', { field: 'orderNumber' }),
  lineUnknown: (ordinal: number): Refused =>
    no('ORDER_LINE_UNKNOWN', 'the order has no goods line with this ordinal', {
      field: 'lines.ordinal',
      details: { ordinal: String(ordinal) },
    }),
  unitsExceeded: (ordinal: number, asked: number, left: number): Refused =>
    no('ORDER_UNITS_EXCEEDED', 'more units than are left of what was sold', {
      field: 'lines.quantity',
      details: { ordinal: String(ordinal), asked: String(asked), left: String(left) },
    }),
  paymentAlreadyConfirmed: (field: string): Refused =>
    no('PAYMENT_ALREADY_CONFIRMED', 'this payment was confirmed with other content', { field }),
  creditAlreadyApplied: (): Refused =>
    no('CREDIT_ALREADY_APPLIED', 'this credit has already had its effect on the order', { field: 'creditNumber' }),
  supplyAlreadyDecided: (): Refused =>
    no('SUPPLY_ALREADY_DECIDED', 'the goods were dispatched and the tax decided; units can only be returned', { field: 'lines' }),
  supplyUndecided: (): Refused =>
    no('SUPPLY_UNDECIDED', 'no payment was captured, so there is no supply to correct', { field: 'orderNumber' }),
  supplyNotCollected: (): Refused =>
    no('SUPPLY_NOT_COLLECTED', 'no scheme collected the tax of this supply: what was paid at import is claimed there', {
      field: 'orderNumber',
    }),
  rateUnknown: (index: number, rate: string): Refused =>
    no('SUPPLY_RATE_UNKNOWN', 'expected each rate of the supply at most once', { field: `rows[${String(index)}].rate`, details: { rate } }),
  refundNotPositive: (index: number): Refused =>
    no('SUPPLY_REFUND_NOT_POSITIVE', 'expected amounts of the currency, not below zero and not both zero', {
      field: `rows[${String(index)}]`,
    }),
  refundOfNothing: (): Refused => no('SUPPLY_REFUND_NOT_POSITIVE', 'nothing is left of the tax of these units', { field: 'lines' }),
  refundExceedsLeft: (field: string, details: Readonly<{ rate: string; asked: string; left: string }>): Refused =>
    no('SUPPLY_REFUND_EXCEEDS_LEFT', 'more than was attributed at this rate, less what corrections took back and others have reserved', {
      field,
      details,
    }),
  refundDiffers: (field: string): Refused => no('SUPPLY_REFUND_ALREADY_RESERVED', 'this claim has reserved something else', { field }),
  refundNotReserved: (): Refused => no('SUPPLY_REFUND_NOT_RESERVED', 'this claim has reserved nothing here', { field: 'claim' }),
  refundReleased: (): Refused => no('SUPPLY_REFUND_RELEASED', 'what this claim had reserved was released', { field: 'claim' }),
  refundSettled: (): Refused => no('SUPPLY_REFUND_SETTLED', 'a correction in a return has settled this claim', { field: 'claim' }),
  refundOtherChannel: (channel: string): Refused =>
    no('SUPPLY_REFUND_OTHER_CHANNEL', `this claim is settled by ${channel}, not by a correction`, { field: 'claim' }),
  notQuotable: (code: string, message: string): Refused => no('SUPPLY_NOT_QUOTABLE', message, { details: { rule: code } }),
} as const;
