import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endAllPrograms, repositoryRoot } from '../support/long/program';
import { servedEmbedded, servedOnServers } from '../support/long/served-here';
import { type Document, type ServedLedger } from '../support/long/served-ledger';
import { describeOnPostgres } from '../support/postgres/schema-of-each-test';

// The thread that builds and asks the facts behind the risk indicators, in the server as people start it: on both kinds of store it answers
// what the command line answers, and it is lost, stopped and killed amid its work.
jest.setTimeout(600_000);

type Rows = readonly Document[];

const asOf = '2026-12-01T00:00:00.000Z';
const story = ['demo', '--parcels', '250', '--noise', '0.4', '--seed', '5', '--model', 'all'];

beforeAll(() => {
  // The programs are started from what is built: what is stale is built first.
  expect(spawnSync(process.execPath, ['bin/run.mjs', 'cli', '--help'], { cwd: repositoryRoot }).status).toBe(0);
});
afterAll(endAllPrograms);

/** Asks until the facts are there. Whoever cannot wait is told how far they are, and nothing else keeps anybody waiting. */
const answer = async (served: ServedLedger, who: string, url: string): Promise<Document> => {
  for (;;) {
    const { status, text, header } = await served.get(who, url);
    const body = JSON.parse(text) as Document;
    if (status === 200) return body;
    expect([status, header('retry-after')]).toEqual([503, '1']);
    expect(['VIEWS_BEHIND', 'VIEWS_UNAVAILABLE']).toContain(body['code']);
    const { reached, wanted } = (body['details'] ?? {}) as Readonly<Record<string, string>>;
    if (body['code'] === 'VIEWS_BEHIND') expect((reached ?? '') < (wanted ?? '')).toBe(true);
    await sleep(50);
  }
};

/** Every page of a list. */
const allOf = async (served: ServedLedger, who: string, url: string, field: string): Promise<Rows> => {
  const rows: Document[] = [];
  for (let cursor = ''; ;) {
    const page = await answer(served, who, `${url}${cursor}`);
    rows.push(...(page[field] as Rows));
    if (typeof page['next'] !== 'string') return rows;
    cursor = `&cursor=${page['next']}`;
  }
};

const findingsAt = `/v1/risk-findings?asOf=${asOf}&limit=40`;
const qualityAt = `/v1/data-quality?asOf=${asOf}&limit=4`;
/** The command line names a position only where it was given one. */
const without = (rows: unknown, ...names: readonly string[]): unknown =>
  JSON.parse(JSON.stringify(rows, (name, value: unknown) => (names.includes(name) ? undefined : value)));

