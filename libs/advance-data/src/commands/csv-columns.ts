import type { CsvColumns } from './csv-message';

/** Columns that say something of the whole order, the same in all its rows. */
export const orderHeaderColumns = {
  seller: 'text',
  orderNumber: 'text',
  platform: 'text',
  buyerId: 'text',
  buyerType: 'text',
  transactionType: 'text',
  deliveryTerms: 'text',
  dispatchCountry: 'text',
  destination: 'text',
  orderedAt: 'text',
  currency: 'text',
  schemeNumber: 'text',
  schemeHolder: 'text',
  freight: 'text',
  insurance: 'text',
  discount: 'text',
  intangibles: 'text',
} as const satisfies CsvColumns;

/** Columns of one order line. */
export const orderLineColumns = {
  sku: 'text',
  description: 'text',
  quantity: 'integer',
  unitPrice: 'text',
  class: 'text',
  hsCode: 'text',
  origin: 'text',
  merchantProductIdentifier: 'text',
  manufacturerProductIdentifier: 'text',
  grossMass: 'text',
  serial: 'text',
} as const satisfies CsvColumns;

export const paymentColumns = {
  psp: 'text',
  transactionId: 'text',
  seller: 'text',
  orderNumber: 'text',
  acceptedAt: 'text',
  refundReference: 'text',
  creditNumber: 'text',
  refundedAt: 'text',
  chargebackReference: 'text',
  chargedBackAt: 'text',
  reason: 'text',
  amount: 'text',
  currency: 'text',
} as const satisfies CsvColumns;

/**
 * `orderNumbers`: numbers of the seller's orders, separated by `|`. A collection has one line a row, and so has a return; `original...` is what it says
 * of the parcel that it answers.
 */
export const consignmentColumns = {
  carrier: 'text',
  consignmentNumber: 'text',
  seller: 'text',
  orderNumbers: 'text',
  manifestId: 'text',
  masterDocument: 'text',
  mode: 'text',
  dispatchCountry: 'text',
  destination: 'text',
  dispatchedAt: 'text',
  arrivedAt: 'text',
  deliveredAt: 'text',
  packages: 'integer',
  grossMass: 'text',
  pieces: 'integer',
  receivedAt: 'text',
  schemeNumber: 'text',
  attemptedAt: 'text',
  reason: 'text',
  collectedAt: 'text',
  consumptionCountry: 'text',
  currency: 'text',
  taxType: 'text',
  rate: 'text',
  taxable: 'text',
  amount: 'text',
  mrn: 'text',
  originalCarrier: 'text',
  originalConsignmentNumber: 'text',
  originalMrn: 'text',
  originalSeller: 'text',
  originalOrderNumber: 'text',
  ordinal: 'integer',
  sku: 'text',
  serial: 'text',
  hsCode: 'text',
  quantity: 'integer',
  exportMrn: 'text',
} as const satisfies CsvColumns;
