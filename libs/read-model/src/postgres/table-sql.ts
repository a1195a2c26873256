import { absentMark, separator, type StoredValue } from '../stored-values';
import type { AnyTable, ColumnType } from '../table';
import type { Parameter } from './server';

/** Byte order of UTF-8, as SQLite has it, whatever the database's own order. A document is kept as the text it came as. */
const text = 'text COLLATE "C"';
const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: `${text} NOT NULL`,
  integer: 'bigint NOT NULL',
  json: `${text} NOT NULL`,
  'text?': text,
  'integer?': 'bigint',
  'json?': text,
};

/** Some columns have names that are words of SQL (`offset`). */
const named = (column: string): string => `"${column}"`;
export const listOf = (columns: readonly string[], prefix = ''): string => columns.map((column) => prefix + named(column)).join(', ');

export const createTable = (table: AnyTable): string => {
  const columns = Object.entries(table.columns).map(([column, type]) => `${named(column)} ${sqlTypes[type]}`);
  return `CREATE TABLE ${table.name} (${columns.join(', ')}, PRIMARY KEY (${listOf(table.key)}))`;
};

export const createIndexes = (table: AnyTable): readonly string[] =>
  table.indexes.map((on, i) => `CREATE INDEX IF NOT EXISTS ${table.name}_${String(i + 1)} ON ${table.name} (${listOf(on)})`);

/** Its columns as PostgreSQL says them of a table that was made by `createTable`: name, type, collation. */
export const columnsAsMade = (table: AnyTable): readonly string[] =>
  Object.entries(table.columns).map(([column, type]) => `${column} ${type.startsWith('integer') ? 'bigint' : 'text C'}`);

/** The same of all tables of the session's schema that have a key. */
export const columnsThere = `SELECT c.relname AS of_table,
    concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), (SELECT collname FROM pg_collation WHERE oid = a.attcollation)) AS column_made
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = to_regnamespace(current_schema()::text) AND c.relkind IN ('r', 'p')
    AND EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid AND contype = 'p')`;

/** Values of several columns for one statement: a parameter each. */
export class Parameters {
  readonly values: Parameter[] = [];

  add(value: Parameter): string {
    this.values.push(value);
    return `$${String(this.values.length)}`;
  }

  /**
   * `unnest(...)` of columns of equal length as rows. A column goes as one text, which takes PostgreSQL and us less than an array: no text
   * that is stored has the separator. The first row is empty and to be left out by OFFSET 1, since no text stands for one empty text.
   */
  rows(table: AnyTable, columns: readonly string[], values: readonly (readonly StoredValue[])[]): string {
    return `unnest(${columns.map((column, i) => this.#column(table.columns[column], values[i] ?? [])).join(', ')})`;
  }

  #column(type: ColumnType | undefined, values: readonly StoredValue[]): string {
    const optional = type?.endsWith('?') === true;
    if (type?.startsWith('integer') === true)
      return `${this.add(`{0,${(optional ? values.map((value) => value ?? 'NULL') : values).join(',')}}`)}::bigint[]`;
    const joined = separator + (optional ? values.map((value) => value ?? absentMark) : values).join(separator);
    return optional ? `string_to_array(${this.add(joined)}, E'\\x02', E'\\x03')` : `string_to_array(${this.add(joined)}, E'\\x02')`;
  }
}

/** Inserts or replaces rows, given by columns. `onlyIf` is a condition of the statement it is part of. */
export const upsert = (table: AnyTable, columns: readonly (readonly StoredValue[])[], parameters: Parameters, onlyIf: string): string => {
  const names = Object.keys(table.columns);
  const rest = names.filter((column) => !table.key.includes(column)).map((column) => `${named(column)} = excluded.${named(column)}`);
  const onConflict = rest.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${rest.join(', ')}`;
  const given = `SELECT * FROM ${parameters.rows(table, names, columns)} OFFSET 1`;
  const rows = `SELECT * FROM (${given}) given WHERE ${onlyIf}`;
  return `INSERT INTO ${table.name} (${listOf(names)}) ${rows} ON CONFLICT (${listOf(table.key)}) ${onConflict}`;
};

/** Removes rows whose keys are given by columns. */
export const remove = (table: AnyTable, keys: readonly (readonly StoredValue[])[], parameters: Parameters, onlyIf: string): string => {
  const given = `(SELECT * FROM ${parameters.rows(table, table.key, keys)} OFFSET 1) given (${listOf(table.key)})`;
  return `DELETE FROM ${table.name} own USING ${given} WHERE ${onlyIf} AND ${sameIn(table.key)}`;
};

/**
 * Rows whose columns have one of the combinations of values, which are given by columns, each with the number of its combination in
 * `given_number`, from 2 on.
 */
export const fetchBy = (
  table: AnyTable,
  columns: readonly string[],
  values: readonly (readonly StoredValue[])[],
  parameters: Parameters,
): string => {
  const rows = `SELECT * FROM ${parameters.rows(table, columns, values)} WITH ORDINALITY OFFSET 1`;
  const given = `(${rows}) given (${listOf([...columns, 'given_number'])})`;
  const asked = `given.given_number, ${listOf(Object.keys(table.columns), 'own.')}`;
  return `SELECT ${asked} FROM ${given} JOIN ${table.name} own ON ${sameIn(columns)}`;
};

const sameIn = (columns: readonly string[]): string =>
  columns.map((column) => `own.${named(column)} = given.${named(column)}`).join(' AND ');

/** By columns what is given by rows. */
export const byColumns = (rows: readonly (readonly StoredValue[])[], width: number): readonly (readonly StoredValue[])[] =>
  Array.from({ length: width }, (_, i) => rows.map((row) => row[i] ?? null));
