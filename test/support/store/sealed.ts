import { canonicalJson, seal, zeroHash, type SealedEvent } from '#event-catalogue';
import { type EventStore, type LogBatch, type ReadAllOptions, type RecordedEvent } from '#event-store';
import { commandId } from './counter';

/** Events for the store's own tests, chained as the command runner would. `seed` makes their bytes, and so their ids, differ. */
export const sealedEvents = (stream: string, from: number, howMany: number, seed = 'first', padding = 0): readonly SealedEvent[] => {
  let prev = zeroHash;
  return Array.from({ length: howMany }, (_, i) => {
    const data = canonicalJson({ by: 1, note: `${seed} ${String(from + i)} €𝄞 ${'x'.repeat(padding)}` });
    const event = seal(
      { stream, revision: BigInt(from + i) },
      { type: 'Counted', data },
      {
        v: '1',
        schemaVersion: '1',
        commandId: commandId(`${seed}/${String(from)}`),
        index: String(i),
        actor: 'tester',
        book: '-',
        recordedAt: '2026-01-02T03:04:05.678Z',
        effectiveAt: '2026-01-02T03:04:05.678Z',
        prev,
      },
    );
    prev = event.hash;
    return event;
  });
};

export const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

export const logOf = async (store: EventStore, options: ReadAllOptions = {}): Promise<{ events: RecordedEvent[]; batches: LogBatch[] }> => {
  const batches = await collect(store.readAll(options));
  return { events: batches.flatMap((batch) => [...batch.events]), batches };
};
