import { setImmediate as nextTurn } from 'node:timers/promises';
import { types } from 'node:util';
import {
  type Append,
  type AppendOutcome,
  EventStore,
  type LogBatch,
  logStart,
  type Position,
  positionOf,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
  type RefusalCode,
  type SubscribeOptions,
} from '../event-store';
import { rollBack, sqliteCode, sqliteCodes, type SqlDatabase } from '#sqlite';
import { StoreStoppedError } from '../store-stopped';
import { applyAppends } from './append-rules';
import { ChangeSignal } from './change-signal';
import { openEventsFile } from './events-file';
import { EventsTable } from './events-table';
import { FileInPlace } from './file-in-place';
import { followLog } from './follow';
import { commitOf, LogReader } from './log-reader';
import { RecentEvents } from './recent-events';

export interface SqliteEventStoreOptions {
  /** Path of events.db; its directory exists. */
  readonly file: string;
  /** Identity of the installation, written into a new file and required of an old one. */
  readonly installation: string;
  /** Called once when an I/O fault makes further work unsafe. The process should exit: a restart recovers (fail-stop). */
  readonly onFatal?: (fault: Error) => void;
}

interface Waiting {
  readonly appends: readonly Append[];
  readonly settle: (outcomes: readonly AppendOutcome[]) => void;
}

/** As long as a page of the log, for the same reasons (`LogReader`). */
const streamPage = 64;

/**
 * The embedded store: one SQLite file, WAL with synchronous=FULL. Appends that arrive in one turn of the event loop share one transaction
 * and one fsync. Call it from one thread; other processes may read, and may write (each transaction looks at the heads again).
 */
export class SqliteEventStore extends EventStore {
  readonly #db: SqlDatabase;
  readonly #reader: LogReader;
  readonly #table: EventsTable | undefined;
  /** What is written here has to be found by whoever opens the log next. */
  readonly #files: FileInPlace;
  readonly #recent = new RecentEvents();
  readonly #onFatal: (fault: Error) => void;
  readonly #changed = new ChangeSignal();
  #queue: Waiting[] = [];
  #stopped: { readonly code: RefusalCode; readonly reason: string } | undefined;

  private constructor(db: SqlDatabase, file: string, access: 'write' | 'read', onFatal: (fault: Error) => void) {
    super();
    this.#db = db;
    this.#files = new FileInPlace(file, `${file}-wal`);
    this.#reader = new LogReader(db);
    this.#table = access === 'write' ? new EventsTable(db, this.#recent) : undefined;
    this.#onFatal = onFatal;
  }

  /** Opens or creates the log. Throws StoreFileError for a file that is foreign, newer or another installation's. */
  static open(options: SqliteEventStoreOptions): SqliteEventStore {
    return new SqliteEventStore(
      openEventsFile(options.file, { installation: options.installation }),
      options.file,
      'write',
      options.onFatal ?? (() => undefined),
    );
  }

  /** Opens an existing log for replay, verification and export; appends are refused with STORE_READ_ONLY. Throws StoreFileError. */
  static openReadOnly(file: string): SqliteEventStore {
    return new SqliteEventStore(openEventsFile(file, { readOnly: true }), file, 'read', () => undefined);
  }

  override append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const refusal =
      this.#stopped ?? (this.#table === undefined ? { code: 'STORE_READ_ONLY' as const, reason: 'opened for reading' } : undefined);
    if (refusal !== undefined) return Promise.resolve(appends.map(() => ({ kind: 'refused', ...refusal })));
    return new Promise((settle) => {
      this.#queue.push({ appends, settle });
      if (this.#queue.length === 1)
        setImmediate(() => {
          this.#flush();
        });
    });
  }

  override async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<RecordedEvent> {
    const direction = options.direction ?? 'forwards';
    let left = options.max ?? Number.MAX_SAFE_INTEGER;
    let [first, last] =
      direction === 'forwards'
        ? [Number(options.from ?? 0n), Number.MAX_SAFE_INTEGER]
        : [0, Number(options.from ?? BigInt(Number.MAX_SAFE_INTEGER))];
    while (left > 0) {
      this.#assertRunning();
      const asked = Math.min(left, streamPage);
      const page = this.#pageOf(stream, first, last, direction, asked);
      yield* page;
      const end = page.at(-1);
      if (end === undefined || page.length < asked) return;
      if (direction === 'forwards') first = Number(end.revision) + 1;
      else last = Number(end.revision) - 1;
      left -= page.length;
    }
  }

