import { restColumn, type Column, type Dataset, type Row } from './dataset';

/**
 * The value of a column in a row: null where there is none. A decimal, a moment and a day are the text that the query shows; a whole number
 * is a bigint.
 */
export type Cell = string | bigint | boolean | Json | null;
/** What is no single value. */
export class Json {
  constructor(readonly value: unknown) {}
}

/** A value that its column cannot hold: a bug in the declared columns, never a reason to change the value. */
export class ExportValueError extends Error {
  override readonly name = 'ExportValueError';
}

const forms = {
  decimal: /^-?(0|[1-9]\d{0,25})(\.\d{1,12})?$/,
  timestamp: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
} as const;
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

const wholeNumber = (value: unknown): bigint | undefined => {
  if (
    typeof value !== 'bigint' &&
    !(typeof value === 'number' && Number.isSafeInteger(value)) &&
    !(typeof value === 'string' && /^-?\d{1,19}$/.test(value))
  )
    return undefined;
  const whole = BigInt(value);
  return whole >= least && whole <= most ? whole : undefined;
};

const cellOf = ({ type }: Column, value: unknown): Cell | undefined => {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'integer':
      return wholeNumber(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'json':
      return new Json(value);
    case 'decimal':
    case 'timestamp':
    case 'day':
      return typeof value === 'string' && forms[type].test(value) ? value : undefined;
  }
};

const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes a row apart by its columns; what no column names is the rest. */
const fieldsOf = (
  row: Row,
  names: ReadonlySet<string>,
  prefixes: ReadonlySet<string>,
): { readonly values: ReadonlyMap<string, unknown>; readonly rest: Row } => {
  const values = new Map<string, unknown>();
  const rest: Record<string, unknown> = {};
  const take = (of: Row, at: string): void => {
    for (const [field, value] of Object.entries(of)) {
      const name = at + field;
      if (value === undefined || value === null) continue;
      if (names.has(name)) values.set(name, value);
      else if (isRecord(value) && prefixes.has(name)) take(value, `${name}.`);
      else rest[name] = value;
    }
  };
  take(row, '');
  return { values, rest };
};

const prefixesOf = (columns: readonly Column[]): ReadonlySet<string> =>
  new Set(
    columns.flatMap(({ name }) =>
      name
        .split('.')
        .slice(0, -1)
        .map((_, i, parts) => parts.slice(0, i + 1).join('.')),
    ),
  );

/** Reads rows of a dataset into cells, one for each column. Throws ExportValueError that names dataset and column. */
export const cellReader = ({ name: dataset, columns }: Dataset): ((row: Row) => readonly Cell[]) => {
  const named = columns.filter((column) => column !== restColumn);
  const [names, prefixes] = [new Set(named.map(({ name }) => name)), prefixesOf(named)];
  return (row) => {
    const { values, rest } = fieldsOf(row, names, prefixes);
    return columns.map((column) => {
      if (column === restColumn) return Object.keys(rest).length === 0 ? null : new Json(rest);
      const value = values.get(column.name);
      if (value === undefined) return null;
      const cell = cellOf(column, value);
      if (cell === undefined)
        throw new ExportValueError(
          `${dataset}.${column.name}: ${JSON.stringify(typeof value === 'bigint' ? value.toString() : value)} is no ${column.type}`,
        );
      return cell;
    });
  };
};

/** The text of a cell; JSON without line feeds. */
export const textOf = (cell: Exclude<Cell, null>): string => {
  if (cell instanceof Json)
    return JSON.stringify(cell.value, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  return typeof cell === 'string' ? cell : String(cell);
};
