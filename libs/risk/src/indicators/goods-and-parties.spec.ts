import { type Back, type ProductLine, type SchemeImport, type SellerMonth } from '../facts';
import { defaultRiskRules as rules } from '../risk-rules';
import { declaredAs, itemOf } from './examples';
import { fakeB2b } from './fake-b2b';
import { giftOrC2c } from './gift-or-c2c';
import { misdescription, severalCodes } from './misdescription';
import { originShift } from './origin-shift';
import { returnRate, sameSerial } from './return-rate';
import { schemeNumberSpread } from './scheme-number-spread';

const lines = (...told: readonly Partial<ProductLine>[]): readonly ProductLine[] =>
  told.map((one, i) => ({
    stream: `order-${String(i)}`,
    position: String(i),
    ordinal: 1,
    seller: 'V-1',
    at: `2026-05-${String(i + 1).padStart(2, '0')}`,
    ...one,
  }));

describe('R07', () => {
  it.each([
    ['gift', 1],
    ['Gift / sample', 1],
    ['Spare parts', 1],
    ['***', 1],
    ['cotton gift bag', 0],
    ['LED lamp accessories', 0],
    ['подарок', 0],
  ])('an item described as %j', (description, expected) => {
    expect(misdescription(declaredAs('1', '10.00', { items: [itemOf(1, '10.00', description), itemOf(2, '5.00')] }), rules)).toHaveLength(
      expected,
    );
  });
  it('finds a product under several codes', () => {
    expect(severalCodes('S-1', lines({ hs6: '610910' }, { hs6: '610910' }, {}), rules)).toEqual([]);
    const [found] = severalCodes('S-1', lines({ hs6: '610910' }, { hs6: '420222' }), rules);
    expect(found?.sentence).toBe('product S-1 was announced under 2 codes: 420222, 610910: worth a look.');
  });
});

describe('R08', () => {
  const from = (...origins: readonly string[]) => lines(...origins.map((origin) => ({ origin })));
  it.each([
    [['CN', 'CN', 'CN'], undefined],
    [['CN', 'CN', 'CN', 'VN'], '1'],
    [['VN', 'CN', 'CN', 'CN'], '1'],
    [['CN', 'CN', 'VN'], undefined],
    [['CN', 'CN', 'CN', 'VN', 'VN'], undefined],
  ])('origins %j', (origins, expected) => {
    expect(originShift('S-1', from(...origins), rules)[0]?.figure.value).toBe(expected);
  });
});

describe('R09', () => {
  const orders = (count: number, buyerType: string) =>
    Array.from({ length: count }, (_, i) => ({
      stream: `order-${String(i)}`,
      position: String(i),
      number: String(i),
      buyerType,
      transactionType: 'B2C',
    }));
  it('finds goods of consumers in an import for a business', () => {
    const business = declaredAs('1', '900.00', { buyerType: 'business', transactionType: 'B2B' });
    expect(fakeB2b(business, orders(6, 'consumer'), rules)[0]).toMatchObject({ figure: { value: '6' }, evidenceCount: 7 });
    expect(fakeB2b(business, orders(4, 'consumer'), rules)).toEqual([]);
    expect(fakeB2b(business, orders(9, 'business'), rules)).toEqual([]);
    expect(fakeB2b(declaredAs('1', '900.00'), orders(9, 'consumer'), rules)).toEqual([]);
  });
});

