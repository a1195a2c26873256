import { sha256Hex, canonicalJson } from '#event-catalogue';
import type { SqlDatabase, SqlRow, SqlValue } from '#event-store';
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

export type EachFunction = 'json_each' | 'jsonb_each';

/** From SQLite 3.51 on the rows of an array need not be written out and parsed again for their columns. */
export const eachFunctionOf = (db: SqlDatabase): EachFunction => {
  const [major = 0, minor = 0] = String(db.prepare('SELECT sqlite_version() AS version').get()?.['version']).split('.').map(Number);
  return major > 3 || (major === 3 && minor >= 51) ? 'jsonb_each' : 'json_each';
};

/** All rows of a batch go in as one JSON text: one call into SQLite for a thousand rows. */
export const upsertAll = (table: AnyTable, each: EachFunction): string => {
  const columns = Object.keys(table.columns);
  const values = columns.map((_, i) => `value ->> ${String(i)}`);
  const rest = columns.filter((column) => !(table.key).includes(column)).map((column) => `${column} = excluded.${column}`);
  const onConflict = rest.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${rest.join(', ')}`;
  // WHERE true: without it SQLite reads ON CONFLICT as a join constraint.
  return `INSERT INTO ${table.name} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${each}(?) WHERE true ON CONFLICT (${table.key.join(', ')}) ${onConflict}`;
};

export const deleteAll = (table: AnyTable): string => {
  const values = table.key.map((_, i) => `value ->> ${String(i)}`);
  return `DELETE FROM ${table.name} WHERE (${table.key.join(', ')}) IN (SELECT ${values.join(', ')} FROM json_each(?))`;
};

export const selectByKey = (table: AnyTable): string =>
  `SELECT ${Object.keys(table.columns).join(', ')} FROM ${table.name} WHERE ${table.key.map((column) => `${column} = ?`).join(' AND ')}`;

export type StoredValue = string | number | null;

/** What is stored for a value of a column. Throws RangeError on what the column's type cannot hold. */
export type ToStored = (value: unknown) => StoredValue;

export const toStored = (table: AnyTable, column: string): ToStored => {
  const type = table.columns[column];
  if (type === undefined) throw new RangeError(`${table.name} has no column ${column}`);
  const fault = (value: unknown): RangeError => new RangeError(`${table.name}.${column} (${type}) cannot hold ${String(value)}`);
  const present: Readonly<Record<'text' | 'integer' | 'json', ToStored>> = {
    text: (value) => {
      if (typeof value !== 'string') throw fault(value);
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
