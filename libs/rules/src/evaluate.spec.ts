import { Exact, formatMoney, round } from '#money';
import { type Basis, evaluate } from './evaluate';
import { parseExpression } from './expression';

/**
 * The duty calculator of GOV.UK keeps full precision and rounds for display only: its published examples show each expression to the last
 * digit. TV-nn is the number of a vector, for ever.
 */
const basis = (value: string, more: Partial<Record<'units' | 'unit' | 'rate', string>> = {}): Basis => ({
  value: Exact.parse(value),
  quantityOf: (unit) => {
    expect(unit).toBe(more.unit);
    return Exact.parse(more.units ?? '1');
  },
  converted: (amount) => amount.times(Exact.parse(more.rate ?? '1')),
});
const exact = (expression: string, on: Basis): Exact => evaluate(parseExpression(expression), on);
const display = (amount: Exact): string => formatMoney(round(amount, 'GBP', 'half-up'));

describe('a quotation at full precision', () => {
  const goods = ['1000.00', '250.89', '10.00'].reduce((sum, part) => sum.plus(Exact.parse(part)), Exact.ZERO);
  const value = basis(goods.toCanonicalText());
  const dumping = exact('144.10 GBP/tonne', { ...value, quantityOf: () => Exact.parse('2') });
  const safeguard = exact('25%', value);

  it.each([
    // Third-country duty, safeguard and additional duty, anti-dumping duty.
    ['TV-19', '2.7%', [safeguard, safeguard, dumping], ['34.04', '315.22', '315.22', '288.20'], '2213.57903', '442.72', '1395.40'],
    // Preference of 0 %.
    ['TV-20', '0%', [safeguard, safeguard, dumping], ['0.00', '315.22', '315.22', '288.20'], '2179.535', '435.91', '1354.55'],
    // Quota of 20 %, which frees of the safeguard.
    ['TV-21', '20%', [safeguard, dumping], ['252.18', '315.22', '288.20'], '2116.4905', '423.30', '1278.90'],
    // Suspension at 0 %.
    ['TV-22', '0%', [safeguard, safeguard, dumping], ['0.00', '315.22', '315.22', '288.20'], '2179.535', '435.91', '1354.55'],
  ] as const)('%s at %s', (_, duty, others, shown, vatBase, vatShown, total) => {
    const duties = [exact(duty, value), ...others];
    const base = duties.reduce((sum, part) => sum.plus(part), value.value);
    const vat = exact('20%', { ...value, value: base });
    expect(duties.map(display)).toEqual(shown);
    expect([base.toCanonicalText(), display(vat), display(base.minus(value.value).plus(vat))]).toEqual([vatBase, vatShown, total]);
  });
});

describe('an expression', () => {
  it.each([
    ['TV-23', '8%', basis('30'), '2.4'],
    ['TV-23, on goods and duty', '8%', basis('1030'), '82.4'],
    ['TV-24', '35.10 EUR/100 kg', basis('0', { unit: 'kg', units: '10000', rate: '0.8571' }), '3008.421'],
    ['TV-24, of one unit', '35.10 EUR/unit', basis('0', { unit: 'unit' }), '35.1'],
    ['a sum', '12% + 3.00 EUR/kg', basis('100', { unit: 'kg', units: '2' }), '18'],
    ['the lower', 'min(12%; 3.00 EUR/kg)', basis('100', { unit: 'kg', units: '2' }), '6'],
    ['the higher', 'max(12%; 3.00 EUR/kg)', basis('100', { unit: 'kg', units: '2' }), '12'],
  ])('%s: %s', (_, expression, on, expected) => {
    expect(exact(expression, on).toCanonicalText()).toBe(expected);
  });
  it.each(['3.00 EUR/hs6', 'vat:standard'])('%s is none of one item', (expression) => {
    expect(() => exact(expression, basis('1'))).toThrow(RangeError);
  });
});
