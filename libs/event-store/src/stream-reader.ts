import type { EventCatalogue, Recorded } from '#event-catalogue';
import { CommandIdTable } from './command-id-table';
import { emptyStream } from './answer';
import { limits, type EventStore, type Position, type RecordedEvent } from './event-store';
import type { AnyDecider, CachedStream } from './stream-cache';

/** The store could not be read: no fault of the command and no bug. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault';
}

async function* faultsTold(events: AsyncIterable<RecordedEvent>): AsyncGenerator<RecordedEvent> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((cause: unknown) => {
        throw new ReadFault(cause instanceof Error ? cause.message : String(cause), { cause });
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Folds a stream from its first event. Throws ReadFault for the store, UnknownEventError for an event of a newer program. */
export const loadStream = async (store: EventStore, catalogue: EventCatalogue, stream: string, decider: AnyDecider): Promise<CachedStream> => {
  const seen = new CommandIdTable();
  let { state, end, folded } = { state: decider.initial, end: emptyStream, folded: 0 };
  for await (const stored of faultsTold(store.read(stream))) {
    const event = catalogue.decode(stored);
    if (Number(event.revision) !== end.revision + 1) throw new RangeError(`${stream} has a hole before revision ${String(event.revision)}`);
    state = decider.evolve(state, event);
    end = { revision: end.revision + 1, hash: event.metadata.hash, recordedAt: event.metadata.recordedAt };
    seen.add(event.metadata.commandId, end.revision);
    folded += stored.data.length + stored.metadata.length;
  }
  return { decider, state, end, seen, folded };
};

/** The events of a command that begin at a revision, as they were stored. */
export const readAnswer = async (
  store: EventStore,
  catalogue: EventCatalogue,
  stream: string,
  commandId: string,
  first: number,
): Promise<{ readonly events: readonly Recorded[]; readonly position: Position | undefined }> => {
  const events: Recorded[] = [];
  let position: Position | undefined;
  for await (const stored of faultsTold(store.read(stream, { from: BigInt(first), direction: 'forwards', max: limits.appendEvents }))) {
    const event = catalogue.decode(stored);
    if (event.metadata.commandId !== commandId) break;
    events.push(event);
    position = stored.position;
  }
  return { events, position };
};
