import fc from 'fast-check';
import { formatMoney } from '#money';
import { assess } from './assess';
import { assessed, book, IOSS, parcel, shown } from './assess.examples';
import { type AssessableDeclaration } from './declaration';
import { evolveRuleBook } from './evolve-rule-book';

describe('an import, as tax type, beneficiary, assessed, relieved, accounted elsewhere, payable', () => {
  it.each<readonly [what: string, declaration: AssessableDeclaration, outcome: readonly string[]]>([
    [
      'TV-65: IOSS from July: the flat duty is payable, all VAT is in the return',
      parcel({ freight: '8.00', scheme: IOSS }),
      ['A00 EU 3.00 0.00 0.00 3.00 EUR', 'B00 FR 22.20 0.00 22.20 0.00 EUR'],
    ],
    ['the same without IOSS', parcel({ freight: '8.00' }), ['A00 EU 3.00 0.00 0.00 3.00 EUR', 'B00 FR 22.20 0.00 0.00 22.20 EUR']],
    [
      'IOSS until June: duty forgone, outside the VAT base',
      parcel({ acceptedOn: '2026-06-30', scheme: IOSS }),
      ['A00 EU 12.00 12.00 0.00 0.00 EUR', 'B00 FR 20.00 0.00 20.00 0.00 EUR'],
    ],
    [
      'above the threshold: the tariff',
      parcel({ dataset: 'H1', items: [{ seq: 1, hsCode: '61091000', origin: 'CN', goodsValue: '200.00', quantity: '1' }] }),
      ['A00 EU 24.00 0.00 0.00 24.00 EUR', 'B00 FR 44.80 0.00 0.00 44.80 EUR'],
    ],
    [
      'a low value in H1 without C07 in June pays the tariff',
      parcel({ dataset: 'H1', acceptedOn: '2026-06-30' }),
      ['A00 EU 12.00 0.00 0.00 12.00 EUR', 'B00 FR 22.40 0.00 0.00 22.40 EUR'],
    ],
    [
      'a gift in July is no distance sale: the tariff',
      parcel({ transactionType: 'gift' }),
      ['A00 EU 12.00 0.00 0.00 12.00 EUR', 'B00 FR 22.40 0.00 0.00 22.40 EUR'],
    ],
    [
      'GB up to 135: duty forgone, kept in the VAT base, VAT in the UK return',
      parcel({
        jurisdiction: 'GB',
        currency: 'GBP',
        additionalProcedures: ['C07', '1RV'],
        scheme: { id: 'UK-SUPPLY', number: '123456789', suppliedOn: '2026-07-01' },
      }),
      ['A00 GB 12.00 12.00 0.00 0.00 GBP', 'B00 GB 22.40 0.00 22.40 0.00 GBP'],
    ],
    [
      'GB truncates each line',
      parcel({
        jurisdiction: 'GB',
        currency: 'GBP',
        dataset: 'H1',
        items: [{ seq: 1, hsCode: '61091000', origin: 'CN', goodsValue: '150.99', quantity: '1' }],
      }),
      ['A00 GB 18.11 0.00 0.00 18.11 GBP', 'B00 GB 33.82 0.00 0.00 33.82 GBP'],
    ],
    [
      'a book in GB is zero rated',
      parcel({
        jurisdiction: 'GB',
        currency: 'GBP',
        items: [{ seq: 1, hsCode: '490199', origin: 'CN', goodsValue: '20.00', quantity: '1' }],
      }),
      ['A00 GB 0.00 0.00 0.00 0.00 GBP', 'B00 GB 0.00 0.00 0.00 0.00 GBP'],
    ],
    [
      'a book in France is at the reduced rate',
      parcel({ acceptedOn: '2026-03-10', items: [{ seq: 1, hsCode: '490199', origin: 'CN', goodsValue: '20.00', quantity: '1' }] }),
      ['A00 EU 0.00 0.00 0.00 0.00 EUR', 'B00 FR 1.10 0.00 0.00 1.10 EUR'],
    ],
    [
      'Bulgaria assesses in BGN until 2025',
      parcel({
        jurisdiction: 'BG',
        acceptedOn: '2025-12-31',
        items: [{ seq: 1, hsCode: '610910', origin: 'CN', goodsValue: '100.00', quantity: '1' }],
      }),
      ['A00 EU 23.47 23.47 0.00 0.00 BGN', 'B00 BG 39.12 0.00 0.00 39.12 BGN'],
    ],
    [
      'and in EUR from 2026',
      parcel({ jurisdiction: 'BG', acceptedOn: '2026-01-01' }),
      ['A00 EU 12.00 12.00 0.00 0.00 EUR', 'B00 BG 20.00 0.00 0.00 20.00 EUR'],
    ],
  ])('%s', (_, declaration, outcome) => {
    expect(shown(assessed(declaration))).toEqual(outcome);
  });

  it('names the return that carries the VAT', () => {
    expect(assessed(parcel({ scheme: IOSS })).lines.map((l) => l.elsewhere)).toEqual([
      undefined,
      { scheme: 'EU-IOSS', number: 'IM0123456789', period: '2026-06' },
    ]);
  });

  it('counts classes by six digits in H7 and by the full code in H1', () => {
    const items = ['42021110', '42021190'].map((hsCode, i) => ({ seq: i + 1, hsCode, origin: 'CN', goodsValue: '10.00', quantity: '1' }));
    expect(shown(assessed(parcel({ items })))[0]).toBe('A00 EU 3.00 0.00 0.00 3.00 EUR');
    expect(shown(assessed(parcel({ items, dataset: 'H1' })))[0]).toBe('A00 EU 6.00 0.00 0.00 6.00 EUR');
  });
});

