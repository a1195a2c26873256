import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string>>;

/** Nothing listens there. */
const nobody = { eventStore: 'esdb://admin:canary@127.0.0.1:9?tls=false', postgres: 'postgres://tester:canary@127.0.0.1:9/postgres' };
const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-programs-'));
const data = path.join(folder, 'data');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the real programs', () => {
  const root = path.resolve(__dirname, '../..');
  const run = (app: string, args: readonly string[], env: Environment) => {
    const ambient = { ...process.env, EVENTSTORE_URL: '', POSTGRES_URL: '', NODE_ENV: '' };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/run.mjs', app, ...args], {
      cwd: root,
      env: { ...ambient, ...env },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  beforeAll(() => {
    // What is stale is built first, and said so on stderr.
    expect(run('cli', ['--help'], {}).status).toBe(0);
  }, 180_000);

  it.each<[string, readonly string[], Environment, RegExp]>([
    ['api', [], { TIDEWAITER_PROT: 'canary' }, /^TIDEWAITER_PROT: no such setting; known are [^\n]*\n$/],
    [
      'projector',
      [],
      { EVENTSTORE_URL: nobody.eventStore, POSTGRES_URL: nobody.postgres },
      /^EVENTSTORE_URL: 127\.0\.0\.1:9 does not answer: [^\n]*\n$/,
    ],
    [
      'cli',
      ['demo'],
      { EVENTSTORE_URL: nobody.eventStore },
      /^tidewaiter: CONFIGURATION: POSTGRES_URL: needed where EVENTSTORE_URL is given: [^\n]*\n$/,
    ],
  ])(
    '%s: one line on stderr and exit code 2',
    (app, args, env, says) => {
      expect(run(app, [...args, '--data', data], env)).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(says) as unknown });
      expect(existsSync(data)).toBe(false);
    },
    60_000,
  );

  it.each(['api', 'projector'])(
    '%s says how it is started',
    (app) => {
      expect(run(app, ['--help'], {})).toEqual({
        status: 0,
        stderr: '',
        stdout: expect.stringMatching(
          /^npm (?:start|run projector) -- \[OPTIONS\]\n[^]*--data DIRECTORY[^]*EVENTSTORE_URL and POSTGRES_URL/,
        ) as unknown,
      });
    },
    60_000,
  );
});
