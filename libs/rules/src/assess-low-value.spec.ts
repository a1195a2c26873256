import { formatMoney } from '#money';
import { assessed, book, IOSS, parcel, shown } from './assess.examples';
import { type AssessableDeclaration } from './declaration';
import { evolveRuleBook } from './evolve-rule-book';
import { type LowValueRule } from './jurisdiction';
import { RuleBook } from './rule-book';
import { withRows } from './rule-table';
import { type SchemeRuleSet, type Threshold } from './scheme';

describe('special arrangements', () => {
  const SA = { id: 'EU-SA', number: 'SAFR2021000001' } as const;
  const books = parcel({
    additionalProcedures: ['F49'],
    scheme: SA,
    items: [{ seq: 1, hsCode: '490199', origin: 'CN', goodsValue: '100.00', quantity: '1' }],
  });
  it('put the VAT in the return of the carrier, at the standard rate for all goods; the duty is payable', () => {
    const result = assessed(books);
    expect(shown(result)).toEqual(['A00 EU 3.00 0.00 0.00 3.00 EUR', 'B00 FR 20.60 0.00 20.60 0.00 EUR']);
    expect(result.lines.map((l) => l.elsewhere)).toEqual([undefined, { scheme: 'EU-SA', number: 'SAFR2021000001' }]);
    expect(result.tables.map((t) => t.id)).toContain('scheme/EU-SA');
    const { scheme: _scheme, ...standard } = books;
    expect(shown(assessed(standard))).toEqual(['A00 EU 3.00 0.00 0.00 3.00 EUR', 'B00 FR 5.67 0.00 0.00 5.67 EUR']);
  });
  it('are of low value where customs accept the value that was stated, for the VAT as for the duty', () => {
    // 131 GBP are above 150 EUR at the customs rate of March 2026.
    const inPounds = {
      ...books,
      acceptedOn: '2026-03-10',
      currency: 'GBP',
      items: books.items.map((i) => ({ ...i, goodsValue: '131.00' })),
    };
    const stated = assessed({ ...inPounds, scheme: { ...SA, statedValue: { amount: '149.99', currency: 'EUR' } } });
    expect(stated.findings.map((f) => f.code)).toEqual(['THRESHOLD_DISAGREES']);
    expect(stated.lines.map((l) => l.elsewhere?.scheme)).toEqual([undefined, 'EU-SA']);
  });
  it('end at the limit of their own, where it is below that of low value', () => {
    const row = book.scheme('EU-SA', '2026-07-10')?.value as SchemeRuleSet;
    const rules = (amount: string): RuleBook =>
      new RuleBook({
        ...book.tables,
        schemes: withRows(book.tables.schemes, 'scheme/EU-SA', [
          [row.from, { ...row, threshold: { ...(row.threshold as Threshold), amount } }],
        ]),
      });
    expect(assessed(books, rules('100')).findings).toEqual([]);
    expect(assessed(books, rules('99.99')).findings.map((f) => f.message)).toEqual([
      'EU-SA SAFR2021000001: the value is above 99.99 EUR; VAT is payable at import',
    ]);
  });
  it.each([
    ['an authorisation of another state', { scheme: { ...SA, number: 'SADE2021000001' } }, 'the number is not valid'],
    ['an IOSS number', { scheme: { ...SA, number: 'IM0123456789' } }, 'the number is not valid'],
    [
      'excise goods',
      { items: [{ seq: 1, hsCode: '220421', origin: 'CN', goodsValue: '100.00', quantity: '1' }] },
      'excise goods are excluded',
    ],
    [
      'more than 150 euro',
      { dataset: 'H1' as const, items: [{ seq: 1, hsCode: '61091000', origin: 'CN', goodsValue: '150.01', quantity: '1' }] },
      'the value is above 150.00 EUR',
    ],
  ])('do not serve %s', (_, more, why) => {
    const result = assessed({ ...books, ...more });
    expect(result.findings.map((f) => f.message)).toContain(
      `EU-SA ${('scheme' in more ? more.scheme : SA).number}: ${why}; VAT is payable at import`,
    );
    expect(result.lines.filter((l) => l.accountedElsewhere.minor !== 0n)).toEqual([]);
  });
});

