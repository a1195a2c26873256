import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordIn } from '../../apps/api/src/access-log/access-log';
import { childProgram, repositoryRoot } from '../support/store/child';

/** D-07 of docs/promises.md, for the files beside the log: a disk that is almost full takes a part of what is written. */
describe('files that take a part of what is written', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-limited-'));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('hold each read that was answered, and no verdicts that are not whole', () => {
    const program = childProgram('store/limited-writes.ts', directory);
    // In blocks of 512 or 1024 bytes: either is far less than what is written.
    const child = spawnSync('sh', ['-c', 'ulimit -f 100 && exec "$@"', 'sh', ...program], { cwd: repositoryRoot, encoding: 'utf8' });
    if (child.status !== 0) throw new Error(child.stderr);
    const { acknowledged, verdicts } = JSON.parse(child.stdout) as { readonly acknowledged: number; readonly verdicts: boolean };
    const day = path.join(directory, 'access-log', '2026-04-20');
    const lines = readdirSync(day).flatMap((name) => readFileSync(path.join(day, name), 'utf8').split('\n'));
    expect(acknowledged).toBeGreaterThan(100);
    expect(lines.filter((line) => recordIn(line) !== undefined)).toHaveLength(acknowledged);
    expect([verdicts, readdirSync(path.join(directory, 'imports'))]).toEqual([false, []]);
  }, 60_000);
});
