import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { sha256Hex } from '#event-catalogue';
import { logStart, type Position } from '#event-store';
import { isMachineFault, openDatabase, rollBack, rowsOf, type SqlDatabase, type SqlStatement } from '#sqlite';
import { definitionHash } from '../definition-hash';
import type { LoggedEvent, Projection } from '../projection';
import type { Progress, ProjectionFault, RecordedFault, RowQuestion, Stretch, TableChange, TableContent } from '../read-model';
import { bindable } from '../stored-values';
import type { AnyTable } from '../table';
import { ProjectionRows } from './projection-rows';
import { ReadElsewhereError, RowsElsewhere } from './rows-elsewhere';
import { copyTable } from './rows-file';
import { TableBuffer, type TableRows } from './table-buffer';
import { createIndexes, createTable, tableLayout } from './table-sql';

const checkpointTable =
  'CREATE TABLE IF NOT EXISTS checkpoint (projection TEXT PRIMARY KEY, definition TEXT NOT NULL, tables TEXT NOT NULL, position TEXT NOT NULL) STRICT';
/** Why projections have stopped, for other processes. A table of its own: files from before it have none. */
const faultTable = 'CREATE TABLE IF NOT EXISTS fault (projection TEXT PRIMARY KEY, position TEXT NOT NULL, text TEXT NOT NULL) STRICT';

/** Most keys are hashes, so each row changes a page of its own: small ones make a quarter of the writing. */
const everyMode =
  'PRAGMA page_size=4096; PRAGMA busy_timeout=5000; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON';

/**
 * A crash may cost the last batches: the checkpoint goes with the rows and the log is read again from there. What is written is put in its
 * place 64 MB at a time: a page that was written several times meanwhile goes there once.
 */
const servingMode =
  'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=16000; PRAGMA journal_size_limit=134217728';
/** A scratch file that meets a crash is thrown away: it needs a way back for savepoints, none for power cuts. */
const scratchMode = 'PRAGMA cache_size=-65536; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF';

/** A database without a file. */
const inMemory = ':memory:';
/** Beside a scratch file, until it is finished: the tables that projections read. */
export const homeSuffix = '-home';

/** Changes when rows must be built anew: with what they are, and with how they lie in the file. */
const definitionOf = (projection: Projection): string => sha256Hex(`${String(tableLayout)} ${definitionHash(projection)}`);

/** One views-<n>.db: the tables of all projections and their checkpoints. */
export class ViewsDatabase {
  #db: SqlDatabase;
  readonly #file: string;
  readonly #buffers = new Map<string, TableRows>();
  readonly #checkpoints = new Map<string, Position>();
  readonly #faults = new Map<string, RecordedFault>();
  #moveCheckpoints: SqlStatement | undefined;
  /** How far the projections have come whose rows are written in this transaction. */
  readonly #moved = new Map<string, Position>();
  #scratch: boolean;
  /** Somebody else writes; each query sees what is committed then. */
  readonly #live: boolean;
  /** Where tables of a scratch file are written for as long as nobody reads them. */
  #elsewhere: RowsElsewhere | undefined;
  #joined: Promise<void> | undefined;

  constructor(
    file: string,
    readonly projections: readonly Projection[],
    options: { readonly scratch?: boolean; readonly readOnly?: 'snapshot' | 'live' } = {},
  ) {
    this.#scratch = options.scratch === true;
    const tables = projections.flatMap((projection) => projection.tables);
    if (this.#scratch && file !== inMemory) this.#elsewhere = new RowsElsewhere(file, tables);
    this.#file = this.#elsewhere === undefined ? file : `${file}${homeSuffix}`;
    this.#db = openDatabase(this.#file, { readOnly: options.readOnly !== undefined });
    this.#live = options.readOnly === 'live';
    if (options.readOnly !== undefined) {
      this.#openForReading(options.readOnly);
      return;
    }
    this.db.exec(`${everyMode}; ${this.#scratch ? scratchMode : servingMode}`);
    if (this.#scratch) this.db.exec('BEGIN IMMEDIATE');
    this.#transact(() => {
      this.db.exec(`${checkpointTable}; ${faultTable}`);
      for (const projection of projections) this.#prepareTables(projection);
      if (!this.#scratch) this.#createIndexes();
    });
    this.#readFaults();
    this.#prepareWriting();
  }

  get db(): SqlDatabase {
    return this.#db;
  }

  progress(): readonly Progress[] {
    if (this.#live) this.#findCheckpoints();
    return [...this.#checkpoints].map(([projection, position]) => {
      const fault = this.#faults.get(projection);
      return { projection, partition: 0, position, ...(fault === undefined ? {} : { fault }) };
    });
  }

  async apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]> {
    for (;;)
      try {
        const faults = this.#applyAll(stretches);
        await this.#elsewhere?.handOver();
        return faults;
      } catch (error) {
        // Nothing is left of that projection's stretch; what others did they do not do again.
        if (!(error instanceof ReadElsewhereError)) throw error;
        await this.#bringHome(error.table);
      }
  }

