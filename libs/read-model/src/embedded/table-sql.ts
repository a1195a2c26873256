import { questionMarks } from '../query-text';
import type { AnyTable, ColumnType } from '../table';

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  json: 'TEXT',
  'text?': 'TEXT',
  'integer?': 'INTEGER',
  'json?': 'TEXT',
};

/** Raised when a table is laid out otherwise, whatever its definition: all of them are then built anew. */
export const tableLayout = 3;

/**
 * Nothing but the type of a column is left to the database: `toStored` has seen to it that what may not be absent is there. A statement of
 * several rows that might still find one of them unfit, and has to take back the others, keeps a copy of every page that it changes, in a
 * file.
 */
export const createTable = (table: AnyTable): string => {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${sqlTypes[type]}`);
  return `CREATE TABLE ${table.name} (${columns.join(', ')}, PRIMARY KEY (${table.key.join(', ')})) STRICT${table.keptByKey ? ', WITHOUT ROWID' : ''}`;
};

export const createIndexes = (table: AnyTable): string =>
  table.indexes.map((on, i) => `CREATE INDEX IF NOT EXISTS ${table.name}_${String(i + 1)} ON ${table.name} (${on.join(', ')});`).join(' ');

/** So many rows by one statement, each column of each row a parameter. */
export const upsertRows = (table: AnyTable, rows: number): string => {
  const columns = Object.keys(table.columns);
  const row = `(${questionMarks(columns.length)})`;
  const rest = columns.filter((column) => !table.key.includes(column)).map((column) => `${column} = excluded.${column}`);
  const onConflict = rest.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${rest.join(', ')}`;
  return `INSERT OR FAIL INTO ${table.name} (${columns.join(', ')}) VALUES ${Array.from({ length: rows }, () => row).join(', ')} ON CONFLICT (${table.key.join(', ')}) ${onConflict}`;
};

const byKey = (table: AnyTable): string => table.key.map((column) => `${column} = ?`).join(' AND ');

export const deleteByKey = (table: AnyTable): string => `DELETE FROM ${table.name} WHERE ${byKey(table)}`;

export const selectByKey = (table: AnyTable): string =>
  `SELECT ${Object.keys(table.columns).join(', ')} FROM ${table.name} WHERE ${byKey(table)}`;
