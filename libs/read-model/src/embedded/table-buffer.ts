import type { SqlDatabase, SqlStatement, SqlValue } from '#event-store';
import { RowBuffer } from '../row-buffer';
import { rowOf, toStored } from '../stored-values';
import type { AnyRow, AnyTable } from '../table';
import { createIndexes, deleteByKey, selectByKey, upsertRows } from './table-sql';

const maxRemembered = 20_000;
/** Rows that one statement writes, where there are so many: more of them at once are no faster. */
const together = 16;

/** One table's rows on their way to the database: merged by key, written some at a time. */
export class TableBuffer {
  readonly #rows: RowBuffer;
  // Each made when it is first needed: a command opens all tables and most of them are neither written nor looked up.
  #upsert: SqlStatement | undefined;
  #upsertSome: SqlStatement | undefined;
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
    return statement
      .all(...conditions.map(([column, value]) => toStored(this.table, column)(value)))
      .map((stored) => rowOf(this.table, stored));
  }

  get hasChanges(): boolean {
    return this.#rows.hasChanges;
  }

  /** Checks what has changed, and says how to write it: a value that does not fit shows before anything is written. */
  prepare(): () => void {
    const { changed, removed, columns } = this.#rows;
    const values: SqlValue[] = [];
    for (const row of changed.values()) for (const [column, store] of columns) values.push(store(row[column]));
    return () => {
      for (const key of removed.values()) (this.#delete ??= this.db.prepare(deleteByKey(this.table))).run(...key);
      const [one, some] = [columns.length, columns.length * together];
      let from = 0;
      for (; from + some <= values.length; from += some)
        (this.#upsertSome ??= this.db.prepare(upsertRows(this.table, together))).run(...values.slice(from, from + some));
      for (; from < values.length; from += one)
        (this.#upsert ??= this.db.prepare(upsertRows(this.table, 1))).run(...values.slice(from, from + one));
      this.#rows.written();
    };
  }

  /** Forgets everything: what was put here was never written, or was rolled back. */
  reset(): void {
    this.#rows.reset();
  }
}
