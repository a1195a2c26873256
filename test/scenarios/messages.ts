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
  lines: [{ sku: 'BOX', description: 'Lunch box', quantity: 9, unitPrice: '11.00', hsCode: '39241000', origin: 'CN' }],
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

export const declaration = (change: Change = {}) => ({
  format: 'tidewaiter/declaration/1',
  authority: 'EU-FR',
  jurisdiction: 'FR',
  declarant: 'R-1',
  representativeStatus: '3',
  debtor: 'R-1',
  accountHolder: 'R-1',
  lrn: 'L-1',
  mrn: '26FR00000000000001',
  dataset: 'H7',
  carrier: 'C-1',
  consignmentNumber: 'LX000000001CN',
  seller: 'V-IE-1',
  buyerType: 'consumer',
  transactionType: 'B2C',
  dispatchCountry: 'CN',
  scheme: 'EU-IOSS',
  schemeNumber: 'IM3720000014',
  suppliedOn: '2026-03-02',
  statedValue: { amount: '99.00', currency: 'EUR' },
  currency: 'EUR',
  acceptedAt: '2026-03-10T10:00:00.000Z',
  items: [
    {
      seq: 1,
      hsCode: '392410',
      description: 'lunch boxes',
      goodsValue: '99.00',
      quantity: 9,
      additionalProcedures: ['C07', 'F48'],
      covers: [{ seller: 'V-IE-1', orderNumber: 'O-1', ordinal: 1, quantity: 9 }],
    },
  ],
  ...change,
});

/** The account on which `declaration` is charged. */
export const deferment = {
  authority: 'EU-FR',
  holder: 'R-1',
  kind: 'deferment',
  currency: 'EUR',
  cycle: 'EU-SIXTEENTH',
  openedOn: '2026-03-01',
};

/** One parcel for each way to collect: at checkout under IOSS, at checkout under the UK rules, at the border. */
export const parcels = {
  ioss: {
    order: order(),
    payment: payment(),
    consignment: consignment(),
    declaration: declaration(),
  },
  uk: {
    order: order({
      orderNumber: 'O-2',
      destination: 'GB',
      currency: 'GBP',
      schemeNumber: 'GB999999973',
      lines: [{ sku: 'BOX', quantity: 10, unitPrice: '10.00', hsCode: '39241000', origin: 'CN' }],
    }),
    payment: payment({ transactionId: 'T-2', orderNumber: 'O-2', amount: '120.00', currency: 'GBP' }),
    consignment: consignment({
      consignmentNumber: 'LX000000002CN',
      destination: 'GB',
      orders: [{ seller: 'V-IE-1', orderNumber: 'O-2' }],
      schemeNumber: 'GB999999973',
    }),
    declaration: declaration({
      authority: 'GB',
      jurisdiction: 'GB',
      lrn: 'L-2',
      mrn: '26GB00000000000002',
      consignmentNumber: 'LX000000002CN',
      scheme: 'UK-SUPPLY',
      schemeNumber: 'GB999999973',
      statedValue: { amount: '100.00', currency: 'GBP' },
      currency: 'GBP',
      items: [
        {
          seq: 1,
          hsCode: '392410',
          description: 'lunch boxes',
          goodsValue: '100.00',
          quantity: 10,
          additionalProcedures: ['C07', '1RV'],
          covers: [{ seller: 'V-IE-1', orderNumber: 'O-2', ordinal: 1, quantity: 10 }],
        },
      ],
    }),
  },
  border: {
    order: order({
      orderNumber: 'O-3',
      schemeNumber: undefined,
      lines: [{ sku: 'BOX', quantity: 200, unitPrice: '1.50', hsCode: '39241000', origin: 'CN' }],
    }),
    payment: payment({ transactionId: 'T-3', orderNumber: 'O-3', amount: '300.00' }),
    consignment: consignment({
      consignmentNumber: 'LX000000003CN',
      orders: [{ seller: 'V-IE-1', orderNumber: 'O-3' }],
      schemeNumber: undefined,
    }),
    declaration: declaration({
      lrn: 'L-3',
      mrn: '26FR00000000000003',
      dataset: 'H1',
      consignmentNumber: 'LX000000003CN',
      scheme: undefined,
      schemeNumber: undefined,
      suppliedOn: undefined,
      statedValue: undefined,
      items: [
        {
          seq: 1,
          hsCode: '39241000',
          description: 'lunch boxes',
          origin: 'CN',
          goodsValue: '300.00',
          quantity: 200,
          additionalProcedures: [],
          covers: [{ seller: 'V-IE-1', orderNumber: 'O-3', ordinal: 1, quantity: 200 }],
        },
      ],
    }),
  },
};
