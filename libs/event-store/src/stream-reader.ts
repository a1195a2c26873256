import { metadataValue, type EventCatalogue, type Metadata, type Recorded } from '#event-catalogue';
import { CommandIdTable } from './command-id-table';
import { emptyStream, type StreamEnd } from './answer';
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
export const loadStream = (store: EventStore, catalogue: EventCatalogue, stream: string, decider: AnyDecider): Promise<CachedStream> =>
  readOn(store, catalogue, stream, { decider, state: decider.initial, end: emptyStream, seen: new CommandIdTable(), folded: 0 });

/** Folds what others have written behind a state that is known; the very same where nobody has. Throws as `loadStream`. */
export const readOn = async (store: EventStore, catalogue: EventCatalogue, stream: string, known: CachedStream): Promise<CachedStream> => {
  const { decider, seen } = known;
  let { state, folded } = known;
  let { revision } = known.end;
  let last: RecordedEvent | undefined;
  await readInto(store.read(stream, { from: BigInt(revision + 1) }), (stored) => {
    if (Number(stored.revision) !== revision + 1) throw new RangeError(`${stream} has a hole before revision ${String(stored.revision)}`);
    revision += 1;
    state = decider.evolve(state, catalogue.decodeForFold(stored));
    // A stream may have a million events; of all but the last nothing else of the metadata is asked for.
    seen.add(metadataValue(stored.metadata, 'commandId'), revision);
    folded += stored.data.length + stored.metadata.length;
    last = stored;
    return true;
  });
  return last === undefined ? known : { decider, state, end: endOf(last, revision), seen, folded };
};

const endOf = (last: RecordedEvent, revision: number): StreamEnd => {
  const { hash, recordedAt } = JSON.parse(last.metadata) as Metadata;
  return { revision, hash, recordedAt };
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
