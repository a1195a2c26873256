import type { Cell } from './cells';

/** Cells by key, and how many were held back. */
export interface Disclosed {
  readonly shown: readonly (readonly [key: string, cell: Cell])[];
  readonly suppressed: number;
}

/**
 * Holds back cells of fewer parcels than `least`. Where that is one alone it could be had back from the total: then the smallest of the
 * others, by parcels and key, is held back with it. Cells stay in the order given.
 */
export const disclosed = (cells: readonly (readonly [key: string, cell: Cell])[], least: number): Disclosed => {
  const small = new Set(cells.filter(([, { parcels }]) => parcels < least).map(([key]) => key));
  if (small.size === 1) {
    const others = cells.filter(([key]) => !small.has(key));
    const next = others.reduce<(typeof others)[number] | undefined>(
      (a, b) => (a === undefined || b[1].parcels < a[1].parcels ? b : a),
      undefined,
    );
    if (next !== undefined) small.add(next[0]);
  }
  return { shown: cells.filter(([key]) => !small.has(key)), suppressed: small.size };
};
