import { consignmentStream, orderStream, paymentStream, type OrderEvent } from '#advance-data';
import { accountId, accountPeriodStream, chargeId, receiptId, receiptStream } from '#accounts';
import { collectorStream } from '#collectors';
import { declarationId, declarationStream, type DeclarationEvent } from '#declarations';
import { schemeReturnId, schemeReturnStream } from '#scheme-returns';
import { type ParcelEvent, type ReceiptSideEvent, type SettlementEvent } from '#reconciliation';

/** An event of a story, before it has a place in a log. */
export type StoryEvent = (ParcelEvent | SettlementEvent | ReceiptSideEvent) & { readonly stream: string; readonly at: string };

export type DataOf<Name extends StoryEvent['type']> = Extract<StoryEvent, { type: Name }>['data'];
type Line = Extract<OrderEvent, { type: 'OrderLinesRecorded' }>['data']['lines'][number];
type Item = Extract<DeclarationEvent, { type: 'DeclarationItemsRecorded' }>['data']['items'][number];

export const seller = 'V-IE-1';
export const iossNumber = 'IM3720000015';
const zeros = '0'.repeat(64);
const midnight = (day: string): string => `${day}T00:00:00.000Z`;

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
    ...{
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
    },
    ...{
      goods: text(cents('goods')),
      freight: text(cents('freight')),
      insurance: '0',
      discount: '0',
      intangibles: '0',
      lineCount: lines.length,
    },
    ...more,
  };
  return [
    { type: 'OrderRecorded', stream, at: orderedAt, data: head },
    { type: 'OrderLinesRecorded', stream, at: orderedAt, data: { lines } },
  ];
};

export const payment = (
  number: string,
  amount: string,
  acceptedAt = '2026-05-01T10:00:00.000Z',
  transactionId = `T-${number}`,
): StoryEvent => ({
  type: 'CheckoutPaymentCaptured',
  stream: paymentStream('P-1', transactionId),
  at: acceptedAt,
  data: { psp: 'P-1', transactionId, seller, orderNumber: number, acceptedAt, amount, currency: 'EUR' },
});

export const supply = (number: string, taxable: string, vat: string, more: Partial<DataOf<'SupplyAttributed'>> = {}): StoryEvent => ({
  type: 'SupplyAttributed',
  stream: orderStream(seller, number),
  at: '2026-05-01T10:00:00.000Z',
  data: {
    ...{
      scheme: 'EU-IOSS',
      schemeNumber: iossNumber,
      holder: seller,
      period: '2026-05',
      reason: 'within_threshold',
      suppliedAt: '2026-05-01T10:00:00.000Z',
      consumptionCountry: 'FR',
      currency: 'EUR',
    },
    rows: [{ rate: '20', rateCategory: 'standard', taxable, vat, rateRow: 'FR/standard' }],
    ...{ thresholdTest: { value: taxable, limit: '150.00', currency: 'EUR' }, ruleSet: { id: 'EU-IOSS', hash: zeros } },
    ...more,
  },
});

export const excluded = (number: string, regime: 'STANDARD-IMPORT' | 'OUTSIDE', reason: string): StoryEvent => ({
  ...{ type: 'SupplyExcluded', stream: orderStream(seller, number), at: '2026-05-01T10:00:00.000Z' },
  data: { regime, reason, suppliedAt: '2026-05-01T10:00:00.000Z' },
});

export const cancelled = (number: string, lines: readonly { ordinal: number; quantity: number }[]): StoryEvent => ({
  ...{ type: 'OrderCancelled', stream: orderStream(seller, number), at: '2026-05-01T18:00:00.000Z' },
  data: { cancelledAt: '2026-05-01T18:00:00.000Z', lines: [...lines], whole: 'no', ruleId: 'credit-link' },
});

