import fc from 'fast-check';
import { CompactMap } from './compact-map';

it('keeps numbers as a map does', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.oneof(
            fc.string({ maxLength: 4 }),
            fc.nat(300).map((n) => `declaration-0123456789ABCDEFGHJKMNPQRS/${String(n)}`),
          ),
          fc.integer(),
        ),
        { maxLength: 400 },
      ),
      (entries) => {
        const [compact, map] = [new CompactMap(), new Map(entries)];
        for (const [key, value] of entries) compact.set(key, value);
        expect(compact.size).toBe(map.size);
        for (const [key, value] of map) expect(compact.get(key)).toBe(value);
        expect(compact.get('never')).toBeUndefined();
      },
    ),
    { numRuns: 50 },
  );
});
