import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDbEventStore, type RecordedEvent } from '#event-store';
import { longTest } from '../support/long/long-test';
import { strike } from '../support/long/soak/fault-plan';
import { Partner } from '../support/long/soak/partner';
import { Server } from '../support/long/soak/server';
import { StoredLog } from '../support/long/soak/stored-log';
import { bytesOf, type CallKind, type Memory, type WorkerReport } from '../support/long/soak/told';
import { Verdict } from '../support/long/soak/verdict';

const writers = 3;
/** How long the adapter waits for an answer; what it promises may take a second longer. */
const deadline = 1000;
const allowance = 1000;
/** Longest time from the end of the faults until every command is answered, and until the followers have seen everything. */
const recovery = 10_000;
/** How long the server is away at the end: long enough for whoever waits longer and longer between attempts. */
const lastOutage = 8000;
/** Memory after a collection may be so much more at the end than after a fifth of the time. */
const heapMargin = 6 * 1024 * 1024;
const rssMargin = 40 * 1024 * 1024;

interface Workers {
  readonly writers: readonly Partner[];
  readonly follower: Partner;
  readonly all: readonly Partner[];
}

const startWorkers = async (url: string, seed: number, directory: string): Promise<Workers> => {
  const started = async (role: string, number: number): Promise<Partner> => {
    const worker = new Partner(
      'long/soak/worker.ts',
      [role, String(number), url, String(deadline), String(seed), directory],
      ['--expose-gc'],
    );
    ok((await worker.line()) !== undefined, `${role} ${String(number)} did not start`);
    return worker;
  };
  const follower = await started('follower', 0);
  const writing = await Promise.all(Array.from({ length: writers }, (_, i) => started('writer', i)));
  return { writers: writing, follower, all: [follower, ...writing] };
};

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

const measure = async ({ all }: Workers): Promise<readonly Memory[]> =>
  (await Promise.all(all.map((worker) => worker.ask({ do: 'measure' })))) as Memory[];

/** Milliseconds until every command has its answer, and until both followers have seen the log to its end. */
const recovered = async (
  { writers: writing, follower }: Workers,
  url: string,
): Promise<{ readonly answered: number; readonly seen: number }> => {
  const began = performance.now();
  await Promise.all(
    writing.map(async (writer) => {
      deepStrictEqual(await writer.ask({ do: 'finish' }), { finished: true });
    }),
  );
  const answered = performance.now() - began;
  const store = await EventStoreDbEventStore.connect({ url, installation: 'soak', readOnly: true });
  const head = await store.head();
  await store.close();
  for (;;) {
    const { all, mirror } = (await follower.ask({ do: 'seen' })) as Readonly<Record<'all' | 'mirror', string>>;
    if (all >= head && mirror >= head) return { answered, seen: performance.now() - began };
    ok(performance.now() - began < 60_000, `followers are at ${all} and ${mirror}, the log at ${head}`);
    await sleep(50);
  }
};

/** The whole log through the adapter, when nothing disturbs any more. */
const readOnce = async (url: string): Promise<readonly RecordedEvent[]> => {
  const store = await EventStoreDbEventStore.connect({ url, installation: 'soak', readOnly: true });
  const events: RecordedEvent[] = [];
  for await (const batch of store.readAll()) events.push(...batch.events);
  await store.close();
  return events;
};

const sumOf = (reports: readonly WorkerReport[]): Readonly<Record<string, number>> => {
  const sum: Record<string, number> = {};
  for (const { counts } of reports) for (const [what, times] of Object.entries(counts)) sum[what] = (sum[what] ?? 0) + times;
  return sum;
};

const told = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, times]) => `${what} ${String(times)}`)
    .join(', ');

/** The longest call of each kind over all workers. */
const longestOf = (reports: readonly WorkerReport[], kind: CallKind): number =>
  Math.max(...reports.map(({ calls }) => calls[kind].longest));

/**
 * D-01 to D-06 and D-17, I01, I02, I05, I09, I12, I13 of docs/promises.md: programs that write, follow and read while their server breaks
 * in every way it can.
 */
