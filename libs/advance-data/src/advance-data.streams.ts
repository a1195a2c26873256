import { deriveId, streamName } from '#event-catalogue';

/** Orders are numbered by their seller; a credit note is an order stream of its own under its own number. */
export const orderId = (seller: string, orderNumber: string): string =>
  deriveId({ category: 'order', book: '-', issuer: seller, reference: orderNumber });
export const orderStream = (seller: string, orderNumber: string): string => streamName('order', orderId(seller, orderNumber));
/** Checkout payments are numbered by the payment service provider. */
export const paymentId = (psp: string, transactionId: string): string =>
  deriveId({ category: 'payment', book: '-', issuer: psp, reference: transactionId });
export const paymentStream = (psp: string, transactionId: string): string => streamName('payment', paymentId(psp, transactionId));
/** Consignments are numbered by their carrier (S10 item identifier, house waybill). */
export const consignmentId = (carrier: string, consignmentNumber: string): string =>
  deriveId({ category: 'consignment', book: '-', issuer: carrier, reference: consignmentNumber });
export const consignmentStream = (carrier: string, consignmentNumber: string): string =>
  streamName('consignment', consignmentId(carrier, consignmentNumber));
/** Runs are numbered by the installation: a run's reference is the digest of what it reads and how, so the same input is the same run. */
export const importRunId = (digest: string): string =>
  deriveId({ category: 'importRun', book: '-', issuer: 'TIDEWAITER', reference: digest });
export const importRunStream = (digest: string): string => streamName('importRun', importRunId(digest));
/** The one stream that holds the demo's settings. */
export const demoRunStream = (): string => importRunStream('demo');
