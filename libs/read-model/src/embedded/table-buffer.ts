import type { SqlDatabase, SqlStatement } from '#event-store';
import type { AnyRow, AnyTable } from '../table';
import { createIndexes, deleteAll, eachFunctionOf, rowOf, selectByKey, toStored, upsertAll, type StoredValue, type ToStored } from './table-sql';

/** Rows remembered per table between batches: who asks for a row mostly asks for it again. */
const maxRemembered = 20_000;

type KeyValues = readonly StoredValue[];

/** Lengths keep the parts apart, whatever characters they have. */
const idOf = (key: KeyValues): string => {
  if (key.length === 1) return String(key[0]);
  let id = '';
  for (const part of key) {
    const text = String(part);
    id += `${String(text.length)}:${text}`;
  }
  return id;
};

/** One table's rows on their way to the database: merged by key, written by one statement. */
export class TableBuffer {
  readonly #columns: readonly (readonly [name: string, store: ToStored])[];
  readonly #key: readonly (readonly [name: string, store: ToStored])[];
  readonly #upsert: SqlStatement;
  readonly #delete: SqlStatement;
  readonly #select: SqlStatement;
  /** Rows that were asked for, as of now; `undefined` for one known to be absent. Rows that are only written are not kept. */
  readonly #remembered = new Map<string, AnyRow | undefined>();
  readonly #changed = new Map<string, AnyRow>();
  readonly #removed = new Map<string, KeyValues>();
  #indexed: boolean;

  constructor(
    private readonly db: SqlDatabase,
    private readonly table: AnyTable,
    indexed: boolean,
  ) {
    this.#indexed = indexed;
    const withStore = (column: string): readonly [string, ToStored] => [column, toStored(table, column)];
    this.#columns = Object.keys(table.columns).map(withStore);
    this.#key = table.key.map(withStore);
    this.#upsert = db.prepare(upsertAll(table, eachFunctionOf(db)));
    this.#delete = db.prepare(deleteAll(table));
    this.#select = db.prepare(selectByKey(table));
  }

  get(key: AnyRow): AnyRow | undefined {
    const values = this.#keyOf(key);
    const id = idOf(values);
    const changed = this.#changed.get(id);
    if (changed !== undefined) {
      this.#remembered.set(id, changed);
      return changed;
    }
    if (this.#removed.has(id)) return undefined;
    if (this.#remembered.has(id)) return this.#remembered.get(id);
    const stored = this.#select.get(...values);
    const row = stored === undefined ? undefined : rowOf(this.table, stored);
    this.#remembered.set(id, row);
    return row;
  }

  put(row: AnyRow): void {
    const id = idOf(this.#keyOf(row));
    if (this.#remembered.has(id)) this.#remembered.set(id, row);
    if (this.#removed.size > 0) this.#removed.delete(id);
    this.#changed.set(id, row);
  }

  remove(key: AnyRow): void {
    const values = this.#keyOf(key);
    const id = idOf(values);
    this.#remembered.delete(id);
    this.#changed.delete(id);
    this.#removed.set(id, values);
  }

  /** Reads through the database: to be called after `flush`. */
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
    return this.#changed.size > 0 || this.#removed.size > 0;
  }

  /** Checks and serialises what has changed, and says how to write it: a value that does not fit shows before anything is written. */
  prepare(): () => void {
    // Most stretches touch few of the tables.
    const rows = this.#changed.size === 0 ? '' : JSON.stringify([...this.#changed.values()].map((row) => this.#columns.map(([column, store]) => store(row[column]))));
    const keys = this.#removed.size === 0 ? '' : JSON.stringify([...this.#removed.values()]);
    return () => {
      if (this.#removed.size > 0) this.#delete.run(keys);
      if (this.#changed.size > 0) this.#upsert.run(rows);
      this.#removed.clear();
      this.#changed.clear();
      if (this.#remembered.size > maxRemembered) this.#remembered.clear();
    };
  }

  /** Forgets everything: what was put here was never written, or was rolled back. */
  reset(): void {
    this.#remembered.clear();
    this.#changed.clear();
    this.#removed.clear();
  }

  #keyOf(row: AnyRow): KeyValues {
    return this.#key.map(([column, store]) => store(row[column]));
  }
}
