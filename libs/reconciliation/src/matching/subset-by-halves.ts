import { type SubsetAnswer, type SubsetQuestion } from './subset-question';

/** Two halves of twenty have a million sums each: a tenth of a second, whatever the amounts are. */
export const mostByHalves = 40;

/** Every set of at most forty amounts: the sums of either half in order, met in the middle. */
export const subsetsByHalves = ({ amounts, target, most }: SubsetQuestion): SubsetAnswer => {
  const middle = Math.ceil(amounts.length / 2);
  const [low, high] = [sumsOf(amounts.slice(0, middle)), sumsOf(amounts.slice(middle))];
  const sets: number[][] = [];
  let more = false;
  for (let [i, j] = [0, high.sums.length - 1]; i < low.sums.length && j >= 0 && !more;) {
    const sum = (low.sums[i] ?? 0) + (high.sums[j] ?? 0);
    if (sum < target) i += 1;
    else if (sum > target) j -= 1;
    else {
      more = meet({ low, i, high, j, middle }, sets, most);
      i = endOfRun(low.sums, i);
    }
  }
  return { sets, complete: !more };
};

interface Sums {
  /** In ascending order, each with the amounts that make it up, a bit for each. */
  readonly sums: Float64Array;
  readonly masks: Uint32Array;
}

/** Adding an amount merges two lists that are in order already. */
const sumsOf = (amounts: readonly number[]): Sums => {
  let [sums, masks] = [new Float64Array(1), new Uint32Array(1)];
  amounts.forEach((amount, bit) => {
    const size = sums.length;
    const [merged, chosen] = [new Float64Array(size * 2), new Uint32Array(size * 2)];
    for (let [without, withIt, at] = [0, 0, 0]; at < merged.length; at += 1) {
      const added = (sums[withIt] ?? 0) + amount;
      if (without < size && (withIt >= size || (sums[without] ?? 0) <= added)) {
        merged[at] = sums[without] ?? 0;
        chosen[at] = masks[without] ?? 0;
        without += 1;
      } else {
        merged[at] = added;
        chosen[at] = ((masks[withIt] ?? 0) | (1 << bit)) >>> 0;
        withIt += 1;
      }
    }
    [sums, masks] = [merged, chosen];
  });
  return { sums, masks };
};

const endOfRun = (sums: Float64Array, from: number): number => {
  let end = from;
  while (end < sums.length && sums[end] === sums[from]) end += 1;
  return end;
};

interface Meeting {
  readonly low: Sums;
  readonly i: number;
  readonly high: Sums;
  readonly j: number;
  readonly middle: number;
}

/** Every pair of two runs of equal sums; answers whether there are more than are asked for. */
const meet = ({ low, i, high, j, middle }: Meeting, sets: number[][], most: number): boolean => {
  const end = endOfRun(low.sums, i);
  for (let a = i; a < end; a += 1) {
    for (let b = j; b >= 0 && high.sums[b] === high.sums[j]; b -= 1) {
      if (sets.length === most) return true;
      sets.push([...indexesOf(low.masks[a] ?? 0, 0), ...indexesOf(high.masks[b] ?? 0, middle)]);
    }
  }
  return false;
};

const indexesOf = (mask: number, from: number): readonly number[] =>
  Array.from({ length: 32 }, (_, bit) => bit).flatMap((bit) => (((mask >>> bit) & 1) === 1 ? [from + bit] : []));
