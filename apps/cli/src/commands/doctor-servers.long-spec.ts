import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EventStoreDbEventStore } from '#event-store';
import { openInstallation } from '#runtime';
import { type Double, startDouble } from '../../../../test/support/eventstoredb-double';
import { makeDatabase, type OwnDatabase } from '../../../../test/support/postgres/own-database';
import { describeOnPostgres, postgresUrl } from '../../../../test/support/postgres/schema-of-each-test';
import { CommandLine, onDisk } from '../cli.support';
import { exitCodes, type ExitCode } from '../exit';

interface Looked {
  readonly code: ExitCode;
  readonly healthy: unknown;
  /** What was found, by name; with what is wrong where something is. */
  readonly checks: Readonly<Record<string, string>>;
}

const nobody = 'postgres://tester:canary@127.0.0.1:9/postgres';
const other = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

const doctor = async (cli: CommandLine): Promise<Looked> => {
  const { code, document, stderr } = await cli.json('doctor');
  expect([stderr, JSON.stringify(document).includes('canary')]).toEqual(['', false]);
  const checks = document['checks'] as readonly { readonly name: string; readonly found: string; readonly wrong?: string }[];
  return {
    code,
    healthy: document['healthy'],
    checks: Object.fromEntries(checks.map(({ name, found, wrong }) => [name, wrong === undefined ? found : `WRONG: ${wrong}`])),
  };
};

describe('doctor where a server is down', () => {
  const cli = new CommandLine(onDisk);
  let double: Double;
  beforeEach(async () => {
    double = await startDouble();
    cli.env = { EVENTSTORE_URL: double.url, POSTGRES_URL: nobody };
  });
  afterEach(async () => {
    await double.stop();
    rmSync(cli.data, { recursive: true, force: true });
  });
  afterAll(() => {
    cli.remove();
  });

  it('tells that PostgreSQL is', async () => {
    const { id } = openInstallation(cli.data);
    await (await EventStoreDbEventStore.connect({ url: double.url, installation: id })).close();
    const { code, healthy, checks } = await doctor(cli);
    expect([code, healthy]).toEqual([exitCodes.foundProblems, false]);
    expect(checks).toMatchObject({
      installation: id,
      'log head': 'empty',
      postgresql: expect.stringMatching(/^WRONG: POSTGRES_URL: PostgreSQL at 127\.0\.0\.1:9\/postgres cannot be reached/) as unknown,
    });
  });

  it('tells that EventStoreDB is, and whatever else is', async () => {
    openInstallation(cli.data);
    cli.env = { EVENTSTORE_URL: 'esdb://admin:canary@127.0.0.1:9?tls=false', POSTGRES_URL: nobody };
    const { code, checks } = await doctor(cli);
    expect(code).toBe(exitCodes.foundProblems);
    expect(checks).toMatchObject({
      installation: expect.stringMatching(/^WRONG: EVENTSTORE_URL: 127\.0\.0\.1:9 does not answer/) as unknown,
      postgresql: expect.stringMatching(/^WRONG: POSTGRES_URL/) as unknown,
    });
  });

  it('tells another installation and a missing or damaged identity', async () => {
    const { id } = openInstallation(cli.data);
    await (await EventStoreDbEventStore.connect({ url: double.url, installation: other })).close();
    expect(await doctor(cli)).toMatchObject({
      code: exitCodes.foundProblems,
      checks: { installation: `WRONG: the log belongs to ${other}` },
    });
    expect(id).not.toBe(other);
    writeFileSync(path.join(cli.data, 'installation.json'), '{');
    expect((await doctor(cli)).checks['installation']).toMatch(/^WRONG: .*installation.json cannot be read as JSON/);
    rmSync(path.join(cli.data, 'installation.json'));
    expect((await doctor(cli)).checks['installation']).toMatch(
      /^WRONG: .*installation.json is missing: copy that of this installation there/,
    );
  });
});

describeOnPostgres('doctor on servers that are well', () => {
  const cli = new CommandLine(onDisk);
  let double: Double;
  let database: OwnDatabase;
  beforeAll(async () => {
    [double, database] = [await startDouble(), await makeDatabase(postgresUrl)];
    cli.env = { EVENTSTORE_URL: double.url, POSTGRES_URL: database.url };
  });
  afterAll(async () => {
    await double.stop();
    await database.drop();
    cli.remove();
  });

  it('finds nothing wrong before there is a ledger, and makes none', async () => {
    const { code, checks } = await doctor(cli);
    expect([code, checks['ledger'], checks['installation'], checks['directory']]).toEqual([
      exitCodes.done,
      'none yet: tidewaiter demo or import makes one',
      'none yet',
      `${cli.data}: not there yet`,
    ]);
    expect(checks['postgresql']).toMatch(/^\d+\./);
    expect(double.events).toBe(0);
  });

  it('tells that everything is at the head, and what is behind it', async () => {
    expect((await cli.run('import', '--kind', 'orders', '--format', 'ndjson', cli.file('none.ndjson', ''))).code).toBe(exitCodes.done);
    const healthy = await doctor(cli);
    expect(healthy).toMatchObject({
      code: exitCodes.done,
      healthy: true,
      checks: { 'read models': 'at the head', processes: 'at the head' },
    });
    expect(healthy.checks['log head']).toMatch(/^\d{20}\.\d{20}$/);
    expect((await cli.run('doctor')).stdout).not.toContain('WRONG');
    await database.run('DELETE FROM tidewaiter._checkpoint');
    expect((await doctor(cli)).checks['read models']).toBe('behind: not built by this program: a projector builds them');
    await database.run('DROP SCHEMA tidewaiter CASCADE');
    expect(await doctor(cli)).toMatchObject({ code: exitCodes.done, checks: { processes: 'behind: none has begun' } });
  });

  it('tells read models of another installation', async () => {
    // Nobody who only looks has made any.
    await database.run('CREATE SCHEMA tidewaiter');
    await database.run(
      'CREATE TABLE tidewaiter._header (one boolean PRIMARY KEY DEFAULT true, installation text NOT NULL, format integer NOT NULL)',
    );
    await database.run(`INSERT INTO tidewaiter._header (installation, format) VALUES ('${other}', 1)`);
    const { code, checks } = await doctor(cli);
    expect([code, checks['postgresql']]).toEqual([
      exitCodes.foundProblems,
      expect.stringMatching(new RegExp(`^WRONG: POSTGRES_URL: .* belongs to installation ${other}, not to `)),
    ]);
  });
});
