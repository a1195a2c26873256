import * as fc from 'fast-check';
import { sha256Hex } from '#event-catalogue';
import { shippedRuleBook } from '#rules';
import { computeReturn, type ComputedReturn, type ReturnRequest } from './compute-return';
import { exportReturn } from './export-return';
import { periodsBefore, returnPeriod, returnReference } from './return-period';
import { type SupplyFact } from './supply-fact';

const book = shippedRuleBook();
const request: ReturnRequest = {
  scheme: 'EU-IOSS',
  schemeNumber: 'IM3720000015',
  holder: 'V-IE-1',
  authority: 'EU-IE',
  period: '2026-01',
  filedOn: '2026-02-10',
};

/** A supply or correction in minor units: country, rate, taxable, VAT. */
const fact = (country: string, rate: string, taxable: bigint, vat: bigint, more: Partial<SupplyFact> & { n?: number } = {}): SupplyFact => {
  const { n = 0, ...rest } = more;
  const period = rest.period ?? '2026-01';
  const base = {
    kind: 'supply',
    scheme: 'EU-IOSS',
    schemeNumber: request.schemeNumber,
    order: 'order-1',
    country,
    currency: 'EUR',
    period,
    originalPeriod: rest.originalPeriod ?? period,
    at: '2026-01-10T10:00:00.000Z',
  } as const;
  return {
    ...base,
    rows: [{ rate, rateCategory: 'standard', taxable, vat }],
    hash: sha256Hex(`${country}/${rate}/${String(taxable)}/${String(vat)}/${String(n)}`),
    ...rest,
  };
};
const correction = (country: string, vat: bigint, originalPeriod = '2025-11', n = 0): SupplyFact =>
  fact(country, '20', vat * 5n, vat, { kind: 'adjustment', originalPeriod, n });
const computed = (facts: Iterable<SupplyFact>, of: Partial<ReturnRequest> = {}): ComputedReturn => {
  const result = computeReturn(book, { ...request, ...of }, facts);
  if ('rejected' in result) throw new RangeError(result.rejected.code);
  return result.computed;
};
const balances = (facts: Iterable<SupplyFact>): readonly string[] =>
  computed(facts).figures.balances.map((b) => `${b.country} ${b.balance}`);

describe('an IOSS return (unit tests of HMRC)', () => {
  it('TV-30: sums VAT per country and rate', () => {
    const { figures } = computed([
      fact('HR', '20', 10_000n, 2_000n),
      fact('HR', '5', 20_000n, 1_000n),
      fact('EE', '20', 30_000n, 6_000n),
      fact('EE', '5', 40_000n, 2_000n),
    ]);
    expect(figures.rows.map((r) => [r.country, r.rate, r.taxable, r.vat, r.difference])).toEqual([
      ['EE', '20', '300.00', '60.00', '0.00'],
      ['EE', '5', '400.00', '20.00', '0.00'],
      ['HR', '20', '100.00', '20.00', '0.00'],
      ['HR', '5', '200.00', '10.00', '0.00'],
    ]);
    expect(figures.payable).toBe('110.00');
  });
  it.each<[string, readonly SupplyFact[], readonly string[], string]>([
    ['TV-31', [fact('HR', '20', 10_000n, 2_000n), correction('BE', 10_000n)], ['BE 100.00', 'HR 20.00'], '120.00'],
    ['TV-32', [fact('HR', '20', 100_000n, 20_000n), correction('BE', -10_000n)], ['BE -100.00', 'HR 200.00'], '200.00'],
    ['TV-33', [fact('HR', '20', 50_000n, 10_000n), correction('HR', -100_000n)], ['HR -900.00'], '0.00'],
    ['TV-34', [fact('HR', '20', 50_000n, 10_000n), correction('EE', -100_000n)], ['EE -1000.00', 'HR 100.00'], '100.00'],
    [
      'TV-35',
      [fact('ES', '20', 30_000n, 6_000n), correction('ES', -5_000n), fact('HR', '20', 20_000n, 4_000n)],
      ['ES 10.00', 'HR 40.00'],
      '50.00',
    ],
    [
      'TV-36',
      [
        fact('DE', '20', 50_000n, 10_000n),
        ...['2025-09', '2025-10', '2025-11'].map((p) => correction('DE', -100_000n, p)),
        fact('FR', '20', 500_000n, 100_000n),
      ],
      ['DE -2900.00', 'FR 1000.00'],
      '1000.00',
    ],
    [
      'TV-36 b',
      [fact('IT', '20', 75_000n, 15_000n), correction('IT', -250_000n), fact('LT', '20', 475_000n, 95_000n), correction('LT', -200_000n)],
      ['IT -2350.00', 'LT -1050.00'],
      '0.00',
    ],
    [
      'TV-37 sums',
      [
        fact('EE', '20', 125_000n, 25_000n),
        correction('EE', -25_000n),
        fact('PL', '20', 1_150_000n, 230_000n),
        correction('PL', -230_000n),
        fact('LV', '20', 350_000n, 70_000n),
      ],
      ['EE 0.00', 'LV 700.00', 'PL 0.00'],
      '700.00',
    ],
  ])('%s: nets inside a country, never across', (_vector, facts, expected, payable) => {
    expect(balances(facts)).toEqual(expected);
    expect(computed(facts).figures.payable).toBe(payable);
  });
  it('AEAT: Germany, January 2022, 300 declared and 250 due is a correction of -50', () => {
    const { figures } = computed([correction('DE', -5_000n, '2025-12')]);
    expect(figures.corrections).toEqual([{ country: 'DE', period: '2025-12', taxable: '-250.00', vat: '-50.00', adjustments: 1 }]);
  });
});

