import path from 'node:path';
import { isMainThread, type ResourceLimits, Worker, workerData } from 'node:worker_threads';
import { awaitCalls, type CallCount, callsAreOver, NativeCalls, newCallCount, shutCalls } from './native-calls';

/** Threads run compiled programs: from sources, as tests do, everything is done in one. */
export const threadsArePossible = path.extname(__filename) === '.js';

/** What a thread finds: its own data, and the counts of native calls of those who may end it. */
interface Started {
  readonly data: unknown;
  readonly counts: readonly CallCount[];
}

const started = isMainThread ? undefined : (workerData as Started | undefined);
/** A thread that somebody else started (a test runner, say) is ended by that one as it likes. */
const countsAbove = started?.counts ?? [];

/** The native calls of this thread, where it is one that `startThread` started. */
export const nativeCalls = countsAbove.length === 0 ? undefined : new NativeCalls(countsAbove);

/** What this thread was started with. */
export const threadData = (): unknown => started?.data;

/** Longest a process that exits waits for what its threads are amid; in milliseconds. */
const longestExit = 10_000;
/** Between two looks at a thread that is to end, in milliseconds. */
const lookEvery = 1;

/** Those that have not ended, each with the count of its native calls. */
const running = new Map<Worker, CallCount>();

/** However the process comes to its end, its threads are ended with it. */
const endWithProcess = (): void => {
  running.forEach(shutCalls);
  for (const count of running.values()) awaitCalls(count, longestExit);
};

/** Starts a program of ours in a thread. It ends by itself, or by `endThread`, never by Worker.terminate. */
export const startThread = (program: string, data: unknown, resourceLimits: ResourceLimits = {}): Worker => {
  const count = newCallCount();
  const worker = new Worker(program, { workerData: { data, counts: [count, ...countsAbove] } satisfies Started, resourceLimits });
  if (running.size === 0) process.once('exit', endWithProcess);
  running.set(worker, count);
  worker.once('exit', () => {
    running.delete(worker);
    if (running.size === 0) process.off('exit', endWithProcess);
  });
  return worker;
};

/** Ends a thread at once, whatever it is amid, but for a call of a native module: what it has not written is lost. */
export const endThread = async (worker: Worker): Promise<void> => {
  const count = running.get(worker);
  if (count === undefined) return;
  shutCalls(count);
  while (running.has(worker) && !callsAreOver(count)) await new Promise((resolve) => setTimeout(resolve, lookEvery));
  await worker.terminate();
};