  override readAtHand(stream: string, from: bigint): readonly RecordedEvent[] | undefined {
    this.#assertRunning();
    const page = this.#pageOf(stream, Number(from), Number.MAX_SAFE_INTEGER, 'forwards', streamPage);
    // A long stream is waited for: between its pages others get their turn.
    return page.length < streamPage ? page : undefined;
  }

  #pageOf(stream: string, first: number, last: number, direction: 'forwards' | 'backwards', max: number): readonly RecordedEvent[] {
    const id = this.#table?.idOf(stream) ?? this.#reader.idOf(stream);
    if (id === undefined) this.#table?.missing(stream);
    return id === undefined ? [] : this.#reader.streamPage(id, first, last, direction, max);
  }

  override async *readAll(options: ReadAllOptions = {}): AsyncGenerator<LogBatch> {
    this.#assertRunning();
    const head = this.#reader.head();
    const end = options.through === undefined ? head : Math.min(head, commitOf(options.through));
    const { categories, batch: max = 1000 } = options;
    const wanted = categories === undefined ? undefined : new Set(categories);
    let after = commitOf(options.after ?? logStart);
    while (after < end) {
      this.#assertRunning();
      const batch = this.#recent.page(after, end, wanted, max) ?? this.#reader.logPage(after, end, categories, max);
      yield batch;
      after = commitOf(batch.through);
      // Reading is synchronous: without this a long replay would keep every timer and request waiting.
      await nextTurn();
    }
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<LogBatch> {
    return followLog(this, this.#changed, options);
  }

  override async head(): Promise<Position> {
    this.#assertRunning();
    return positionOf(this.#reader.head());
  }

  override async close(): Promise<void> {
    if (this.#stopped?.reason === 'closed') return;
    this.#flush();
    this.#stopped = { code: 'STORE_STOPPED', reason: 'closed' };
    this.#changed.raise();
    // events.db alone is then the whole log, for whoever copies it; where a reader is in the way, the log stays in the WAL and is as
    // durable.
    if (this.#table !== undefined) this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    this.#db.close();
  }

  #assertRunning(): void {
    if (this.#stopped !== undefined) throw new StoreStoppedError(`the store is stopped: ${this.#stopped.reason}`);
  }

  /** One transaction for everything that waits. Outcomes are told only after COMMIT has returned, that is after the fsync. */
  #flush(): void {
    const group = this.#queue;
    this.#queue = [];
    if (group.length === 0 || this.#table === undefined) return;
    const outcomes =
      this.#stopped === undefined ? this.#commit(this.#table, group) : this.#forAll(group, { kind: 'refused', ...this.#stopped });
    for (const [i, waiting] of group.entries()) waiting.settle(outcomes[i] ?? []);
    this.#changed.raise();
  }

  #commit(table: EventsTable, group: readonly Waiting[]): readonly (readonly AppendOutcome[])[] {
    try {
      table.begin();
      const outcomes = group.map(({ appends }) => applyAppends(appends, table));
      table.commit();
      const gone = this.#files.gone();
      if (gone !== undefined) throw new Error(`${gone} was removed, or another file put in its place, while this program wrote to it`);
      return outcomes;
    } catch (error) {
      table.forget();
      return this.#forAll(group, this.#afterFault(types.isNativeError(error) ? error : new Error(String(error))));
    }
  }

  #forAll(group: readonly Waiting[], outcome: AppendOutcome): readonly (readonly AppendOutcome[])[] {
    return group.map(({ appends }) => appends.map(() => outcome));
  }

  /** A full disk and a busy file leave the log as it was. After anything else nobody knows, so nothing more may be promised. */
  #afterFault(fault: Error): AppendOutcome {
    const code = sqliteCode(fault);
    if (code === sqliteCodes.busy) return { kind: 'unknown', reason: 'another process holds the log' };
    if (code === sqliteCodes.full && this.#rolledBack()) return { kind: 'refused', code: 'STORE_FULL', reason: fault.message };
    this.#stopped = { code: 'STORE_STOPPED', reason: fault.message };
    this.#onFatal(fault);
    return { kind: 'unknown', reason: fault.message };
  }

  #rolledBack(): boolean {
    try {
      rollBack(this.#db);
      return true;
    } catch {
      return false;
    }
  }
}
