/** Whole numbers from 0 to `bound` - 1 that follow from a seed. Not for security. */
export interface Random {
  readonly below: (bound: number) => number;
  readonly between: (least: number, most: number) => number;
}

/** Mulberry32: 32 bits of state are enough to pick moments. */
export const randomOf = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (bound: number): number => next() % Math.max(1, Math.floor(bound));
  return { below, between: (least, most) => least + below(most - least + 1) };
};
