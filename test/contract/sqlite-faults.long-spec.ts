import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '#event-store';
import { childProgram, repositoryRoot } from '../support/store/child';
import { logOf } from '../support/store/sealed';

const canTrace = spawnSync('strace', ['-c', 'true']).status === 0;
const traced = canTrace ? describe : describe.skip;
if (!canTrace) process.stderr.write('SKIPPED sqlite-faults: strace is not here; fsyncs are not counted and no disk faults are made\n');

/** Faults made by the operating system below the real adapter in a process of its own (D-07, D-08, D-09 of docs/promises.md). */
traced('SQLite on a disk that fails', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tidewaiter-faults-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const appendUnder = (howMany: number, ...straceOptions: readonly string[]): { told: string[]; fatal: string[]; calls: string } => {
    const trace = join(directory, 'trace');
    const program = childProgram('store/append-loop.ts', join(directory, 'events.db'), String(howMany));
    const child = spawnSync('strace', ['-f', '-o', trace, ...straceOptions, ...program], { cwd: repositoryRoot, encoding: 'utf8' });
    if (child.status !== 0) throw new Error(child.stderr);
    return { ...(JSON.parse(child.stdout) as { told: string[]; fatal: string[] }), calls: readFileSync(trace, 'utf8') };
  };

  const stored = async (): Promise<number> => {
    const store = SqliteEventStore.open({ file: join(directory, 'events.db'), installation: 'test' });
    const { events } = await logOf(store);
    await store.close();
    return events.length;
  };

  it('every acknowledged append has its own fsync', async () => {
    const { told, calls } = appendUnder(50, '-e', 'trace=fsync,fdatasync');
    expect(told).toEqual(Array.from({ length: 50 }, () => 'appended'));
    expect(calls.match(/(fsync|fdatasync)\(\d+\) += 0/g)?.length ?? 0).toBeGreaterThanOrEqual(50);
    expect(await stored()).toBe(50);
  }, 30_000);

  it('a full disk refuses, and what was acknowledged stays', async () => {
    const { told, fatal } = appendUnder(20, '-e', 'trace=pwrite64', '-e', 'inject=pwrite64:error=ENOSPC:when=40+');
    const acknowledged = told.filter((kind) => kind === 'appended').length;
    expect(told).toEqual([
      ...Array.from({ length: acknowledged }, () => 'appended'),
      ...Array.from({ length: 20 - acknowledged }, () => 'STORE_FULL'),
    ]);
    expect(acknowledged).toBeGreaterThan(0);
    expect(acknowledged).toBeLessThan(20);
    expect(fatal).toEqual([]);
    expect(await stored()).toBe(acknowledged);
  }, 30_000);

  it('after a failed fsync nobody is told anything but unknown, and the store stops', async () => {
    const { told, fatal } = appendUnder(20, '-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO:when=12+');
    const acknowledged = told.filter((kind) => kind === 'appended').length;
    expect(told).toEqual([
      ...Array.from({ length: acknowledged }, () => 'appended'),
      'unknown',
      ...Array.from({ length: 19 - acknowledged }, () => 'STORE_STOPPED'),
    ]);
    expect(acknowledged).toBeGreaterThan(0);
    expect(fatal).toHaveLength(1);
    expect(await stored()).toBeGreaterThanOrEqual(acknowledged);
  }, 30_000);
});
