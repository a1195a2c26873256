import { consignmentStream, orderStream, paymentStream, type OrderEvent } from '#advance-data';
import { declarationId, declarationStream, type DeclarationEvent } from '#declarations';
import { type ParcelEvent, type ReceiptSideEvent, type SettlementEvent } from '#reconciliation';

/** What is told of a parcel, from the order to the assessment of its declaration. */

/** An event of a story, before it has a place in a log. */
export type StoryEvent = (ParcelEvent | SettlementEvent | ReceiptSideEvent) & { readonly stream: string; readonly at: string };

export type DataOf<Name extends StoryEvent['type']> = Extract<StoryEvent, { type: Name }>['data'];
type Line = Extract<OrderEvent, { type: 'OrderLinesRecorded' }>['data']['lines'][number];
type Item = Extract<DeclarationEvent, { type: 'DeclarationItemsRecorded' }>['data']['items'][number];

/** An event as a story tells it. */
export const eventOf = <Name extends StoryEvent['type']>(type: Name, stream: string, at: string, data: DataOf<Name>): StoryEvent =>
  ({ type, stream, at, data }) as StoryEvent;

export const seller = 'V-IE-1';
export const iossNumber = 'IM3720000015';
export const zeros = '0'.repeat(64);
export const noon = (day: string): string => `${day}T12:00:00.000Z`;
export const midnight = (day: string): string => `${day}T00:00:00.000Z`;
/** Two people, and the document that they decided by. */
export const fourEyes = { requestedBy: 'K-1', approvedBy: 'O-1', document: zeros } as const;

export const orderLine = (ordinal: number, quantity: number, unitPrice: string, more: Partial<Line> = {}): Line => ({
  ordinal,
  sku: `S${String(ordinal)}`,
  quantity,
  unitPrice,
  class: 'goods',
  hsCode: '61091000',
  ...more,
});

/** An order of 1 May 2026 to France with its lines; the head's goods and freight follow from the lines. */
export const order = (number: string, lines: readonly Line[], more: Partial<DataOf<'OrderRecorded'>> = {}): readonly StoryEvent[] => {
  const cents = (wanted: string): string =>
    String(
      lines.filter((l) => l.class === wanted).reduce((sum, l) => sum + Math.round(Number.parseFloat(l.unitPrice) * 100) * l.quantity, 0),
    );
  const text = (minor: string): string => `${minor.padStart(3, '0').slice(0, -2)}.${minor.padStart(3, '0').slice(-2)}`;
  const orderedAt = more.orderedAt ?? '2026-05-01T10:00:00.000Z';
  const stream = orderStream(seller, number);
  const head: DataOf<'OrderRecorded'> = {
    seller,
    orderNumber: number,
    buyerType: 'consumer',
    transactionType: 'B2C',
    deliveryTerms: 'DDP',
    dispatchCountry: 'CN',
    destination: 'FR',
    orderedAt,
    currency: 'EUR',
    schemeNumber: iossNumber,
    goods: text(cents('goods')),
    freight: text(cents('freight')),
    insurance: '0',
    discount: '0',
    intangibles: '0',
    lineCount: lines.length,
    ...more,
  };
  return [eventOf('OrderRecorded', stream, orderedAt, head), eventOf('OrderLinesRecorded', stream, orderedAt, { lines })];
};

export const payment = (
  number: string,
  amount: string,
  acceptedAt = '2026-05-01T10:00:00.000Z',
  transactionId = `T-${number}`,
): StoryEvent =>
  eventOf('CheckoutPaymentCaptured', paymentStream('P-1', transactionId), acceptedAt, {
    psp: 'P-1',
    transactionId,
    seller,
    orderNumber: number,
    acceptedAt,
    amount,
    currency: 'EUR',
  });

export const supply = (number: string, taxable: string, vat: string, more: Partial<DataOf<'SupplyAttributed'>> = {}): StoryEvent =>
  eventOf('SupplyAttributed', orderStream(seller, number), '2026-05-01T10:00:00.000Z', {
    scheme: 'EU-IOSS',
    schemeNumber: iossNumber,
    holder: seller,
    period: '2026-05',
    reason: 'within_threshold',
    suppliedAt: '2026-05-01T10:00:00.000Z',
    consumptionCountry: 'FR',
    currency: 'EUR',
    rows: [{ rate: '20', rateCategory: 'standard', taxable, vat, rateRow: 'FR/standard' }],
    thresholdTest: { value: taxable, limit: '150.00', currency: 'EUR' },
    ruleSet: { id: 'EU-IOSS', hash: zeros },
    ...more,
  });

export const excluded = (number: string, regime: 'STANDARD-IMPORT' | 'OUTSIDE', reason: string): StoryEvent =>
  eventOf('SupplyExcluded', orderStream(seller, number), '2026-05-01T10:00:00.000Z', {
    regime,
    reason,
    suppliedAt: '2026-05-01T10:00:00.000Z',
  });

