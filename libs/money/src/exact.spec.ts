import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { Exact } from './exact';

const canonical = fc
  .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 18n - 1n), fc.bigInt(0n, 10n ** 12n - 1n))
  .map(
    ([negative, whole, fraction]) =>
      `${negative && (whole > 0n || fraction > 0n) ? '-' : ''}${String(whole)}.${String(fraction).padStart(12, '0')}`,
  );

/** The oracle: every operation by decimal.js itself, in 60 significant digits, half-even. */
const Oracle = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_EVEN, defaults: true });
const modes = {
  down: Oracle.ROUND_DOWN,
  'half-up': Oracle.ROUND_HALF_UP,
  'half-even': Oracle.ROUND_HALF_EVEN,
  up: Oracle.ROUND_UP,
} as const;
const textOf = (value: Decimal): string => (value.isZero() ? '0' : value.toFixed());

/** Amounts as they are written, and some near each other, so that sums cancel and ties are met. */
const written = fc.oneof(
  canonical,
  fc
    .tuple(fc.integer({ min: -3000, max: 3000 }), fc.integer({ min: 0, max: 4 }))
    .map(([units, scale]) => Exact.ofMinor(BigInt(units), scale).toCanonicalText()),
);
type Operation = readonly [name: 'plus' | 'minus' | 'times' | 'percent' | 'dividedBy', operand: string];
const operation: fc.Arbitrary<Operation> = fc.tuple(fc.constantFrom('plus', 'minus', 'times', 'percent', 'dividedBy'), written);

const applied = (value: Exact, [name, text]: Operation): Exact => value[name](Exact.parse(text));
const byOracle = (value: Decimal, [name, text]: Operation): Decimal =>
  name === 'percent' ? value.times(text).times('0.01') : value[name](text);

describe('exact decimals', () => {
  it('compute, compare, round and write themselves as decimal.js does, in any chain of operations', () => {
    fc.assert(
      fc.property(
        written,
        fc.array(operation, { maxLength: 8 }),
        written,
        fc.integer({ min: 0, max: 14 }),
        (first, chain, other, scale) => {
          const steps = chain.filter(([name, text]) => name !== 'dividedBy' || !Exact.parse(text).isZero());
          const value = steps.reduce(applied, Exact.parse(first));
          const oracle = steps.reduce<Decimal>(byOracle, new Oracle(first));
          expect(value.toCanonicalText()).toBe(textOf(oracle));
          expect(value.toDisplayText()).toBe(textOf(oracle.toDecimalPlaces(12)));
          expect([value.isZero(), value.isNegative(), value.fitsScale(scale)]).toEqual([
            oracle.isZero(),
            oracle.isNegative() && !oracle.isZero(),
            oracle.decimalPlaces() <= scale,
          ]);
          expect(value.compare(Exact.parse(other))).toBe(oracle.comparedTo(other));
          for (const mode of ['down', 'half-up', 'half-even', 'up'] as const)
            expect([mode, value.toMinor(scale, mode)]).toEqual([mode, BigInt(oracle.toFixed(scale, modes[mode]).replace('.', ''))]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['1e9000000'],
    ['Infinity'],
    ['NaN'],
    ['0x10'],
    ['-0'],
    ['-0.0'],
    ['1.'],
    ['.5'],
    ['1_000'],
    ['1'.repeat(19)],
    [`0.${'1'.repeat(13)}`],
    ['1 '],
    ['9'.repeat(100_000)],
  ])('refuse %.20s', (text) => {
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
    expect(Exact.parse('123456789012345678.123456789012').times(Exact.parse('0.123456789012')).toCanonicalText()).toBe(
      '15241578753196160.247297668889153483936144',
    );
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

  it('carry sixty digits of a quotient, and as few as it has', () => {
    const quotient = (a: string, b: string): string => Exact.parse(a).dividedBy(Exact.parse(b)).toCanonicalText();
    expect(quotient('2', '3')).toBe(`0.${'6'.repeat(59)}7`);
    expect([quotient('1', '8'), quotient('-100', '0.5'), quotient('0', '-7')]).toEqual(['0.125', '-200', '0']);
  });
});
