import { metadataValue, type EventCatalogue, type Metadata, type Recorded } from '#event-catalogue';
import { CommandIdTable } from './command-id-table';
import { emptyStream, type StreamEnd } from './answer';
import { limits, type EventStore, type Position, type RecordedEvent } from './event-store';
import type { AnyDecider, CachedStream } from './stream-cache';

/** The store could not be read: no fault of the command and no bug. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault';
}

const faultOf = (cause: unknown): ReadFault => new ReadFault(cause instanceof Error ? cause.message : String(cause), { cause });

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
    throw taking ? cause : faultOf(cause);
  }
};

/** A stream before its first event. */
export const beforeFirst = (decider: AnyDecider): CachedStream => ({
  decider,
  state: decider.initial,
  end: emptyStream,
  seen: new CommandIdTable(),
  folded: 0,
});

/** Folds what follows a state of a stream. */
class StreamFold {
  #state: unknown;
  #folded: number;
  #revision: number;
  #last: RecordedEvent | undefined;

  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly known: CachedStream,
  ) {
    this.#state = known.state;
    this.#folded = known.folded;
    this.#revision = known.end.revision;
  }

  readonly take = (stored: RecordedEvent): true => {
    if (Number(stored.revision) !== this.#revision + 1)
      throw new RangeError(`${stored.stream} has a hole before revision ${String(stored.revision)}`);
    this.#revision += 1;
    this.#state = this.known.decider.evolve(this.#state, this.catalogue.decodeForFold(stored));
    // A stream may have a million events; of all but the last nothing else of the metadata is asked for.
    this.known.seen.add(metadataValue(stored.metadata, 'commandId'), this.#revision);
    this.#folded += stored.data.length + stored.metadata.length;
    this.#last = stored;
    return true;
  };

  /** The very state that was known where nothing followed. */
  get stream(): CachedStream {
    if (this.#last === undefined) return this.known;
    const { decider, seen } = this.known;
    return { decider, state: this.#state, end: endOf(this.#last, this.#revision), seen, folded: this.#folded };
  }
}

const endOf = (last: RecordedEvent, revision: number): StreamEnd => {
  const { hash, recordedAt } = JSON.parse(last.metadata) as Metadata;
  return { revision, hash, recordedAt };
};

/**
 * Folds what is written behind a state that is known; the very same where nothing is. Throws ReadFault for the store, UnknownEventError for
 * an event of a newer program.
 */
export const readOn = async (store: EventStore, catalogue: EventCatalogue, stream: string, known: CachedStream): Promise<CachedStream> => {
  const fold = new StreamFold(catalogue, known);
  await readInto(store.read(stream, { from: BigInt(known.end.revision + 1) }), fold.take);
  return fold.stream;
};

/** As `readOn`, where the store has the stream at hand; undefined where it has to be waited for. */
export const readOnAtHand = (
  store: EventStore,
  catalogue: EventCatalogue,
  stream: string,
  known: CachedStream,
): CachedStream | undefined => {
  const events = atHand(store, stream, known);
  if (events === undefined) return undefined;
  // Half of all streams that are looked for are new, and most that are asked whether others wrote to them were left alone.
  if (events.length === 0) return known;
  const fold = new StreamFold(catalogue, known);
  for (const stored of events) fold.take(stored);
  return fold.stream;
};

const atHand = (store: EventStore, stream: string, known: CachedStream): readonly RecordedEvent[] | undefined => {
  try {
    return store.readAtHand(stream, BigInt(known.end.revision + 1));
  } catch (cause) {
    throw faultOf(cause);
  }
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