export const cancelled = (number: string, lines: readonly { ordinal: number; quantity: number }[]): StoryEvent =>
  eventOf('OrderCancelled', orderStream(seller, number), '2026-05-01T18:00:00.000Z', {
    cancelledAt: '2026-05-01T18:00:00.000Z',
    lines: [...lines],
    whole: 'no',
    ruleId: 'credit-link',
  });

export const credit = (number: string, lines: readonly Line[]): readonly StoryEvent[] => [
  eventOf('CreditRecorded', orderStream(seller, number), '2026-05-20T10:00:00.000Z', {
    seller,
    creditNumber: number,
    creditedAt: '2026-05-20T10:00:00.000Z',
    currency: 'EUR',
    lineCount: lines.length,
  }),
  eventOf('OrderLinesRecorded', orderStream(seller, number), '2026-05-20T10:00:00.000Z', { lines }),
];

/** A parcel dispatched on 2 May, arrived on 9 May. */
export const advised = (number: string, orders: readonly string[]): StoryEvent =>
  eventOf('ConsignmentAdvised', consignmentStream('C-1', number), '2026-05-02T10:00:00.000Z', {
    carrier: 'C-1',
    consignmentNumber: number,
    orders: orders.map((orderNumber) => ({ seller, orderNumber })),
    mode: 'air',
    dispatchCountry: 'CN',
    dispatchedAt: '2026-05-02T10:00:00.000Z',
    packages: 1,
  });
export const arrived = (number: string): StoryEvent =>
  eventOf('ConsignmentArrived', consignmentStream('C-1', number), '2026-05-09T10:00:00.000Z', { arrivedAt: '2026-05-09T10:00:00.000Z' });

export const item = (
  seq: number,
  goodsValue: string,
  covers: readonly { order: string; ordinal: number; quantity: number }[],
  quantity = covers.reduce((sum, c) => sum + c.quantity, 0),
): Item => ({
  seq,
  hsCode: '610910',
  description: 'goods',
  goodsValue,
  quantity,
  additionalProcedures: [],
  covers: covers.map((c) => ({ seller, orderNumber: c.order, ordinal: c.ordinal, quantity: c.quantity })),
});

/** A declaration of a parcel, accepted on arrival. */
export const declared = (
  lrn: string,
  consignmentNumber: string,
  items: readonly Item[],
  more: Partial<DataOf<'DeclarationLodged'>> = {},
): readonly StoryEvent[] => {
  const stream = declarationStream('EU-FR', 'R-1', lrn);
  const acceptedAt = more.acceptedAt ?? '2026-05-09T12:00:00.000Z';
  const head: DataOf<'DeclarationLodged'> = {
    authority: 'EU-FR',
    jurisdiction: 'FR',
    declarant: 'R-1',
    lrn,
    mrn: `26FR${lrn}`,
    version: 1,
    dataset: 'H7',
    debtor: 'R-1',
    accountHolder: 'R-1',
    carrier: 'C-1',
    consignmentNumber,
    seller,
    buyerType: 'consumer',
    transactionType: 'B2C',
    dispatchCountry: 'CN',
    scheme: 'EU-IOSS',
    schemeNumber: iossNumber,
    currency: 'EUR',
    freight: '0',
    insurance: '0',
    discount: '0',
    acceptedAt,
    acceptedOn: acceptedAt.slice(0, 10),
    itemCount: items.length,
    ...more,
  };
  return [
    eventOf('DeclarationLodged', stream, acceptedAt, head),
    eventOf('DeclarationItemsRecorded', stream, acceptedAt, { items: [...items] }),
  ];
};

export const assessed = (lrn: string, payable: string, elsewhere = '0.00', assessedAt = '2026-05-09T12:00:00.000Z'): StoryEvent =>
  eventOf('DutyAssessed', declarationStream('EU-FR', 'R-1', lrn), assessedAt, {
    declaration: declarationId('EU-FR', 'R-1', lrn),
    authority: 'EU-FR',
    mrn: `26FR${lrn}`,
    version: 1,
    assessedAt,
    accountHolder: 'R-1',
    currency: 'EUR',
    totals: [
      { taxType: 'A00', beneficiary: 'EU', assessed: payable, relieved: '0.00', accountedElsewhere: '0.00', secured: '0.00', payable },
      {
        taxType: 'B00',
        beneficiary: 'FR',
        assessed: elsewhere,
        relieved: '0.00',
        accountedElsewhere: elsewhere,
        secured: '0.00',
        payable: '0.00',
      },
    ],
    relief: [],
    payable,
    tables: [],
    exchangeRows: [],
    lineCount: 2,
    linesDigest: zeros,
  });
export const refused = (lrn: string, code: string): StoryEvent =>
  eventOf('AssessmentRefused', declarationStream('EU-FR', 'R-1', lrn), '2026-05-09T12:00:00.000Z', {
    version: 1,
    code,
    message: 'no assessment',
  });
