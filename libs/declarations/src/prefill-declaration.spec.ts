import { shippedRuleBook } from '#rules';
import { declarationDecider } from './declarations.decider';
import { prefillDeclaration, type Prefilled, type PrefillInput, type PrefillLine } from './prefill-declaration';

const line = (
  ordinal: number,
  hsCode: string | undefined,
  quantity: number,
  unitPrice: string,
  more: Partial<PrefillLine> = {},
): PrefillLine => ({
  ordinal,
  sku: `SKU-${String(ordinal)}`,
  quantity,
  unitPrice,
  class: 'goods',
  ...(hsCode === undefined ? {} : { hsCode }),
  ...more,
});
const ioss: PrefillInput = {
  order: {
    seller: 'V-IE-1',
    orderNumber: '536365',
    buyerType: 'consumer',
    transactionType: 'B2C',
    dispatchCountry: 'CN',
    currency: 'GBP',
    freight: '3.95',
    insurance: '0',
    discount: '1.00',
  },
  lines: [
    line(1, '94055000', 6, '2.55', { description: 'lantern' }),
    line(2, '91052100', 1, '7.655'),
    line(3, '94055090', 3, '1.251'),
    line(4, undefined, 1, '3.95', { class: 'freight' }),
  ],
  regime: { kind: 'EU-IOSS', schemeNumber: 'IM3720000014', suppliedOn: '2025-12-01', statedValue: { amount: '31.02', currency: 'EUR' } },
  parties: { declarant: 'CARRIER-1', debtor: 'CARRIER-1', accountHolder: 'CARRIER-1' },
  consignment: { carrier: 'CARRIER-1', consignmentNumber: 'CC123456785IE' },
  authority: 'EU-FR',
  jurisdiction: 'FR',
  zone: 'Europe/Paris',
  acceptedAt: '2025-12-08T23:30:00.000Z',
  lrn: 'CC123456785IE',
  mrn: '25FR00000000000017',
};
const standard: PrefillInput = {
  ...ioss,
  regime: { kind: 'STANDARD-IMPORT' },
  parties: { declarant: 'R-1', representativeStatus: '3', importer: 'V-IE-1', debtor: 'R-1', accountHolder: 'R-1' },
};
const declarable = (prefilled: Prefilled): Extract<Prefilled, { kind: 'declarable' }> => {
  if (prefilled.kind !== 'declarable') throw new Error(prefilled.reason);
  return prefilled;
};

