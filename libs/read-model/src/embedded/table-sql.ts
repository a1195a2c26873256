import type { SqlDatabase } from '#event-store';
import type { AnyTable, ColumnType } from '../table';

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'TEXT NOT NULL', integer: 'INTEGER NOT NULL', json: 'TEXT NOT NULL', 'text?': 'TEXT', 'integer?': 'INTEGER', 'json?': 'TEXT',
};

export const createTable = (table: AnyTable): string => {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${sqlTypes[type]}`);
  // A table that is nothing but its key is kept once, not once for the rows and once for their index.
  const isAllKey = table.key.length === columns.length;
  return `CREATE TABLE ${table.name} (${columns.join(', ')}, PRIMARY KEY (${table.key.join(', ')})) STRICT${isAllKey ? ', WITHOUT ROWID' : ''}`;
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
