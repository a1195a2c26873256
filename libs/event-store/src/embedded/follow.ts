import { type EventStore, type LogBatch, logStart, type SubscribeOptions } from '../event-store';
import type { ChangeSignal } from './change-signal';

/** How long a reader may not notice what another process has written. */
const pollMilliseconds = 200;

/** `subscribe` by reading on after every change. */
export async function* followLog(
  store: Pick<EventStore, 'readAll'>,
  changed: ChangeSignal,
  options: SubscribeOptions,
): AsyncGenerator<LogBatch> {
  const { signal, ...filter } = options;
  let after = options.after ?? logStart;
  while (!signal.aborted) {
    const seen = changed.changes;
    for await (const batch of store.readAll({ ...filter, after })) {
      yield batch;
      // The signal aborts while the consumer works on the batch; the compiler does not know.
      if ((signal as { readonly aborted: boolean }).aborted) return;
      after = batch.through;
    }
    await changed.wait(seen, pollMilliseconds, signal);
  }
}
