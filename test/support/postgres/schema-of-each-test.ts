import { Client } from 'pg';

/** Server for tests of PostgreSQL, as `.ci/run` gives it; anybody's own may be given by hand. */
export const postgresUrl = process.env['POSTGRES_URL'] ?? '';

/** Tests that need a server; without one, a test that says so stands in their place. */
export const describeOnPostgres = (name: string, tests: () => void): void => {
  if (postgresUrl !== '') describe(name, tests);
  else
    describe(name, () => {
      it('is LEFT OUT: POSTGRES_URL names no server', () => undefined);
    });
};

/** Statements as somebody else than the program gives them. */
export const asAdministrator = async <R extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> => {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    return (await client.query(sql, [...values])).rows as readonly R[];
  } finally {
    await client.end();
  }
};

/** The server under a name, by which connections can be told from those of other tests. */
export const namedUrl = (name: string): string => {
  const url = new URL(postgresUrl);
  url.searchParams.set('application_name', name);
  return url.href;
};

/** Breaks every connection that was made under a name. */
export const cutConnections = async (name: string): Promise<void> => {
  await asAdministrator('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [name]);
};

let schemas = 0;
/** A name that no other test has. */
export const newSchema = (): string => {
  schemas += 1;
  return `test_${String(process.pid)}_${String(schemas)}_${String(process.hrtime.bigint() % 1_000_000n)}`;
};

export const dropSchema = async (schema: string): Promise<void> => {
  await asAdministrator(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  await asAdministrator(`DROP SCHEMA IF EXISTS ${schema}__fresh CASCADE`);
};

/** A schema for each test, dropped after it. To be called in `describe`. */
export const schemaOfEachTest = (): (() => string) => {
  let schema = '';
  beforeEach(() => {
    schema = newSchema();
  });
  afterEach(() => dropSchema(schema));
  return () => schema;
};
