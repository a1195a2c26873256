import fc from 'fast-check';
import { type CoverAnswer, type CoverItem, coveringSets, mostCoveringSets, naturalCover } from './covering-set';
import { findSubsets } from './subset-search';

const item = (id: string, amount: number | bigint, dueOn = '2026-02-15', groups: readonly string[] = []): CoverItem => ({
  id,
  amount: BigInt(amount),
  dueOn,
  groups,
});
const items = (...amounts: readonly number[]): readonly CoverItem[] => amounts.map((amount, i) => item(String(i).padStart(5, '0'), amount));
const namesOf = ({ sets }: CoverAnswer): readonly string[] => sets.map((set) => set.items.join());
const sumOf = (of: readonly CoverItem[]): bigint => of.reduce((sum, { amount }) => sum + amount, 0n);
const sumsOf = ({ sets }: CoverAnswer, of: readonly CoverItem[]): readonly bigint[] =>
  sets.map((set) => sumOf(of.filter(({ id }) => set.items.includes(id))));

/** Every set there is, by trying them all. */
const byTrying = (target: bigint, of: readonly CoverItem[]): ReadonlySet<string> => {
  const found = new Set<string>();
  for (let mask = 1; mask < 2 ** of.length; mask += 1) {
    const set = of.filter((_, i) => (mask & (1 << i)) !== 0);
    if (sumOf(set) === target) found.add(set.map(({ id }) => id).join());
  }
  return found;
};

/** Amounts without a pattern, the same at every run. */
const scattered = (count: number, most: bigint): readonly CoverItem[] => {
  let seed = 12_345n;
  return Array.from({ length: count }, (_, i) => {
    seed = (seed * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
    return item(String(i).padStart(5, '0'), 1n + ((seed >> 20n) % most), `2026-02-${String(1 + (i % 28)).padStart(2, '0')}`);
  });
};

describe('the covering set of a lump sum', () => {
  it('is everything that is open where that is the sum, and then the only one', () => {
    expect(coveringSets(60n, items(10, 20, 30))).toEqual({
      status: 'exact',
      unique: true,
      complete: true,
      sets: [{ by: 'all', items: ['00000', '00001', '00002'] }],
    });
  });

  it('is any set that makes up the sum, where there is one', () => {
    expect(coveringSets(1607n, items(500, 301, 207, 699, 900))).toEqual({
      status: 'exact',
      unique: true,
      complete: true,
      sets: [{ by: 'subset', items: ['00000', '00002', '00004'] }],
    });
  });

  it('is none, for certain, where no set makes it up', () => {
    expect(coveringSets(1608n, items(500, 301, 207, 699, 900))).toEqual({ status: 'none', sets: [], complete: true });
    expect(coveringSets(7n, items(2, 4, 6, 8)).status).toBe('none');
    expect(coveringSets(100n, items(10, 20)).status).toBe('none');
    expect(coveringSets(100n, []).status).toBe('none');
  });

  it('tells the alternatives where several make it up, equal amounts too', () => {
    expect(coveringSets(10n, items(10, 3, 7, 10))).toMatchObject({ status: 'exact', unique: false, complete: true });
    expect(namesOf(coveringSets(10n, items(10, 3, 7, 10)))).toEqual(['00000', '00001,00002', '00003']);
  });

  it('tells no more than a few of many, and that they are not all', () => {
    const answer = coveringSets(5n, items(...Array.from({ length: 20 }, () => 1)));
    expect([answer.status, answer.unique, answer.complete, answer.sets.length]).toEqual(['exact', false, false, mostCoveringSets]);
  });

  it('begins with what people pay as a whole: a group, then what falls due one after another', () => {
    const of = [
      item('a', 4, '2026-01-10', ['payer P']),
      item('b', 5, '2026-01-20'),
      item('c', 6, '2026-01-30', ['payer P']),
      item('d', 1, '2026-02-10'),
    ];
    expect(coveringSets(10n, of).sets).toEqual([
      { by: 'group', group: 'payer P', items: ['a', 'c'] },
      { by: 'subset', items: ['a', 'b', 'd'] },
    ]);
    expect(coveringSets(11n, of).sets).toEqual([
      { by: 'consecutive', items: ['b', 'c'] },
      { by: 'subset', items: ['a', 'c', 'd'] },
    ]);
  });

  it('is refused for what is not above zero', () => {
    expect(() => coveringSets(0n, items(1))).toThrow(RangeError);
    expect(() => coveringSets(1n, items(0))).toThrow(RangeError);
  });

  it('finds what trying every set finds, and no more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 150 }),
        (amounts, target) => {
          const of = items(...amounts);
          const [answer, all] = [coveringSets(BigInt(target), of), byTrying(BigInt(target), of)];
          expect(answer.status).toBe(all.size === 0 ? 'none' : 'exact');
          if (all.size > 0) expect(answer.unique).toBe(all.size === 1);
          expect(answer.complete).toBe(all.size <= mostCoveringSets);
          if (answer.complete) expect(answer.sets.length).toBe(all.size);
          expect(namesOf(answer).every((name) => all.has(name)) && new Set(namesOf(answer)).size === answer.sets.length).toBe(true);
        },
      ),
    );
  });

  it('is the same in whatever order the items come', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 12 })
          .chain((amounts) =>
            fc.tuple(fc.constant(items(...amounts)), fc.shuffledSubarray([...items(...amounts)], { minLength: amounts.length })),
          ),
        fc.integer({ min: 1, max: 200 }),
        ([of, shuffled], target) => {
          expect(coveringSets(BigInt(target), shuffled)).toEqual(coveringSets(BigInt(target), of));
        },
      ),
    );
  });
});

