import { Exact } from './exact';
import { formatMoney } from './money';
import { round, roundStep } from './rounding';

describe('named rounding', () => {
  it.each([
    // Each mode beside the others (TV-50)
    ['473.106', 'EUR', { down: '473.10', 'half-up': '473.11', 'half-even': '473.11', up: '473.11' }],
    ['0.125', 'EUR', { down: '0.12', 'half-up': '0.13', 'half-even': '0.12', up: '0.13' }],
    ['2.345', 'EUR', { down: '2.34', 'half-up': '2.35', 'half-even': '2.34', up: '2.35' }],
    ['-0.125', 'EUR', { down: '-0.12', 'half-up': '-0.13', 'half-even': '-0.12', up: '-0.13' }],
    ['-0.001', 'EUR', { down: '0.00', 'half-up': '0.00', 'half-even': '0.00', up: '-0.01' }],
    ['2.5', 'JPY', { down: '2', 'half-up': '3', 'half-even': '2', up: '3' }],
    ['0.0005', 'KWD', { down: '0.000', 'half-up': '0.001', 'half-even': '0.000', up: '0.001' }],
  ] as const)('%s %s', (text, currency, expected) => {
    for (const mode of ['down', 'half-up', 'half-even', 'up'] as const) {
      expect([mode, formatMoney(round(Exact.parse(text), currency, mode))]).toEqual([mode, expected[mode]]);
    }
  });

  it('explains itself', () => {
    expect(roundStep('IOSS.row-vat', Exact.parse('2.625'), 'EUR', 'half-even').step).toEqual({
      ruleId: 'IOSS.row-vat',
      mode: 'half-even',
      unit: '0.01',
      before: '2.625',
      after: '2.62',
    });
  });

  it('uses the scale of the day', () => {
    expect(formatMoney(round(Exact.parse('1.005'), 'ISK', 'half-up', '2006-12-31'), '2006-12-31')).toBe('1.01');
    expect(formatMoney(round(Exact.parse('1.005'), 'ISK', 'half-up', '2007-01-01'))).toBe('1');
  });
});
