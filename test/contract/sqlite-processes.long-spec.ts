import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '#event-store';
import { counterCatalogue, streamOf } from '../support/store/counter';
import { childProgram, repositoryRoot } from '../support/store/child';
import { collect } from '../support/store/sealed';

const outputOf = (program: readonly [string, ...string[]]): Promise<string> =>
  new Promise((resolve, reject) => {
    const [command, ...args] = program;
    const child = spawn(command, args, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject).on('close', () => {
      resolve(output);
    });
  });

/** M-09 of docs/promises.md: processes that write to one file and one stream without a lock between them. */
describe('SQLite written by several processes', () => {
  it('loses nothing and doubles nothing', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-processes-'));
    const file = join(directory, 'events.db');
    await SqliteEventStore.open({ file, installation: 'test' }).close();
    const accepted = await Promise.all(['a', 'b', 'c'].map((name) => outputOf(childProgram('store/count-loop.ts', file, name, '40'))));
    expect(accepted).toEqual(['80', '80', '80']);
    const store = SqliteEventStore.openReadOnly(file);
    const events = (await collect(store.read(streamOf('counter', 'contended')))).map((event) => counterCatalogue.decode(event));
    expect(events.map((event) => event.revision)).toEqual(Array.from({ length: 160 }, (_, i) => BigInt(i)));
    expect(new Set(events.map((event) => event.metadata.commandId)).size).toBe(160);
    await store.close();
    rmSync(directory, { recursive: true });
  }, 60_000);
});
