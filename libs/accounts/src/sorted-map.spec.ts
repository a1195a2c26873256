import * as fc from 'fast-check';
import { SortedMap } from './sorted-map';

describe('a sorted map', () => {
  const change = fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', '\u0001'), maxLength: 4 }), fc.option(fc.nat(9), { nil: undefined }));

  it('gives what a table would, in the order of keys, from any beginning', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 }), (changes, prefix) => {
        const table = new Map<string, number>();
        let map = SortedMap.empty<number>();
        for (const [key, value] of changes) {
          if (value === undefined) table.delete(key);
          else table.set(key, value);
          map = map.with(key, value);
        }
        const expected = [...table].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
        expect([...map.beginningWith(prefix)]).toEqual(expected.map(([, value]) => value));
      }),
    );
  });

  it('leaves every older version as it was', () => {
    const one = SortedMap.empty<number>().with('b', 1);
    const two = one.with('a', 2).with('b', undefined);
    expect([[...one.beginningWith('')], [...two.beginningWith('')], [...two.with('b', 3).beginningWith('')]]).toEqual([[1], [2], [2, 3]]);
  });

  it('stays shallow when keys come in their order', () => {
    let map = SortedMap.empty<number>();
    for (let i = 0; i < 20_000; i += 1) map = map.with(String(i).padStart(8, '0'), i);
    // A list as deep as it is long would overflow the stack of a recursive change.
    expect([...map.with('00000000', undefined).beginningWith('0001999')]).toEqual([
      19990, 19991, 19992, 19993, 19994, 19995, 19996, 19997, 19998, 19999,
    ]);
  });
});