describe('prefillDeclaration', () => {
  it('makes an H7 with one item per six digits, exact values and the order lines behind each', () => {
    const { command, findings } = declarable(prefillDeclaration(ioss));
    expect(command.header).toEqual({
      authority: 'EU-FR',
      jurisdiction: 'FR',
      declarant: 'CARRIER-1',
      debtor: 'CARRIER-1',
      accountHolder: 'CARRIER-1',
      carrier: 'CARRIER-1',
      consignmentNumber: 'CC123456785IE',
      lrn: 'CC123456785IE',
      mrn: '25FR00000000000017',
      dataset: 'H7',
      seller: 'V-IE-1',
      buyerType: 'consumer',
      transactionType: 'B2C',
      dispatchCountry: 'CN',
      scheme: 'EU-IOSS',
      schemeNumber: 'IM3720000014',
      suppliedOn: '2025-12-01',
      statedValue: { amount: '31.02', currency: 'EUR' },
      currency: 'GBP',
      freight: '3.95',
      insurance: '0',
      discount: '1.00',
      acceptedAt: '2025-12-08T23:30:00.000Z',
      acceptedOn: '2025-12-09',
      prefilledFrom: 'order',
    });
    const covered = { seller: 'V-IE-1', orderNumber: '536365' };
    expect(command.items).toEqual([
      {
        seq: 1,
        hsCode: '940550',
        description: 'lantern',
        goodsValue: '19.053',
        quantity: 9,
        additionalProcedures: ['C07', 'F48'],
        covers: [
          { ...covered, ordinal: 1, quantity: 6 },
          { ...covered, ordinal: 3, quantity: 3 },
        ],
      },
      {
        seq: 2,
        hsCode: '910521',
        description: 'SKU-2',
        goodsValue: '7.655',
        quantity: 1,
        additionalProcedures: ['C07', 'F48'],
        covers: [{ ...covered, ordinal: 2, quantity: 1 }],
      },
    ]);
    expect(findings).toEqual([]);
    expect(declarationDecider.decide(command, declarationDecider.initial)).toHaveProperty('accepted');
  });
  it('makes an H1 with one item per eight digits and origin for a standard import', () => {
    const { command, findings } = declarable(
      prefillDeclaration({ ...standard, lines: [...ioss.lines, line(5, '9405500000', 2, '1', { origin: 'IN' })] }),
    );
    expect(command.header).toMatchObject({ dataset: 'H1', representativeStatus: '3', importer: 'V-IE-1', accountHolder: 'R-1' });
    expect(command.header.scheme).toBeUndefined();
    expect(command.items.map((i) => [i.hsCode, i.origin, i.goodsValue, i.additionalProcedures])).toEqual([
      ['94055000', 'CN', '15.3', []],
      ['91052100', 'CN', '7.655', []],
      ['94055090', 'CN', '3.753', []],
      ['94055000', 'IN', '2', []],
    ]);
    expect(findings).toEqual([{ code: 'ORIGIN_FROM_DISPATCH' }]);
    expect(declarationDecider.decide(command, declarationDecider.initial)).toHaveProperty('accepted');
  });
  it("claims special arrangements by F49 and the carrier's authorisation, without a day of supply", () => {
    const { header, items } = declarable(
      prefillDeclaration({ ...ioss, regime: { kind: 'EU-SA', schemeNumber: 'SADE2021000001' } }),
    ).command;
    expect(header).toMatchObject({ dataset: 'H7', scheme: 'EU-SA', schemeNumber: 'SADE2021000001' });
    expect(header).not.toHaveProperty('suppliedOn');
    expect(items[0]?.additionalProcedures).toEqual(['C07', 'F49']);
  });

  it('claims 1RV for a UK supply', () => {
    const { command } = declarable(
      prefillDeclaration({
        ...ioss,
        authority: 'GB',
        jurisdiction: 'GB',
        zone: 'Europe/London',
        regime: { kind: 'UK-SUPPLY', schemeNumber: 'GB123456789', suppliedOn: '2025-12-01' },
      }),
    );
    expect(command.header).toMatchObject({ dataset: 'H7', scheme: 'UK-SUPPLY', acceptedOn: '2025-12-08' });
    expect(command.items[0]?.additionalProcedures).toEqual(['C07', '1RV']);
    expect(declarationDecider.decide(command, declarationDecider.initial)).toHaveProperty('accepted');
  });
});

