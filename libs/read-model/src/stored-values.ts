import type { SqlParameter } from './read-model';
import type { AnyRow, AnyTable } from './table';

export type StoredValue = string | number | null;
/** A row as a database gives it. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** What is stored for a value of a column. Throws RangeError on what the column's type cannot hold. */
export type ToStored = (value: unknown) => StoredValue;

/**
 * U+0000 ends a text in SQLite's driver and is refused by PostgreSQL; the next three are kept for the adapters. No event has control
 * characters, so only a mistake of a projection can bring one here. Built from codes: a literal of control characters is a slip more often
 * than not.
 */
const reserved = new RegExp(`[${String.fromCharCode(0)}-${String.fromCharCode(3)}]`);
export const separator = String.fromCharCode(2);
export const absentMark = String.fromCharCode(3);

export const toStored = (table: AnyTable, column: string): ToStored => {
  const type = table.columns[column];
  if (type === undefined) throw new RangeError(`${table.name} has no column ${column}`);
  const fault = (value: unknown): RangeError => {
    const shown = typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
    return new RangeError(`${table.name}.${column} (${type}) cannot hold ${shown}`);
  };
  const present: Readonly<Record<'text' | 'integer' | 'json', ToStored>> = {
    text: (value) => {
      if (typeof value !== 'string' || reserved.test(value) || !value.isWellFormed()) throw fault(value);
      return value;
    },
    integer: (value) => {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw fault(value);
      return value;
    },
    json: (value) => {
      if (value === undefined) throw fault(value);
      return JSON.stringify(value);
    },
  };
  const optional = type.endsWith('?');
  const store = present[type.replace('?', '') as keyof typeof present];
  return optional ? (value) => (value === undefined ? null : store(value)) : store;
};

/** A row as its projection wrote it: absent columns are absent, documents are parsed. */
export const rowOf = (table: AnyTable, stored: StoredRow): AnyRow => {
  const row: Record<string, unknown> = {};
  for (const [column, type] of Object.entries(table.columns)) {
    const value = stored[column];
    if (value !== null && value !== undefined) row[column] = type.startsWith('json') ? (JSON.parse(value as string) as unknown) : value;
  }
  return row;
};

/**
 * Parameters as a database can take them: a U+0000, which no stored text has, becomes another character that none has; what is no number is
 * nothing.
 */
export const bindable = (parameters: readonly SqlParameter[]): readonly SqlParameter[] =>
  parameters.map((value) => (typeof value === 'string' ? value.replaceAll('\u0000', '\u0001') : Number.isFinite(value) ? value : null));
