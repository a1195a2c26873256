import { NotCaughtUpError } from '../not-caught-up-error';
import { partsOf } from '../parts';
import type { Projection } from '../projection';
import {
  ReadModel,
  type Progress,
  type ProjectionFault,
  type RowQuestion,
  type SqlParameter,
  type Stretch,
  type TableChange,
  type TableContent,
} from '../read-model';
import { bindable, rowOf, type StoredRow, toStored } from '../stored-values';
import type { AnyRow, AnyTable, Columns, RowOf, Table } from '../table';
import { checkpointRows, partitionCount, prepareProjections, progressOf } from './checkpoint-table';
import { isOfTables, isUndefinedTable } from './connection-faults';
import { contentsOf } from './contents';
import { lockNumber } from './lock-number';
import { checkSchema, migrate } from './migrations';
import { numbered } from './placeholders';
import { PooledReader, SnapshotReader, type Reader } from './reader';
import { rebuildBeside } from './rebuild';
import { RowsWriter } from './rows-writer';
import { Server } from './server';
import type { ServerAddress } from './server-address';
import { byColumns, createIndexes, listOf, Parameters, remove, upsert } from './table-sql';

export interface PostgresReadModelOptions extends ServerAddress {
  readonly projections: readonly Projection[];
  /** Id of the installation whose log this is; the schema remembers the first. */
  readonly installation: string;
  /** Connections for questions (8 unless told) and for writing (4). */
  readonly connections?: Readonly<{ readers?: number; writers?: number }>;
}

const [questionTimeout, writeTimeout] = [30_000, 60_000];
/** How long a question waits for a table that somebody else has for himself: our own programs need that for some milliseconds. */
const questionLockTimeout = 4000;

/** Rows are looked up by key or by index, however little the planner knows of a table that was just made. */
const lookUps = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' };

/**
 * The read model in a schema of a PostgreSQL server, 14 or newer. Several processes may have it open and apply different parts; who applies
 * the same part as another finds out at the checkpoint and leaves no trace. Throws ReadModelConnectionError where the server cannot be
 * used.
 */
export class PostgresReadModel extends ReadModel {
  override readonly projections: readonly Projection[];
  readonly #writer: RowsWriter | undefined;
  #mending: Promise<void> | undefined;

  private constructor(
    private readonly options: PostgresReadModelOptions,
    private readonly reader: Reader,
    /** For writing, where it is open for that. */
    private readonly writers?: Server,
    /** Tables whose indexes are not made yet: those of a rebuild. */
    private readonly withoutIndexes = new Set<string>(),
  ) {
    super();
    this.projections = options.projections;
    this.#writer = writers === undefined ? undefined : new RowsWriter(writers, partsOf(this), (table) => this.#makeIndexes(table));
  }

  /**
   * Opens the schema, making it or bringing it to the present format; a projection whose definition has changed starts from event 0. With
   * `readOnly` nothing is made or changed: rows and checkpoints are as another process keeps them, and there may be none yet.
   */
  static async open({
    readOnly = false,
    ...options
  }: PostgresReadModelOptions & { readonly readOnly?: boolean }): Promise<PostgresReadModel> {
    const reader = new PooledReader(readersOf(options));
    const writers = readOnly ? undefined : writersOf(options);
    try {
      if (writers === undefined) await checkSchema(reader.server, options.installation);
      else await prepare(writers, options, true);
      return new PostgresReadModel(options, reader, writers);
    } catch (error) {
      await reader.close();
      await writers?.close();
      throw error;
    }
  }

  /**
   * The rows as they are at this moment, to be read beside whoever writes them; `checkpoints` says how far they go. Undefined where nothing
   * has been built, or not by these definitions. A rebuild is put in place only after it is closed.
   */
  static async openSnapshot(options: PostgresReadModelOptions): Promise<PostgresReadModel | undefined> {
    const server = readersOf({ ...options, connections: { readers: 1 } });
    try {
      const there = await checkSchema(server, options.installation);
      const reader = there ? await SnapshotReader.open(server, tableNames(options), () => server.close()) : undefined;
      if (reader !== undefined) {
        const views = new PostgresReadModel(options, reader);
        const expected = options.projections.reduce((sum, projection) => sum + partitionCount(projection), 0);
        if ((await views.progress()).length === expected) return views;
        await reader.close();
        return undefined;
      }
    } catch (error) {
      await server.close();
      throw error;
    }
    await server.close();
    return undefined;
  }

