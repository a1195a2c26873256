import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { endThread, startThread, threadsArePossible } from '#threads';
import { absentMark, separator, toStored, type StoredValue, type ToStored } from '../stored-values';
import type { AnyRow, AnyTable } from '../table';
import { RowsFile, type PackedRows, type RowsTask } from './rows-file';
import type { TableRows } from './table-buffer';

/** A projection has read a table whose rows are written elsewhere: it has to be brought home first. */
export class ReadElsewhereError extends Error {
  override readonly name = 'ReadElsewhereError';
  constructor(readonly table: AnyTable) {
    super(`${table.name} is written elsewhere`);
  }
}

/** UTF-16 units of rows that are worth a thread: a small log is rebuilt sooner than one has started. */
const worthAThread = 500_000;
/** UTF-16 units of rows that may wait for the thread before whoever makes them waits, too. */
const mostWaiting = 8_000_000;

/**
 * Tables of a rebuild that no projection has read so far, in a file of their own that a thread writes. Threads run compiled programs; from
 * sources, and for few rows, the same is done in one.
 */
export class RowsElsewhere {
  /** Those of which there are rows. */
  readonly #used = new Set<string>();
  #here: RowsFile | undefined;
  #worker: Worker | undefined;
  #fault: Error | undefined;
  #rows: PackedRows[] = [];
  #units = 0;
  /** UTF-16 units of what the thread has not yet answered, in order. */
  #waiting: number[] = [];
  #wake: () => void = () => undefined;

  constructor(
    readonly file: string,
    private readonly tables: readonly AnyTable[],
  ) {}

  /** Whether there are rows of a table that is not to be written here any more. */
  leave(table: AnyTable): boolean {
    return this.#used.delete(table.name);
  }

  /** A table's rows on their way there. */
  rowsOf(table: AnyTable): TableRows {
    return new TableElsewhere(table, (rows) => {
      this.#used.add(rows.table);
      this.#rows.push(rows);
      this.#units += rows.packed.length;
    });
  }

  /** Hands over the rows that were written, and resolves when not too many are waiting. Rejects with what keeps the thread from writing. */
  async handOver(): Promise<void> {
    if (this.#worker === undefined && this.#units < worthAThread) return;
    this.#handOver();
    await this.#until(() => this.#waiting.reduce((sum, units) => sum + units, 0) < mostWaiting);
  }

  /** Resolves when all rows are in the file, to be read by others. */
  async commit(): Promise<void> {
    this.#handOver();
    this.#tell('commit', 0);
    await this.#until(() => this.#waiting.length === 0);
  }

  /** A table has been brought home. */
  async drop(table: AnyTable): Promise<void> {
    this.#tell({ drop: table.name }, 0);
    await this.#until(() => this.#waiting.length === 0);
  }

  /** Takes all tables over that it has not from another file, with their indexes where they are wanted. The file is closed then. */
  async finish(other: string, indexes: boolean): Promise<void> {
    this.#handOver();
    this.#tell({ finish: other, indexes }, 0);
    await this.#until(() => this.#waiting.length === 0);
    await this.close();
  }

  async close(): Promise<void> {
    if (this.#worker !== undefined) await endThread(this.#worker);
    this.#worker = undefined;
    this.#here?.close();
    this.#here = undefined;
  }

  #handOver(): void {
    this.#tell({ rows: this.#rows }, this.#units);
    this.#rows = [];
    this.#units = 0;
  }

  #tell(task: RowsTask, units: number): void {
    if (this.#worker === undefined && threadsArePossible && units >= worthAThread) this.#start();
    if (this.#worker === undefined) (this.#here ??= new RowsFile(this.file, this.tables)).do(task);
    else {
      this.#waiting.push(units);
      this.#worker.postMessage(task);
    }
  }

  #start(): void {
    this.#here?.close();
    this.#here = undefined;
    this.#worker = startThread(
      path.join(__dirname, 'rows.worker.js'),
      { file: this.file, tables: this.tables },
      { maxYoungGenerationSizeMb: 16 },
    );
    this.#worker.on('message', () => {
      this.#waiting.shift();
      this.#wake();
    });
    this.#worker.on('error', (fault) => {
      this.#fault = fault;
      this.#wake();
    });
    this.#worker.unref();
  }

  async #until(done: () => boolean): Promise<void> {
    while (this.#fault === undefined && !done()) {
      this.#worker?.ref();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#worker?.unref();
    }
    if (this.#fault !== undefined) throw this.#fault;
  }
}

/** What changes of a table whose rows are written elsewhere, in order, checked as it comes. */
class TableElsewhere implements TableRows {
  readonly #columns: readonly Column[];
  readonly #key: readonly Column[];
  #changes: { readonly removed: boolean; readonly values: string[] }[] = [];

  constructor(
    private readonly table: AnyTable,
    private readonly send: (rows: PackedRows) => void,
  ) {
    const column = (name: string): Column => [name, toStored(table, name)];
    this.#columns = Object.keys(table.columns).map(column);
    this.#key = table.key.map(column);
  }

  get(): AnyRow | undefined {
    throw new ReadElsewhereError(this.table);
  }

  find(): readonly AnyRow[] {
    throw new ReadElsewhereError(this.table);
  }

  put(row: AnyRow): void {
    this.#change(row, this.#columns, false);
  }

  remove(key: AnyRow): void {
    this.#change(key, this.#key, true);
  }

  get hasChanges(): boolean {
    return this.#changes.length > 0;
  }

  prepare(): () => void {
    return () => {
      for (const { removed, values } of this.#changes) this.send({ table: this.table.name, removed, packed: values.join(separator) });
      this.reset();
    };
  }

  reset(): void {
    this.#changes = [];
  }

  #change(row: AnyRow, columns: readonly Column[], removed: boolean): void {
    let last = this.#changes.at(-1);
    if (last?.removed !== removed) this.#changes.push((last = { removed, values: [] }));
    for (const [column, store] of columns) last.values.push(packed(store(row[column])));
  }
}

type Column = readonly [name: string, store: ToStored];

const packed = (value: StoredValue): string => (value === null ? absentMark : typeof value === 'string' ? value : String(value));
