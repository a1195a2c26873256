import type { SqlDatabase } from '#sqlite';
import type { Projection, Rows } from '../projection';
import type { Columns, Key, RowOf, Table } from '../table';
import type { TableRows } from './table-buffer';

/**
 * The rows of one projection during one stretch. Nothing reaches the database before the stretch has succeeded, unless `find` asks for it.
 */
export class ProjectionRows implements Rows {
  readonly #own: ReadonlyMap<string, TableRows>;
  #savepoint = false;

  constructor(
    private readonly db: SqlDatabase,
    private readonly projection: Projection,
    buffers: ReadonlyMap<string, TableRows>,
  ) {
    this.#own = new Map(
      projection.tables.flatMap(({ name }) => {
        const buffer = buffers.get(name);
        return buffer === undefined ? [] : [[name, buffer] as const];
      }),
    );
  }

  get<C extends Columns, K extends keyof C & string>(table: Table<C, K>, key: Key<Table<C, K>>): RowOf<C> | undefined {
    return this.#bufferOf(table).get(key) as RowOf<C> | undefined;
  }

  put<C extends Columns, K extends keyof C & string>(table: Table<C, K>, row: RowOf<C>): void {
    this.#bufferOf(table).put(row);
  }

  remove<C extends Columns, K extends keyof C & string>(table: Table<C, K>, key: Key<Table<C, K>>): void {
    this.#bufferOf(table).remove(key);
  }

  find<C extends Columns, K extends keyof C & string>(table: Table<C, K>, where: Partial<RowOf<C>>): readonly RowOf<C>[] {
    const buffer = this.#bufferOf(table);
    if (buffer.hasChanges) {
      if (!this.#savepoint) this.db.exec('SAVEPOINT stretch');
      this.#savepoint = true;
      buffer.prepare()();
    }
    return buffer.find(where) as readonly RowOf<C>[];
  }

  /** Writes the changes of all tables, after all of them have shown to fit. */
  keep(): void {
    const writes = [...this.#own.values()].map((buffer) => buffer.prepare());
    for (const write of writes) write();
    this.#release();
  }

  undo(): void {
    if (this.#savepoint) this.db.exec('ROLLBACK TO stretch');
    this.#release();
    for (const buffer of this.#own.values()) buffer.reset();
  }

  #release(): void {
    if (this.#savepoint) this.db.exec('RELEASE stretch');
    this.#savepoint = false;
  }

  #bufferOf({ name }: { readonly name: string }): TableRows {
    const buffer = this.#own.get(name);
    if (buffer === undefined) throw new RangeError(`${name} is no table of ${this.projection.name}`);
    return buffer;
  }
}