  override partitionsOf(projection: Projection): number {
    return partitionCount(projection);
  }

  override async progress(): Promise<readonly Progress[]> {
    try {
      const rows = await checkpointRows(this.reader.run, this.projections);
      this.#writer?.compare(rows);
      return rows.map(progressOf);
    } catch (error) {
      // Nobody has made anything yet.
      if (this.#writer === undefined && isUndefinedTable(error)) return [];
      return this.#mended(error);
    }
  }

  override async apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]> {
    if (this.#writer === undefined) throw new RangeError('the read model was opened for reading');
    return this.#writer.apply(stretches).catch((error: unknown) => this.#mended(error));
  }

  override async write(changes: AsyncIterable<readonly TableChange[]>, onlyWhere?: RowQuestion): Promise<boolean> {
    const { writers } = this;
    if (writers === undefined) throw new RangeError('the read model was opened for reading');
    const written = writers.transaction(async (run) => {
      // Whoever asks whether something is still so must not ask beside somebody who changes it.
      await run(`SELECT pg_advisory_xact_lock(${lockNumber(writers.schema, 'write')})`);
      if (onlyWhere !== undefined && (await run(numbered(onlyWhere.sql), bindable(onlyWhere.parameters))).length === 0) return false;
      for await (const some of changes)
        for (const change of some) for (const { sql, values } of statementsOf(change)) await run(sql, values);
      return true;
    });
    return written.catch((error: unknown) => this.#mended(error));
  }

  override async all<R>(sql: string, parameters: readonly SqlParameter[] = []): Promise<readonly R[]> {
    try {
      return (await this.reader.run(numbered(sql), bindable(parameters))) as readonly R[];
    } catch (error) {
      return await this.#mended(this.#explained(error));
    }
  }

  override async get<R>(sql: string, parameters: readonly SqlParameter[] = []): Promise<R | undefined> {
    return (await this.all<R>(sql, parameters))[0];
  }

  override async *iterate<R>(sql: string, parameters: readonly SqlParameter[] = []): AsyncGenerator<R> {
    try {
      yield* this.reader.rows(numbered(sql), bindable(parameters)) as AsyncGenerator<R>;
    } catch (error) {
      await this.#mended(this.#explained(error));
    }
  }

  override async select<C extends Columns, K extends keyof C & string>(
    table: Table<C, K>,
    rest = '',
    parameters: readonly SqlParameter[] = [],
  ): Promise<readonly RowOf<C>[]> {
    const rows = await this.all<StoredRow>(`SELECT ${listOf(Object.keys(table.columns))} FROM ${table.name} ${rest}`, parameters);
    return rows.map((row) => rowOf(table as unknown as AnyTable, row) as RowOf<C>);
  }

  override async contents(): Promise<readonly TableContent[]> {
    if (!(this.reader instanceof PooledReader)) return contentsOf(this.reader, this.projections);
    const snapshot = await SnapshotReader.open(this.reader.server, tableNames(this.options));
    if (snapshot === undefined) throw new NotCaughtUpError('the read model has not been built yet');
    try {
      return await contentsOf(snapshot, this.projections);
    } finally {
      await snapshot.close();
    }
  }

  override async rebuild(fill: (fresh: ReadModel) => Promise<void>): Promise<void> {
    if (this.writers === undefined || this.withoutIndexes.size > 0)
      throw new RangeError('a read model that is read or built is not rebuilt');
    // What is to be replaced may be gone.
    await prepare(this.writers, this.options, true);
    const beside = { ...this.options, schema: `${this.writers.schema}__fresh` };
    await rebuildBeside(this.options, this.projections, async (ready) => {
      const fresh = await PostgresReadModel.#openFresh(beside);
      try {
        await ready({ fill: () => fill(fresh), finish: () => fresh.#finish() });
      } finally {
        await fresh.close();
      }
    });
    this.#writer?.forget();
  }

  override async close(): Promise<void> {
    await this.reader.close();
    await this.writers?.close();
  }

  /** Without indexes: they are made when all rows are there, or when rows are looked up by them. */
  static async #openFresh(options: PostgresReadModelOptions): Promise<PostgresReadModel> {
    const writers = writersOf(options);
    try {
      await prepare(writers, options, false);
    } catch (error) {
      await writers.close();
      throw error;
    }
    return new PostgresReadModel(options, new PooledReader(readersOf(options)), writers, new Set(tableNames(options)));
  }

  async #finish(): Promise<void> {
    for (const table of this.projections.flatMap(({ tables }) => tables)) {
      await this.#makeIndexes(table);
      // Questions come as soon as the rows are in place: the planner must know them.
      await this.writers?.run(`ANALYZE ${table.name}`);
    }
  }

  async #makeIndexes(table: AnyTable): Promise<void> {
    if (!this.withoutIndexes.delete(table.name)) return;
    for (const statement of createIndexes(table)) await this.writers?.run(statement);
  }

  /**
   * Tables that somebody removed or altered follow from the log: they are made anew, empty, and whoever keeps them up begins at event 0.
   * The fault is told all the same; where they could not be made, too.
   */
  async #mended(error: unknown): Promise<never> {
    const { writers } = this;
    if (writers !== undefined && isOfTables(error) && this.withoutIndexes.size === 0) {
      this.#mending ??= prepare(writers, this.options, true).finally(() => {
        this.#mending = undefined;
      });
      await this.#mending.catch(() => undefined);
    }
    throw error;
  }

  #explained(error: unknown): unknown {
    return this.#writer === undefined && isUndefinedTable(error)
      ? new NotCaughtUpError('the read model has not been built yet', { cause: error })
      : error;
  }
}

