import { match, notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkLedger, type DemoDocument, demoCommand, runDemo, sameStory } from '../support/long/demo';
import { type LongTest, longTest, SkippedError } from '../support/long/long-test';
import { type Ended, type Running, start } from '../support/long/program';
import type { Random } from '../support/long/random';

/** How often a thread made each system call, by the log that strace wrote: injection counts calls by thread. */
const callsIn = (trace: string, call: RegExp): number => {
  const byThread = new Map<string, number>();
  for (const line of readFileSync(trace, 'utf8').split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (call.test(rest)) byThread.set(thread, (byThread.get(thread) ?? 0) + 1);
  }
  return Math.max(0, ...byThread.values());
};

/** `count` different whole numbers from 1 to `most`, one from each stretch of equal length. */
const spread = (count: number, most: number, random: Random): readonly number[] =>
  Array.from({ length: Math.min(count, most) }, (_, i) => 1 + Math.floor((i * most) / count) + random.below(Math.floor(most / count)));

/** How much is written at a time, and so how often, differs a little from run to run: moments keep away from the end. */
const surely = (calls: number): number => Math.floor(calls * 0.75);

/** A short story in a process whose system calls fail as told. */
class Story {
  #directories = 0;
  readonly #story;

  constructor(private readonly test: LongTest) {
    this.#story = { parcels: 12, noise: '0.05', seed: test.seed };
  }

  fresh(): string {
    this.#directories += 1;
    return path.join(this.test.directory, `data-${String(this.#directories)}`);
  }

  async undisturbed(directory = this.fresh()): Promise<DemoDocument> {
    return (await runDemo(directory, this.#story)).report;
  }

  start(directory: string): Running {
    return start(demoCommand(directory, this.#story));
  }

  async traced(directory: string, ...options: readonly string[]): Promise<{ readonly ended: Ended; readonly trace: string }> {
    const trace = `${directory}.trace`;
    const ended = await start(['strace', '-f', '-y', '-o', trace, ...options, ...demoCommand(directory, this.#story)]).ended;
    return { ended, trace };
  }

  /** After a fault: the same command comes to the same story, and the ledger proves itself. */
  async recovers(directory: string, expected: DemoDocument): Promise<void> {
    sameStory(await this.undisturbed(directory), expected);
    await checkLedger(directory);
  }
}

/** C-03, C-15 of docs/promises.md: the process dies at the k-th write to a file. */
const killAtWrites = async (story: Story, expected: DemoDocument, { small, random, note }: LongTest): Promise<void> => {
  const { trace } = await story.traced(story.fresh(), '-e', 'trace=pwrite64');
  const writes = callsIn(trace, /^pwrite64\(/);
  const moments = spread(small ? 4 : 35, surely(writes), random);
  for (const moment of moments) {
    const directory = story.fresh();
    const { ended } = await story.traced(directory, '-e', 'trace=pwrite64', '-e', `inject=pwrite64:signal=KILL:when=${String(moment)}`);
    strictEqual(ended.signal ?? `exit ${String(ended.code)}`, 'SIGKILL', `not killed at write ${String(moment)}`);
    await story.recovers(directory, expected);
  }
  note(`killed at write ${moments.join(', ')} of ${String(writes)}: each recovers to the same story`);
};

/** D-08 of docs/promises.md: the k-th flush of the log fails; whoever goes on after that lies. */
const failAtFlushes = async (story: Story, expected: DemoDocument, { small, random, note }: LongTest): Promise<void> => {
  const { trace } = await story.traced(story.fresh(), '-e', 'trace=fsync,fdatasync');
  const flushes = callsIn(trace, /^(?:fsync|fdatasync)\(\d+<[^>]*events\.db-wal>\)/);
  const moments = spread(small ? 3 : 15, surely(flushes), random);
  for (const moment of moments) {
    const directory = story.fresh();
    const { ended } = await story.traced(
      directory,
      '-P',
      path.join(directory, 'events.db-wal'),
      '-e',
      'trace=fsync,fdatasync',
      '-e',
      `inject=fsync,fdatasync:error=EIO:when=${String(moment)}`,
    );
    strictEqual(ended.signal, null);
    notStrictEqual(ended.code, 0, `went on after flush ${String(moment)} had failed`);
    await story.recovers(directory, expected);
  }
  note(`flush ${moments.join(', ')} of ${String(flushes)} failed: the process stopped, and each recovers to the same story`);
};

/** Files that a command writes, by how they end, with what is meant. */
const written: readonly (readonly [string, string])[] = [
  ['events.db-wal', 'the log'],
  ['views-1.db-wal', 'the read models'],
  ['processes.db-wal', 'how far processes are'],
  ['truth.ndjson.part', 'what the demonstration planted'],
];

/** D-21 of docs/promises.md: from the k-th write to a file on its disk is full, or is broken. */
const failAtWrites = async (story: Story, expected: DemoDocument, { small, random, note }: LongTest): Promise<void> => {
  const { trace } = await story.traced(story.fresh(), '-e', 'trace=write,pwrite64');
  const told: string[] = [];
  for (const [end, what] of small ? written.slice(1, 3) : written)
    for (const error of small ? [random.below(2) === 0 ? 'ENOSPC' : 'EIO'] : ['ENOSPC', 'EIO', 'EROFS']) {
      const calls = callsIn(trace, new RegExp(`^p?write(?:64)?\\(\\d+<[^>]*${end}>`));
      const moment = 1 + random.below(Math.max(1, surely(calls)));
      const directory = story.fresh();
      const { ended } = await story.traced(
        directory,
        '-P',
        path.join(directory, end),
        '-e',
        'trace=write,pwrite64',
        '-e',
        `inject=write,pwrite64:error=${error}:when=${String(moment)}+`,
      );
      const [, code = 'nothing'] = /^tidewaiter: ([A-Z_]+): ./.exec(ended.stderr) ?? [];
      strictEqual(ended.signal ?? `exit ${String(ended.code)}`, 'exit 2', `${what}, ${error}: ${ended.stderr}`);
      ok(code !== 'nothing' && code !== 'INTERNAL', `${what}, ${error} at write ${String(moment)}: ${ended.stderr}`);
      told.push(`${end} ${error} ${code}`);
      await story.recovers(directory, expected);
    }
  note(`disks that failed at a write were told, and each recovers to the same story: ${told.join(', ')}`);
};

/** D-22 of docs/promises.md: the log is removed while it is written. */
const loseLog = async (story: Story, { small, random, note }: LongTest): Promise<void> => {
  const times = small ? 1 : 20;
  for (let n = 0; n < times; n += 1) {
    const directory = story.fresh();
    const command = story.start(directory);
    while (!['events.db-wal', 'truth.ndjson.part'].every((name) => existsSync(path.join(directory, name))) && !command.isOver())
      await sleep(2);
    await sleep(random.below(100));
    for (const end of ['events.db', 'events.db-wal']) rmSync(path.join(directory, end), { force: true });
    const { code, stderr } = await command.ended;
    strictEqual(code, 2, stderr);
    match(stderr, /^tidewaiter: (?:STORE|LEDGER)_STOPPED: .* was removed, or another file put in its place/m);
  }
  note(`the log was removed ${String(times)} times while it was written: told each time, exit 2`);
};

longTest(async (test) => {
  if (spawnSync('strace', ['-c', 'true']).status !== 0)
    throw new SkippedError('strace is not here, or may not trace; no faults are made below the store');
  const story = new Story(test);
  const expected = await story.undisturbed();
  await killAtWrites(story, expected, test);
  await failAtFlushes(story, expected, test);
  await failAtWrites(story, expected, test);
  await loseLog(story, test);
});
