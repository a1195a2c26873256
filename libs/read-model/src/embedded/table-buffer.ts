import type { SqlDatabase, SqlStatement } from '#event-store';
import { RowBuffer } from '../row-buffer';
import { rowOf, toStored } from '../stored-values';
import type { AnyRow, AnyTable } from '../table';
import { createIndexes, deleteAll, eachFunctionOf, selectByKey, upsertAll } from './table-sql';

const maxRemembered = 20_000;

/** One table's rows on their way to the database: merged by key, written by one statement. */
export class TableBuffer {
  readonly #rows: RowBuffer;
  // Each made when it is first needed: a command opens all tables and most of them are neither written nor looked up.
  #upsert: SqlStatement | undefined;
  #delete: SqlStatement | undefined;
  #select: SqlStatement | undefined;
  #indexed: boolean;

  constructor(
    private readonly db: SqlDatabase,
    private readonly table: AnyTable,
    indexed: boolean,
  ) {
    this.#indexed = indexed;
    this.#rows = new RowBuffer(table, maxRemembered);
  }

  get(key: AnyRow): AnyRow | undefined {
    const { id, values } = this.#rows.keyOf(key);
    const known = this.#rows.get(id);
    if (known !== 'unknown') return known;
    this.#select ??= this.db.prepare(selectByKey(this.table));
    const stored = this.#select.get(...values);
    const row = stored === undefined ? undefined : rowOf(this.table, stored);
    this.#rows.remember(id, row);
    return row;
  }

  put(row: AnyRow): void {
    this.#rows.put(row);
  }

  remove(key: AnyRow): void {
    this.#rows.remove(key);
  }

  /** Reads through the database: to be called after what has changed is written. */
  find(where: AnyRow): readonly AnyRow[] {
    // A scratch file makes its indexes at the end, unless somebody looks rows up before.
    if (!this.#indexed) this.db.exec(createIndexes(this.table));
    this.#indexed = true;
    const conditions = Object.entries(where).filter(([, value]) => value !== undefined);
    const clause = conditions.length === 0 ? 'true' : conditions.map(([column]) => `${column} = ?`).join(' AND ');
    const statement = this.db.prepare(`SELECT * FROM ${this.table.name} WHERE ${clause} ORDER BY ${this.table.key.join(', ')}`);
    return statement.all(...conditions.map(([column, value]) => toStored(this.table, column)(value))).map((stored) => rowOf(this.table, stored));
  }

  get hasChanges(): boolean {
    return this.#rows.hasChanges;
  }

  /** Checks and serialises what has changed, and says how to write it: a value that does not fit shows before anything is written. */
  prepare(): () => void {
    const { changed, removed, columns } = this.#rows;
    // Most stretches touch few of the tables.
    const rows = changed.size === 0 ? '' : JSON.stringify([...changed.values()].map((row) => columns.map(([column, store]) => store(row[column]))));
    const keys = removed.size === 0 ? '' : JSON.stringify([...removed.values()]);
    return () => {
      if (removed.size > 0) (this.#delete ??= this.db.prepare(deleteAll(this.table))).run(keys);
      if (changed.size > 0) (this.#upsert ??= this.db.prepare(upsertAll(this.table, eachFunctionOf(this.db)))).run(rows);
      this.#rows.written();
    };
  }

  /** Forgets everything: what was put here was never written, or was rolled back. */
  reset(): void {
    this.#rows.reset();
  }
}