export const credit = (number: string, lines: readonly Line[]): readonly StoryEvent[] => [
  {
    type: 'CreditRecorded',
    stream: orderStream(seller, number),
    at: '2026-05-20T10:00:00.000Z',
    data: { seller, creditNumber: number, creditedAt: '2026-05-20T10:00:00.000Z', currency: 'EUR', lineCount: lines.length },
  },
  { type: 'OrderLinesRecorded', stream: orderStream(seller, number), at: '2026-05-20T10:00:00.000Z', data: { lines } },
];

/** A parcel dispatched on 2 May, arrived on 9 May. */
export const advised = (number: string, orders: readonly string[]): StoryEvent => ({
  ...{ type: 'ConsignmentAdvised', stream: consignmentStream('C-1', number), at: '2026-05-02T10:00:00.000Z' },
  data: {
    ...{
      carrier: 'C-1',
      consignmentNumber: number,
      orders: orders.map((orderNumber) => ({ seller, orderNumber })),
      mode: 'air',
      dispatchCountry: 'CN',
    },
    ...{ dispatchedAt: '2026-05-02T10:00:00.000Z', packages: 1 },
  },
});
export const arrived = (number: string): StoryEvent => ({
  ...{ type: 'ConsignmentArrived', stream: consignmentStream('C-1', number), at: '2026-05-09T10:00:00.000Z' },
  data: { arrivedAt: '2026-05-09T10:00:00.000Z' },
});

export const item = (
  seq: number,
  goodsValue: string,
  covers: readonly { order: string; ordinal: number; quantity: number }[],
  quantity = covers.reduce((sum, c) => sum + c.quantity, 0),
): Item => ({
  ...{ seq, hsCode: '610910', description: 'goods', goodsValue, quantity, additionalProcedures: [] },
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
    ...{
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
    },
    ...{
      buyerType: 'consumer',
      transactionType: 'B2C',
      dispatchCountry: 'CN',
      scheme: 'EU-IOSS',
      schemeNumber: iossNumber,
      currency: 'EUR',
      freight: '0',
      insurance: '0',
      discount: '0',
    },
    ...{ acceptedAt, acceptedOn: acceptedAt.slice(0, 10), itemCount: items.length },
    ...more,
  };
  return [
    { type: 'DeclarationLodged', stream, at: acceptedAt, data: head },
    { type: 'DeclarationItemsRecorded', stream, at: acceptedAt, data: { items: [...items] } },
  ];
};

export const assessed = (lrn: string, payable: string, elsewhere = '0.00', assessedAt = '2026-05-09T12:00:00.000Z'): StoryEvent => ({
  ...{ type: 'DutyAssessed', stream: declarationStream('EU-FR', 'R-1', lrn), at: assessedAt },
  data: {
    ...{
      declaration: declarationId('EU-FR', 'R-1', lrn),
      authority: 'EU-FR',
      mrn: `26FR${lrn}`,
      version: 1,
      assessedAt,
      accountHolder: 'R-1',
      currency: 'EUR',
    },
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
    ...{ relief: [], payable, tables: [], exchangeRows: [], lineCount: 2, linesDigest: zeros },
  },
});
export const refused = (lrn: string, code: string): StoryEvent => ({
  type: 'AssessmentRefused',
  stream: declarationStream('EU-FR', 'R-1', lrn),
  at: '2026-05-09T12:00:00.000Z',
  data: { version: 1, code, message: 'no assessment' },
});

export const deferment = accountId('EU-FR', 'R-1', 'deferment');
const mayStream = accountPeriodStream('EU-FR', deferment, '2026-05');

