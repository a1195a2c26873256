/** Column types that every database has: text, whole numbers below 2^53, JSON documents. `?` marks a column that may be absent. */
export type ColumnType = 'text' | 'integer' | 'json' | 'text?' | 'integer?' | 'json?';
export type Columns = Readonly<Record<string, ColumnType>>;

/** A column whose values are known better than by its type; a database does not see the difference. */
export type Holding<V, T extends ColumnType> = T & { readonly __holds: V };
/** `holding<'open' | 'closed'>()('text')`: one of these texts; `holding<Lines>()('json')`: a document of this form. */
export const holding =
  <V>() =>
  <const T extends ColumnType>(type: T): Holding<V, T> =>
    type as Holding<V, T>;

type ValueOf<T extends ColumnType> = T extends { readonly __holds: infer V }
  ? V
  : T extends 'text' | 'text?'
    ? string
    : T extends 'integer' | 'integer?'
      ? number
      : unknown;
type Present<C extends Columns> = { [K in keyof C]: C[K] extends `${string}?` ? never : K }[keyof C];
type Absentable<C extends Columns> = { [K in keyof C]: C[K] extends `${string}?` ? K : never }[keyof C];
export type RowOf<C extends Columns> = { readonly [K in Present<C>]: ValueOf<C[K]> } & { readonly [K in Absentable<C>]?: ValueOf<C[K]> };

/** A table of a read model: derived rows, addressed by their key. */
export interface Table<C extends Columns = Columns, K extends keyof C & string = keyof C & string> {
  readonly name: string;
  readonly columns: C;
  /** Columns of the primary key, in order. None of them may be absent. */
  readonly key: readonly K[];
  readonly indexes: readonly (readonly string[])[];
  /**
   * Rows lie once, in the order of their key, and not a second time in its index: where they are not much wider than their key, or come in
   * its order. A database may take no notice of it.
   */
  readonly keptByKey: boolean;
}
export type AnyTable = Table;
export type Row<T> = T extends Table<infer C, string> ? RowOf<C> : never;
export type Key<T> = T extends Table<infer C, infer K> ? Pick<RowOf<C>, K & keyof RowOf<C>> : never;
/** A row of a table that is known only by its definition. */
export type AnyRow = Readonly<Record<string, unknown>>;

const namePattern = /^[a-z][a-z0-9_]*$/;

/** Declares a table. Names are snake_case, so that they are the same in every database without quoting. */
export const table = <const C extends Columns, const K extends Present<C> & string>(
  name: string,
  definition: {
    readonly columns: C;
    readonly key: readonly K[];
    readonly indexes?: readonly (readonly (keyof C & string)[])[];
    readonly keptByKey?: boolean;
  },
): Table<C, K> => {
  const bad = [name, ...Object.keys(definition.columns)].find((part) => !namePattern.test(part));
  if (bad !== undefined) throw new RangeError(`not a snake_case name: ${bad}`);
  if (definition.key.length === 0) throw new RangeError(`${name} has no key`);
  // A table that is nothing but its key has nothing else to keep.
  const { columns, key, indexes = [], keptByKey = key.length === Object.keys(columns).length } = definition;
  return { name, columns, key, indexes, keptByKey };
};