describe('a gift between private persons', () => {
  const gift = (goodsValue: string, more: Partial<AssessableDeclaration> = {}) =>
    parcel({
      transactionType: 'gift',
      additionalProcedures: ['C08'],
      items: [{ seq: 1, hsCode: '610910', origin: 'US', goodsValue, quantity: '1' }],
      ...more,
    });
  it.each<readonly [what: string, declaration: AssessableDeclaration, outcome: readonly string[]]>([
    [
      'up to 45 euro is free of duty and VAT, also since July 2026',
      gift('45.00'),
      ['A00 EU 5.40 5.40 0.00 0.00 EUR', 'B00 FR 9.00 9.00 0.00 0.00 EUR'],
    ],
    ['above 45 euro bears both', gift('45.01', { dataset: 'H1' }), ['A00 EU 5.40 0.00 0.00 5.40 EUR', 'B00 FR 10.08 0.00 0.00 10.08 EUR']],
    [
      'is none where it was sold',
      gift('45.00', { transactionType: 'B2C' }),
      ['A00 EU 3.00 0.00 0.00 3.00 EUR', 'B00 FR 9.60 0.00 0.00 9.60 EUR'],
    ],
    [
      'is none without its claim',
      gift('45.00', { additionalProcedures: [] }),
      ['A00 EU 5.40 0.00 0.00 5.40 EUR', 'B00 FR 10.08 0.00 0.00 10.08 EUR'],
    ],
  ])('%s', (_, declaration, outcome) => {
    expect(shown(assessed(declaration))).toEqual(outcome);
  });
});

describe('goods of a customs union or a preference, since July 2026', () => {
  const turkish = [{ codePrefix: '61091000', origin: 'TR', from: '2021-01-01', publishedAt: '2021-01-01', expression: '0%' }];
  const rules = evolveRuleBook(book, {
    type: 'MeasuresPublished',
    data: { jurisdiction: 'EU', taxType: 'A00', source: 'test', measures: turkish },
  });
  const shirt = { seq: 1, hsCode: '61091000', origin: 'TR', goodsValue: '100.00', quantity: '1' };
  it.each<readonly [what: string, more: Partial<AssessableDeclaration>, duty: string]>([
    ['keep their tariff in an H1 that claims it', { dataset: 'H1', items: [{ ...shirt, preference: '400' }] }, '0.00'],
    ['bear the flat duty without the claim', { dataset: 'H1', items: [shirt] }, '3.00'],
    ['bear it where IOSS collected the VAT', { dataset: 'H1', items: [{ ...shirt, preference: '400' }], scheme: IOSS }, '3.00'],
    ['bear it in an H7', { items: [{ ...shirt, hsCode: '610910', preference: '400' }] }, '3.00'],
    [
      'bear it beside goods that do not',
      {
        dataset: 'H1',
        items: [
          { ...shirt, goodsValue: '50.00', preference: '300' },
          { ...shirt, goodsValue: '50.00', seq: 2 },
        ],
      },
      '3.00',
    ],
  ])('%s', (_, more, duty) => {
    expect(formatMoney(assessed(parcel(more), rules).totals[0]?.payable ?? { currency: 'EUR', minor: -1n })).toBe(duty);
  });
});

describe('a rule of low value of another kind', () => {
  /** The Union's rule of July 2026, changed. */
  const changed = (change: Partial<LowValueRule>): RuleBook => {
    const row = book.lowValueRule('EU', '2026-07-10')?.value as LowValueRule;
    return new RuleBook({ ...book.tables, lowValue: withRows(book.tables.lowValue, 'low-value/EU', [[row.id, { ...row, ...change }]]) });
  };
  const shirts = { seq: 1, hsCode: '610910', origin: 'CN', quantity: '1' };
  const two = parcel({
    items: [
      { ...shirts, goodsValue: '60.00' },
      { seq: 2, hsCode: '490199', origin: 'CN', goodsValue: '40.00', quantity: '1' },
    ],
  });

  it('is flat for the consignment, whatever is in it: 3.00 for two codes that bear 6.00 by the code', () => {
    expect(shown(assessed(two))[0]).toBe('A00 EU 6.00 0.00 0.00 6.00 EUR');
    expect(shown(assessed(two, changed({ flat: '3.00 EUR/consignment' })))[0]).toBe('A00 EU 3.00 0.00 0.00 3.00 EUR');
  });

  it.each([
    ['0', '100.00', 'A00 EU 12.00 0.00 0.00 12.00 EUR'],
    ['100', '100.00', 'A00 EU 12.00 12.00 0.00 0.00 EUR'],
    ['100', '100.01', 'A00 EU 12.00 0.00 0.00 12.00 EUR'],
  ])('relieves up to %s of what stays of low value: %s', (reliefUpTo, goodsValue, duty) => {
    const rules = changed({ treatment: 'relief', reliefUpTo });
    const declared = parcel({ items: [{ ...shirts, goodsValue }], scheme: IOSS });
    expect(shown(assessed(declared, rules))[0]).toBe(duty);
    // Within the limit of low value the scheme serves all the same.
    expect(assessed(declared, rules).totals[1]?.payable.minor).toBe(0n);
  });
});
