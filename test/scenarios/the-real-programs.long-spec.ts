import { spawn, spawnSync } from 'node:child_process';
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

  it('say which Node they need where they cannot load what they are made of', () => {
    expect(run('cli', ['--help'], { NODE_OPTIONS: '--no-experimental-require-module' })).toEqual({
      status: 2,
      stdout: '',
      stderr: `Node ${process.versions.node} cannot run Tidewaiter: it needs ^20.19 || >=22.13\n`,
    });
  });

  it('end with the npm that has started them', async () => {
    const ledger = path.join(folder, 'started-by-npm');
    const npm = spawn('npm', ['run', '-s', 'start', '--', '--port', '0', '--data', ledger], {
      cwd: root,
      env: { ...process.env, EVENTSTORE_URL: '', POSTGRES_URL: '', TIDEWAITER_DEMO: 'off' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    let log = '';
    npm.stderr.on('data', (text: Buffer) => (log += text.toString()));
    const listening = (): string | undefined => log.split('\n').find((line) => line.includes('"msg":"listening"'));
    while (listening() === undefined && npm.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
    const { pid } = JSON.parse(listening() ?? '{}') as { readonly pid: number };
    npm.kill('SIGTERM');
    await ended;
    const isThere = isRunning(pid);
    if (isThere) process.kill(pid);
    expect([isThere, existsSync(path.join(ledger, 'events.db'))]).toEqual([false, true]);
  }, 60_000);
});

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
