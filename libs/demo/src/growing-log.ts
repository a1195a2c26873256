import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, logStart, type Position } from '#event-store';
import type { LogOnly } from '#integrity';

const pauseMilliseconds = 100;

/** A log that somebody else is still writing: reading it ends where it ends after `isComplete` has become true, and waits until then. */
export const growingLog = (store: EventStore, isComplete: () => boolean): LogOnly => ({
  readAll: async function* (options = {}) {
    let after: Position = options.after ?? logStart;
    for (;;) {
      // Asked first: what was written before the answer is then read below.
      const complete = isComplete();
      for await (const batch of store.readAll({ ...options, after })) {
        after = batch.through;
        yield batch;
      }
      if (complete) return;
      await pause(pauseMilliseconds);
    }
  },
});