describe('a refusal is an answer', () => {
  const item = parcel().items[0];
  if (item === undefined) throw new Error('no item');
  it.each<readonly [code: string, declaration: AssessableDeclaration]>([
    ['DAY_INVALID', parcel({ acceptedOn: '2026-02-30' })],
    ['DAY_INVALID', parcel({ scheme: { ...IOSS, suppliedOn: 'yesterday' } })],
    ['CLASSIFICATION_MISSING', parcel({ items: [{ ...item, hsCode: '61091' }] })],
    ['VALUE_INVALID', parcel({ items: [{ ...item, statedTaxes: [{ taxType: 'A00', amount: '-1.00' }] }] })],
    ['NO_RULE_SET', parcel({ jurisdiction: 'ZA' })],
    ['NO_RULE_SET', parcel({ acceptedOn: '2019-01-01' })],
    ['NO_ITEMS', parcel({ items: [] })],
    ['CLASSIFICATION_MISSING', parcel({ acceptedOn: '2026-06-30', items: [{ ...item, hsCode: '010121' }] })],
    ['CLASSIFICATION_AMBIGUOUS', parcel({ acceptedOn: '2026-06-30', items: [{ ...item, hsCode: '950510' }] })],
    ['EXCHANGE_RATE_MISSING', parcel({ currency: 'USD' })],
    ['CURRENCY_UNKNOWN', parcel({ currency: 'XXY' })],
    ['DATASET_NOT_ALLOWED', parcel({ items: [{ ...item, goodsValue: '150.01' }] })],
    ['VALUE_INVALID', parcel({ items: [{ ...item, goodsValue: '1e9000000' }] })],
    ['VALUE_INVALID', parcel({ items: [{ ...item, goodsValue: '-1.00' }] })],
    ['VALUE_INVALID', parcel({ discount: '100.01' })],
    ['VALUE_INVALID', parcel({ freight: '+1' })],
  ])('%s', (code, declaration) => {
    expect(assess(declaration, book)).toMatchObject({ kind: 'refused', code });
  });

  it('names the item', () => {
    expect(assess(parcel({ acceptedOn: '2026-06-30', items: [{ ...item, seq: 7, hsCode: '950510' }] }), book)).toEqual({
      kind: 'refused',
      code: 'CLASSIFICATION_AMBIGUOUS',
      message: '950510 has several rates beneath it: 0%, 2.7%',
      itemSeq: 7,
    });
  });
});

