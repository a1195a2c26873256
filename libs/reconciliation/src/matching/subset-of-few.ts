import { type SubsetQuestion } from './subset-question';

/** Amounts among which three are looked for: fifty million pairs, a tenth of a second. */
const mostForThree = 10_000;

interface Sorted {
  readonly amounts: Float64Array;
  readonly indexes: Uint32Array;
}

/**
 * Sets of one, two and three amounts, few before many; stops with more than `most`. Three are looked for among the first ten thousand. It
 * leaves out repetitions: of amounts that are equal each set names any.
 */
export const subsetsOfFew = ({ amounts, target, most }: SubsetQuestion): readonly (readonly number[])[] => {
  const sets: number[][] = amounts.flatMap((amount, i) => (amount === target ? [[i]] : [])).slice(0, most + 1);
  const sorted = sort(amounts);
  const twoLargest = (sorted.amounts.at(-1) ?? 0) + (sorted.amounts.at(-2) ?? 0);
  pairsUp(sorted, target, -1, sets, most);
  for (let first = 0; first < Math.min(sorted.amounts.length, mostForThree) - 2 && sets.length <= most; first += 1) {
    const rest = target - (sorted.amounts[first] ?? 0);
    if (rest <= 0) break;
    if (rest <= twoLargest) pairsUp(sorted, rest, first, sets, most);
  }
  return sets;
};

const sort = (amounts: readonly number[]): Sorted => {
  const indexes = Uint32Array.from(amounts, (_, i) => i).sort((a, b) => (amounts[a] ?? 0) - (amounts[b] ?? 0) || a - b);
  return { amounts: Float64Array.from(indexes, (i) => amounts[i] ?? 0), indexes };
};

/** Pairs behind `first` (none: -1) that make up the target, from both ends. */
const pairsUp = ({ amounts, indexes }: Sorted, target: number, first: number, sets: number[][], most: number): void => {
  for (let [low, high] = [first + 1, amounts.length - 1]; low < high && sets.length <= most;) {
    const sum = (amounts[low] ?? 0) + (amounts[high] ?? 0);
    if (sum === target) {
      sets.push(
        [first, low, high]
          .filter((at) => at >= 0)
          .map((at) => indexes[at] ?? 0)
          .sort((a, b) => a - b),
      );
      low += 1;
      high -= 1;
    } else if (sum < target) low += 1;
    else high -= 1;
  }
};
