import type { AnyRow, AnyTable } from './table';
import { separator, toStored, type StoredValue, type ToStored } from './stored-values';

export type KeyValues = readonly StoredValue[];

/** No stored text has what stands between the parts. */
const idOf = (key: readonly unknown[]): string => (key.length === 1 ? String(key[0]) : key.join(separator));

/** A key with the text that stands for it in maps. */
export interface RowKey {
  readonly id: string;
  readonly values: KeyValues;
}

/** One table's rows between a projection and a database: what is remembered of it and what is to be written, merged by key. */
export class RowBuffer {
  readonly columns: readonly (readonly [name: string, store: ToStored])[];
  readonly #key: readonly (readonly [name: string, store: ToStored])[];
  /**
   * Rows that were asked for, as the database has them; `undefined` for one known to be absent. Rows that are only written are not kept.
   */
  readonly #remembered = new Map<string, AnyRow | undefined>();
  readonly #changed = new Map<string, AnyRow>();
  readonly #removed = new Map<string, KeyValues>();
  /** Changed rows that were asked for: to be remembered once they are written. */
  readonly #asked = new Set<string>();

  constructor(
    readonly table: AnyTable,
    /** Rows remembered between stretches: who asks for a row mostly asks for it again. */
    private readonly maxRemembered: number,
  ) {
    const withStore = (column: string): readonly [string, ToStored] => [column, toStored(table, column)];
    this.columns = Object.keys(table.columns).map(withStore);
    this.#key = table.key.map(withStore);
  }

  keyOf(row: AnyRow): RowKey {
    const values = this.#key.map(([column, store]) => store(row[column]));
    return { id: idOf(values), values };
  }

  /** The row as left by all changes; 'unknown' where only the database can say. */
  get(id: string): AnyRow | undefined | 'unknown' {
    const changed = this.#changed.get(id);
    if (changed !== undefined) {
      this.#asked.add(id);
      return changed;
    }
    if (this.#removed.has(id)) return undefined;
    const known = this.#remembered.get(id);
    return known !== undefined || this.#remembered.has(id) ? known : 'unknown';
  }

  /** What the database has under a key. */
  remember(id: string, row: AnyRow | undefined): void {
    this.#remembered.set(id, row);
  }

  put(row: AnyRow): void {
    // Whether the key can be stored shows when the row is written, with all other columns.
    const id = idOf(this.table.key.map((column) => row[column]));
    if (this.#removed.size > 0) this.#removed.delete(id);
    this.#changed.set(id, row);
  }

  remove(key: AnyRow): void {
    const { id, values } = this.keyOf(key);
    this.#changed.delete(id);
    this.#removed.set(id, values);
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0 || this.#removed.size > 0;
  }

  get changed(): ReadonlyMap<string, AnyRow> {
    return this.#changed;
  }

  get removed(): ReadonlyMap<string, KeyValues> {
    return this.#removed;
  }

  /** What has changed is in the database now. */
  written(): void {
    if (this.#remembered.size > 0 || this.#asked.size > 0) {
      for (const [id, row] of this.#changed) if (this.#remembered.has(id) || this.#asked.has(id)) this.#remembered.set(id, row);
      for (const id of this.#removed.keys()) this.#remembered.set(id, undefined);
    }
    this.undo();
    if (this.#remembered.size > this.maxRemembered) this.#remembered.clear();
  }

  /** What has changed is not to be: as if nobody had asked. */
  undo(): void {
    this.#changed.clear();
    this.#removed.clear();
    this.#asked.clear();
  }

  /** Forgets what the database had, too: somebody else may have written, or what was written was rolled back. */
  reset(): void {
    this.#remembered.clear();
    this.undo();
  }
}