export const charged = (lrn: string, total: string, at = '2026-05-09T12:00:00.000Z'): StoryEvent => ({
  ...{ type: 'ChargePosted', stream: mayStream, at },
  data: {
    ...{
      account: deferment,
      holder: 'R-1',
      charge: chargeId('EU-FR', lrn),
      kind: 'declaration',
      subject: declarationId('EU-FR', 'R-1', lrn),
      reference: `26FR${lrn}`,
    },
    ...{
      lines: [{ taxType: 'A00', beneficiary: 'EU', amount: total }],
      total,
      currency: 'EUR',
      acceptedAt: at,
      postedOn: at.slice(0, 10),
      dueOn: '2026-06-16',
    },
  },
});
export const periodOpened = (): StoryEvent => ({
  ...{ type: 'PeriodOpened', stream: mayStream, at: midnight('2026-05-01') },
  data: {
    account: deferment,
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    period: '2026-05',
    start: '2026-05-01',
    end: '2026-06-01',
    opening: '0.00',
    unapplied: '0.00',
  },
});
export const periodClosed = (total: string): StoryEvent => ({
  ...{ type: 'PeriodClosed', stream: mayStream, at: midnight('2026-06-01') },
  data: {
    ...{
      account: deferment,
      authority: 'EU-FR',
      holder: 'R-1',
      kind: 'deferment',
      currency: 'EUR',
      cycle: 'EU-SIXTEENTH',
      period: '2026-05',
      start: '2026-05-01',
      end: '2026-06-01',
    },
    ...{
      statementNumber: 1,
      statementReference: 'EU-FR-S00000001',
      closedOn: '2026-06-01',
      dueOn: '2026-06-16',
      opening: '0.00',
      charged: total,
      applied: '0.00',
      closing: total,
      unapplied: '0.00',
    },
    ...{ totals: [{ taxType: 'A00', beneficiary: 'EU', amount: total }], chargeCount: 1, chargeDigest: zeros },
  },
});

export const granted = (schemeNumber = iossNumber, collector = seller, validFrom = '2026-01-01', validTo?: string): StoryEvent => ({
  ...{ type: 'SchemeNumberGranted', stream: collectorStream(collector), at: midnight('2026-01-01') },
  data: { collector, scheme: 'EU-IOSS', schemeNumber, authority: 'EU-IE', validFrom, ...(validTo === undefined ? {} : { validTo }) },
});
export const withdrawn = (withdrawnFrom: string, schemeNumber = iossNumber, collector = seller): StoryEvent => ({
  ...{ type: 'SchemeNumberWithdrawn', stream: collectorStream(collector), at: midnight(withdrawnFrom) },
  data: { collector, scheme: 'EU-IOSS', schemeNumber, withdrawnFrom, reason: 'ceased' },
});

const scheme = accountId('EU-IE', seller, 'scheme');

/** The return for May 2026 with one row for France, and its charge where something is payable. */
export const filed = (vat: string, taxable: string, more: Partial<DataOf<'SchemeReturnFiled'>> = {}): readonly StoryEvent[] => {
  const id = schemeReturnId('EU-IE', iossNumber, '2026-05');
  const reference = `${iossNumber}/2026-05`;
  const at = midnight('2026-06-10');
  return [
    {
      ...{ type: 'SchemeReturnFiled', stream: schemeReturnStream('EU-IE', iossNumber, '2026-05'), at },
      data: {
        ...{
          return: id,
          returnReference: reference,
          authority: 'EU-IE',
          scheme: 'EU-IOSS',
          schemeNumber: iossNumber,
          holder: seller,
          period: '2026-05',
          start: '2026-05-01',
          end: '2026-06-01',
          dueOn: '2026-06-30',
          filedOn: '2026-06-10',
        },
        ...{
          currency: 'EUR',
          rows: [{ country: 'FR', rateCategory: 'standard', rate: '20', taxable, vat, difference: '0.00', supplies: 1 }],
          corrections: [],
        },
        ...{
          balances: [{ country: 'FR', vat, corrections: '0.00', balance: vat }],
          payable: vat,
          exchangeRows: [],
          expected: [],
          ruleSet: { id: 'EU-IOSS', hash: zeros },
          supplies: 1,
          adjustments: 0,
          suppliesDigest: zeros,
        },
        ...more,
      },
    },
    {
      ...{ type: 'ChargePosted', stream: accountPeriodStream('EU-IE', scheme, '2026-06'), at },
      data: {
        ...{
          account: scheme,
          holder: seller,
          charge: chargeId('EU-IE', reference),
          kind: 'return',
          subject: id,
          reference,
          lines: [{ taxType: 'B00', beneficiary: 'FR', amount: vat }],
        },
        ...{ total: vat, currency: 'EUR', acceptedAt: at, postedOn: '2026-06-10', dueOn: '2026-06-30' },
      },
    },
  ];
};

