/** What a period adds up, under the names of its statement. */
export type Term =
  | 'charged'
  | 'adjusted'
  | 'interest'
  | 'penalties'
  | 'reversed'
  | 'applied'
  | 'offset'
  | 'remitted'
  | 'writtenOff'
  | 'tolerated'
  | 'received'
  | 'returned';

export const noTerms = (): Record<Term, bigint> => ({
  charged: 0n,
  adjusted: 0n,
  interest: 0n,
  penalties: 0n,
  reversed: 0n,
  applied: 0n,
  offset: 0n,
  remitted: 0n,
  writtenOff: 0n,
  tolerated: 0n,
  received: 0n,
  returned: 0n,
});

/** The statement equation of docs/accounting.md: with which sign a term enters the closing balance; 0 where it is about cash alone. */
export const equationTerms: readonly (readonly [term: Term, sign: bigint])[] = [
  ['charged', 1n],
  ['adjusted', 1n],
  ['interest', 1n],
  ['penalties', 1n],
  ['reversed', 1n],
  ['applied', -1n],
  ['offset', -1n],
  ['remitted', -1n],
  ['writtenOff', -1n],
  ['tolerated', -1n],
  ['received', 0n],
  ['returned', 0n],
];
