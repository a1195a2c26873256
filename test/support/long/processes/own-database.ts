import { Client } from 'pg';
import { SkippedError } from '../long-test';

/** A database of one test on a server of PostgreSQL. */
export interface OwnDatabase {
  readonly url: string;
  /** A statement as an administrator gives it. */
  readonly ask: <R extends object>(sql: string, values?: readonly unknown[]) => Promise<readonly R[]>;
  readonly drop: () => Promise<void>;
}

const ask = async <R extends object>(url: string, sql: string, values: readonly unknown[] = []): Promise<readonly R[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows as readonly R[];
  } finally {
    await client.end();
  }
};

/** Makes a database beside the one that POSTGRES_URL names. Throws SkippedError where it names none. */
export const ownDatabase = async (): Promise<OwnDatabase> => {
  const server = process.env['POSTGRES_URL'] ?? '';
  if (server === '') throw new SkippedError('POSTGRES_URL names no PostgreSQL server');
  const name = `tidewaiter_${String(process.pid)}_${String(process.hrtime.bigint() % 1_000_000_000n)}`;
  await ask(server, `CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    ask: (sql, values) => ask(url.href, sql, values),
    drop: async () => {
      await ask(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
};
