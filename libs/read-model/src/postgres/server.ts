import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool, type ClientConfig, type PoolClient, type QueryResultRow } from 'pg';
import { connectionFault, wasLost } from './connection-faults';
import { parseAddress, type ServerAddress } from './server-address';
import { sqliteLikeTypes } from './value-types';

export type Parameter = string | number | null;
/** Anything that runs statements one after another. */
export type Session = <R extends QueryResultRow>(sql: string, parameters?: readonly Parameter[]) => Promise<readonly R[]>;

export interface Taken {
  readonly run: Session;
  readonly giveBack: (fault?: unknown) => void;
}

export interface ServerOptions {
  /** Shown in pg_stat_activity. */
  readonly name: string;
  readonly connections: number;
  readonly statementTimeoutMilliseconds: number;
  /** Further settings of each session. */
  readonly settings?: Readonly<Record<string, string>>;
}

const connectTimeoutMilliseconds = 5000;
/** How long a question waits before it is asked again, after each loss. */
const pausesOfQuestions = [0, 50, 250];

/**
 * Settings of every session. A read model can be built again: a commit need not wait for the disk, and what a crash of the server loses,
 * rows and checkpoint lose together. Statements mean the same whatever somebody has set for the role or the database, and a snapshot stays
 * open for as long as it is compared with.
 */
const settingsOfAll = {
  synchronous_commit: 'off',
  jit: 'off',
  timezone: 'UTC',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  idle_in_transaction_session_timeout: '0',
  lock_timeout: '0',
  default_transaction_isolation: 'read\\ committed',
};

/** A bounded pool of connections to one schema of one server. Errors that are about the server are ReadModelConnectionErrors. */
export class Server {
  readonly schema: string;
  readonly label: string;
  readonly #config: ClientConfig;
  readonly #pool: Pool;

  constructor(address: ServerAddress, { name, connections, statementTimeoutMilliseconds, settings = {} }: ServerOptions) {
    const { connectionString, options, schema, label } = parseAddress(address);
    this.schema = schema;
    this.label = label;
    const all = { search_path: schema, statement_timeout: String(statementTimeoutMilliseconds), ...settingsOfAll, ...settings };
    this.#config = {
      connectionString,
      options: [options, ...Object.entries(all).map(([key, value]) => `-c ${key}=${value}`)].join(' ').trim(),
      application_name: name,
      types: sqliteLikeTypes,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: connectTimeoutMilliseconds,
      // The server ends what takes too long; a server that is gone without a word cannot.
      ...(statementTimeoutMilliseconds === 0 ? {} : { query_timeout: statementTimeoutMilliseconds + connectTimeoutMilliseconds }),
    };
    this.#pool = new Pool({ ...this.#config, max: connections, idleTimeoutMillis: 30_000 });
    // A connection that breaks while nobody uses it is replaced when somebody does; without a listener the process would end.
    this.#pool.on('error', () => undefined);
  }

  /** One statement by itself. */
  readonly run: Session = async <R extends QueryResultRow>(sql: string, parameters: readonly Parameter[] = []) => {
    try {
      return (await this.#pool.query<R>({ text: sql, values: [...parameters] })).rows;
    } catch (error) {
      throw connectionFault(error, this.label);
    }
  };

  /**
   * A question by itself: where the connection was lost it is asked again, on another. All of a pool may have been lost at once, each
   * unnoticed.
   */
  readonly question: Session = async (sql, parameters) => {
    for (const pause of pausesOfQuestions) {
      try {
        return await this.run(sql, parameters);
      } catch (error) {
        if (!wasLost(error)) throw error;
        await sleep(pause);
      }
    }
    return this.run(sql, parameters);
  };

  /** A connection of the pool until it is given back; with a fault, it is not used again: nobody knows what is left open on it. */
  async take(): Promise<Taken> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw connectionFault(error, this.label);
    });
    const broken = (): void => undefined;
    client.on('error', broken);
    const giveBack = (fault?: unknown): void => {
      client.off('error', broken);
      client.release(fault !== undefined);
    };
    return { run: sessionOf(client, this.label), giveBack };
  }

  /** Work on one connection. */
  async session<T>(work: (run: Session) => Promise<T>): Promise<T> {
    const { run, giveBack } = await this.take();
    try {
      const result = await work(run);
      giveBack();
      return result;
    } catch (error) {
      giveBack(error);
      throw error;
    }
  }

  /** One transaction: committed when the work is done, rolled back when it throws. */
  async transaction<T>(work: (run: Session) => Promise<T>): Promise<T> {
    return this.session(async (run) => {
      await run('BEGIN');
      const result = await work(run);
      await run('COMMIT');
      return result;
    });
  }

  /** A connection of its own, which the caller ends. `ended` is called when it breaks. */
  async connect(
    settings: Readonly<Record<string, string>>,
    ended: () => void,
  ): Promise<{ readonly run: Session; readonly end: () => Promise<void> }> {
    const options = [this.#config.options ?? '', ...Object.entries(settings).map(([key, value]) => `-c ${key}=${value}`)].join(' ');
    const client = new Client({ ...this.#config, options });
    client.on('error', ended);
    client.on('end', ended);
    await client.connect().catch((error: unknown) => {
      throw connectionFault(error, this.label);
    });
    return { run: inTurn(sessionOf(client, this.label)), end: () => client.end() };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

/** One statement after another: whoever shares a connection need not know of the others. */
const inTurn = (run: Session): Session => {
  let before: Promise<unknown> = Promise.resolve();
  return <R extends QueryResultRow>(sql: string, parameters?: readonly Parameter[]) => {
    const turn = before.then(() => run<R>(sql, parameters));
    before = turn.catch(() => undefined);
    return turn;
  };
};

const sessionOf =
  (client: Client | PoolClient, label: string): Session =>
  async <R extends QueryResultRow>(sql: string, parameters: readonly Parameter[] = []) => {
    try {
      return (await client.query<R>({ text: sql, values: [...parameters] })).rows;
    } catch (error) {
      throw connectionFault(error, label);
    }
  };
