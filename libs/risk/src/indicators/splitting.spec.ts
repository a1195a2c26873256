import { unitsOf } from '#reconciliation';
import { type BuyerOrder } from '../facts';
import { defaultRiskRules as rules } from '../risk-rules';
import { limitOf, orderAt } from './examples';
import { splitOneOrder } from './split-one-order';
import { splitSameBuyer } from './split-same-buyer';
import { clusterIdentity } from './cluster-identity';

const arrivedOn = (day: string) => ({ arrivedOn: [day] });
const tested = (value: string) => ({ currency: 'GBP', tested: { value, limit: '150.00', currency: 'EUR' } });

/** Orders as hour and value; what R01 finds as count, sum and excess. TV-60 is the worked example of the domain. */
const cases: readonly (readonly [string, readonly BuyerOrder[], readonly string[]])[] = [
  [
    'TV-60: three of 60.00 within 24 h',
    [orderAt('1', 0, '60.00'), orderAt('2', 12, '60.00'), orderAt('3', 24, '60.00')],
    ['3 180.00 30.00'],
  ],
  ['two that come to the limit itself', [orderAt('1', 0, '75.00'), orderAt('2', 1, '75.00')], []],
  ['a cent above it', [orderAt('1', 0, '75.00'), orderAt('2', 1, '75.01')], ['2 150.01 0.01']],
  ['one above the limit by itself is not low value', [orderAt('1', 0, '160.00'), orderAt('2', 1, '20.00')], []],
  ['the last moment of 72 hours', [orderAt('1', 0, '100.00'), orderAt('2', 72, '60.00')], ['2 160.00 10.00']],
  ['an hour later', [orderAt('1', 0, '100.00'), orderAt('2', 73, '60.00')], []],
  [
    'an hour later, arrived on one day',
    [orderAt('1', 0, '100.00', arrivedOn('2026-05-09')), orderAt('2', 73, '60.00', arrivedOn('2026-05-09'))],
    ['2 160.00 10.00'],
  ],
  [
    'a window that does not begin with the first order',
    [orderAt('1', 0, '10.00'), orderAt('2', 60, '80.00'), orderAt('3', 130, '80.00')],
    ['2 160.00 10.00'],
  ],
  [
    'two windows',
    [orderAt('1', 0, '90.00'), orderAt('2', 1, '90.00'), orderAt('3', 200, '100.00'), orderAt('4', 201, '60.00')],
    ['2 180.00 30.00', '2 160.00 10.00'],
  ],
  [
    'other currencies as the checkout tested them',
    [orderAt('1', 0, '60.00', tested('71.5')), orderAt('2', 1, '70.00', tested('83.25'))],
    ['2 154.75 4.75'],
  ],
  [
    'another currency that nobody converted',
    [orderAt('1', 0, '90.00', { currency: 'GBP' }), orderAt('2', 1, '90.00', { currency: 'GBP' })],
    [],
  ],
  ['nothing to follow', [orderAt('1', 0, '90.00'), orderAt('2', 1, '90.00', { outside: true })], []],
  ['a country without a limit', [orderAt('1', 0, '90.00', { destination: 'JP' }), orderAt('2', 1, '90.00', { destination: 'JP' })], []],
];

describe('R01', () => {
  it.each(cases)('%s', (_, orders, expected) => {
    const found = splitSameBuyer(orders, rules, limitOf);
    expect(found.map(({ figure, measured }) => `${measured[0]?.value ?? ''} ${measured[1]?.value ?? ''} ${figure.value}`)).toEqual(
      expected,
    );
    expect(splitSameBuyer([...orders].reverse(), rules, limitOf)).toEqual(found);
  });

  it('shows the rows that it rests on and says what it means in plain words', () => {
    const [found] = splitSameBuyer([orderAt('1', 0, '60.00'), orderAt('2', 12, '60.00'), orderAt('3', 24, '60.00')], rules, limitOf);
    expect(found).toMatchObject({
      code: 'R01',
      name: 'SPLIT_SAME_BUYER',
      rules: 'risk@2',
      subject: { kind: 'buyer', id: `${'b'.repeat(64)} V-1` },
      from: '2026-05-01T00:00:00.000Z',
      to: '2026-05-02T00:00:00.000Z',
      figure: { name: 'excess', value: '30.00', unit: 'EUR' },
      threshold: { value: '150.00', unit: 'EUR' },
      sentence: '3 orders of one buyer at V-1 within 72 hours, each at most EUR 150.00, together EUR 180.00: worth a look.',
      evidenceCount: 3,
    });
    expect(found?.evidence.map(({ stream, position, values }) => [stream, position, values['value']])).toEqual([
      ['order-1', '1', '60.00'],
      ['order-2', '2', '60.00'],
      ['order-3', '3', '60.00'],
    ]);
  });
});

describe('R02', () => {
  const parcels = (...values: readonly string[]) => ({
    stream: 'order-1',
    position: '1',
    seller: 'V-1',
    number: '1',
    orderedAt: '2026-05-01T00:00:00.000Z',
    limit: { amount: '150.00', currency: 'EUR', inclusive: true },
    parcels: values.map((value, i) => ({
      stream: `declaration-${String(i)}`,
      position: String(i),
      number: `P${String(i)}`,
      value: unitsOf(value),
      acceptedOn: '2026-05-09',
    })),
  });
  it.each([
    [['80.00', '80.00'], ['10.00']],
    [['75.00', '75.00'], []],
    [['160.00', '10.00'], []],
    [['160.00'], []],
    [['60.00', '60.00', '60.00'], ['30.00']],
  ] as const)('parcels of %j exceed the limit by %j', (values, expected) => {
    expect(splitOneOrder(parcels(...values), rules).map(({ figure }) => figure.value)).toEqual(expected);
  });
});

describe('R03', () => {
  const often = (count: number, hours: number): readonly BuyerOrder[] =>
    Array.from({ length: count }, (_, i) => orderAt(String(i), i * hours, '10.00', { seller: `V-${String(i % 3)}` }));
  it('counts the orders under one pseudonym in a window', () => {
    expect(clusterIdentity(often(19, 1), rules)).toEqual([]);
    expect(clusterIdentity(often(25, 1), rules).map(({ figure, measured }) => [figure.value, measured[0]?.value])).toEqual([['25', '3']]);
    expect(clusterIdentity(often(25, 72), rules)).toEqual([]);
  });
});
