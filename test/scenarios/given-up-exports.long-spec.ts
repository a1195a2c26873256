import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(__dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-given-up-'));
const temporary = path.join(folder, 'tmp');
const data = path.join(folder, 'data');
const { EVENTSTORE_URL: _store, POSTGRES_URL: _views, ...surroundings } = process.env;
const env = { ...surroundings, TMPDIR: temporary, TIDEWAITER_DEMO: 'off' };
const run = (app: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/run.mjs', app, '--data', data, ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
};

/** D-24 of docs/promises.md. */
describe('clients that do not wait for their export', () => {
  let server: ChildProcess;
  let address: URL;
  let token: string;
  beforeAll(async () => {
    mkdirSync(temporary);
    run('cli', 'demo', '--parcels', '60', '--noise', '0.1', '--model', 'all');
    token = run('api', '--token', 'officer');
    server = spawn(process.execPath, ['bin/run.mjs', 'api', '--data', data, '--port', '0', '--host', '127.0.0.1'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    const heard = new Promise<string>((resolve) => {
      server.stdout?.on('data', (text: Buffer) => {
        said += text.toString();
        const [, found] = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    address = new URL(await heard);
  }, 180_000);
  afterAll(async () => {
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const exportsLeft = (): readonly string[] => readdirSync(temporary).filter((name) => name.startsWith('tidewaiter-export-'));

  it('leave nothing in the temporary folder, and keep no place from those that wait', async () => {
    for (let n = 0; n < 24; n += 1) {
      const client = connect(Number(address.port), '127.0.0.1');
      await once(client, 'connect');
      client.write(`GET /v1/cases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nAccept: text/csv\r\n\r\n`);
      // From before the export begins to when it is being sent.
      await sleep(n * 8);
      client.destroy();
    }
    const answer = async (): Promise<number> => {
      const { status, body } = await fetch(new URL('/v1/cases', address), {
        headers: { authorization: `Bearer ${token}`, accept: 'text/csv' },
      });
      await body?.pipeTo(new WritableStream());
      return status;
    };
    while ((await answer()) !== 200) await sleep(50);
    while (exportsLeft().length > 0) await sleep(50);
  }, 60_000);
});
