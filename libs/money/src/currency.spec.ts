import { isCurrency, scaleOf, UnknownCurrencyError } from './currency';

describe('the minor unit of a currency', () => {
  it.each([
    ['EUR', '2026-01-01', 2],
    ['JPY', '2026-01-01', 0],
    ['KWD', '2026-01-01', 3],
    ['HUF', '2026-01-01', 2],
    ['UGX', '2026-01-01', 0],
    ['NOK', '2026-01-01', 2],
    ['ISK', '2006-12-31', 2],
    ['ISK', '2007-01-01', 0],
    ['HRK', '2022-12-31', 2],
    ['HRK', '2023-01-01', 'unknown'],
    ['BGN', '2025-12-31', 2],
    ['BGN', '2026-01-01', 'unknown'],
    ['EURO', '2026-01-01', 'unknown'],
    ['eur', '2026-01-01', 'unknown'],
    ['constructor', '2026-01-01', 'unknown'],
  ] as const)('%s on %s: %s', (currency, on, scale) => {
    if (scale === 'unknown') expect(() => scaleOf(currency, on)).toThrow(UnknownCurrencyError);
    else expect(scaleOf(currency, on)).toBe(scale);
    expect(isCurrency(currency, on)).toBe(scale !== 'unknown');
  });

  it('is the latest known where no day is given, so that old money can be printed', () => {
    expect(scaleOf('HRK')).toBe(2);
    expect(scaleOf('ISK')).toBe(0);
  });
});