describe('R10', () => {
  const imports = (month: string, count: number, more: (i: number) => Partial<SchemeImport> = () => ({})): readonly SchemeImport[] =>
    Array.from({ length: count }, (_, i) => ({
      stream: `declaration-${month}-${String(i)}`,
      position: String(i),
      mrn: String(i),
      seller: 'V-1',
      dispatchCountry: 'CN',
      acceptedOn: `${month}-01`,
      ...more(i),
    }));
  it('counts senders and countries of dispatch by month', () => {
    expect(
      schemeNumberSpread(
        'IM1',
        imports('2026-05', 20, (i) => ({ seller: `V-${String(i % 10)}` })),
        rules,
      ).map(({ figure }) => figure),
    ).toEqual([{ name: 'senders', value: '10', unit: 'senders' }]);
    expect(
      schemeNumberSpread(
        'IM1',
        imports('2026-05', 20, (i) => ({ dispatchCountry: `A${String(i % 5)}` })),
        rules,
      ).map(({ figure }) => figure.name),
    ).toEqual(['countries of dispatch']);
    expect(schemeNumberSpread('IM1', imports('2026-05', 20), rules)).toEqual([]);
  });
  it('finds a month that jumps over those before it, also over a new year', () => {
    const before = [...imports('2025-10', 10), ...imports('2025-11', 10), ...imports('2025-12', 10)];
    expect(
      schemeNumberSpread('IM1', [...before, ...imports('2026-01', 60)], rules).map(({ from, figure, threshold }) => [
        from,
        figure.value,
        threshold.value,
      ]),
    ).toEqual([['2026-01', '60', '30']]);
    expect(schemeNumberSpread('IM1', [...before.slice(10), ...imports('2026-01', 60)], rules)).toEqual([]);
    expect(schemeNumberSpread('IM1', [...before, ...imports('2026-01', 30)], rules)).toEqual([]);
  });
});

describe('R11', () => {
  it('asks why goods of a seller by trade are gifts', () => {
    const gifts = [
      declaredAs('1', '10.00', { transactionType: 'gift' }),
      declaredAs('2', '10.00', { transactionType: 'C2C', acceptedOn: '2026-06-01' }),
      declaredAs('3', '10.00'),
    ];
    expect(giftOrC2c('V-1', gifts, 5, rules).map(({ from, figure }) => [from, figure.value])).toEqual([
      ['2026-05', '1'],
      ['2026-06', '1'],
    ]);
    expect(giftOrC2c('V-1', gifts, 4, rules)).toEqual([]);
  });
});

describe('R12', () => {
  const back = (seller: string, count: number): readonly Back[] =>
    Array.from({ length: count }, (_, i) => ({
      kind: 'return',
      stream: `returnCase-${seller}${String(i)}`,
      position: String(i),
      reference: String(i),
      at: '2026-05-01',
    }));
  const month = (seller: string, orders: number, returns: number): SellerMonth => ({
    seller,
    month: '2026-05',
    orders,
    returns: back(seller, returns),
    credits: [],
  });
  const others = [month('V-2', 50, 1), month('V-3', 50, 1), month('V-4', 50, 1)];
  it.each([
    [month('V-1', 100, 7), ['7.0']],
    [month('V-1', 100, 6), []],
    [month('V-1', 20, 4), []],
    [month('V-1', 19, 19), []],
  ])('case %#', (own, expected) => {
    expect(returnRate([own, ...others], rules).map(({ figure }) => figure.value)).toEqual(expected);
    expect(returnRate([own, ...others.slice(1)], rules)).toEqual([]);
  });
  it('finds a serial number that went back twice', () => {
    const told = (stream: string, more: Partial<Back> = {}): Back => ({
      kind: 'return',
      stream,
      position: '1',
      reference: stream,
      at: '2026-05-01',
      ...more,
    });
    expect(sameSerial('SN-1', [told('returnCase-1'), told('returnCase-1')], rules)).toEqual([]);
    expect(sameSerial('SN-1', [told('returnCase-1'), told('returnCase-2')], rules)[0]?.figure.value).toBe('2');
    const [one, other] = [{ seller: 'V-1' }, { seller: 'V-2' }];
    expect(sameSerial('SN-1', [told('returnCase-1', one), told('returnCase-2', other)], rules)).toEqual([]);
    expect(
      sameSerial('SN-1', [told('returnCase-1', one), told('returnCase-2', other), told('returnCase-3')], rules).map(
        ({ sentence }) => sentence,
      ),
    ).toEqual([
      'serial number SN-1 is in 2 returns of goods of V-1: worth a look.',
      'serial number SN-1 is in 2 returns of goods of V-2: worth a look.',
    ]);
    expect(sameSerial('SN-1', [told('returnCase-1', { parcel: 'P' }), told('returnCase-2', { parcel: 'P' })], rules)).toEqual([]);
  });
});
