import fc from 'fast-check';
import { positionOf } from '#event-store';
import { noLimit } from './query-text';
import { shortPosition, wholePosition } from './short-position';

const number = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const position = fc.oneof(
  number.map((commit) => positionOf(commit)),
  fc.tuple(number, number).map(([commit, prepare]) => positionOf(commit, prepare)),
);

it('stores a position in few characters', () => {
  expect(shortPosition(positionOf(47933n))).toBe('f47933=');
  expect(shortPosition(positionOf(47933n, 47920n))).toBe('f47933!f47920');
  expect(shortPosition(positionOf(0n))).toBe('a=');
});

it('gives each position back as it was', () => {
  fc.assert(
    fc.property(position, (one) => {
      expect(wholePosition(shortPosition(one))).toBe(one);
    }),
  );
});

it('keeps the order of positions, and what has no limit behind them', () => {
  const sign = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  fc.assert(
    fc.property(position, position, (one, other) => {
      expect(sign(shortPosition(one), shortPosition(other))).toBe(sign(one, other));
      expect(shortPosition(one) < shortPosition(noLimit)).toBe(true);
    }),
  );
});