describe('a return', () => {
  it('shows what the sum collected differs from rate x taxable, half-even (TV-51)', () => {
    const { figures, beyondTolerance } = computed([
      fact('NL', '21', 1_250n, 263n),
      fact('ES', '21', 3_750n, 788n),
      fact('FR', '20', 10_000n, 2_100n),
    ]);
    expect(figures.rows.map((r) => [r.country, r.difference])).toEqual([
      ['ES', '0.00'],
      ['FR', '1.00'],
      ['NL', '0.01'],
    ]);
    expect(beyondTolerance.map((r) => r.country)).toEqual(['FR']);
  });
  it('is nil when nothing happened', () => {
    expect(computed([]).figures).toMatchObject({ nil: 'yes', payable: '0.00', rows: [], balances: [], supplies: 0 });
  });
  it('takes a refund within its own period off the row, and a late supply of a filed period as a correction', () => {
    const { figures } = computed([
      fact('FR', '20', 10_000n, 2_000n),
      fact('FR', '20', -1_000n, -200n, { kind: 'adjustment' }),
      fact('FR', '20', 5_000n, 1_000n, { period: '2025-12' }),
    ]);
    expect(figures.rows).toMatchObject([{ taxable: '90.00', vat: '18.00', supplies: 2 }]);
    expect(figures.corrections).toEqual([{ country: 'FR', period: '2025-12', taxable: '50.00', vat: '10.00', adjustments: 1 }]);
    expect(figures).toMatchObject({ payable: '28.00', supplies: 2, adjustments: 1 });
  });
  it('converts the sum of a row once, by the rate of the last day of the period or the next publication; corrections by their own period', () => {
    const lent = book.exchangeRate('GBP', 'periodEndElseLater', '2026-01-31');
    const november = book.exchangeRate('GBP', 'periodEndElseLater', '2025-11-30');
    if (lent.kind === 'missing' || november.kind === 'missing') throw new RangeError('the shipped rates end too early');
    const gbp = { currency: 'GBP' } as const;
    const { figures, roundings } = computed([
      fact('FR', '20', 333n, 67n, gbp),
      fact('FR', '20', 333n, 67n, { ...gbp, n: 1 }),
      { ...correction('FR', -100n), ...gbp },
    ]);
    const eur = (minor: number, rate: string): string => (Math.round((minor / Number(rate)) * 1) / 100).toFixed(2);
    expect(figures.rows).toMatchObject([{ taxable: eur(666, lent.row.rate), vat: eur(134, lent.row.rate) }]);
    expect(figures.corrections).toMatchObject([{ vat: eur(-100, november.row.rate) }]);
    expect(figures.exchangeRows.map((r) => r.day)).toEqual([lent.row.day, november.row.day]);
    expect(lent.row.day >= '2026-01-31').toBe(true);
    expect(roundings).toHaveLength(4);
    expect(figures.expected).toEqual([{ country: 'FR', currency: 'GBP', vat: '0.34' }]);
  });
  it('is refused where no exchange rate answers, where the period does not exist', () => {
    expect(computeReturn(book, request, [fact('FR', '20', 100n, 20n, { currency: 'XOF' })])).toMatchObject({
      rejected: { code: 'EXCHANGE_RATE_MISSING', field: 'currency' },
    });
    expect(computeReturn(book, { ...request, period: '2026-13' }, [])).toMatchObject({
      rejected: { code: 'PERIOD_UNKNOWN', field: 'period' },
    });
    expect(computeReturn(book, { ...request, period: '2026-Q1' }, [])).toMatchObject({
      rejected: { code: 'PERIOD_UNKNOWN', field: 'period' },
    });
  });
  it('TV-63: corrects a period until three years after its due day', () => {
    const late = correction('FR', -1_000n, '2023-01');
    expect(computed([late], { filedOn: '2026-02-28' }).figures.corrections).toHaveLength(1);
    const refused = computed([late], { filedOn: '2026-03-01' });
    expect(refused.figures).toMatchObject({ corrections: [], balances: [], adjustments: 1 });
    expect(refused.tooLate).toEqual([{ country: 'FR', period: '2023-01', vat: '-10.00', currency: 'EUR' }]);
    expect([
      returnPeriod(book, 'EU-IOSS', '2026-01')?.dueOn,
      returnPeriod(book, 'EU-IOSS', '2025-12')?.dueOn,
      returnPeriod(book, 'EU-IOSS', '2023-01')?.dueOn,
    ]).toEqual(['2026-02-28', '2026-01-31', '2023-02-28']);
  });
});

