import { type SubsetAnswer, type SubsetQuestion } from './subset-question';

/** Words of 32 sums that one search may touch on its way there, and sums that are told apart at most: a third of a second, and 100 MB. */
const limits = { words: 150_000_000, sums: 16_000_000 } as const;

export const isWithinBits = ({ amounts, target }: SubsetQuestion): boolean =>
  target <= limits.sums && amounts.length * Math.ceil((target + 1) / 32) <= limits.words;

/**
 * Every set, by the sums that the first so many amounts can reach, a bit for each. The way back from the target branches only where both
 * ways lead to a set, so that it ends with as many sets as there are, or as are asked for. Prefers amounts that stand first. Reachable sums
 * are kept for every so many amounts and computed again between them: memory grows with the root of their number.
 */
export const subsetsByBits = ({ amounts, target, most }: SubsetQuestion): SubsetAnswer => {
  const block = Math.max(1, Math.ceil(Math.sqrt(amounts.length)));
  const kept: Uint32Array[] = [];
  const reached = new Uint32Array(Math.ceil((target + 1) / 32));
  reached[0] = 1;
  amounts.forEach((amount, i) => {
    if (i % block === 0) kept.push(reached.slice());
    reach(reached, amount);
  });
  if (!has(reached, target)) return { sets: [], complete: true };
  const back = new WayBack(target, most);
  for (let k = kept.length - 1; k >= 0; k -= 1) {
    const first = kept[k];
    if (first === undefined) continue;
    const some = amounts.slice(k * block, (k + 1) * block);
    const layers = [first];
    for (const amount of some.slice(0, -1)) {
      const next = layers.at(-1)?.slice() ?? first;
      reach(next, amount);
      layers.push(next);
    }
    for (let i = some.length - 1; i >= 0; i -= 1) back.step(k * block + i, some[i] ?? 0, layers[i] ?? first);
  }
  return back.answer();
};

const has = (reached: Uint32Array, sum: number): boolean => sum >= 0 && (((reached[sum >>> 5] ?? 0) >>> (sum & 31)) & 1) === 1;

/** Adds the sums with one more amount, in place: from the highest word, so that each reads only what is not yet changed. */
const reach = (reached: Uint32Array, amount: number): void => {
  const [words, bits] = [amount >>> 5, amount & 31];
  for (let w = reached.length - 1; w >= words; w -= 1) {
    const low = reached[w - words] ?? 0;
    const carried = bits === 0 || w === words ? 0 : (reached[w - words - 1] ?? 0) >>> (32 - bits);
    reached[w] = (reached[w] ?? 0) | (low << bits) | carried;
  }
};

type Chosen = { readonly index: number; readonly rest: Chosen } | undefined;

class WayBack {
  #states: readonly { readonly sum: number; readonly chosen: Chosen }[];
  #dropped = false;

  constructor(
    target: number,
    private readonly most: number,
  ) {
    this.#states = [{ sum: target, chosen: undefined }];
  }

  /** Past one amount; `before`: what the amounts before it reach. */
  step(index: number, amount: number, before: Uint32Array): void {
    const next = this.#states.flatMap(({ sum, chosen }) => [
      ...(has(before, sum) ? [{ sum, chosen }] : []),
      ...(has(before, sum - amount) ? [{ sum: sum - amount, chosen: { index, rest: chosen } }] : []),
    ]);
    if (next.length > this.most) this.#dropped = true;
    this.#states = next.slice(0, this.most);
  }

  answer(): SubsetAnswer {
    const sets = this.#states.map(({ chosen }) => {
      const set: number[] = [];
      for (let rest = chosen; rest !== undefined; rest = rest.rest) set.push(rest.index);
      return set;
    });
    return { sets, complete: !this.#dropped };
  }
}
