import { Client } from 'pg';

let databases = 0;
/** Who looks at a database waits for it no longer: what hangs must not hide why a test failed. */
const patience = { connectionTimeoutMillis: 30_000, query_timeout: 60_000 };

const asAdministrator = async <R extends object>(url: string, sql: string, values: readonly unknown[] = []): Promise<readonly R[]> => {
  const client = new Client({ connectionString: url, ...patience });
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows as readonly R[];
  } finally {
    await client.end();
  }
};

/** A database of a test's own: whole programs always work in the same schema. */
export interface OwnDatabase {
  readonly url: string;
  /** Statements as somebody else than the program gives them. */
  readonly run: <R extends object>(sql: string, values?: readonly unknown[]) => Promise<readonly R[]>;
  readonly drop: () => Promise<void>;
}

/** Makes a database on the server of `url`, whose user may do so. */
export const makeDatabase = async (url: string): Promise<OwnDatabase> => {
  databases += 1;
  const name = `tidewaiter_test_${String(process.pid)}_${String(databases)}_${String(process.hrtime.bigint() % 1_000_000n)}`;
  await asAdministrator(url, `CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    url: own.href,
    run: (sql, values) => asAdministrator(own.href, sql, values),
    drop: async () => {
      await asAdministrator(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
};
