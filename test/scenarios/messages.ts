/** Canonical messages that the scenarios share; what a test is about is given as a change. */
type Change = Readonly<Record<string, unknown>>;

export const payment = (change: Change = {}) => ({
  psp: 'P-1',
  transactionId: 'T-1',
  seller: 'V-IE-1',
  orderNumber: 'O-1',
  acceptedAt: '2026-03-02T10:00:00.000Z',
  amount: '118.80',
  currency: 'EUR',
  ...change,
});

export const order = (change: Change = {}) => ({
  seller: 'V-IE-1',
  orderNumber: 'O-1',
  buyerId: 'buyer-7',
  buyerType: 'consumer',
  transactionType: 'B2C',
  deliveryTerms: 'DDP',
  dispatchCountry: 'CN',
  destination: 'FR',
  orderedAt: '2026-03-01T10:00:00.000Z',
  currency: 'EUR',
  schemeNumber: 'IM3720000014',
  lines: [{ sku: 'MUG', description: 'White mug', quantity: 9, unitPrice: '11.00', hsCode: '69120023', origin: 'CN' }],
  ...change,
});

export const consignment = (change: Change = {}) => ({
  carrier: 'C-1',
  consignmentNumber: 'LX000000001CN',
  orders: [{ seller: 'V-IE-1', orderNumber: 'O-1' }],
  mode: 'post',
  dispatchCountry: 'CN',
  destination: 'FR',
  dispatchedAt: '2026-03-03T10:00:00.000Z',
  packages: 1,
  schemeNumber: 'IM3720000014',
  ...change,
});