export const received = (entryReference: string, amount: string): StoryEvent => ({
  ...{ type: 'ReceiptRecorded', stream: receiptStream('EU-IE', 'BANK', entryReference), at: midnight('2026-06-15') },
  data: { authority: 'EU-IE', bankAccount: 'BANK', entryReference, amount, currency: 'EUR', bookedOn: '2026-06-15', valueOn: '2026-06-15' },
});
export const identified = (entryReference: string): StoryEvent => ({
  ...{ type: 'ReceiptIdentified', stream: receiptStream('EU-IE', 'BANK', entryReference), at: midnight('2026-06-15') },
  data: { account: scheme, holder: seller, kind: 'scheme', rule: 'remittance-named' },
});

/** Cash that settles the May return, or the May statement of the deferment account. */
export const settled = (kind: 'return' | 'statement', amount: string, entryReference = 'B-1'): StoryEvent => {
  const account = kind === 'return' ? scheme : deferment;
  const pair =
    kind === 'return'
      ? { reference: `${iossNumber}/2026-05`, taxType: 'B00', beneficiary: 'FR' }
      : { reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU' };
  return {
    ...{
      type: 'PaymentAllocated',
      stream: accountPeriodStream(kind === 'return' ? 'EU-IE' : 'EU-FR', account, '2026-06'),
      at: midnight('2026-06-15'),
    },
    data: {
      account,
      holder: kind === 'return' ? seller : 'R-1',
      receipt: receiptId('EU-IE', 'BANK', entryReference),
      currency: 'EUR',
      pairs: [{ kind, ...pair, amount }],
      allocatedOn: '2026-06-15',
      rule: 'remittance-named',
    },
  };
};

/** One order of two units at 10.00 under IOSS, from checkout to the paid return: everything matches. */
export const wholeStory: readonly StoryEvent[] = [
  granted(),
  ...order('1', [orderLine(1, 2, '10.00')]),
  payment('1', '24.00'),
  supply('1', '20.00', '4.00'),
  advised('P1', ['1']),
  arrived('P1'),
  ...declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])]),
  assessed('L1', '0.00', '4.00'),
  ...filed('4.00', '20.00'),
  received('B-1', '4.00'),
  identified('B-1'),
  settled('return', '4.00'),
];

/** What a declaration without a scheme says otherwise. */
export const standardHeader = { dataset: 'H1' as const, scheme: undefined, schemeNumber: undefined } as object;
/** A parcel of two units at 100.00 that customs taxes, declared as L1 on 9 May; its tax is still to be assessed. */
export const standardLodged = declared('L1', 'P1', [item(1, '200.00', [{ order: '1', ordinal: 1, quantity: 2 }])], standardHeader);
export const standardParcel: readonly StoryEvent[] = [
  ...[
    ...order('1', [orderLine(1, 2, '100.00')], { schemeNumber: undefined } as object),
    payment('1', '200.00'),
    excluded('1', 'STANDARD-IMPORT', 'above_threshold'),
  ],
  ...[advised('P1', ['1']), arrived('P1'), ...standardLodged],
];
/** The same, with 24.00 assessed, charged and on a statement due on 16 June. */
export const statedParcel: readonly StoryEvent[] = [
  ...standardParcel,
  assessed('L1', '24.00'),
  periodOpened(),
  charged('L1', '24.00'),
  periodClosed('24.00'),
];