describe('a UK return', () => {
  const quarter = { scheme: 'UK-SUPPLY', schemeNumber: 'GB999999973', authority: 'GB', period: '2026-Q1', filedOn: '2026-04-20' } as const;
  const uk = (taxable: bigint, vat: bigint, more: Partial<SupplyFact> = {}): SupplyFact =>
    fact('GB', '20', taxable, vat, { scheme: 'UK-SUPPLY', currency: 'GBP', period: '2026-Q1', ...more });
  it('has one row per rate; a credit reduces the quarter in which it is issued, whatever it corrects', () => {
    const { figures } = computed([uk(10_000n, 2_000n), uk(-5_000n, -1_000n, { kind: 'adjustment', originalPeriod: '2025-Q4' })], quarter);
    expect(figures.rows).toMatchObject([{ country: 'GB', rate: '20', taxable: '50.00', vat: '10.00' }]);
    expect(figures).toMatchObject({
      corrections: [],
      payable: '10.00',
      currency: 'GBP',
      dueOn: '2026-05-07',
      returnReference: 'GB/GB999999973/Q1.2026',
    });
  });
  it('converts each supply by the rate of its day in London, and what changes it by the same', () => {
    const euro = { currency: 'EUR' } as const;
    // One euro was 0.8674 pounds on 15 January 2026, a Thursday, and 0.867 on the Friday, which answers for the Sunday as well.
    const { figures } = computed(
      [
        uk(10_000n, 2_000n, { ...euro, at: '2026-01-15T23:59:59.999Z' }),
        uk(10_000n, 2_000n, { ...euro, at: '2026-01-18T12:00:00.000Z' }),
        uk(-5_000n, -1_000n, { ...euro, kind: 'adjustment', at: '2026-03-20T12:00:00.000Z', suppliedAt: '2026-01-15T10:00:00.000Z' }),
      ],
      quarter,
    );
    expect(figures.exchangeRows.map(({ day }) => day).sort()).toEqual(['2026-01-15', '2026-01-16']);
    expect(figures.rows).toMatchObject([{ taxable: '130.07', vat: '26.01', supplies: 3 }]);
  });
});

