import type { SqlDatabase, SqlStatement } from '#event-store';
import type { AnyRow, AnyTable } from '../table';
import { createIndexes, deleteAll, rowOf, selectByKey, toSql, upsertAll } from './table-sql';

/** Rows remembered per table between batches; a projection mostly comes back to rows it has just written. */
const maxRemembered = 20_000;

/** One table's rows on their way to the database: merged by key, written by one statement. */
export class TableBuffer {
  readonly #columns: readonly string[];
  #indexed: boolean;
  readonly #upsert: SqlStatement;
  readonly #delete: SqlStatement;
  readonly #select: SqlStatement;
  /** Rows as of now, `undefined` for one known to be absent. */
  readonly #known = new Map<string, AnyRow | undefined>();
  readonly #changed = new Map<string, AnyRow>();
  readonly #removed = new Map<string, readonly (string | number | null)[]>();

  constructor(
    private readonly db: SqlDatabase,
    private readonly table: AnyTable,
    indexed: boolean,
  ) {
    this.#indexed = indexed;
    this.#columns = Object.keys(table.columns);
    this.#upsert = db.prepare(upsertAll(table));
    this.#delete = db.prepare(deleteAll(table));
    this.#select = db.prepare(selectByKey(table));
  }

  get(key: AnyRow): AnyRow | undefined {
    const values = this.#keyOf(key);
    const id = this.#idOf(values);
    if (this.#known.has(id)) return this.#known.get(id);
    const stored = this.#select.get(...values);
    const row = stored === undefined ? undefined : rowOf(this.table, stored);
    this.#known.set(id, row);
    return row;
  }

  put(row: AnyRow): void {
    const id = this.#idOf(this.#keyOf(row));
    this.#known.set(id, row);
    this.#changed.set(id, row);
    this.#removed.delete(id);
  }

  remove(key: AnyRow): void {
    const values = this.#keyOf(key);
    const id = this.#idOf(values);
    this.#known.set(id, undefined);
    this.#changed.delete(id);
    this.#removed.set(id, values);
  }

  find(where: AnyRow): readonly AnyRow[] {
    this.flush();
    // A scratch file makes its indexes at the end, unless somebody looks rows up before.
    if (!this.#indexed) this.db.exec(createIndexes(this.table));
    this.#indexed = true;
    const conditions = Object.entries(where).filter(([, value]) => value !== undefined);
    const clause = conditions.length === 0 ? 'true' : conditions.map(([column]) => `${column} = ?`).join(' AND ');
    const statement = this.db.prepare(`SELECT * FROM ${this.table.name} WHERE ${clause} ORDER BY ${this.table.key.join(', ')}`);
    return statement.all(...conditions.map(([column, value]) => toSql(this.table, column, value))).map((stored) => rowOf(this.table, stored));
  }

  /** Writes what has changed; to be called inside the batch's transaction. */
  flush(): void {
    if (this.#removed.size > 0) this.#delete.run(JSON.stringify([...this.#removed.values()]));
    if (this.#changed.size > 0) {
      const rows = [...this.#changed.values()].map((row) => this.#columns.map((column) => toSql(this.table, column, row[column])));
      this.#upsert.run(JSON.stringify(rows));
    }
    this.#removed.clear();
    this.#changed.clear();
    if (this.#known.size > maxRemembered) this.#known.clear();
  }

  /** Forgets everything: the transaction was rolled back. */
  reset(): void {
    this.#known.clear();
    this.#changed.clear();
    this.#removed.clear();
  }

  #keyOf(row: AnyRow): readonly (string | number | null)[] {
    return this.table.key.map((column) => toSql(this.table, column, row[column]));
  }

  #idOf(key: readonly (string | number | null)[]): string {
    return key.length === 1 ? String(key[0]) : JSON.stringify(key);
  }
}
