import type { SqlDatabase, SqlStatement, SqlValue } from '#sqlite';
import type { AnyTable } from '../table';
import { deleteByKey, upsertRows } from './table-sql';

/** Rows that one statement writes, where there are so many: more of them at once are no faster. */
const together = 16;

/** Writes and removes one table's rows, of which every value is known to fit. */
export class TableWriter {
  readonly #columns: number;
  // Each made when it is first needed: a command opens all tables and most of them are not written.
  #upsert: SqlStatement | undefined;
  #upsertSome: SqlStatement | undefined;
  #delete: SqlStatement | undefined;

  constructor(
    private readonly db: SqlDatabase,
    private readonly table: AnyTable,
  ) {
    this.#columns = Object.keys(table.columns).length;
  }

  /** Inserts or replaces rows: the columns of one after those of another. */
  put(values: readonly SqlValue[]): void {
    const [one, some] = [this.#columns, this.#columns * together];
    let from = 0;
    for (; from + some <= values.length; from += some)
      (this.#upsertSome ??= this.db.prepare(upsertRows(this.table, together))).run(...values.slice(from, from + some));
    for (; from < values.length; from += one)
      (this.#upsert ??= this.db.prepare(upsertRows(this.table, 1))).run(...values.slice(from, from + one));
  }

  remove(key: readonly SqlValue[]): void {
    (this.#delete ??= this.db.prepare(deleteByKey(this.table))).run(...key);
  }
}
