import fc from 'fast-check';
import { apportion, partialShare, shareOfUnits } from './apportionment';
import { formatMoney, type Money, moneyOf, parseMoney, sum } from './money';

const eur = (text: string): Money => parseMoney(text, 'EUR');
const texts = (amounts: readonly Money[]): readonly string[] => amounts.map((a) => formatMoney(a));

describe('apportionment', () => {
  it.each([
    ['10.00', [1n, 1n, 1n], ['3.34', '3.33', '3.33']],
    ['0.01', [1n, 1n], ['0.01', '0.00']],
    ['0.05', [1n, 2n, 3n], ['0.01', '0.02', '0.02']],
    ['8.00', [0n, 0n], ['4.00', '4.00']],
    ['-10.00', [1n, 1n, 1n], ['-3.34', '-3.33', '-3.33']],
    ['1.00', [0n, 5n, 0n], ['0.00', '1.00', '0.00']],
  ] as const)('%s by %p is %p', (total, weights, expected) => {
    expect(texts(apportion(eur(total), weights))).toEqual(expected);
  });

  it.each([[[]], [[1n, -1n]]])('refuses weights %p', (weights) => {
    expect(() => apportion(eur('1.00'), weights)).toThrow('weights must be');
  });

  const totals = fc.bigInt(-(10n ** 15n), 10n ** 15n);
  const weightLists = fc.array(fc.bigInt(0n, 10n ** 20n), { minLength: 1, maxLength: 50 });

  it('loses nothing, and each part is within one minor unit of its exact share', () => {
    fc.assert(
      fc.property(totals, weightLists, (minor, weights) => {
        const total = moneyOf(minor, 'EUR');
        const parts = apportion(total, weights);
        expect(sum(parts, 'EUR')).toEqual(total);
        const whole = weights.reduce((a, b) => a + b, 0n);
        if (whole === 0n) return;
        parts.forEach((part, i) => {
          const distance = part.minor * whole - minor * (weights[i] ?? 0n);
          expect(distance < whole && distance > -whole).toBe(true);
        });
      }),
    );
  });

  it('never gives a smaller weight more', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), weightLists, (minor, weights) => {
        const parts = apportion(moneyOf(minor, 'EUR'), weights);
        weights.forEach((w, i) => {
          weights.forEach((v, j) => {
            if (w > v) expect((parts[i]?.minor ?? 0n) >= (parts[j]?.minor ?? 0n)).toBe(true);
          });
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe('a partial share', () => {
  it('of 10.00 on 3 units: 3.33, 3.33, 3.34; or 1 then 2: 3.33 + 6.67 (TV-52)', () => {
    const total = eur('10.00');
    expect(
      texts([partialShare(total, 1n, 3n, eur('0.00')), partialShare(total, 2n, 3n, eur('3.33')), partialShare(total, 3n, 3n, eur('6.66'))]),
    ).toEqual(['3.33', '3.33', '3.34']);
    expect(texts([partialShare(total, 3n, 3n, eur('3.33'))])).toEqual(['6.67']);
    expect(texts([partialShare(total, 2n, 3n, eur('3.33'), 'half-up')])).toEqual(['3.34']);
  });

  it('settles the whole at the end, whatever was given in between', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 12n), 10n ** 12n),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
        (minor, steps) => {
          const total = moneyOf(minor, 'EUR');
          const n = BigInt(steps.reduce((a, b) => a + b, 0));
          let [k, given] = [0n, moneyOf(0n, 'EUR')];
          for (const step of steps) {
            k += BigInt(step);
            given = moneyOf(given.minor + partialShare(total, k, n, given).minor, 'EUR');
          }
          expect(given).toEqual(total);
        },
      ),
    );
  });
});

describe('the share of units', () => {
  const shares = (...taken: readonly bigint[]): readonly string[] => {
    let before = 0n;
    return taken.map((units) => {
      const share = shareOfUnits(eur('10.00'), 3n, before, units);
      before += units;
      return formatMoney(share);
    });
  };

  it('of 10.00 on 3 units: one by one, or 1 then 2 (TV-52)', () => {
    expect([shares(1n, 1n, 1n), shares(1n, 2n), shares(2n, 1n), shares(3n), shares(0n, 3n)]).toEqual([
      ['3.33', '3.33', '3.34'],
      ['3.33', '6.67'],
      ['6.66', '3.34'],
      ['10.00'],
      ['0.00', '10.00'],
    ]);
  });

  it.each([
    [3n, 0n, 4n],
    [3n, 2n, 2n],
    [3n, -1n, 1n],
    [3n, 1n, -1n],
    [0n, 0n, 0n],
  ])('of %p units after %p is not for %p', (units, before, taken) => {
    expect(() => shareOfUnits(eur('10.00'), units, before, taken)).toThrow(/share/);
  });

  it('gives the whole to all units, however they are divided, and never a share of the other sign', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.array(fc.bigInt(0n, 9n), { minLength: 1, maxLength: 20 }), (minor, takings) => {
        const units = takings.reduce((a, b) => a + b, 0n);
        fc.pre(units > 0n);
        let [before, given] = [0n, 0n];
        for (const taken of takings) {
          const share = shareOfUnits(moneyOf(minor, 'EUR'), units, before, taken).minor;
          expect(minor < 0n ? share <= 0n : share >= 0n).toBe(true);
          before += taken;
          given += share;
        }
        expect(given).toBe(minor);
      }),
    );
  });
});
