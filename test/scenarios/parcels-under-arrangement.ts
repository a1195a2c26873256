/** Parcels that a post collects tax for from their recipients, under special arrangements (VAT Directive Art. 369y to 369zb). */
export const schemeNumber = 'SAFR2021000001';

export const parcel = (n: number) => ({ carrier: 'POST-1', consignmentNumber: `LX00000000${String(n)}CN` });
export const advised = (n: number) => ({
  ...parcel(n),
  orders: [],
  mode: 'post',
  dispatchCountry: 'CN',
  destination: 'FR',
  dispatchedAt: '2026-07-01T08:00:00.000Z',
  arrivedAt: '2026-07-08T08:00:00.000Z',
  packages: 1,
  schemeNumber,
});
export const declared = (n: number) => ({
  format: 'tidewaiter/declaration/1',
  authority: 'EU-FR',
  jurisdiction: 'FR',
  declarant: 'POST-1',
  lrn: `L-${String(n)}`,
  mrn: `26FR0000000000010${String(n)}`,
  dataset: 'H7',
  debtor: 'POST-1',
  accountHolder: 'POST-1',
  ...parcel(n),
  buyerType: 'consumer',
  transactionType: 'B2C',
  dispatchCountry: 'CN',
  scheme: 'EU-SA',
  schemeNumber,
  currency: 'EUR',
  acceptedAt: '2026-07-09T09:30:00.000Z',
  items: [
    {
      seq: 1,
      hsCode: '610910',
      description: 'T-shirt',
      goodsValue: '40.00',
      quantity: 1,
      additionalProcedures: ['C07', 'F49'],
      covers: [],
    },
  ],
  totals: { itemCount: 1, goodsValue: '40.00' },
});
export const collected = (n: number) => ({
  ...parcel(n),
  collectedAt: '2026-07-11T10:00:00.000Z',
  consumptionCountry: 'FR',
  currency: 'EUR',
  lines: [{ taxType: 'B00', rate: '20', taxable: '43.00', amount: '8.60' }],
  mrn: `26FR0000000000010${String(n)}`,
});
