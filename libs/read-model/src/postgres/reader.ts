import type { QueryResultRow } from 'pg';
import { isUndefinedTable } from './connection-faults';
import type { Parameter, Server, Session, Taken } from './server';

/** Where questions go: to the rows as they are at each question, or to those of one moment. */
export interface Reader {
  readonly run: Session;
  /** Rows of one moment, one after another. */
  rows<R extends QueryResultRow>(sql: string, parameters: readonly Parameter[]): AsyncGenerator<R, void, undefined>;
  close(): Promise<void>;
}

/** Rows fetched at a time. */
const portion = 1000;

async function* fetched<R extends QueryResultRow>(
  run: Session,
  cursor: string,
  sql: string,
  parameters: readonly Parameter[],
): AsyncGenerator<R, void, undefined> {
  await run(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, parameters);
  for (;;) {
    const rows = await run<R>(`FETCH FORWARD ${String(portion)} FROM ${cursor}`);
    yield* rows;
    if (rows.length < portion) break;
  }
  await run(`CLOSE ${cursor}`);
}

/** Each question by itself, on a connection of the pool. */
export class PooledReader implements Reader {
  constructor(readonly server: Server) {}

  readonly run: Session = (sql, parameters) => this.server.question(sql, parameters);

  /**
   * READ COMMITTED on purpose: the one cursor has one snapshot, taken after its tables are locked. A transaction of REPEATABLE READ would
   * have its snapshot before it waits for a table, and see a table that was put in place meanwhile as empty.
   */
  async *rows<R extends QueryResultRow>(sql: string, parameters: readonly Parameter[]): AsyncGenerator<R, void, undefined> {
    const { run, giveBack } = await this.server.take();
    let fault: unknown = new Error('left before the last row');
    try {
      await run('BEGIN READ ONLY');
      yield* fetched<R>(run, 'stream', sql, parameters);
      await run('COMMIT');
      fault = undefined;
    } catch (error) {
      fault = error;
      throw error;
    } finally {
      giveBack(fault);
    }
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

/** Everything as it was at one moment, whoever goes on writing: one transaction on one connection. */
export class SnapshotReader implements Reader {
  #cursors = 0;

  private constructor(
    private readonly taken: Taken,
    private readonly whenClosed: () => Promise<void>,
  ) {}

  /** Undefined where one of the tables is missing. The locks come before the snapshot: no table is replaced between the two. */
  static async open(
    server: Server,
    tables: readonly string[],
    whenClosed: () => Promise<void> = async () => undefined,
  ): Promise<SnapshotReader | undefined> {
    const taken = await server.take();
    try {
      await taken.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await taken.run(`LOCK TABLE ${tables.join(', ')} IN ACCESS SHARE MODE`);
      return new SnapshotReader(taken, whenClosed);
    } catch (error) {
      taken.giveBack(error);
      if (isUndefinedTable(error)) return undefined;
      throw error;
    }
  }

  get run(): Session {
    return this.taken.run;
  }

  rows<R extends QueryResultRow>(sql: string, parameters: readonly Parameter[]): AsyncGenerator<R, void, undefined> {
    this.#cursors += 1;
    return fetched<R>(this.taken.run, `stream_${String(this.#cursors)}`, sql, parameters);
  }

  async close(): Promise<void> {
    // What was read is not changed by how the transaction ends.
    const fault: unknown = await this.taken.run('ROLLBACK').then(
      () => undefined,
      (error: unknown) => error,
    );
    this.taken.giveBack(fault);
    await this.whenClosed();
  }
}
