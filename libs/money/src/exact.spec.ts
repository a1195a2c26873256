import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { Exact } from './exact';

const canonical = fc
  .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 18n - 1n), fc.bigInt(0n, 10n ** 12n - 1n))
  .map(([negative, whole, fraction]) => `${negative && (whole > 0n || fraction > 0n) ? '-' : ''}${String(whole)}.${String(fraction).padStart(12, '0')}`);

describe('exact decimals', () => {
  it.each([['1e9000000'], ['Infinity'], ['NaN'], ['0x10'], ['-0'], ['-0.0'], ['1.'], ['.5'], ['1_000'], ['1'.repeat(19)], [`0.${'1'.repeat(13)}`], ['1 '], ['9'.repeat(100_000)]])('refuse %.20s', (text) => {
    expect(() => Exact.parse(text)).toThrow(expect.objectContaining({ code: 'AMOUNT_NOT_CANONICAL' }) as Error);
    expect(Exact.isCanonical(text)).toBe(false);
  });

  it.each([
    ['1.950', '1.95'],
    ['0.000000000001', '0.000000000001'],
    ['100000000000000000', '100000000000000000'],
    ['-0.10', '-0.1'],
    ['0.00', '0'],
  ])('%s is written %s', (text, written) => {
    expect(Exact.parse(text).toCanonicalText()).toBe(written);
  });

  it('multiply without rounding', () => {
    expect(Exact.parse('123456789012345678.123456789012').times(Exact.parse('0.123456789012')).toCanonicalText()).toBe('15241578753196160.247297668889153483936144');
  });

  it('add as integers of 10^-12 do', () => {
    fc.assert(
      fc.property(canonical, canonical, (a, b) => {
        const units = (text: string): bigint => BigInt(text.replace('.', ''));
        expect(Exact.parse(a).plus(Exact.parse(b)).toMinor(12, 'down')).toBe(units(a) + units(b));
      }),
    );
  });

  it('are not touched by what others do to decimal.js', () => {
    const before = Exact.parse('2').dividedBy(Exact.parse('3')).toCanonicalText();
    Decimal.set({ precision: 3, rounding: 0 });
    expect(Exact.parse('2').dividedBy(Exact.parse('3')).toCanonicalText()).toBe(before);
    expect(before).toBe(`0.${'6'.repeat(59)}7`);
  });
});
