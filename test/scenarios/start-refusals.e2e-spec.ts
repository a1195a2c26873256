import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventStoreDbEventStore } from '#event-store';
import { PostgresCheckpoints } from '#read-model';
import { openInstallation, openLedger, openProjectorParts, type LedgerPlace } from '#runtime';
import { settingsOf as apiSettings } from '../../apps/api/src/configuration';
import { runCli } from '../../apps/cli/src/cli';
import { settingsOf as projectorSettings } from '../../apps/projector/src/settings';
import { type Double, selfSignedCertificate, startDouble } from '../support/eventstoredb-double';
import { OldServer } from '../support/postgres/old-server';
import { makeDatabase, type OwnDatabase } from '../support/postgres/own-database';
import { describeOnPostgres, postgresUrl } from '../support/postgres/schema-of-each-test';

type Environment = Readonly<Record<string, string>>;

const other = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
/** Nothing listens there. */
const nobody = { eventStore: 'esdb://admin:canary@127.0.0.1:9?tls=false', postgres: 'postgres://tester:canary@127.0.0.1:9/postgres' };

const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-refusals-'));
const data = path.join(folder, 'data');
afterEach(() => {
  rmSync(data, { recursive: true, force: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const messageOf = async (start: () => unknown): Promise<string> => {
  try {
    await start();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  throw new Error('was not refused');
};

const opened = async (place: LedgerPlace): Promise<void> => (await openLedger({ ...place, workElsewhere: true })).close();

/** What each program says; they are the functions that its main calls. */
const programs: Readonly<Record<string, (env: Environment) => Promise<string>>> = {
  api: (env) => messageOf(() => opened(apiSettings(['--data', data], env).place)),
  projector: (env) => messageOf(async () => (await openProjectorParts(projectorSettings(['--data', data], env))).close()),
  cli: async (env) => {
    let told = '';
    const terminal = { stdout: async () => undefined, stderr: (text: string) => void (told += text), live: false };
    const code = await runCli(['demo', '--parcels', '2', '--data', data], {
      terminal,
      env,
      clock: () => '2026-07-20T08:00:00.000Z',
      lockWaitMilliseconds: 50,
    });
    expect(code).toBe(2);
    return told.trim();
  },
};

/** Every program names the setting in one line, repeats no secret and writes nothing. */
const refusedByAll = async (setting: string, says: string | RegExp, env: Environment): Promise<void> => {
  const before = existsSync(data) ? readdirSync(data) : undefined;
  for (const [program, start] of Object.entries(programs)) {
    const told = await start(env);
    expect([program, told.split('\n')]).toEqual([program, [expect.stringMatching(/ConfigurationError|CONFIGURATION/)]]);
    expect(told).toContain(`${setting}: `);
    expect(told).toMatch(says);
    expect(told).not.toMatch(/canary|changeit/);
  }
  expect(existsSync(data) ? readdirSync(data) : undefined).toEqual(before);
};

describe('settings that are wrong by themselves', () => {
  const [EVENTSTORE_URL, POSTGRES_URL] = [nobody.eventStore, nobody.postgres];
  it.each<[string, string, RegExp, Environment]>([
    ['TIDEWAITER_PROT', 'a slip', /no such setting/, { EVENTSTORE_URL, POSTGRES_URL, TIDEWAITER_PROT: 'canary' }],
    ['EVENTSTORE_URL', 'half of the servers', /needed where POSTGRES_URL is given/, { POSTGRES_URL }],
    ['POSTGRES_URL', 'the other half', /needed where EVENTSTORE_URL is given/, { EVENTSTORE_URL }],
    ['EVENTSTORE_URL', 'no address', /begins with esdb:\/\//, { EVENTSTORE_URL: 'admin:canary@host 2113', POSTGRES_URL }],
    [
      'POSTGRES_URL',
      'an address of something else',
      /begins with postgres:\/\//,
      { EVENTSTORE_URL, POSTGRES_URL: 'mysql://tester:canary@host/t' },
    ],
    [
      'EVENTSTORE_URL',
      'an option that does not exist',
      /no such option: tsl/,
      { EVENTSTORE_URL: 'esdb://admin:canary@127.0.0.1:9?tsl=false', POSTGRES_URL },
    ],
    [
      'EVENTSTORE_URL',
      'an option with a wrong value',
      /not understood by its client/,
      { EVENTSTORE_URL: 'esdb://admin:canary@127.0.0.1:9?nodePreference=canary', POSTGRES_URL },
    ],
    [
      'EVENTSTORE_URL',
      'no TLS in production',
      /tls=false is refused in production/,
      { EVENTSTORE_URL, POSTGRES_URL, NODE_ENV: 'production' },
    ],
    [
      'POSTGRES_URL',
      'no TLS in production',
      /is needed in production/,
      { EVENTSTORE_URL: 'esdb://app:canary@host:2113', POSTGRES_URL: 'postgres://tester:canary@host/t', NODE_ENV: 'production' },
    ],
    ['EVENTSTORE_URL', 'a server that does not answer', /does not answer/, { EVENTSTORE_URL, POSTGRES_URL }],
  ])('%s: %s', async (setting, _what, says, env) => {
    await refusedByAll(setting, says, env);
  });
});

describe('servers that do not fit', () => {
  let double: Double;
  beforeEach(async () => {
    double = await startDouble();
  });
  afterEach(() => double.stop());

  it('EVENTSTORE_URL: credentials that are not accepted', async () => {
    const certificate = selfSignedCertificate();
    const caFile = path.join(folder, 'ca.crt');
    writeFileSync(caFile, certificate.cert);
    const guarded = await startDouble({ tls: certificate, users: { admin: 'right', app: 'right' } });
    await refusedByAll('EVENTSTORE_URL', /does not accept the credentials/, {
      EVENTSTORE_URL: guarded.urlFor({ user: 'app', password: 'canary', caFile }),
      POSTGRES_URL: nobody.postgres,
    });
    expect(guarded.events).toBe(0);
    await guarded.stop();
  });

  it('EVENTSTORE_URL: a log of another installation', async () => {
    await (await EventStoreDbEventStore.connect({ url: double.url, installation: other })).close();
    const { id } = openInstallation(data);
    await refusedByAll('EVENTSTORE_URL', new RegExp(`belongs to installation ${other}, not to ${id}`), {
      EVENTSTORE_URL: double.url,
      POSTGRES_URL: nobody.postgres,
    });
    expect(double.events).toBe(1);
  });

  it('TIDEWAITER_DATA: a directory without the identity of the log', async () => {
    await (await EventStoreDbEventStore.connect({ url: double.url, installation: other })).close();
    const env = { EVENTSTORE_URL: double.url, POSTGRES_URL: nobody.postgres };
    for (const program of ['api', 'projector'])
      expect(await programs[program]?.(env)).toMatch(/^ConfigurationError: TIDEWAITER_DATA: .* has no installation.json/);
    expect(existsSync(data)).toBe(false);
  });

  it('EVENTSTORE_URL: a log of a newer program', async () => {
    const client = EventStoreDBClient.connectionString(double.url);
    await client.appendToStream(
      'tidewaiter-header',
      jsonEvent({ type: 'StoreHeader', data: { format: '2', hash: '1', installation: other } }),
    );
    await client.dispose();
    await refusedByAll('EVENTSTORE_URL', /has format 2 and hash version 1; this program knows 1 and 1/, {
      EVENTSTORE_URL: double.url,
      POSTGRES_URL: nobody.postgres,
    });
    expect(double.events).toBe(1);
  });

  it.each([
    ['does not answer', nobody.postgres, /cannot be reached/],
    ['is no server but a slip', 'postgres://tester:canary@no-such-host.invalid/t', /cannot be reached|cannot work now/],
  ])('POSTGRES_URL: what %s', async (_what, POSTGRES_URL, says) => {
    await refusedByAll('POSTGRES_URL', says, { EVENTSTORE_URL: double.url, POSTGRES_URL });
    expect(double.events).toBe(0);
  });

  it('POSTGRES_URL: a server that is too old', async () => {
    const old = await OldServer.start('120022');
    await refusedByAll('POSTGRES_URL', /is older than PostgreSQL 14/, { EVENTSTORE_URL: double.url, POSTGRES_URL: old.url });
    expect(double.events).toBe(0);
    await old.stop();
  });
});

describeOnPostgres('a PostgreSQL that does not fit', () => {
  let double: Double;
  let database: OwnDatabase;
  beforeAll(async () => {
    double = await startDouble();
    database = await makeDatabase(postgresUrl);
  });
  afterEach(() => database.run('DROP SCHEMA IF EXISTS tidewaiter CASCADE'));
  afterAll(async () => {
    await database.drop();
    await double.stop();
  });
  /** The database under another password, mode or name. */
  const urlWith = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  it.each<[string, RegExp, (url: URL) => void]>([
    [
      'another password',
      /does not let us in/,
      (url) => {
        url.password = 'canary';
      },
    ],
    [
      'another user',
      /does not let us in/,
      (url) => {
        [url.username, url.password] = ['nobody_knows', 'canary'];
      },
    ],
    [
      'a database that is not there',
      /no such database/,
      (url) => {
        url.pathname = '/tidewaiter_not_there';
      },
    ],
    [
      'a certificate that is not there',
      /no-such\.crt/,
      (url) => {
        url.searchParams.set('sslrootcert', '/no-such.crt');
      },
    ],
  ])('POSTGRES_URL: %s', async (_what, says, change) => {
    await refusedByAll('POSTGRES_URL', says, { EVENTSTORE_URL: double.url, POSTGRES_URL: urlWith(change) });
    expect(double.events).toBe(0);
  });

  it('POSTGRES_URL: read models of another installation, or of a newer program', async () => {
    const { id } = openInstallation(data);
    const env = { EVENTSTORE_URL: double.url, POSTGRES_URL: database.url };
    await (await PostgresCheckpoints.open({ url: database.url, installation: other })).close();
    await refusedByAll('POSTGRES_URL', new RegExp(`belongs to installation ${other}, not to ${id}`), env);
    await database.run(`UPDATE tidewaiter._header SET installation = '${id}', format = 99`);
    await refusedByAll('POSTGRES_URL', /has format 99; this program knows formats to/, env);
    expect(double.events).toBe(0);
  });
});
