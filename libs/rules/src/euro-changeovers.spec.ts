import fc from 'fast-check';
import { moneyOf, parseMoney } from '#money';
import { changeoverOf, fixedRate, inEuro } from './euro-changeovers';

const lev = changeoverOf('BGN', '2026-01-01');
const kuna = changeoverOf('HRK', '2023-01-01');

describe('a currency that gave way to the euro', () => {
  it.each([
    ['HRK', '2022-12-31', undefined],
    ['HRK', '2023-01-01', '7.5345'],
    ['BGN', '2025-12-31', undefined],
    ['BGN', '2026-01-01', '1.95583'],
    ['BGN', '2030-07-01', '1.95583'],
    ['DKK', '2030-07-01', undefined],
    ['EUR', '2030-07-01', undefined],
  ])('%s on %s is taken at %s', (currency, on, rate) => {
    expect(changeoverOf(currency, on)?.rate).toBe(rate);
  });

  it.each([
    ['BGN', '1.00', 51n],
    ['BGN', '0.01', 1n],
    ['BGN', '1.95', 100n],
    ['BGN', '62.59', 3200n],
    ['BGN', '-62.59', -3200n],
    ['BGN', '1000000.00', 51129188n],
    ['HRK', '7.53', 100n],
    ['HRK', '100.00', 1327n],
  ])('%s %s is %s cents', (currency, amount, cents) => {
    const changeover = changeoverOf(currency, '2026-01-01');
    if (changeover === undefined) throw new RangeError(currency);
    expect(inEuro(parseMoney(amount, currency), changeover)).toEqual(moneyOf(cents, 'EUR'));
  });

  it('is divided by the rate as it is and rounded to the nearest cent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (minor) => {
        // cents x 195583 is within half of 195583 of stotinki x 100000; the same of the kuna, of 75345 and 10000.
        for (const [changeover, rate, one] of [
          [lev, 195583n, 100000n],
          [kuna, 75345n, 10000n],
        ] as const) {
          if (changeover === undefined) throw new RangeError('no changeover');
          const off = 2n * (inEuro(moneyOf(minor, changeover.currency), changeover).minor * rate - minor * one);
          expect(off <= rate && off >= -rate).toBe(true);
        }
      }),
    );
  });

  it('is a row of exchange rates that answers from the day on', () => {
    expect(lev === undefined ? undefined : fixedRate(lev)).toEqual({
      id: 'FIXED:BGN:2026-01-01',
      base: 'EUR',
      quote: 'BGN',
      rate: '1.95583',
      day: '2026-01-01',
      sourceDate: '2026-01-01',
    });
  });
});