describe('exchange', () => {
  const inPounds = parcel({ acceptedOn: '2026-03-10', currency: 'GBP' });

  it('takes the penultimate Wednesday of the month before for the whole month', () => {
    const rows = (acceptedOn: string) => assessed({ ...inPounds, acceptedOn }).exchangeRows.map((r) => r.id);
    expect([rows('2026-03-01'), rows('2026-03-31')]).toEqual([['ECB:GBP:2026-02-18'], ['ECB:GBP:2026-02-18']]);
  });

  it('carries a rate forward only where asked, and says so', () => {
    const late = { ...inPounds, acceptedOn: '2026-07-10' };
    expect(assess(late, book)).toMatchObject({ code: 'EXCHANGE_RATE_MISSING' });
    const result = assessed(late, book.carryingForward());
    expect(result.exchangeRows).toEqual([
      {
        id: 'ECB:GBP:2026-06-17',
        base: 'EUR',
        quote: 'GBP',
        day: '2026-06-17',
        rate: '0.87058',
        sourceDate: '2026-04-13',
        carriedForward: true,
      },
    ]);
    expect(result.findings.map((f) => f.code)).toEqual(['RATE_CARRIED_FORWARD']);
  });

  it('takes from no item more discount than it is worth, so that no value and no tax is below zero', () => {
    const items = ['0.004', '0.003', '19.993'].map((goodsValue, i) => ({
      seq: i + 1,
      hsCode: '610910',
      origin: 'CN',
      goodsValue,
      quantity: '1',
    }));
    const dearly = assessed(parcel({ acceptedOn: '2026-03-10', items, discount: '19.99' }));
    expect(dearly.items.map((item) => formatMoney(item.customsValue))).toEqual(['0.00', '0.00', '0.01']);
    expect(dearly.lines.filter((line) => line.assessed.minor < 0n)).toEqual([]);
  });

  it('takes a stated value for a conversion only: in the currency of the limit the declared value decides', () => {
    const declaration = parcel({
      items: [{ seq: 1, hsCode: '610910', origin: 'CN', goodsValue: '900.00', quantity: '1' }],
      scheme: { ...IOSS, statedValue: { amount: '100.00', currency: 'EUR' } },
    });
    expect(assess(declaration, book)).toMatchObject({ kind: 'refused', code: 'DATASET_NOT_ALLOWED' });
    const full = assessed({ ...declaration, dataset: 'H1', items: declaration.items.map((item) => ({ ...item, hsCode: '61091000' })) });
    expect(shown(full)).toEqual(['A00 EU 108.00 0.00 0.00 108.00 EUR', 'B00 FR 201.60 0.00 0.00 201.60 EUR']);
    expect(full.findings.map((f) => f.code)).toEqual(['THRESHOLD_DISAGREES', 'SCHEME_NOT_APPLICABLE']);
  });

  it('accepts the value tested at checkout, and finds that the customs rate disagrees', () => {
    // 131 GBP are above 150 EUR at the customs rate of March; the seller tested 149.99 at checkout.
    const declaration = { ...inPounds, items: [{ seq: 1, hsCode: '610910', origin: 'CN', goodsValue: '131.00', quantity: '1' }] };
    const scheme = { ...IOSS, statedValue: { amount: '149.99', currency: 'EUR' } };
    expect(assess(declaration, book)).toMatchObject({ code: 'DATASET_NOT_ALLOWED' });
    expect(assessed({ ...declaration, scheme }).findings.map((f) => f.code)).toEqual(['THRESHOLD_DISAGREES']);
  });
});

describe('a scheme that does not apply leaves VAT payable, with a finding', () => {
  it.each([
    ['a number of another form', { ...IOSS, number: 'IM1' }],
    ['a scheme of another territory', { id: 'UK-SUPPLY', number: '123456789' } as const],
  ])('%s', (_, scheme) => {
    const result = assessed(parcel({ scheme }));
    expect(result.findings.map((f) => f.code)).toEqual(['SCHEME_NOT_APPLICABLE']);
    expect(shown(result)[1]).toBe('B00 FR 20.60 0.00 0.00 20.60 EUR');
  });
});

