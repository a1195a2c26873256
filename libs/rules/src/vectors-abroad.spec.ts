import { type AssessableItem } from './declaration';
import { RuleBook } from './rule-book';
import { withRows } from './rule-table';
import { shippedRuleBook } from './shipped-rule-book';
import { amount, h1, lawWith, outcomeOf, type PublishedDuty, rate, type VectorCase } from './vectors.examples';

/**
 * Worked examples of other administrations. TV-nn is the number of a vector, for ever. How each country computes is shipped
 * (facts/jurisdictions.json); the duties of the examples are published on top, as a ledger would.
 */
const [LAPTOP, SHOES, ENGINE] = ['847130', '640419', '840734'];
const goods = (hsCode: string, goodsValue: string, more: Partial<AssessableItem> = {}): AssessableItem => ({
  seq: 1,
  hsCode,
  origin: 'CN',
  goodsValue,
  quantity: '1',
  ...more,
});

// One Australian dollar is worth 0.91 US dollars in the example.
const onTheDay = '2024-05-15';
const duties: readonly PublishedDuty[] = [
  ['AU', '', '*', '5%'],
  ['NZ', '847130', '*', '0%'],
  ['NZ', '640419', '*', '5%'],
  ['JP', '', '*', '0%'],
  ['EU', '840734', '*', '2.7%'],
];
const law = lawWith(duties, [
  ['AUD', onTheDay, '1'],
  ['USD', onTheDay, '0.91'],
]);

const abroad = (jurisdiction: string, currency: string, items: readonly AssessableItem[], more = {}) =>
  h1(jurisdiction, items, { currency, acceptedOn: onTheDay, ...more });
const cases: readonly VectorCase[] = [
  // New Zealand Customs: duty is on the goods, GST on goods, transport and duty.
  {
    id: 'TV-38',
    declaration: abroad('NZ', 'NZD', [goods(LAPTOP, '1000.00')], { freight: '100.00' }),
    outcome: ['1 A00 1000.00 -> 0.00', '1 B00 1100.00 -> 165.00', 'total 165.00'],
  },
  {
    id: 'TV-39',
    declaration: abroad('NZ', 'NZD', [goods(SHOES, '1000.00')], { freight: '80.00', insurance: '20.00' }),
    outcome: ['1 A00 1000.00 -> 50.00', '1 B00 1150.00 -> 172.50', 'total 222.50'],
  },
  // Australian Border Force: value of the taxable importation is customs value, transport and insurance, and duty.
  {
    id: 'TV-40',
    declaration: abroad('AU', 'USD', [goods(SHOES, '1274.00')], { freight: '118.30' }),
    outcome: ['1 A00 1400.00 -> 70.00', '1 B00 1600.00 -> 160.00', 'total 230.00'],
  },
  {
    id: 'TV-41',
    declaration: abroad('AU', 'AUD', [goods(SHOES, '1200.00')], { freight: '120.00', insurance: '30.00' }),
    outcome: ['1 A00 1200.00 -> 60.00', '1 B00 1410.00 -> 141.00', 'total 201.00'],
  },
  {
    id: 'TV-42',
    declaration: abroad('AU', 'AUD', [goods(SHOES, '2000.00')], { freight: '150.00' }),
    outcome: ['1 A00 2000.00 -> 100.00', '1 B00 2250.00 -> 225.00', 'total 325.00'],
  },
  // Japan: a shop pays on the price, a private person on 60 % of it.
  {
    id: 'TV-49 a shop',
    declaration: abroad('JP', 'JPY', [goods(SHOES, '30000')]),
    outcome: ['1 A00 30000 -> 0', '1 B00 30000 -> 3000', 'total 3000'],
  },
  {
    id: 'TV-49 a private person',
    declaration: abroad('JP', 'JPY', [goods(SHOES, '30000')], { buyerType: 'consumer', transactionType: 'B2C' }),
    outcome: ['1 A00 18000 -> 0', '1 B00 18000 -> 1800', 'total 1800'],
  },
  // Luxembourg customs: engines.
  {
    id: 'TV-29',
    declaration: abroad('LU', 'EUR', [goods(ENGINE, '40000.00')]),
    outcome: ['1 A00 40000.00 -> 1080.00', '1 B00 41080.00 -> 6983.60'],
  },
];

describe('worked examples of other administrations', () => {
  it.each(cases.map((c) => [c.id, c] as const))('%s', (_, vector) => {
    expect(outcomeOf(vector, law)).toEqual(vector.outcome);
  });
});

