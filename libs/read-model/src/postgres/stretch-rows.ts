import type { Projection, Rows } from '../projection';
import { RowBuffer, type KeyValues } from '../row-buffer';
import { rowOf, toStored, type StoredRow, type StoredValue } from '../stored-values';
import type { AnyRow, AnyTable, Columns, Key, RowOf, Table } from '../table';
import { compareKeys } from './key-order';
import type { Session } from './server';
import { byColumns, fetchBy, listOf, Parameters } from './table-sql';

/** A question of `find`: which columns have which values. */
interface Question {
  readonly id: string;
  readonly columns: readonly string[];
  readonly values: readonly StoredValue[];
}
type Found = readonly { readonly id: string; readonly row: AnyRow }[];

const maxRemembered = 50_000;

/** One table during a stretch: what is known, and what was asked for and is not known. */
class TableRows {
  readonly buffer: RowBuffer;
  readonly #wanted = new Map<string, KeyValues>();
  readonly #asked = new Map<string, Question>();
  readonly #answers = new Map<string, Found>();

  constructor(
    readonly table: AnyTable,
    private readonly beforeFind: (table: AnyTable) => Promise<void>,
  ) {
    this.buffer = new RowBuffer(table, maxRemembered);
  }

  get isMissing(): boolean {
    return this.#wanted.size > 0 || this.#asked.size > 0;
  }

  get(key: AnyRow): AnyRow | undefined {
    const { id, values } = this.buffer.keyOf(key);
    const known = this.buffer.get(id);
    if (known !== 'unknown') return known;
    this.#wanted.set(id, values);
    return undefined;
  }

  /** What the database has, without what has changed since, and what has changed to fit: in the order in which SQLite gives rows by key. */
  find(where: AnyRow): readonly AnyRow[] {
    const question = this.#questionOf(where);
    const answer = this.#answers.get(question.id);
    if (answer === undefined) this.#asked.set(question.id, question);
    const { changed, removed } = this.buffer;
    const fitting = (answer ?? []).filter(({ id }) => !changed.has(id) && !removed.has(id)).map(({ row }) => row);
    const stores = question.columns.map((column) => toStored(this.table, column));
    for (const row of changed.values())
      if (question.columns.every((column, i) => stores[i]?.(row[column]) === question.values[i])) fitting.push(this.#asStored(row));
    return fitting
      .map((row) => ({ row, key: this.buffer.keyOf(row).values }))
      .sort((a, b) => compareKeys(a.key, b.key))
      .map(({ row }) => row);
  }

  /** One round trip for rows by key, one for each set of columns that was looked for. */
  async fetch(run: Session): Promise<void> {
    const wanted = [...this.#wanted];
    this.#wanted.clear();
    if (wanted.length > 0) {
      const parameters = new Parameters();
      const sql = fetchBy(
        this.table,
        this.table.key,
        byColumns(
          wanted.map(([, values]) => values),
          this.table.key.length,
        ),
        parameters,
      );
      for (const [id] of wanted) this.buffer.remember(id, undefined);
      for (const stored of await run<StoredRow>(sql, parameters.values)) this.#remember(stored);
    }
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    if (asked.length > 0) await this.beforeFind(this.table);
    for (const columns of new Set(asked.map((question) => question.columns.join())))
      await this.#answer(
        run,
        asked.filter((question) => question.columns.join() === columns),
      );
  }

  /** What was looked for is to be looked for again: the database has changed. */
  forgetAnswers(): void {
    this.#answers.clear();
  }

  async #answer(run: Session, questions: readonly Question[]): Promise<void> {
    const { columns } = questions[0] as Question;
    const parameters = new Parameters();
    const sql =
      columns.length === 0
        ? `SELECT 2 AS given_number, ${listOf(Object.keys(this.table.columns))} FROM ${this.table.name}`
        : fetchBy(
            this.table,
            columns,
            byColumns(
              questions.map(({ values }) => values),
              columns.length,
            ),
            parameters,
          );
    const found = new Map<number, { id: string; row: AnyRow }[]>();
    for (const stored of await run<StoredRow>(sql, parameters.values)) {
      const number = Number(stored['given_number']);
      const list = found.get(number) ?? [];
      list.push(this.#remember(stored));
      found.set(number, list);
    }
    questions.forEach(({ id }, i) => this.#answers.set(id, found.get(i + 2) ?? []));
  }

  #remember(stored: StoredRow): { readonly id: string; readonly row: AnyRow } {
    const row = rowOf(this.table, stored);
    const { id } = this.buffer.keyOf(row);
    this.buffer.remember(id, row);
    return { id, row };
  }

  #questionOf(where: AnyRow): Question {
    const conditions = Object.entries(where)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const columns = conditions.map(([column]) => column);
    const values = conditions.map(([column, value]) => toStored(this.table, column)(value));
    return { id: JSON.stringify([columns, values]), columns, values };
  }

  #asStored(row: AnyRow): AnyRow {
    return rowOf(this.table, Object.fromEntries(this.buffer.columns.map(([column, store]) => [column, store(row[column])])));
  }
}

/**
 * The rows of one part of a projection. What is not in memory is noted and answered as absent: the projection is run again when it has been
 * fetched, until nothing is missing. Rows stay in memory between stretches, which is right as long as nobody else writes them: the
 * checkpoint tells.
 */
export class StretchRows implements Rows {
  readonly #tables: ReadonlyMap<string, TableRows>;

  constructor(
    private readonly projection: Projection,
    beforeFind: (table: AnyTable) => Promise<void>,
  ) {
    this.#tables = new Map(projection.tables.map((table) => [table.name, new TableRows(table, beforeFind)]));
  }

  get<C extends Columns, K extends keyof C & string>(table: Table<C, K>, key: Key<Table<C, K>>): RowOf<C> | undefined {
    return this.#of(table).get(key) as RowOf<C> | undefined;
  }

  put<C extends Columns, K extends keyof C & string>(table: Table<C, K>, row: RowOf<C>): void {
    this.#of(table).buffer.put(row);
  }

  remove<C extends Columns, K extends keyof C & string>(table: Table<C, K>, key: Key<Table<C, K>>): void {
    this.#of(table).buffer.remove(key);
  }

  find<C extends Columns, K extends keyof C & string>(table: Table<C, K>, where: Partial<RowOf<C>>): readonly RowOf<C>[] {
    return this.#of(table).find(where) as readonly RowOf<C>[];
  }

  /** Something was answered as absent that nobody has looked up. */
  get isMissing(): boolean {
    return [...this.#tables.values()].some((rows) => rows.isMissing);
  }

  get changed(): readonly RowBuffer[] {
    return [...this.#tables.values()].map(({ buffer }) => buffer).filter((buffer) => buffer.hasChanges);
  }

  async fetch(run: Session): Promise<void> {
    for (const rows of this.#tables.values()) if (rows.isMissing) await rows.fetch(run);
  }

  /** Drops the changes and keeps what is known of the database. */
  undo(): void {
    for (const { buffer } of this.#tables.values()) buffer.undo();
  }

  written(): void {
    for (const rows of this.#tables.values()) {
      rows.buffer.written();
      rows.forgetAnswers();
    }
  }

  /** Somebody else may have written. */
  forget(): void {
    for (const rows of this.#tables.values()) {
      rows.buffer.reset();
      rows.forgetAnswers();
    }
  }

  #of(table: { readonly name: string }): TableRows {
    const rows = this.#tables.get(table.name);
    if (rows === undefined) throw new RangeError(`${table.name} is no table of ${this.projection.name}`);
    return rows;
  }
}