describe('a prefilled declaration', () => {
  it('states the customs rate of its currency where the rules are at hand', () => {
    const stated = (input: PrefillInput): unknown =>
      declarable(prefillDeclaration({ ...input, rules: shippedRuleBook() })).command.header.exchangeRow;
    const gbp = { base: 'EUR', quote: 'GBP', rate: expect.stringMatching(/^0\.8/) as string, day: '2025-11-19', sourceDate: '2025-11-19' };
    expect(stated(ioss)).toEqual(gbp);
    expect(stated({ ...ioss, order: { ...ioss.order, currency: 'EUR' } })).toBeUndefined();
    const poland = { ...ioss, authority: 'EU-PL', jurisdiction: 'PL', zone: 'Europe/Warsaw' };
    expect(stated(poland)).toEqual(gbp);
    expect(stated({ ...poland, order: { ...ioss.order, currency: 'EUR' } })).toMatchObject({ base: 'EUR', quote: 'PLN' });
  });
  it.each([
    ['150.0000000000001', '150.000000000001'],
    ['149.99999999999999', '150'],
    ['31.0200000000000000', '31.020000000000'],
    ['31.02', '31.02'],
  ])('states the value tested at checkout in twelve decimals: %s as %s', (tested, stated) => {
    const regime = {
      kind: 'EU-IOSS',
      schemeNumber: 'IM3720000014',
      suppliedOn: '2025-12-01',
      statedValue: { amount: tested, currency: 'EUR' },
    } as const;
    expect(declarable(prefillDeclaration({ ...ioss, regime })).command.header.statedValue?.amount).toBe(stated);
  });
  it('declares the units that were dispatched', () => {
    const { command } = declarable(
      prefillDeclaration({
        ...ioss,
        cancelled: new Map([
          [1, 2],
          [2, 1],
        ]),
      }),
    );
    expect(command.items).toHaveLength(1);
    expect(command.items[0]).toMatchObject({
      quantity: 7,
      goodsValue: '13.953',
      covers: [
        { ordinal: 1, quantity: 4 },
        { ordinal: 3, quantity: 3 },
      ],
    });
  });
  it('declares goods at price zero beside priced ones, and says so', () => {
    const { command, findings } = declarable(prefillDeclaration({ ...ioss, lines: [...ioss.lines, line(5, '39241000', 1, '0.00')] }));
    expect(command.items[2]).toMatchObject({ hsCode: '392410', goodsValue: '0', quantity: 1 });
    expect(findings).toEqual([{ code: 'VALUE_ZERO', ordinal: 5 }]);
  });
  it('states a product identifier where all lines of the item share it', () => {
    const withIds = (third: string): PrefillInput => ({
      ...ioss,
      lines: ioss.lines.map((l) =>
        l.ordinal === 1 ? { ...l, merchantProductIdentifier: 'M-1' } : l.ordinal === 3 ? { ...l, merchantProductIdentifier: third } : l,
      ),
    });
    expect(declarable(prefillDeclaration(withIds('M-1'))).command.items[0]?.merchantProductIdentifier).toBe('M-1');
    expect(declarable(prefillDeclaration(withIds('M-2'))).command.items[0]?.merchantProductIdentifier).toBeUndefined();
  });
  it('does not declare in part: one unclassified line leaves the parcel undeclared', () => {
    expect(prefillDeclaration({ ...ioss, lines: [...ioss.lines, line(5, undefined, 1, '1.00')] })).toEqual({
      kind: 'notDeclarable',
      reason: 'CLASSIFICATION_MISSING',
      ordinal: 5,
    });
    expect(prefillDeclaration({ ...standard, lines: [line(1, '940550', 1, '1.00')] })).toEqual({
      kind: 'notDeclarable',
      reason: 'CLASSIFICATION_MISSING',
      ordinal: 1,
    });
  });
  it('has nothing to declare without goods', () => {
    expect(prefillDeclaration({ ...ioss, lines: ioss.lines.slice(3) })).toEqual({ kind: 'notDeclarable', reason: 'NO_GOODS' });
  });
  it('begins another item of a code when the order lines behind it are too many for one, and stops at 999 items', () => {
    const many = Array.from({ length: 900 }, (_, i) => line(i + 1, '94055000', 1, '0.10'));
    const { command } = declarable(prefillDeclaration({ ...ioss, lines: many }));
    expect(command.items.map((i) => [i.seq, i.quantity, i.goodsValue])).toEqual([
      [1, 400, '40'],
      [2, 400, '40'],
      [3, 100, '10'],
    ]);
    expect(declarationDecider.decide(command, declarationDecider.initial)).toHaveProperty('accepted');
    const distinct = Array.from({ length: 1000 }, (_, i) => line(i + 1, `94${String(i).padStart(4, '0')}`, 1, '0.10'));
    expect(prefillDeclaration({ ...ioss, lines: distinct })).toEqual({ kind: 'notDeclarable', reason: 'DECLARATION_TOO_LARGE' });
  });
});