describe('the search for any set', () => {
  const amountsOf = (of: readonly CoverItem[]): readonly bigint[] => of.map(({ amount }) => amount);

  it('counts every set of forty amounts, however large they are', () => {
    const of = scattered(40, 10n ** 13n);
    const chosen = of.filter((_, i) => i % 3 === 0);
    expect(findSubsets(amountsOf(of), sumOf(chosen), 5)).toEqual({
      sets: [of.flatMap((_, i) => (i % 3 === 0 ? [i] : []))],
      complete: true,
    });
    expect(findSubsets(amountsOf(of), sumOf(chosen) + 1n, 5)).toEqual({ sets: [], complete: true });
  });

  it.each<[string, number, bigint, (i: number) => boolean]>([
    ['parcels of a desk', 10_000, 5_000n, (i) => i % 3 === 0],
    ['a few parcels of many', 10_000, 5_000n, (i) => i % 2_000 === 7],
    ['statements', 10_000, 10_000_000n, (i) => i % 1_500 === 7],
    ['all statements but three', 3_000, 10_000_000n, (i) => i % 1_000 !== 7],
    ['half of the statements', 2_000, 10_000_000n, (i) => i % 2 === 0],
  ])('finds exact sets of %s', (_what, count, most, isPaid) => {
    const of = scattered(count, most);
    const target = sumOf(of.filter((_, i) => isPaid(i)));
    const answer = coveringSets(target, of);
    expect(answer.status).toBe('exact');
    expect(new Set(sumsOf(answer, of))).toEqual(new Set([target]));
  });

  it('says that it could not decide where amounts are too many and too large, and does not claim that there is none', () => {
    const of = scattered(200, 10n ** 14n);
    expect(coveringSets(sumOf(of) / 2n, of)).toEqual({ status: 'notDecided', sets: [], complete: false });
    const huge = scattered(60, 10n ** 18n);
    expect(coveringSets(sumOf(huge) / 2n, huge).status).toBe('notDecided');
  });

  it('says that a set is exact but not whether it is the only one, beyond its limits', () => {
    const of = scattered(200, 10n ** 14n);
    const two = sumOf([of[5], of[120]].flatMap((one) => one ?? []));
    expect(coveringSets(two, of)).toEqual({
      status: 'exact',
      complete: false,
      sets: [{ by: 'subset', items: expect.arrayContaining(['00005', '00120']) as unknown }],
    });
  });
});

it('the groups that people pay as a whole can be asked for alone', () => {
  const of = items(500, 301, 207, 699, 900);
  expect([naturalCover(1607n, of).status, naturalCover(801n, of).sets]).toEqual([
    'notDecided',
    [{ by: 'consecutive', items: ['00000', '00001'] }],
  ]);
});