longTest(async ({ small, seed, random, directory, note }) => {
  const milliseconds = small ? 60_000 : 600_000;
  const leastFaults = small ? 150 : 1000;
  const file = path.join(directory, 'server.db');
  const server = await Server.start(file);
  const workers = await startWorkers(server.url, seed, directory);
  note(
    `seed ${String(seed)}: ${String(writers)} writers, 2 subscriptions and readers, deadline ${String(deadline)} ms, faults for ${String(milliseconds / 1000)} s`,
  );

  await strike(server, milliseconds / 5, random);
  const early = await measure(workers);
  await strike(server, (4 * milliseconds) / 5, random);
  // A machine with other work has fewer calls, and so fewer faults, in the same time.
  for (let more = 0; more < 10 && (await server.dropsAndSilences()) < leastFaults; more += 1)
    await strike(server, milliseconds / 10, random);
  const faults = await server.dropsAndSilences();
  await server.kill(lastOutage);
  const { answered, seen } = await recovered(workers, server.url);
  const late = await measure(workers);
  const reports = (await Promise.all(workers.all.map((worker) => worker.ask({ do: 'end' })))) as WorkerReport[];
  const codes = await Promise.all(workers.all.map((worker) => worker.ended()));
  const events = await readOnce(server.url);
  await server.stop();

  const counts = sumOf(reports);
  const struck = Object.fromEntries(server.struck);
  note(`faults: ${String(faults)} drops and silences; of all, ${told(struck)}`);
  note(`workers: ${told(counts)}`);
  for (const { role, calls, starved, longestOwn } of reports)
    note(
      `${role}: ${(['append', 'read', 'readAll', 'head'] as const).map((kind) => `${kind} ${String(calls[kind].calls)} (failed ${String(calls[kind].failed)}, longest ${calls[kind].longest.toFixed(0)} ms)`).join(', ')}; held itself up for ${longestOwn.toFixed(0)} ms at most, was without a core for ${(starved / 1000).toFixed(1)} s`,
    );
  note(`after the faults: every command answered within ${answered.toFixed(0)} ms, followers at the head within ${seen.toFixed(0)} ms`);
  for (const [i, { role }] of reports.entries()) {
    const [before, after] = [early[i], late[i]] as [Memory, Memory];
    note(
      `${role}: heap ${megabytes(before.heap)} -> ${megabytes(after.heap)} MB, RSS ${megabytes(before.rss)} -> ${megabytes(after.rss)} MB`,
    );
  }

  const log = new StoredLog(file);
  const verdict = new Verdict(log, directory);
  for (const { role, wrong } of reports) for (const flaw of wrong) verdict.add(`${role}: ${flaw}`);
  const commands = new Set<string>();
  let [answers, appends] = [0, 0];
  for (let i = 0; i < writers; i += 1) {
    const of = await verdict.answers(i);
    for (const command of of.commands) commands.add(command);
    answers += of.answers;
    appends += await verdict.appends(i);
  }
  const [all, mirror, reads] = [
    await verdict.follower('all', undefined),
    await verdict.follower('mirror', ['mirror']),
    await verdict.reads(),
  ];
  note(
    `log: ${String(log.events.length)} events in ${String(log.streams.size)} streams, ${String(verdict.commands)} commands with one effect each`,
  );
  note(
    `held against it: ${String(answers)} answers to ${String(commands.size)} commands, ${String(appends)} appends told as written, ${String(all.events)} + ${String(mirror.events)} events of subscriptions in ${String(all.lives + mirror.lives)} lives, ${String(reads)} reads`,
  );

  deepStrictEqual(verdict.flaws, [], `${String(verdict.flawCount)} flaws`);
  strictEqual(bytesOf(events), bytesOf(log.events));
  strictEqual(answers, counts['commands']);
  strictEqual(verdict.commands, commands.size);
  deepStrictEqual(
    codes,
    reports.map(() => 0),
  );
  for (const kind of ['append', 'read', 'head'] as const)
    ok(longestOf(reports, kind) <= deadline + allowance, `a call of ${kind} took ${longestOf(reports, kind).toFixed(0)} ms`);
  ok(answered <= recovery && seen <= recovery, 'too slow after the faults');
  ok(faults >= leastFaults, 'too few faults');
  for (const [i, { role }] of reports.entries()) {
    const [before, after] = [early[i], late[i]] as [Memory, Memory];
    ok(after.heap - before.heap <= heapMargin, `the heap of ${role} grew`);
    ok(after.rss - before.rss <= rssMargin, `the memory of ${role} grew`);
  }
});
