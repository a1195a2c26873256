import type { SqlDatabase, SqlStatement, SqlValue } from '#sqlite';
import { RowBuffer } from '../row-buffer';
import { rowOf, toStored } from '../stored-values';
import type { AnyRow, AnyTable } from '../table';
import { createIndexes, selectByKey } from './table-sql';
import { TableWriter } from './table-writer';

const maxRemembered = 20_000;
/** What a projection's rows need of a table, wherever that lies. */
export interface TableRows {
  get(key: AnyRow): AnyRow | undefined;
  put(row: AnyRow): void;
  remove(key: AnyRow): void;
  /** Reads through the database: to be called after what has changed is written. */
  find(where: AnyRow): readonly AnyRow[];
  readonly hasChanges: boolean;
  /** Checks what has changed, and says how to write it: a value that does not fit shows before anything is written. */
  prepare(): () => void;
  /** Forgets everything: what was put here was never written, or was rolled back. */
  reset(): void;
}

/** One table's rows on their way to the database: merged by key, written some at a time. */
export class TableBuffer implements TableRows {
  readonly #rows: RowBuffer;
  readonly #writer: TableWriter;
  // Made when it is first needed: most tables are never looked up.
  #select: SqlStatement | undefined;
  #indexed: boolean;

  constructor(
    private readonly db: SqlDatabase,
    private readonly table: AnyTable,
    indexed: boolean,
  ) {
    this.#indexed = indexed;
    this.#rows = new RowBuffer(table, maxRemembered);
    this.#writer = new TableWriter(db, table);
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

  prepare(): () => void {
    const { changed, removed, columns } = this.#rows;
    const values: SqlValue[] = [];
    for (const row of changed.values()) for (const [column, store] of columns) values.push(store(row[column]));
    return () => {
      for (const key of removed.values()) this.#writer.remove(key);
      this.#writer.put(values);
      this.#rows.written();
    };
  }

  reset(): void {
    this.#rows.reset();
  }
}
