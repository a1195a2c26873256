import { formatMoney, type Money, parseMoney } from '#money';
import { returnBalance, returnRowVat } from './returns-arithmetic';

const money = (text: string): Money => parseMoney(text.includes('.') ? text : `${text}.00`, 'GBP');
type Entry = readonly [beneficiary: string, vat: string];
const amounts = (entries: readonly Entry[]) => entries.map(([beneficiary, vat]) => ({ beneficiary, vat: money(vat) }));

describe('VAT of a row', () => {
  it.each([
    // TV-30 and TV-51
    ['100.00', '20', '20.00'],
    ['200.00', '5', '10.00'],
    ['300.00', '20', '60.00'],
    ['400.00', '5', '20.00'],
    ['12.50', '21', '2.62'],
    ['37.50', '21', '7.88'],
    ['-12.50', '21', '-2.62'],
  ])('%s at %s %% is %s', (net, rate, vat) => {
    expect(formatMoney(returnRowVat(money(net), rate).vat)).toBe(vat);
  });
});

describe('the balance of a return', () => {
  it.each<readonly [id: string, rows: readonly Entry[], corrections: readonly Entry[], balances: string, payable: string]>([
    [
      'TV-30',
      [
        ['HR', '20'],
        ['HR', '10'],
        ['EE', '60'],
        ['EE', '20'],
      ],
      [],
      'EE 80.00, HR 30.00',
      '110.00',
    ],
    ['TV-31', [['HR', '20']], [['BE', '100']], 'BE 100.00, HR 20.00', '120.00'],
    ['TV-32', [['HR', '200']], [['BE', '-100']], 'BE -100.00, HR 200.00', '200.00'],
    ['TV-33', [['HR', '100']], [['HR', '-1000']], 'HR -900.00', '0.00'],
    ['TV-34', [['HR', '100']], [['EE', '-1000']], 'EE -1000.00, HR 100.00', '100.00'],
    [
      'TV-35',
      [
        ['ES', '60'],
        ['HR', '40'],
      ],
      [['ES', '-50']],
      'ES 10.00, HR 40.00',
      '50.00',
    ],
    [
      'TV-36 DE FR',
      [
        ['DE', '100'],
        ['FR', '1000'],
      ],
      [
        ['DE', '-1000'],
        ['DE', '-1000'],
        ['DE', '-1000'],
      ],
      'DE -2900.00, FR 1000.00',
      '1000.00',
    ],
    [
      'TV-36 IT LT',
      [
        ['IT', '150'],
        ['LT', '950'],
      ],
      [
        ['IT', '-2500'],
        ['LT', '-2000'],
      ],
      'IT -2350.00, LT -1050.00',
      '0.00',
    ],
    [
      'TV-36 AT HR',
      [
        ['AT', '150'],
        ['HR', '1000'],
      ],
      [
        ['AT', '-250'],
        ['AT', '500'],
        ['AT', '-750'],
        ['HR', '-800'],
        ['HR', '-500'],
        ['HR', '250'],
      ],
      'AT -350.00, HR -50.00',
      '0.00',
    ],
    [
      'TV-37',
      [
        ['EE', '250'],
        ['PL', '2300'],
        ['LV', '700'],
      ],
      [
        ['EE', '-250'],
        ['PL', '-2300'],
      ],
      'EE 0.00, LV 700.00, PL 0.00',
      '700.00',
    ],
    ['TV-37 AEAT', [['DE', '0']], [['DE', '-50']], 'DE -50.00', '0.00'],
    ['nil', [], [], '', '0.00'],
  ])('%s', (_, rows, corrections, balances, payable) => {
    const result = returnBalance('GBP', amounts(rows), amounts(corrections));
    expect(result.balances.map((b) => `${b.beneficiary} ${formatMoney(b.balance)}`).join(', ')).toBe(balances);
    expect(formatMoney(result.payable)).toBe(payable);
  });

  it('is the same in whatever order the amounts come', () => {
    const rows = amounts([
      ['FR', '1.10'],
      ['DE', '2.20'],
      ['FR', '3.30'],
    ]);
    expect(returnBalance('GBP', rows, [])).toEqual(returnBalance('GBP', [...rows].reverse(), []));
  });
});