describe('the United States', () => {
  const valued = (values: readonly (readonly [value: string, percent: string])[]): readonly string[] => {
    const items = values.map(([goodsValue, percent], i) => ({
      ...goods(SHOES, goodsValue),
      seq: i + 1,
      statedTaxes: [rate('A00', percent)],
    }));
    return outcomeOf({ id: '', declaration: abroad('US', 'USD', items), outcome: [] }, law).map((line) => line.split(' ')[2] ?? '');
  };
  it.each([
    ['TV-64', [['1234.49', '5']], ['1234.00']],
    ['TV-64', [['1234.50', '5']], ['1235.00']],
    [
      'together: the total is moved by no more than its own rounding',
      [
        ['10.60', '5'],
        ['10.60', '5'],
        ['10.60', '5'],
      ],
      ['11.00', '11.00', '10.00'],
    ],
    [
      'the residual goes to the largest fractions',
      [
        ['10.40', '5'],
        ['10.45', '5'],
        ['10.30', '5'],
      ],
      ['10.00', '11.00', '10.00'],
    ],
    [
      'of equal fractions the lower rate of duty drops its own',
      [
        ['10.50', '2'],
        ['10.50', '8'],
      ],
      ['10.00', '11.00'],
    ],
  ] as const)('values in whole dollars, %s', (_, values, expected) => {
    expect(valued(values)).toEqual(expected);
  });

  // Executive Order 14324: until 28 February 2026 a postal item bore a specific duty by the rate of its origin: below 16 %, 16 to 25 %,
  // above.
  const postal = lawWith([
    ['US', '', 'GB', '80.00 USD/item'],
    ['US', '', 'VN', '160.00 USD/item'],
    ['US', '', 'BR', '200.00 USD/item'],
    ['US', '', 'XX', 'max(80.00 USD/item; 200.00 USD/item)'],
  ]);
  it.each([
    ['GB', '1', '80.00'],
    ['VN', '1', '160.00'],
    ['BR', '1', '200.00'],
    ['BR', '2', '400.00'],
    ['XX', '1', '200.00'], // of several origins the highest
  ])('TV-47: a postal item from %s, %s of it', (origin, quantity, expected) => {
    const declaration = abroad('US', 'USD', [goods(SHOES, '50.00', { origin, quantity })], { acceptedOn: '2025-09-10' });
    expect(outcomeOf({ id: 'TV-47', declaration, outcome: ['total'] }, postal)).toEqual([
      `1 A00 50.00 -> ${expected}`,
      `total ${expected}`,
    ]);
  });
});

describe('merchandise in baggage (HMRC), where each amount is rounded half up', () => {
  const tables = shippedRuleBook().tables;
  const gb = shippedRuleBook().jurisdiction('GB')?.value;
  if (gb === undefined) throw new RangeError('no rules for GB');
  const halfUp = new RuleBook({
    ...tables,
    jurisdictions: withRows(tables.jurisdictions, 'jurisdiction/GB', [
      ['GB', { ...gb, customsFx: 'dayElseEarlier', dutyRounding: 'half-up', vatRounding: 'half-up' }],
    ]),
  });
  const desk = lawWith(
    [
      ['GB', '', '*', '3.3%'],
      ['GB', '', 'FR', '0%'],
    ],
    [
      ['GBP', onTheDay, '1'],
      ['USD', onTheDay, '1.1'],
    ],
    halfUp,
  );
  const bag = (currency: string, origin: string) =>
    abroad('GB', currency, [goods('220110', '100.00', { origin, statedTaxes: [rate('B00', '5')] })]);
  it.each<VectorCase>([
    { id: 'TV-25', declaration: bag('USD', 'CN'), outcome: ['1 A00 90.91 -> 3.00', '1 B00 93.91 -> 4.70'] },
    { id: 'TV-26', declaration: bag('USD', 'FR'), outcome: ['1 A00 90.91 -> 0.00', '1 B00 90.91 -> 4.55'] },
    { id: 'TV-26 in pounds', declaration: bag('GBP', 'FR'), outcome: ['1 A00 100.00 -> 0.00', '1 B00 100.00 -> 5.00'] },
    // TV-29b, a carrier's example at an old rate: 80 of goods and 35 of transport.
    {
      id: 'TV-29b',
      declaration: abroad('GB', 'GBP', [goods('220110', '80.00', { statedTaxes: [amount('A00', '4.02'), rate('B00', '17.5')] })], {
        freight: '35.00',
      }),
      outcome: ['1 A00 4.02 -> 4.02', '1 B00 119.02 -> 20.83', 'total 24.85'],
    },
  ])('$id', (vector) => {
    expect(outcomeOf(vector, desk)).toEqual(vector.outcome);
  });
});
