import { sha256Hex, canonicalJson } from '#event-catalogue';
import type { SqlRow, SqlValue } from '#event-store';
import type { Projection } from '../projection';
import type { AnyRow, AnyTable, ColumnType } from '../table';

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'TEXT NOT NULL', integer: 'INTEGER NOT NULL', json: 'TEXT NOT NULL', 'text?': 'TEXT', 'integer?': 'INTEGER', 'json?': 'TEXT',
};

export const createTable = (table: AnyTable): string => {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${sqlTypes[type]}`);
  return `CREATE TABLE ${table.name} (${columns.join(', ')}, PRIMARY KEY (${table.key.join(', ')})) STRICT`;
};

export const createIndexes = (table: AnyTable): string =>
  table.indexes.map((on, i) => `CREATE INDEX IF NOT EXISTS ${table.name}_${String(i + 1)} ON ${table.name} (${on.join(', ')});`).join(' ');

/** All rows of a batch go in as one JSON text: one call into SQLite for a thousand rows. */
export const upsertAll = (table: AnyTable): string => {
  const columns = Object.keys(table.columns);
  const values = columns.map((_, i) => `value ->> ${String(i)}`);
  const rest = columns.filter((column) => !(table.key).includes(column)).map((column) => `${column} = excluded.${column}`);
  const onConflict = rest.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${rest.join(', ')}`;
  // WHERE true: without it SQLite reads ON CONFLICT as a join constraint.
  return `INSERT INTO ${table.name} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?) WHERE true ON CONFLICT (${table.key.join(', ')}) ${onConflict}`;
};

export const deleteAll = (table: AnyTable): string => {
  const values = table.key.map((_, i) => `value ->> ${String(i)}`);
  return `DELETE FROM ${table.name} WHERE (${table.key.join(', ')}) IN (SELECT ${values.join(', ')} FROM json_each(?))`;
};

export const selectByKey = (table: AnyTable): string =>
  `SELECT ${Object.keys(table.columns).join(', ')} FROM ${table.name} WHERE ${table.key.map((column) => `${column} = ?`).join(' AND ')}`;

/** What is stored for a column's value. Throws RangeError on what its type cannot hold. */
export const toSql = (table: AnyTable, column: string, value: unknown): string | number | null => {
  const type = table.columns[column];
  const fault = (): RangeError => new RangeError(`${table.name}.${column} (${String(type)}) cannot hold ${String(value)}`);
  if (value === undefined) {
    if (type?.endsWith('?') !== true) throw fault();
    return null;
  }
  if (type === 'json' || type === 'json?') return JSON.stringify(value);
  if (type === 'integer' || type === 'integer?') {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw fault();
    return value;
  }
  if (typeof value !== 'string') throw fault();
  return value;
};

/** A row as its projection wrote it: absent columns are absent, documents are parsed. */
export const rowOf = (table: AnyTable, stored: SqlRow): AnyRow => {
  const row: Record<string, unknown> = {};
  for (const [column, type] of Object.entries(table.columns)) {
    const value: SqlValue | undefined = stored[column];
    if (value !== null && value !== undefined) row[column] = type.startsWith('json') ? (JSON.parse(String(value)) as unknown) : value;
  }
  return row;
};

/** Changes whenever rows must be built anew: another version, other tables. */
export const definitionHash = ({ version, categories, tables }: Projection): string =>
  sha256Hex(canonicalJson({ version, categories, tables: tables.map(({ name, columns, key, indexes }) => ({ name, columns: Object.entries(columns), key, indexes })) }));
