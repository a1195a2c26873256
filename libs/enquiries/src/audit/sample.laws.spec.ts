import fc from 'fast-check';
import { unitsOf } from '#reconciliation';
import { drawSample, type Population, type SampleUnit } from './sample';

const unit = (id: number, amount: string, currency = 'EUR', authority = 'EU-FR'): SampleUnit => ({
  id: `U-${String(id)}`,
  reference: String(id),
  day: '2026-03-01',
  amount: unitsOf(amount),
  currency,
  authority,
});
const of = (units: readonly SampleUnit[]): Population =>
  async function* () {
    yield* units;
  };
const simple = { seed: 'S', size: 3, stratify: 'none', monetaryUnit: false } as const;
const units = fc
  .array(fc.tuple(fc.integer({ min: -500, max: 5000 }), fc.constantFrom('EUR', 'GBP'), fc.constantFrom('GB', 'EU-FR')), { maxLength: 60 })
  .map((given) => given.map(([amount, currency, authority], i) => unit(i, String(amount), currency, authority)));

describe('a sample', () => {
  it('is drawn again by the same seed, whatever order the population is read in, and another by another', async () => {
    const population = Array.from({ length: 200 }, (_, i) => unit(i, '1'));
    const [one, again, other] = [
      await drawSample(of(population), simple),
      await drawSample(of([...population].reverse()), simple),
      await drawSample(of(population), { ...simple, seed: 'T' }),
    ];
    expect(again.units).toEqual(one.units);
    expect(other.units).not.toEqual(one.units);
    expect([one.population, one.units.length]).toEqual([{ count: 200, sums: { EUR: '200' } }, 3]);
  });

  it('has the size that was asked for, from each stratum its part, and no unit twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        units,
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom('none' as const, 'currency' as const, 'authority' as const),
        async (population, size, stratify) => {
          const sample = await drawSample(of(population), { ...simple, size, stratify });
          expect(sample.units.length).toBe(Math.min(size, population.length));
          expect(new Set(sample.units.map(({ id }) => id)).size).toBe(sample.units.length);
          expect(sample.strata.reduce((sum, { count }) => sum + count, 0)).toBe(population.length);
          for (const { count, drawn } of sample.strata)
            expect(Math.abs(drawn - (count * sample.units.length) / Math.max(1, population.length))).toBeLessThan(1);
        },
      ),
    );
  });

  it('by monetary unit has as many points as were asked for, none in what has no amount, and one in all that is as large as the interval', async () => {
    await fc.assert(
      fc.asyncProperty(units, fc.integer({ min: 1, max: 20 }), fc.string({ maxLength: 5 }), async (population, size, seed) => {
        const sample = await drawSample(of(population), { seed, size, stratify: 'none', monetaryUnit: true });
        const usable = population.filter(({ amount }) => amount !== 0n);
        expect(sample.units.reduce((sum, { points = 0 }) => sum + points, 0)).toBe(Math.min(size, usable.length));
        for (const { stratum, total = '0', withoutAmount } of sample.strata) {
          const own = population.filter(({ currency }) => currency === stratum);
          expect([total, withoutAmount]).toEqual([total, own.filter(({ amount }) => amount === 0n).length]);
          const drawn = sample.units.filter((one) => one.stratum === stratum);
          const points = BigInt(drawn.reduce((sum, one) => sum + (one.points ?? 0), 0));
          for (const { id, amount } of own)
            if (points > 0n && (amount < 0n ? -amount : amount) * points >= unitsOf(total))
              expect(drawn).toContainEqual(expect.objectContaining({ id, certain: true }));
        }
      }),
    );
  });

  it('says how it was drawn', async () => {
    const sample = await drawSample(of([unit(1, '30'), unit(2, '0'), unit(3, '70')]), {
      seed: 'S',
      size: 2,
      stratify: 'none',
      monetaryUnit: true,
    });
    expect(sample.strata).toEqual([
      {
        stratum: 'EUR',
        count: 3,
        sums: { EUR: '100' },
        drawn: expect.any(Number) as number,
        total: '100',
        interval: '50',
        start: expect.any(String) as string,
        withoutAmount: 1,
      },
    ]);
    expect(sample.howChosen).toContain('Monetary-unit sampling in each currency: 2 points');
  });
});
