import { ReadModelConnectionError } from '../connection-error';
import { lockNumber } from './lock-number';
import type { Server, Session } from './server';

/**
 * Our own tables beside those of the projections, whose names begin with a letter. Each step runs once, in order, in the transaction that
 * says so, and again where somebody has removed one of the tables; a step that has gone out is never changed. The format of a schema is how
 * many it has had.
 */
const steps: readonly (readonly string[])[] = [
  [
    // Rows are updated in place: room on each page keeps the table from growing.
    `CREATE TABLE IF NOT EXISTS _checkpoint (
       projection text COLLATE "C" NOT NULL, partition integer NOT NULL, version bigint NOT NULL, definition text NOT NULL, tables text NOT NULL,
       position text COLLATE "C" NOT NULL, generation bigint NOT NULL, fault_position text COLLATE "C", fault_text text,
       PRIMARY KEY (projection, partition)) WITH (fillfactor = 50)`,
    'CREATE TABLE IF NOT EXISTS _process (process text COLLATE "C" PRIMARY KEY, position text COLLATE "C" NOT NULL) WITH (fillfactor = 50)',
  ],
];
const format = steps.length;
const oldestServer = 140_000;

interface Header {
  readonly installation: string;
  readonly format: number;
}

const checkServer = async (run: Session, label: string): Promise<void> => {
  const [found] = await run<{ version: string; encoding: string }>(
    "SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding",
  );
  if (found === undefined || Number(found.version) < oldestServer)
    throw new ReadModelConnectionError('POSTGRES_TOO_OLD', `${label} is older than PostgreSQL 14`);
  if (found.encoding !== 'UTF8')
    throw new ReadModelConnectionError(
      'POSTGRES_NOT_UTF8',
      `${label} keeps texts as ${found.encoding}, not as UTF8: create the database with ENCODING 'UTF8'`,
    );
};

const headerOf = async (run: Session): Promise<Header | undefined> => {
  const [there] = await run<{ found: number }>("SELECT (to_regclass('_header') IS NOT NULL)::int AS found");
  return there?.found === 1 ? (await run<Header & Record<string, unknown>>('SELECT installation, format FROM _header'))[0] : undefined;
};

const checkHeader = (header: Header, installation: string, { label, schema }: Server): void => {
  if (header.installation !== installation)
    throw new ReadModelConnectionError(
      'POSTGRES_OF_OTHER_INSTALLATION',
      `the schema ${schema} of ${label} belongs to installation ${header.installation}, not to ${installation}`,
    );
  if (header.format > format)
    throw new ReadModelConnectionError(
      'POSTGRES_NEWER',
      `the schema ${schema} of ${label} has format ${header.format}; this program knows formats to ${format}`,
    );
};

/** Whether the schema is there and ours. Changes nothing. Throws ReadModelConnectionError where it cannot be read by this program. */
export const checkSchema = async (server: Server, installation: string): Promise<boolean> => {
  await checkServer(server.run, server.label);
  const header = await headerOf(server.run);
  if (header !== undefined) checkHeader(header, installation, server);
  return header !== undefined;
};

/** Makes the schema or brings it to the present format. Several processes may do so at once. Throws ReadModelConnectionError. */
export const migrate = async (server: Server, installation: string): Promise<void> => {
  await checkServer(server.run, server.label);
  await server.transaction(async (run) => {
    await run('SELECT pg_advisory_xact_lock($1)', [lockNumber(server.schema, 'schema')]);
    // Who may not create schemas can be given one.
    const [there] = await run<{ found: number }>('SELECT (to_regnamespace($1) IS NOT NULL)::int AS found', [server.schema]);
    if (there?.found !== 1) await run(`CREATE SCHEMA ${server.schema}`);
    let header = await headerOf(run);
    if (header === undefined) {
      await run(
        'CREATE TABLE _header (one boolean PRIMARY KEY DEFAULT true CHECK (one), installation text NOT NULL, format integer NOT NULL)',
      );
      await run('INSERT INTO _header (installation, format) VALUES ($1, 0)', [installation]);
      header = { installation, format: 0 };
    }
    checkHeader(header, installation, server);
    const [own] = await run<{ found: number }>(
      "SELECT (to_regclass('_checkpoint') IS NOT NULL AND to_regclass('_process') IS NOT NULL)::int AS found",
    );
    for (const step of steps.slice(own?.found === 1 ? header.format : 0)) for (const statement of step) await run(statement);
    await run('UPDATE _header SET format = $1 WHERE format < $1', [format]);
  });
};
