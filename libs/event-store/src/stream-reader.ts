import type { EventCatalogue, Recorded } from '#event-catalogue';
import { CommandIdTable } from './command-id-table';
import { emptyStream } from './answer';
import { limits, type EventStore, type Position, type RecordedEvent } from './event-store';
import type { AnyDecider, CachedStream } from './stream-cache';

/** The store could not be read: no fault of the command and no bug. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault';
}

/** Takes events in until `take` wants no more. What `take` throws is its own; what the store throws is a ReadFault. */
const readInto = async (events: AsyncIterable<RecordedEvent>, take: (stored: RecordedEvent) => boolean): Promise<void> => {
  let taking = false;
  try {
    for await (const stored of events) {
      taking = true;
      if (!take(stored)) return;
      taking = false;
    }
  } catch (cause) {
    throw taking ? cause : new ReadFault(cause instanceof Error ? cause.message : String(cause), { cause });
  }
};

/** Folds a stream from its first event. Throws ReadFault for the store, UnknownEventError for an event of a newer program. */
export const loadStream = async (store: EventStore, catalogue: EventCatalogue, stream: string, decider: AnyDecider): Promise<CachedStream> => {
  const seen = new CommandIdTable();
  let { state, end, folded } = { state: decider.initial, end: emptyStream, folded: 0 };
  await readInto(store.read(stream), (stored) => {
    const event = catalogue.decode(stored);
    if (Number(event.revision) !== end.revision + 1) throw new RangeError(`${stream} has a hole before revision ${String(event.revision)}`);
    state = decider.evolve(state, event);
    end = { revision: end.revision + 1, hash: event.metadata.hash, recordedAt: event.metadata.recordedAt };
    seen.add(event.metadata.commandId, end.revision);
    folded += stored.data.length + stored.metadata.length;
    return true;
  });
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
  await readInto(store.read(stream, { from: BigInt(first), direction: 'forwards', max: limits.appendEvents }), (stored) => {
    const event = catalogue.decode(stored);
    if (event.metadata.commandId !== commandId) return false;
    events.push(event);
    position = stored.position;
    return true;
  });
  return { events, position };
};
