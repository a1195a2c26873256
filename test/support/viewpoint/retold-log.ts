import { eventBytes, metadataValue } from '#event-catalogue';
import { SqliteEventStore, type EventStore, type Position, type RecordedEvent } from '#event-store';
import path from 'node:path';

/** The events of a finished ledger, in log order. */
export const eventsOf = async (dataDirectory: string): Promise<readonly RecordedEvent[]> => {
  const store = SqliteEventStore.openReadOnly(path.join(dataDirectory, 'events.db'));
  const events: RecordedEvent[] = [];
  for await (const batch of store.readAll()) events.push(...batch.events);
  await store.close();
  return events;
};

/** Writes events as they are stored elsewhere, in the same order; the position of the last. */
export const retell = async (store: EventStore, events: readonly RecordedEvent[]): Promise<Position> => {
  for (const { stream, revision, id, type, data, metadata } of events) {
    const [outcome] = await store.append([
      {
        stream,
        events: [{ id, type, data, metadata, hash: metadataValue(metadata, 'hash'), bytes: eventBytes({ type, data, metadata }) }],
        expected: revision === 0n ? 'no_stream' : revision - 1n,
      },
    ]);
    if (outcome?.kind !== 'appended') throw new Error(`${stream}@${String(revision)}: ${JSON.stringify(outcome)}`);
  }
  return store.head();
};
