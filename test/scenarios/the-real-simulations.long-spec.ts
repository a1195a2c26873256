import { spawnSync } from 'node:child_process';
import { utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endAllPrograms, repositoryRoot } from '../support/long/program';
import { servedEmbedded, servedOnServers } from '../support/long/served-here';
import { type Document, type ServedLedger } from '../support/long/served-ledger';
import { describeOnPostgres } from '../support/postgres/schema-of-each-test';

// The thread of a simulation in the server as people start it, on both kinds of store: it answers what the command line answers, and is
// stopped and killed amid its work.
jest.setTimeout(600_000);

beforeAll(() => {
  expect(spawnSync(process.execPath, ['bin/run.mjs', 'cli', '--help'], { cwd: repositoryRoot }).status).toBe(0);
});
afterAll(endAllPrograms);

const jobAt = async (served: ServedLedger, url: string): Promise<Document> =>
  JSON.parse((await served.get('officer', url)).text) as Document;
const asked = async (served: ServedLedger, body: unknown): Promise<string> => {
  const { status, text, header } = await served.post('officer', '/v1/simulations', body);
  expect([status, status === 202 ? '' : text]).toEqual([202, '']);
  return header('location') ?? '';
};
const done = async (served: ServedLedger, url: string): Promise<Document> => {
  for (;;) {
    const job = await jobAt(served, url);
    if (job['status'] !== 'running') return job;
    await sleep(50);
  }
};

const scenarios = (served: () => ServedLedger): void => {
  const scenario = { thresholds: [{ of: 'EU', amount: '0' }] };
  beforeAll(async () => {
    await served().cli('demo', '--parcels', '250', '--noise', '0.2', '--seed', '5', '--model', 'all');
    await served().up();
  });

  it('answers what the command line answers', async () => {
    const {
      status,
      asked: of,
      result,
    } = (await done(served(), await asked(served(), { scenario }))) as {
      readonly status: string;
      readonly asked: Document;
      readonly result: Document;
    };
    const expected = await served().cli(
      'simulate',
      '--threshold',
      'EU=0',
      '--as-of',
      String(of['asOf']),
      '--known-at',
      String(of['knownAt']),
    );
    expect([status, { asOf: of['asOf'], knownAt: of['knownAt'], ...result }]).toEqual(['completed', expected]);
  });

  it.each([
    ['stopped', 0],
    ['stopped', 150],
    ['killed', 50],
  ] as const)('is %s amid its work, %i ms after it was asked, and begun again when it is asked again', async (how, milliseconds) => {
    const question = { scenario, from: '2026-01-01', pilot: { by: 'share', value: '0.5', seed: `${how} ${String(milliseconds)}` } };
    const url = await asked(served(), question);
    await sleep(milliseconds);
    if (how === 'killed') await served().kill();
    else expect(await served().stop()).toBe('0');
    await served().up();
    if (how === 'killed' && (await jobAt(served(), url))['status'] === 'running') {
      // It said nothing: its job counts as running until it has been silent for a minute.
      const told = new Date(Date.now() - 61_000);
      utimesSync(path.join(served().data, 'simulations', `${path.basename(url)}.json`), told, told);
    }
    expect(['completed', 'aborted']).toContain((await jobAt(served(), url))['status']);
    // The same question at the same position is the same job.
    const { knownAt, asOf } = (await jobAt(served(), url))['asked'] as Document;
    expect(await asked(served(), { ...question, knownAt, asOf })).toBe(url);
    expect((await done(served(), url))['status']).toBe('completed');
  });

  it('leaves no crash behind', () => {
    expect(served().crashes).toEqual([]);
  });
};

describe('a simulation of a server on the embedded store', () => {
  const served = servedEmbedded();
  scenarios(() => served);
});

describeOnPostgres('a simulation of a server on servers', () => {
  scenarios(servedOnServers().served);
});
