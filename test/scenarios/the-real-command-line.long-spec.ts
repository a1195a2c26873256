import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
/** What `npm run tidewaiter` runs; it builds what is stale. */
const program = [path.join(root, 'bin/run.mjs'), 'cli'];

describe('the real process', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-process-'));
  const data = path.join(directory, 'data');
  // Whoever runs the tests may have named servers for other tests.
  const { EVENTSTORE_URL: _store, POSTGRES_URL: _views, ...surroundings } = process.env;
  const environment = { ...surroundings, TIDEWAITER_DATA: data, TMPDIR: directory };
  beforeAll(() => {
    // The build says on stderr that it builds: it comes first.
    expect(run(['--help']).status).toBe(0);
  }, 180_000);
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const run = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...argv], {
      cwd: directory,
      env: { ...environment, ...env },
      encoding: 'utf8',
      timeout: 55_000,
    });
    return { status, stdout, stderr };
  };

  it('exits 2 with one line where it could not run', () => {
    expect(run(['verify'])).toEqual({
      status: 2,
      stdout: '',
      stderr: `tidewaiter: CONFIGURATION: ${data} holds no ledger (no events.db)\n`,
    });
    const asJson = run(['verify', '--json']);
    expect(JSON.parse(asJson.stdout)).toEqual({
      error: { code: 'CONFIGURATION', message: `${data} holds no ledger (no events.db)`, field: '--data' },
    });
  });

  it('exits once it has answered, whatever a server keeps open', () => {
    const open = path.join(directory, 'open.cjs');
    writeFileSync(open, 'setInterval(() => undefined, 1000);');
    expect(run(['--help'], { NODE_OPTIONS: `--require ${open}` })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Usage: tidewaiter') as unknown,
    });
  }, 60_000);

  it('says so where its answer could not be written whole, and nothing where its reader has enough', () => {
    const through = (redirection: string) => {
      const command = `"$@" ${redirection}`;
      const { status, stderr } = spawnSync('sh', ['-c', command, 'sh', process.execPath, ...program, '--help'], {
        cwd: directory,
        env: environment,
        encoding: 'utf8',
      });
      return { status, stderr };
    };
    expect(through('> /dev/full')).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^tidewaiter: OUTPUT_UNUSABLE: stdout: ENOSPC/) as unknown,
    });
    expect(through('| true')).toEqual({ status: 0, stderr: '' });
    expect(through('2> /dev/full > /dev/null')).toEqual({ status: 0, stderr: '' });
  }, 60_000);

  it('exits 1 where it found problems', () => {
    const file = path.join(directory, 'orders.ndjson');
    writeFileSync(file, '{}\n');
    const { status, stderr } = run(['import', '--kind', 'orders', '--format', 'ndjson', file]);
    expect([status, stderr]).toEqual([1, '']);
  });

  it('computes the same in any zone and language', () => {
    rmSync(data, { recursive: true, force: true });
    expect(run(['demo', '--parcels', '12', '--noise', '0'])).toMatchObject({ status: 0, stderr: '' });
    const here = run(['replay', '--verify', '--json']);
    const there = run(['replay', '--verify', '--json'], { TZ: 'Pacific/Apia', LC_ALL: 'tr_TR.UTF-8' });
    expect([here.status, there.status]).toEqual([0, 0]);
    expect(JSON.parse(there.stdout)).toEqual(JSON.parse(here.stdout));
    const other = path.join(directory, 'apia');
    run(['demo', '--parcels', '12', '--noise', '0', '--data', other], { TZ: 'Pacific/Apia', LC_ALL: 'tr_TR.UTF-8' });
    const content = (argv: readonly string[]): unknown =>
      (JSON.parse(run([...argv, 'verify', '--json']).stdout) as { readonly content: unknown }).content;
    expect(content(['--data', other])).toBe(content([]));
  }, 60_000);

  it('stops in good order when it is interrupted, and goes on the next time', async () => {
    const interrupted = path.join(directory, 'interrupted');
    const child = spawn(process.execPath, [...program, 'demo', '--parcels', '300', '--noise', '0', '--data', interrupted], {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    while (!existsSync(path.join(interrupted, 'events.db')) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(2);
    expect(stderr).toBe('tidewaiter: INTERRUPTED: stopped by SIGINT\n');
    expect(readdirSync(directory).filter((name) => name.startsWith('tidewaiter-'))).toEqual([]);
    expect(run(['verify', '--data', interrupted]).status).toBe(0);
    expect(run(['demo', '--parcels', '300', '--noise', '0', '--data', interrupted]).status).toBe(0);
  }, 60_000);
});