  #applyAll(stretches: readonly Stretch[]): readonly ProjectionFault[] {
    try {
      return this.#transact(() => {
        const faults = stretches.flatMap((stretch) => this.#applyOne(stretch) ?? []);
        this.#keepCheckpoints();
        return faults;
      });
    } catch (error) {
      if (error instanceof ReadElsewhereError) {
        this.#keepCheckpoints();
        throw error;
      }
      this.#moved.clear();
      for (const buffer of this.#buffers.values()) buffer.reset();
      this.#readCheckpoints();
      this.#readFaults();
      throw error;
    }
  }

  async write(changes: AsyncIterable<readonly TableChange[]>, onlyWhere?: RowQuestion): Promise<boolean> {
    if (!this.#scratch) this.db.exec('BEGIN IMMEDIATE');
    try {
      if (onlyWhere !== undefined && this.db.prepare(onlyWhere.sql).get(...bindable(onlyWhere.parameters)) === undefined) {
        if (!this.#scratch) rollBack(this.db);
        return false;
      }
      for await (const some of changes) for (const change of some) this.#change(change);
      if (!this.#scratch) this.db.exec('COMMIT');
      return true;
    } catch (error) {
      for (const buffer of this.#buffers.values()) buffer.reset();
      if (!this.#scratch) rollBack(this.db);
      throw error;
    }
  }

  contents(): readonly TableContent[] {
    const tables = this.projections.flatMap((projection) => projection.tables);
    return tables.map((table) => this.#contentOf(table)).sort((a, b) => (a.table < b.table ? -1 : 1));
  }

  /** Ends the life of a file as scratch: indexes, then the way it is served. */
  async settle(): Promise<void> {
    await this.together(true);
    this.#createIndexes();
    if (this.#scratch) this.db.exec('COMMIT');
    this.#scratch = false;
    this.db.exec(servingMode);
  }

  /** Puts the tables that are written elsewhere and the others into one file: before somebody asks for rows. */
  async together(withIndexes = false): Promise<void> {
    // Whoever asks meanwhile waits for the same.
    if (this.#elsewhere !== undefined) await (this.#joined ??= this.#join(this.#elsewhere, withIndexes));
  }

  async #join(elsewhere: RowsElsewhere, withIndexes: boolean): Promise<void> {
    this.#db.exec('COMMIT');
    await elsewhere.finish(this.#file, withIndexes);
    this.#elsewhere = undefined;
    this.#db.close();
    rmSync(this.#file, { force: true });
    this.#db = openDatabase(elsewhere.file);
    this.db.exec(`${everyMode}; ${scratchMode}; BEGIN IMMEDIATE`);
    this.#prepareWriting();
  }

  async close(): Promise<void> {
    this.db.close();
    await this.#elsewhere?.close();
    if (this.#elsewhere !== undefined) rmSync(this.#file, { force: true });
  }

  /** A projection reads a table that is written elsewhere: from now on it is written here. */
  async #bringHome(table: AnyTable): Promise<void> {
    const elsewhere = this.#elsewhere;
    if (elsewhere?.leave(table) === true) {
      await elsewhere.commit();
      this.db.exec('COMMIT');
      this.db.prepare('ATTACH ? AS other').run(elsewhere.file);
      copyTable(this.db, table.name);
      this.db.exec('DETACH other; BEGIN IMMEDIATE');
      await elsewhere.drop(table);
    }
    this.#buffers.set(table.name, new TableBuffer(this.db, table, false));
  }

  #prepareWriting(): void {
    this.#moveCheckpoints = this.db.prepare('UPDATE checkpoint SET position = ? WHERE projection IN (SELECT value FROM json_each(?))');
    for (const table of this.projections.flatMap((projection) => projection.tables))
      this.#buffers.set(table.name, this.#elsewhere?.rowsOf(table) ?? new TableBuffer(this.db, table, !this.#scratch));
  }

  /** A snapshot is rows and checkpoints of one moment, whoever goes on writing. */
  #openForReading(kind: 'snapshot' | 'live'): void {
    this.db.exec(`${everyMode}; PRAGMA cache_size=-16384`);
    if (kind === 'snapshot') this.db.exec('BEGIN');
    this.#findCheckpoints();
  }

  /** Only of projections as they are defined now. */
  #findCheckpoints(): void {
    // A process that died while it made the file left nothing in it.
    if (this.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'checkpoint'").get() === undefined) return;
    const known = new Map(
      this.db
        .prepare('SELECT projection, definition, position FROM checkpoint')
        .all()
        .map((row) => [String(row['projection']), row]),
    );
    for (const projection of this.projections) {
      const found = known.get(projection.name);
      if (found?.['definition'] === definitionOf(projection)) this.#checkpoints.set(projection.name, String(found['position']) as Position);
    }
    this.#readFaults();
  }

  #readFaults(): void {
    this.#faults.clear();
    if (this.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'fault'").get() === undefined) return;
    for (const { projection, position, text } of this.db.prepare('SELECT projection, position, text FROM fault').all())
      this.#faults.set(String(projection), { position: String(position) as Position, text: String(text) });
  }

  #recordFault(fault: ProjectionFault): ProjectionFault {
    const recorded = { position: fault.position, text: String(fault.cause) };
    this.db
      .prepare('INSERT OR REPLACE INTO fault (projection, position, text) VALUES (?, ?, ?)')
      .run(fault.projection, recorded.position, recorded.text);
    this.#faults.set(fault.projection, recorded);
    return fault;
  }

  #forgetFault(projection: string): void {
    if (this.#faults.delete(projection)) this.db.prepare('DELETE FROM fault WHERE projection = ?').run(projection);
  }

  #createIndexes(): void {
    for (const table of this.projections.flatMap((projection) => projection.tables)) this.db.exec(createIndexes(table));
  }

  /** A scratch file is one transaction: only when it is finished does it have to be anything. */
  #transact<T>(work: () => T): T {
    if (this.#scratch) return work();
    this.db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.db.exec('COMMIT');
      return result;
    } catch (error) {
      rollBack(this.db);
      throw error;
    }
  }

  /** Makes the tables of a new or changed projection, empty; its old ones go with its old checkpoint. */
  #prepareTables(projection: Projection): void {
    const { name, tables } = projection;
    const definition = definitionOf(projection);
    const known = this.db.prepare('SELECT definition, tables, position FROM checkpoint WHERE projection = ?').get(name);
    if (known?.['definition'] === definition) {
      this.#checkpoints.set(name, String(known['position']) as Position);
      return;
    }
    for (const old of known === undefined ? [] : (JSON.parse(String(known['tables'])) as string[]))
      this.db.exec(`DROP TABLE IF EXISTS ${old}`);
    for (const table of tables) this.db.exec(createTable(table));
    this.db.prepare('DELETE FROM fault WHERE projection = ?').run(name);
    this.db
      .prepare('INSERT OR REPLACE INTO checkpoint (projection, definition, tables, position) VALUES (?, ?, ?, ?)')
      .run(name, definition, JSON.stringify(tables.map((table) => table.name)), logStart);
    this.#checkpoints.set(name, logStart);
  }

  #readCheckpoints(): void {
    for (const { projection, position } of this.db.prepare('SELECT projection, position FROM checkpoint').all())
      this.#checkpoints.set(String(projection), String(position) as Position);
  }

  #change({ table, put, remove }: TableChange): void {
    const buffer = this.#buffers.get(table.name);
    if (buffer === undefined) throw new RangeError(`the read model has no table ${table.name}`);
    for (const key of remove) buffer.remove(key);
    for (const row of put) buffer.put(row);
    buffer.prepare()();
  }

  #applyOne({ projection, events, after = logStart, through }: Stretch): ProjectionFault | undefined {
    const checkpoint = this.#checkpoints.get(projection.name) ?? logStart;
    if (through <= checkpoint || after > checkpoint) return undefined;
    const fresh =
      events.length > 0 && (events[0] as LoggedEvent).position <= checkpoint
        ? events.filter((event) => event.position > checkpoint)
        : events;
    if (this.#try(projection, fresh, through) === undefined) return undefined;
    // One of them does not fit. Alone it can be named, and those before it are kept.
    for (const event of fresh) {
      const fault = this.#try(projection, [event], event.position);
      if (fault !== undefined) return this.#recordFault({ projection: projection.name, position: event.position, cause: fault.cause });
    }
    return this.#recordFault({
      projection: projection.name,
      position: through,
      cause: new Error(`${projection.name} fails on a batch but not on its events one by one`),
    });
  }

  #try(projection: Projection, events: readonly LoggedEvent[], through: Position): { readonly cause: unknown } | undefined {
    const rows = new ProjectionRows(this.db, projection, this.#buffers);
    try {
      if (events.length > 0) projection.apply(events, rows);
      rows.keep();
    } catch (cause) {
      // No event is to blame: all that this transaction did is taken back, and done again when the disk has recovered.
      if (isMachineFault(cause)) throw cause;
      rows.undo();
      if (cause instanceof ReadElsewhereError) throw cause;
      return { cause };
    }
    this.#moved.set(projection.name, through);
    this.#forgetFault(projection.name);
    this.#checkpoints.set(projection.name, through);
    return undefined;
  }

  /** Most of them have come to one position: one statement for those. */
  #keepCheckpoints(): void {
    for (const position of new Set(this.#moved.values()))
      this.#moveCheckpoints?.run(position, JSON.stringify([...this.#moved].flatMap(([name, to]) => (to === position ? [name] : []))));
    this.#moved.clear();
  }

  #contentOf(table: AnyTable): TableContent {
    const columns = Object.keys(table.columns).sort((a, b) => (a < b ? -1 : 1));
    const hash = createHash('sha256');
    let rows = 0;
    for (const row of rowsOf(this.db, `SELECT ${columns.join(', ')} FROM ${table.name} ORDER BY ${table.key.join(', ')}`)) {
      hash.update(`${JSON.stringify(columns.map((column) => row[column]))}\n`);
      rows += 1;
    }
    return { table: table.name, rows, sha256: hash.digest('hex') };
  }
}
