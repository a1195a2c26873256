import { isWithinBits, subsetsByBits } from './subset-by-bits';
import { mostByHalves, subsetsByHalves } from './subset-by-halves';
import { subsetsOfFew } from './subset-of-few';
import { type SubsetAnswer, type SubsetQuestion } from './subset-question';

/**
 * Sets of amounts, whole numbers above zero in bigints, that make up a target. Where every set can be counted within the limits the answer
 * is complete. Beyond them it looks for few amounts, for all but a few, and for a beginning of the list with a few that complete it: what
 * it finds is exact, but that there is nothing else is not decided.
 */
export const findSubsets = (given: readonly bigint[], target: bigint, most: number): SubsetAnswer => {
  const kept = given.flatMap((amount, index) => (amount <= target ? [{ amount, index }] : []));
  const divisor = kept.reduce((known, { amount }) => commonDivisor(known, amount), 0n);
  const total = kept.reduce((sum, { amount }) => sum + amount, 0n);
  if (total < target || divisor === 0n || target % divisor !== 0n) return none;
  if (total / divisor > BigInt(Number.MAX_SAFE_INTEGER)) return { sets: [], complete: false };
  const amounts = kept.map(({ amount }) => Number(amount / divisor));
  const question: SubsetQuestion = { amounts, target: Number(target / divisor), most };
  const { sets, ...rest } = search(question, Number(total / divisor));
  return { ...rest, sets: sets.map((set) => set.map((i) => kept[i]?.index ?? 0)) };
};

const none: SubsetAnswer = { sets: [], complete: true };

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : commonDivisor(b, a % b));

const search = (question: SubsetQuestion, total: number): SubsetAnswer => {
  const { amounts, target } = question;
  // What is left open is a set as well: the lesser of both sums is the cheaper to look for.
  if (total - target < target)
    return complementOf(searchLesser({ ...question, amounts: amounts.toReversed(), target: total - target }, total), amounts.length);
  return searchLesser(question, total);
};

const complementOf = ({ sets, ...rest }: SubsetAnswer, count: number): SubsetAnswer => ({
  ...rest,
  sets: sets.map((left) => {
    const open = new Set(left.map((i) => count - 1 - i));
    return Array.from({ length: count }, (_, i) => i).filter((i) => !open.has(i));
  }),
});

const searchLesser = (question: SubsetQuestion, total: number): SubsetAnswer => {
  if (question.target === 0) return { sets: [[]], complete: true };
  if (isWithinBits(question)) return subsetsByBits(question);
  return question.amounts.length <= mostByHalves ? subsetsByHalves(question) : beyondLimits(question, total);
};

const beyondLimits = (question: SubsetQuestion, total: number): SubsetAnswer => {
  const { amounts, target, most } = question;
  const found = new Map<string, readonly number[]>();
  const collect = (sets: readonly (readonly number[])[]): boolean => {
    for (const set of sets) found.set(set.join(), set);
    return found.size > most;
  };
  const tries = [
    () => subsetsOfFew(question),
    () => ofWindow(question),
    ...[1, 2, 3].map((fewer) => () => ofBeginning(question, fewer)),
    () =>
      complementOf({ sets: subsetsOfFew({ amounts: amounts.toReversed(), target: total - target, most }), complete: false }, amounts.length)
        .sets,
  ];
  tries.some((look) => collect(look()));
  const sets = [...found.values()];
  return { sets: sets.slice(0, most), complete: false };
};

/** How many amounts from the beginning stay within the target, and what they come to. */
const beginningOf = ({ amounts, target }: SubsetQuestion): { readonly count: number; readonly sum: number } => {
  let [count, sum] = [0, 0];
  for (const amount of amounts) {
    if (sum + amount > target) break;
    sum += amount;
    count += 1;
  }
  return { count, sum };
};

/** The beginning of the list, but for its last few, and up to three others. */
const ofBeginning = (question: SubsetQuestion, fewer: number): readonly (readonly number[])[] => {
  const count = beginningOf(question).count - fewer;
  return count <= 0 ? [] : completed(question, count, question.amounts.length, subsetsOfFew);
};

/** The beginning of the list up to its last twenty, and any of these and of the twenty after them. */
const ofWindow = (question: SubsetQuestion): readonly (readonly number[])[] => {
  const { length } = question.amounts;
  const start = Math.max(0, Math.min(beginningOf(question).count - mostByHalves / 2, length - mostByHalves));
  return completed(question, start, start + mostByHalves, (rest) => subsetsByHalves(rest).sets);
};

/** All amounts before `start`, and sets of those from there up to `end` that make up the rest. */
const completed = (
  { amounts, target, most }: SubsetQuestion,
  start: number,
  end: number,
  look: (rest: SubsetQuestion) => readonly (readonly number[])[],
): readonly (readonly number[])[] => {
  const rest = amounts.slice(0, start).reduce((left, amount) => left - amount, target);
  const beginning = Array.from({ length: start }, (_, i) => i);
  return look({ amounts: amounts.slice(start, end), target: rest, most: most + 1 }).map((set) => [
    ...beginning,
    ...set.map((i) => i + start),
  ]);
};
