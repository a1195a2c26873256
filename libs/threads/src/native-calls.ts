/**
 * Native modules and the end of a thread. A thread may be ended anywhere in its JavaScript, but not amid a call of a native module: what
 * node-addon-api throws where JavaScript may not run any more is caught by nobody, and the whole process aborts. So each such call of a
 * thread is counted, and whoever ends the thread lets no further one begin and waits for the last.
 */

/** Set in a count when no further call is to begin. */
const shut = 1 << 30;

/** The calls that a thread, and the threads that it has started, are amid: one word that they share with whoever started them. */
export type CallCount = Int32Array;

export const newCallCount = (): CallCount => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Lets no further call begin. */
export const shutCalls = (count: CallCount): void => {
  Atomics.or(count, 0, shut);
};

/** Whether none is under way, and none can begin. */
export const callsAreOver = (count: CallCount): boolean => Atomics.load(count, 0) === shut;

/** Blocks until the calls are over, or so many milliseconds have passed. */
export const awaitCalls = (count: CallCount, milliseconds: number): void => {
  for (let waited = 0; waited < milliseconds && !callsAreOver(count); waited += 1) Atomics.wait(count, 0, Atomics.load(count, 0), 1);
};

/** The calls of this thread, counted for whoever may end it: the thread that started it, and those above. */
export class NativeCalls {
  constructor(private readonly counts: readonly CallCount[]) {}

  /** Before each call. Does not return where none may begin any more: the thread is about to be ended. */
  begin(): void {
    let may = true;
    for (const count of this.counts) if ((Atomics.add(count, 0, 1) & shut) !== 0) may = false;
    if (may) return;
    this.end();
    for (;;) Atomics.wait(newCallCount(), 0, 0);
  }

  /** After each call, however it went. */
  end(): void {
    for (const count of this.counts) Atomics.sub(count, 0, 1);
  }
}