describe('the laws of returns', () => {
  const any = fc.record({
    country: fc.constantFrom('FR', 'DE', 'GR', 'ES'),
    rate: fc.constantFrom('20', '5.5', '10'),
    taxable: fc.bigInt(-50_000n, 100_000n),
    earlier: fc.constantFrom('2026-01', '2025-12', '2025-10'),
    gbp: fc.boolean(),
  });
  const factsOf = (
    given: readonly { country: string; rate: string; taxable: bigint; earlier: string; gbp: boolean }[],
  ): readonly SupplyFact[] =>
    given.map((g, n) =>
      fact(g.country, g.rate, g.taxable, g.taxable / 5n, {
        n,
        originalPeriod: g.earlier,
        kind: g.earlier === '2026-01' ? 'supply' : 'adjustment',
        currency: g.gbp ? 'GBP' : 'EUR',
      }),
    );
  const minor = (amount: string): bigint => BigInt(amount.replace('.', ''));

  it('the order of supplies does not count', () => {
    fc.assert(
      fc.property(
        fc
          .array(any, { maxLength: 30 })
          .chain((given) =>
            fc.tuple(fc.constant(factsOf(given)), fc.shuffledSubarray(factsOf(given) as SupplyFact[], { minLength: given.length })),
          ),
        ([facts, shuffled]) => {
          expect(computed(shuffled).figures).toEqual(computed(facts).figures);
        },
      ),
    );
  });
  it('payable is the sum of the positive balances; no country pays for another', () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (given) => {
        const facts = factsOf(given);
        const { figures } = computed(facts);
        expect(minor(figures.payable)).toBe(
          figures.balances
            .map((b) => minor(b.balance))
            .filter((b) => b > 0n)
            .reduce((a, b) => a + b, 0n),
        );
        for (const balance of figures.balances)
          expect(computed(facts.filter((f) => f.country === balance.country)).figures.balances).toEqual([balance]);
      }),
    );
  });
});

describe('an export', () => {
  it('says EL for Greece and carries rows, corrections, balances and the digest', () => {
    const { figures } = computed([fact('GR', '24', 10_000n, 2_400n), correction('GR', -100n)]);
    expect(JSON.parse(exportReturn(figures, 'json'))).toMatchObject({
      vatReturnReferenceNumber: 'IE/IM3720000015/M01.2026',
      totalAmountVatDue: '23.00',
      msconSupplies: [
        {
          msconCountryCode: 'EL',
          msidSupplies: [{ vatRate: '24' }],
          corrections: [{ period: { year: '2025', month: '11' }, totalVatAmountCorrection: '-1.00' }],
        },
      ],
      supplies: { count: 1, adjustments: 1, digest: figures.suppliesDigest },
    });
    expect(exportReturn(figures, 'csv').split('\r\n').slice(1, -1)).toEqual([
      'row,EL,2026-01,standard,24,100.00,24.00,1',
      'correction,EL,2025-11,,,-5.00,-1.00,1',
      'balance,EL,2026-01,,,,23.00,',
      'payable,,2026-01,,,,23.00,',
    ]);
  });
});

it('periods follow one another from the day a number became valid', () => {
  expect(periodsBefore(book, 'EU-IOSS', '2025-11-17', '2026-02').map(({ id }) => id)).toEqual(['2025-11', '2025-12', '2026-01']);
  expect(periodsBefore(book, 'UK-SUPPLY', '2025-11-17', '2026-Q2').map(({ id }) => id)).toEqual(['2025-Q4', '2026-Q1']);
  expect(returnReference('GB', 'GB999999973', '2026-Q1')).toBe('GB/GB999999973/Q1.2026');
});