describe('a measure', () => {
  const withMeasure = (expression: string, origin = '*') =>
    evolveRuleBook(book, {
      type: 'MeasuresPublished',
      data: {
        jurisdiction: 'EU',
        taxType: 'A00',
        source: 'test',
        measures: [{ codePrefix: '010121', origin, from: '2026-01-01', publishedAt: '2026-01-01', expression }],
      },
    });
  const declaration = parcel({
    dataset: 'H1',
    items: [
      {
        seq: 1,
        hsCode: '01012100',
        origin: 'CN',
        goodsValue: '1000.00',
        quantity: '2',
        supplementaryQuantities: [{ unit: 'kg', quantity: '250' }],
      },
    ],
  });

  it.each([
    ['12%', '120.00'],
    ['35.10 EUR/100 kg', '87.75'],
    ['12% + 3.00 EUR/100 kg', '127.50'],
    ['min(12%; 35.10 EUR/100 kg)', '87.75'],
    ['max(12%; 35.10 EUR/100 kg)', '120.00'],
    ['min(max(4.5%; 0.30 EUR/item); 0.80 EUR/item)', '1.60'],
  ])('%s of 1000.00, 250 kg, 2 items is %s', (expression, duty) => {
    expect(formatMoney(assessed(declaration, withMeasure(expression)).lines[0]?.assessed ?? { minor: -1n, currency: 'EUR' })).toBe(duty);
  });

  it('for an origin goes before one for all', () => {
    const both = evolveRuleBook(withMeasure('12%'), {
      type: 'MeasuresPublished',
      data: {
        jurisdiction: 'EU',
        taxType: 'A00',
        source: 'test',
        measures: [{ codePrefix: '010121', origin: 'CN', from: '2026-01-01', publishedAt: '2026-01-01', expression: '1%' }],
      },
    });
    expect(assessed(declaration, both).lines[0]?.expression).toBe('1%');
  });

  it('that needs a quantity nobody stated is a refusal', () => {
    expect(assess(declaration, withMeasure('1.00 EUR/hl'))).toMatchObject({ code: 'EXPRESSION_NEEDS_QUANTITY', itemSeq: 1 });
  });
});

describe('laws of every assessment', () => {
  const money = fc.integer({ min: 0, max: 4000 }).map((n) => `${String(Math.floor(n / 100))}.${String(n % 100).padStart(2, '0')}`);
  const codes = fc.constantFrom('610910', '420299', '691110', '490199', '640419');
  const declarations = fc
    .record({
      jurisdiction: fc.constantFrom('FR', 'DE', 'PL', 'HU', 'GB', 'IE', 'SE'),
      acceptedOn: fc.constantFrom('2025-11-03', '2026-03-10', '2026-04-01'),
      currency: fc.constantFrom('EUR', 'GBP', 'USD', 'JPY'),
      values: fc.array(fc.tuple(codes, money), { minLength: 1, maxLength: 6 }),
      freight: fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined }),
      ioss: fc.boolean(),
    })
    .map(({ values, freight, ioss, ...rest }): AssessableDeclaration =>
      parcel({
        ...rest,
        dataset: 'H1',
        items: values.map(([hsCode, goodsValue], i) => ({ seq: i + 1, hsCode, origin: 'CN', goodsValue, quantity: '1' })),
        ...(freight === undefined ? {} : { freight: String(freight) }),
        ...(ioss ? { scheme: IOSS } : {}),
      }),
    );

  it('1 assessed is the sum of its parts; 2 totals are the sums of lines; 3 the order of items does not matter; 4 the same twice', () => {
    fc.assert(
      fc.property(declarations, (declaration) => {
        const result = assessed(declaration);
        for (const l of [...result.lines, ...result.totals]) {
          expect(l.relieved.minor + l.accountedElsewhere.minor + l.secured.minor + l.payable.minor).toBe(l.assessed.minor);
        }
        for (const total of result.totals) {
          const minor = result.lines.filter((l) => l.taxType === total.taxType).reduce((a, l) => a + l.assessed.minor, 0n);
          expect(total.assessed.minor).toBe(minor);
        }
        expect(assessed({ ...declaration, items: [...declaration.items].reverse() })).toEqual(result);
        expect(assessed(declaration)).toEqual(result);
      }),
    );
  });
});

it('pins the tables it used, by content', () => {
  const result = assessed(parcel({ acceptedOn: '2026-03-10', currency: 'GBP', scheme: IOSS }));
  expect(result.tables.map((t) => t.id)).toEqual([
    'fx/ECB/GBP/2026',
    'jurisdiction/FR',
    'low-value/EU',
    'scheme/EU-IOSS',
    'tariff/EU/A00/61',
    'tariff/FR/B00/all',
    'vat/FR',
  ]);
  expect(result.tables.every((t) => /^[0-9a-f]{64}$/.test(t.hash))).toBe(true);
});
