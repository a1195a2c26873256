import { openDatabase, type SqlDatabase, type SqlValue } from '#sqlite';
import { absentMark, separator } from '../stored-values';
import type { AnyTable } from '../table';
import { createIndexes, createTable } from './table-sql';
import { TableWriter } from './table-writer';

/** Rows or keys of one table as one text: it goes from thread to thread at the price of a copy. */
export interface PackedRows {
  readonly table: string;
  /** Whether it is keys whose rows are to go. */
  readonly removed: boolean;
  /** All columns of all rows, or all columns of the key, in order, with separators between. */
  readonly packed: string;
}

/** What is done with a file of rows: rows are written, all is committed, a table goes, or what another file has is taken over and the file is closed. */
export type RowsTask =
  { readonly rows: readonly PackedRows[] } | 'commit' | { readonly drop: string } | { readonly finish: string; readonly indexes: boolean };

/** Nobody takes anything back: there is no savepoint, and a crash throws the file away. */
const mode = 'PRAGMA page_size=4096; PRAGMA cache_size=-65536; PRAGMA synchronous=OFF';

const tableNames = (db: SqlDatabase, schema: 'main' | 'other'): ReadonlySet<string> =>
  new Set(
    db
      .prepare(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table'`)
      .all()
      .map(({ name }) => String(name)),
  );

/** Copies whole tables into new ones of the same definition: SQLite takes their pages over one after another, without looking at rows. */
export const copyTable = (db: SqlDatabase, name: string): void => {
  db.exec(`INSERT INTO main.${name} SELECT * FROM other.${name}`);
};

/** A file of tables that are written and not read. */
export class RowsFile {
  readonly #db: SqlDatabase;
  readonly #tables: ReadonlyMap<string, AnyTable>;
  readonly #known: Set<string>;
  readonly #writers = new Map<string, TableWriter>();
  #inTransaction = false;
  #closed = false;

  constructor(file: string, tables: readonly AnyTable[]) {
    this.#db = openDatabase(file);
    this.#db.exec(mode);
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#known = new Set(tableNames(this.#db, 'main'));
  }

  do(task: RowsTask): void {
    if (task === 'commit') this.#commit();
    else if ('drop' in task) this.#drop(task.drop);
    else if ('finish' in task) this.#finish(task.finish, task.indexes);
    else for (const rows of task.rows) this.#write(rows);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#commit();
    this.#db.close();
  }

  #write({ table: name, removed, packed }: PackedRows): void {
    if (!this.#inTransaction) this.#db.exec('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    const table = this.#tables.get(name);
    if (table === undefined) throw new RangeError(`no table ${name}`);
    if (!this.#known.has(name)) this.#db.exec(createTable(table));
    this.#known.add(name);
    const writer = this.#writers.get(name) ?? new TableWriter(this.#db, table);
    this.#writers.set(name, writer);
    const columns = removed ? table.key : Object.keys(table.columns);
    const values = unpacked(
      packed,
      columns.map((column) => table.columns[column] ?? 'text'),
    );
    if (!removed) writer.put(values);
    else for (let from = 0; from < values.length; from += columns.length) writer.remove(values.slice(from, from + columns.length));
  }

  #drop(name: string): void {
    this.#commit();
    this.#writers.delete(name);
    this.#db.exec(`DROP TABLE ${name}`);
    this.#known.delete(name);
  }

  #commit(): void {
    if (this.#inTransaction) this.#db.exec('COMMIT');
    this.#inTransaction = false;
  }

  #finish(other: string, indexes: boolean): void {
    this.#commit();
    this.#db.prepare('ATTACH ? AS other').run(other);
    this.#db.exec('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    // A table that is in both was brought home: what is here of it is old.
    for (const name of tableNames(this.#db, 'other')) {
      if (this.#known.has(name)) continue;
      this.#db.exec(String(this.#db.prepare('SELECT sql FROM other.sqlite_schema WHERE name = ?').get(name)?.['sql']));
      copyTable(this.#db, name);
    }
    if (indexes) for (const table of this.#tables.values()) this.#db.exec(createIndexes(table));
    this.close();
  }
}

/** Values as they were packed. */
const unpacked = (packed: string, types: readonly string[]): readonly SqlValue[] => {
  const values: SqlValue[] = packed.split(separator);
  if (values.length % types.length !== 0) throw new RangeError('packed rows do not fit their table');
  for (const [column, type] of types.entries()) {
    const isInteger = type.startsWith('integer');
    if (!isInteger && !type.endsWith('?')) continue;
    for (let i = column; i < values.length; i += types.length) {
      if (values[i] === absentMark) values[i] = null;
      else if (isInteger) values[i] = Number(values[i]);
    }
  }
  return values;
};
