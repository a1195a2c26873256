/**
 * What a column holds, in every format: text; a whole number of at most 64 bits; an exact decimal with at most 26 digits before the point
 * and 12 after; a moment (RFC 3339 UTC with milliseconds); a legal day; yes or no; or what is no single value, as JSON.
 */
export type ColumnType = 'text' | 'integer' | 'decimal' | 'timestamp' | 'day' | 'boolean' | 'json';

export interface Column {
  /** Also its place in the row: `why.sentence`. */
  readonly name: string;
  readonly type: ColumnType;
}

export type Row = Readonly<Record<string, unknown>>;

/** What may be exported: its columns in their order, and the rows that one element of the query's answer makes. */
export interface Dataset {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rowsOf: (item: Row) => readonly Row[];
}

/** Fields that no column of their own: nothing that the query shows is ever left out. */
export const restColumn: Column = { name: 'more', type: 'json' };

/** `columns` is a list of `name type`, in order. */
export const dataset = (
  name: string,
  columns: Readonly<Record<string, ColumnType>>,
  rowsOf: Dataset['rowsOf'] = (item) => [item],
): Dataset => ({
  name,
  columns: [...Object.entries(columns).map(([column, type]) => ({ name: column, type })), restColumn],
  rowsOf,
});

/** A row for each element of a list in an item, with the item's other fields; `number` counts them from 1. */
export const eachOf =
  (field: string, number: string): Dataset['rowsOf'] =>
  ({ [field]: list, ...item }) =>
    (Array.isArray(list) ? (list as readonly Row[]) : []).map((element, i) => ({ ...item, [number]: i + 1, ...element }));