/** So many rows go in one statement. */
const rowsAtOnce = 2000;

const statementsOf = ({
  table,
  put,
  remove: gone,
}: TableChange): readonly { readonly sql: string; readonly values: Parameters['values'] }[] => {
  const statements: { readonly sql: string; readonly values: Parameters['values'] }[] = [];
  const add = (rows: readonly AnyRow[], columns: readonly string[], make: typeof upsert): void => {
    const stores = columns.map((column) => [column, toStored(table, column)] as const);
    for (let i = 0; i < rows.length; i += rowsAtOnce) {
      const parameters = new Parameters();
      const values = rows.slice(i, i + rowsAtOnce).map((row) => stores.map(([column, store]) => store(row[column])));
      statements.push({ sql: make(table, byColumns(values, columns.length), parameters, 'true'), values: parameters.values });
    }
  };
  add(gone, table.key, remove);
  add(put, Object.keys(table.columns), upsert);
  return statements;
};

const readersOf = (options: PostgresReadModelOptions): Server =>
  new Server(options, {
    name: 'tidewaiter questions',
    connections: options.connections?.readers ?? 8,
    statementTimeoutMilliseconds: questionTimeout,
    settings: { lock_timeout: String(questionLockTimeout) },
  });
const writersOf = (options: PostgresReadModelOptions): Server =>
  new Server(options, {
    name: 'tidewaiter projections',
    connections: options.connections?.writers ?? 4,
    statementTimeoutMilliseconds: writeTimeout,
    settings: lookUps,
  });

const tableNames = ({ projections }: PostgresReadModelOptions): readonly string[] =>
  projections.flatMap(({ tables }) => tables.map(({ name }) => name));

const prepare = async (writers: Server, { installation, projections }: PostgresReadModelOptions, withIndexes: boolean): Promise<void> => {
  await migrate(writers, installation);
  await writers.transaction(async (run) => {
    // Two processes of one program that start at once make the tables once.
    await run('LOCK TABLE _checkpoint IN SHARE ROW EXCLUSIVE MODE');
    await prepareProjections(writers, run, projections, withIndexes);
  });
};
