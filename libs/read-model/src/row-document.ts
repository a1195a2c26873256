/** `opened_on` is `openedOn`. */
type CamelCase<C> = C extends `${infer Before}_${infer After}` ? `${Before}${Capitalize<CamelCase<After>>}` : C;
/** A row as JSON. */
export type RowDocument<R> = { readonly [C in keyof R as CamelCase<C>]: R[C] };

/** A row of a read model as JSON: `opened_on` is `openedOn`, what is absent is left out. */
export const rowDocument = <R extends object>(row: R): RowDocument<R> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([column, value]) => [column.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()), value]),
  ) as RowDocument<R>;
