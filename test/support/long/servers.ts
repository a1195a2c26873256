import { DoubleProcess } from '../eventstoredb-double';
import { makeDatabase, type OwnDatabase } from '../postgres/own-database';
import { SkippedError } from './long-test';

/** PostgreSQL for tests. Throws SkippedError where there is none: to be asked before anything else is done. */
export const postgresOfTests = (): string => {
  const url = process.env['POSTGRES_URL'] ?? '';
  if (url === '')
    throw new SkippedError(
      'POSTGRES_URL names no server; give one whose user may create databases, e.g. postgres://postgres:secret@127.0.0.1:5432/postgres',
    );
  return url;
};

/**
 * Servers of a longer test's own: a double of EventStoreDB in a process of its own, and a database on the PostgreSQL that POSTGRES_URL
 * names.
 */
export class OwnServers {
  private constructor(
    readonly double: DoubleProcess,
    readonly database: OwnDatabase,
  ) {}

  /** Throws SkippedError where there is no PostgreSQL. `args` are those of the double. */
  static async start(...args: readonly string[]): Promise<OwnServers> {
    const database = await makeDatabase(postgresOfTests());
    return new OwnServers(await DoubleProcess.start(...args), database);
  }

  /** Settings of a program whose ledger is on these servers. */
  get env(): Readonly<Record<'EVENTSTORE_URL' | 'POSTGRES_URL', string>> {
    return { EVENTSTORE_URL: this.double.url, POSTGRES_URL: this.database.url };
  }

  /** Events of the double, its own included. */
  async events(): Promise<number> {
    const reply = await this.double.tell({ do: 'counts' });
    if (!('events' in reply)) throw new Error(`the double does not count: ${JSON.stringify(reply)}`);
    return reply.events;
  }

  async stop(): Promise<void> {
    await this.double.stop();
    await this.database.drop();
  }
}

/** Work on servers of its own, which are gone afterwards. */
export const withServers = async <T>(work: (servers: OwnServers) => Promise<T>): Promise<T> => {
  const servers = await OwnServers.start();
  try {
    return await work(servers);
  } finally {
    await servers.stop();
  }
};
