import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { isSpoilt, openDatabase, rowsOf, type SqlDatabase } from '#sqlite';
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
import { bindable, rowOf } from '../stored-values';
import type { AnyTable, Columns, RowOf, Table } from '../table';
import { ViewsDatabase } from './views-database';
import { ViewsFiles } from './views-files';

/** What SQLite finds wrong with a file, page by page; undefined where it finds nothing. */
const faultOf = (file: string): string | undefined => {
  try {
    const db = openDatabase(file, { readOnly: true });
    try {
      const found = String(Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0]);
      return found === 'ok' ? undefined : found;
    } finally {
      db.close();
    }
  } catch (error) {
    if (isSpoilt(error)) return (error as Error).message;
    throw error;
  }
};

/**
 * The embedded read model: views-<n>.db in the data directory. One process writes; `openScratch` builds beside it for `replay --verify`.
 */
export class SqliteReadModel extends ReadModel {
  /** A rebuild commits nothing before its end: what is decoded is written and let go before the garbage collector has to copy it. */
  override readonly rebuildBatch = 400;
  #views: ViewsDatabase;

  private constructor(
    override readonly projections: readonly Projection[],
    views: ViewsDatabase,
    private readonly files: ViewsFiles | undefined,
  ) {
    super();
    this.#views = views;
  }

  /** Opens or creates the present views of a data directory. A projection whose definition has changed starts from event 0. */
  static open(directory: string, projections: readonly Projection[]): SqliteReadModel {
    const files = new ViewsFiles(directory);
    return new SqliteReadModel(projections, new ViewsDatabase(files.path(files.current()), projections), files);
  }

  /** As `open`; a file that cannot be opened because it is spoilt is dropped, and all starts from event 0. */
  static openAnew(directory: string, projections: readonly Projection[]): SqliteReadModel {
    try {
      return SqliteReadModel.open(directory, projections);
    } catch (error) {
      if (!isSpoilt(error)) throw error;
      const files = new ViewsFiles(directory);
      files.remove(files.current());
      return SqliteReadModel.open(directory, projections);
    }
  }

  /** A read model in a file of its own (`:memory:` for none), not durable: for verification and tests. */
  static openScratch(file: string, projections: readonly Projection[]): SqliteReadModel {
    return new SqliteReadModel(projections, new ViewsDatabase(file, projections, { scratch: true }), undefined);
  }

  /**
   * The present views as they are at this moment, to be read beside the process that writes them; `checkpoints` says how far they go.
   * Undefined where nothing has been built, or not by these definitions.
   */
  static openSnapshot(directory: string, projections: readonly Projection[]): SqliteReadModel | undefined {
    const files = new ViewsFiles(directory);
    const file = files.path(files.current());
    if (!existsSync(file)) return undefined;
    const views = new ViewsDatabase(file, projections, { readOnly: 'snapshot' });
    if (views.progress().length === projections.length) return new SqliteReadModel(projections, views, undefined);
    views.db.close();
    return undefined;
  }

  /**
   * The name of the present file of a data directory and what is wrong with it: no database, or one that has lost a part. Undefined where
   * it is whole, or not there.
   */
  static spoiltIn(directory: string): { readonly file: string; readonly fault: string } | undefined {
    const files = new ViewsFiles(directory);
    const file = files.path(files.current());
    const fault = existsSync(file) ? faultOf(file) : undefined;
    return fault === undefined ? undefined : { file: basename(file), fault };
  }

  /** The present views as another thread or process keeps them: every query sees what is committed by then. Nothing can be applied here. */
  static openReader(directory: string, projections: readonly Projection[]): SqliteReadModel {
    const files = new ViewsFiles(directory);
    return new SqliteReadModel(projections, new ViewsDatabase(files.path(files.current()), projections, { readOnly: 'live' }), undefined);
  }

  override async progress(): Promise<readonly Progress[]> {
    return this.#views.progress();
  }

  override async apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]> {
    return this.#views.apply(stretches);
  }

  override async write(changes: AsyncIterable<readonly TableChange[]>, onlyWhere?: RowQuestion): Promise<boolean> {
    await this.#views.together();
    return this.#views.write(changes, onlyWhere);
  }

  override async all<R>(sql: string, parameters: readonly SqlParameter[] = []): Promise<readonly R[]> {
    return (await this.#whole()).prepare(sql).all(...bindable(parameters)) as readonly R[];
  }

  override async get<R>(sql: string, parameters: readonly SqlParameter[] = []): Promise<R | undefined> {
    return (await this.#whole()).prepare(sql).get(...bindable(parameters)) as R | undefined;
  }

  override async *iterate<R>(sql: string, parameters: readonly SqlParameter[] = []): AsyncGenerator<R> {
    yield* rowsOf(await this.#whole(), sql, bindable(parameters)) as Iterable<R>;
  }

  override async select<C extends Columns, K extends keyof C & string>(
    table: Table<C, K>,
    rest = '',
    parameters: readonly SqlParameter[] = [],
  ): Promise<readonly RowOf<C>[]> {
    const columns = Object.keys(table.columns).join(', ');
    const rows = (await this.#whole()).prepare(`SELECT ${columns} FROM ${table.name} ${rest}`).all(...bindable(parameters));
    return rows.map((row) => rowOf(table as unknown as AnyTable, row) as RowOf<C>);
  }

  override async contents(): Promise<readonly TableContent[]> {
    await this.#views.together();
    return this.#views.contents();
  }

  override async rebuild(fill: (fresh: ReadModel) => Promise<void>): Promise<void> {
    if (this.files === undefined) throw new RangeError('a scratch read model is not rebuilt: make another');
    const present = this.files.current();
    this.files.remove(present + 1);
    const fresh = new ViewsDatabase(this.files.path(present + 1), this.projections, { scratch: true });
    try {
      await fill(new SqliteReadModel(this.projections, fresh, undefined));
      await fresh.settle();
    } catch (error) {
      await fresh.close();
      this.files.remove(present + 1);
      throw error;
    }
    this.files.moveTo(present + 1);
    const old = this.#views;
    this.#views = fresh;
    await old.close();
    this.files.remove(present);
  }

  override async close(): Promise<void> {
    await this.#views.close();
  }

  /** With the rows of all tables. */
  async #whole(): Promise<SqlDatabase> {
    await this.#views.together();
    return this.#views.db;
  }
}