const scenarios = (served: () => ServedLedger): void => {
  let [findings, quality]: [Rows, Rows] = [[], []];
  const sameAnswers = async (): Promise<void> => {
    expect(without(await allOf(served(), 'officer', findingsAt, 'findings'), 'knownAt')).toEqual(findings);
    expect(await allOf(served(), 'auditor', qualityAt, 'rows')).toEqual(quality);
  };

  beforeAll(async () => {
    await served().cli(...story);
    findings = (await served().cli('risk', '--as-of', asOf, '--limit', '100000'))['findings'] as Rows;
    quality = (await served().cli('data-quality', '--as-of', asOf))['rows'] as Rows;
    await served().up();
  });

  it('answers what the command line answers, page by page', async () => {
    expect([findings.length > 10, quality.length > 10]).toEqual([true, true]);
    await sameAnswers();
  });

  it('answers of an earlier moment and place of the log, as the command line does', async () => {
    const positions = findings.flatMap(({ evidence }) => (evidence as Rows).map(({ position }) => String(position))).sort();
    const knownAt = positions[Math.floor(positions.length / 2)] ?? '';
    const [then, day] = [
      await served().cli('risk', '--as-of', asOf, '--known-at', knownAt, '--limit', '100000'),
      '2026-06-15T23:59:59.999Z',
    ];
    expect(await allOf(served(), 'officer', `${findingsAt}&knownAt=${knownAt}`, 'findings')).toEqual(then['findings']);
    expect((then['findings'] as Rows).length).toBeLessThan(findings.length);
    const earlier = (await served().cli('risk', '--as-of', day, '--limit', '100000'))['findings'];
    expect(without(await allOf(served(), 'officer', `/v1/risk-findings?asOf=${day}&limit=40`, 'findings'), 'knownAt')).toEqual(earlier);
    const rows = (await served().cli('data-quality', '--as-of', asOf, '--known-at', knownAt))['rows'];
    expect(await allOf(served(), 'auditor', `${qualityAt}&knownAt=${knownAt}`, 'rows')).toEqual(rows);
  });

  it('shows a party the quality of its own data, and findings to the authority alone', async () => {
    const own = quality.filter(({ provider }) => provider === 'V-IE-001');
    expect(own.length).toBeGreaterThan(0);
    expect(await allOf(served(), 'vendor:V-IE-001', qualityAt, 'rows')).toEqual(own);
    expect(await allOf(served(), 'vendor:V-XX-999', qualityAt, 'rows')).toEqual([]);
    const refused = await served().get('vendor:V-IE-001', findingsAt);
    expect([refused.status, (JSON.parse(refused.text) as Document)['code']]).toEqual([403, 'ROLE_NOT_ALLOWED']);
  });

  // Each life builds from the beginning: on the embedded store because its facts are taken away.
  it.each([0, 30, 120, 400])('is stopped amid its building, %i ms after it was asked, in good order', async (milliseconds) => {
    expect(await served().stop()).toBe('0');
    rmSync(path.join(served().data, 'risk-facts'), { recursive: true, force: true });
    await served().up();
    const asked = served()
      .get('officer', findingsAt)
      .catch(() => undefined);
    await sleep(milliseconds);
    expect(await served().stop()).toBe('0');
    await asked;
    expect(readdirSync(served().folder).filter((name) => name.startsWith('tidewaiter-risk-'))).toEqual([]);
    await served().up();
    await sameAnswers();
  });

  it('is killed amid its building, and the next one answers the same', async () => {
    await served().stop();
    rmSync(path.join(served().data, 'risk-facts'), { recursive: true, force: true });
    await served().up();
    const asked = served()
      .get('officer', findingsAt)
      .catch(() => undefined);
    await sleep(100);
    await served().kill();
    await asked;
    await served().up();
    await sameAnswers();
  });

  it('leaves no crash behind', () => {
    expect(served().crashes).toEqual([]);
  });
};

describe('the risk facts of a server on the embedded store', () => {
  const served = servedEmbedded();
  const file = path.join(served.data, 'risk-facts', 'views-1.db');
  scenarios(() => served);

  const restarted = async (meanwhile: () => void): Promise<void> => {
    expect(await served.stop()).toBe('0');
    meanwhile();
    await served.up();
    expect(without(await allOf(served, 'officer', findingsAt, 'findings'), 'knownAt')).toEqual(
      (await served.cli('risk', '--as-of', asOf, '--limit', '100000'))['findings'],
    );
  };

  it('are there for the next server', async () => {
    const { ino } = statSync(file);
    await restarted(() => undefined);
    expect(statSync(file).ino).toBe(ino);
  });

  it.each([
    [
      'is no database any more',
      () => {
        writeFileSync(file, 'no database');
      },
    ],
    [
      'has lost a part',
      () => {
        const handle = openSync(file, 'r+');
        writeSync(handle, Buffer.alloc(statSync(file).size - 40_960), 0, undefined, 40_960);
        closeSync(handle);
      },
    ],
  ])('are built again where their file %s', async (_, damage) => {
    const { ino } = statSync(file);
    await restarted(damage);
    expect([existsSync(file), statSync(file).ino === ino]).toEqual([true, false]);
  });
});

describeOnPostgres('the risk facts of a server on servers', () => {
  const { served, servers } = servedOnServers();
  scenarios(served);

  it('go on when every connection to PostgreSQL was cut', async () => {
    const before = await allOf(served(), 'officer', findingsAt, 'findings');
    await servers().database.run(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    // Another moment: nothing that is kept answers it.
    await allOf(served(), 'officer', `/v1/risk-findings?asOf=2026-11-30T00:00:00.000Z&limit=40`, 'findings');
    expect(await allOf(served(), 'officer', findingsAt, 'findings')).toEqual(before);
  });
});
