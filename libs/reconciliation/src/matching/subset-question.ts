/** Which of some amounts make up a target: whole numbers above zero, exact as numbers, in the order in which they are preferred. */
export interface SubsetQuestion {
  readonly amounts: readonly number[];
  readonly target: number;
  /** So many sets at most. */
  readonly most: number;
}

/** Sets of indexes, ascending. `complete`: there is no other. */
export interface SubsetAnswer {
  readonly sets: readonly (readonly number[])[];
  readonly complete: boolean;
}
