import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endThread, startThread } from '#threads';
import { demoCommand } from '../support/long/demo';
import { type LongTest, longTest } from '../support/long/long-test';
import { documentOf, type Ended, start, tidewaiter } from '../support/long/program';
import { RunningServer } from '../support/long/server';
import { kindsOfWork } from './busy.worker';

/** Longest that a thread is let work, in milliseconds: some are ended as soon as they have begun. */
const mostMilliseconds = 20;

const howItEnded = ({ code, signal }: Ended): string => signal ?? `exit ${String(code)}`;

/** Threads amid calls of the driver are ended; should one be ended amid a call, this process aborts. */
const endBusyThreads = async ({ small, random, note }: LongTest): Promise<void> => {
  const rounds = small ? 15 : 150;
  for (const kind of kindsOfWork)
    for (let round = 0; round < rounds; round += 1) {
      const worker = startThread(path.join(__dirname, 'busy.worker.ts'), kind);
      await once(worker, 'message');
      await sleep(random.below(mostMilliseconds));
      await endThread(worker);
      strictEqual(worker.threadId, -1, 'the thread lives');
    }
  note(`${String(rounds)} threads ended amid each of ${kindsOfWork.join(', ')}`);
};

/** A command that is interrupted while its threads read and write says so, and exits as it should. */
const interruptCommands = async ({ small, seed, random, directory, note }: LongTest): Promise<void> => {
  const story = { parcels: small ? 150 : 600, noise: '0.05', seed, model: 'all' };
  const whole = await start(demoCommand(path.join(directory, 'whole'), story)).ended;
  strictEqual(howItEnded(whole), 'exit 0', whole.stderr);
  const interrupts = small ? 6 : 40;
  const moments = Array.from({ length: interrupts }, () => random.between(whole.milliseconds / 5, (whole.milliseconds * 4) / 5));
  const ends = new Map<string, number>();
  for (const [n, moment] of moments.entries()) {
    const command = start(demoCommand(path.join(directory, `interrupted-${String(n)}`), story));
    await sleep(moment);
    command.kill('SIGTERM');
    const ended = await command.ended;
    const how = `${howItEnded(ended)} ${/INTERRUPTED/.exec(ended.stderr)?.[0] ?? ''}`;
    ends.set(how, (ends.get(how) ?? 0) + 1);
  }
  // A machine that has become faster may be through before its interrupt.
  ends.delete('exit 0 ');
  deepStrictEqual([...ends.keys()], ['exit 2 INTERRUPTED'], `after ${moments.join(', ')} ms`);
  note(`${String(interrupts)} demonstrations interrupted: exit 2 each`);
};

/** A server that is stopped while a simulation and the risk indicators read the log stops in good order. */
const stopServers = async ({ small, seed, random, directory, note }: LongTest): Promise<void> => {
  const data = path.join(directory, 'served');
  documentOf(await tidewaiter(data, ['demo', '--parcels', small ? '600' : '3000', '--seed', String(seed), '--model', 'all']));
  const stops = small ? 4 : 20;
  for (let n = 0; n < stops; n += 1) {
    const server = await RunningServer.start(data, 'officer', 2);
    const { status } = await server.post('/v1/simulations', '', { scenario: { thresholds: [{ of: 'EU', amount: '0' }] } });
    strictEqual(status, 202);
    await sleep(random.below(500));
    strictEqual(await server.stop('SIGTERM'), 0, 'the server did not stop in good order');
  }
  note(`${String(stops)} servers stopped amid a simulation: exit 0 each`);
};

/** C-17 of docs/promises.md: threads that are amid something when they are ended do no harm to their process. */
longTest(async (test) => {
  await endBusyThreads(test);
  await interruptCommands(test);
  await stopServers(test);
});
