import {
  asStored,
  seal,
  zeroHash,
  type DomainEvent,
  type EventCatalogue,
  type Metadata,
  type Recorded,
  type SealedEvent,
} from '#event-catalogue';
import type { CommandContext } from './command';
import type { Decider } from './decider';

/** Where a stream stands: revision -1, zero hash and no moment before its first event. */
export interface StreamEnd {
  readonly revision: number;
  readonly hash: string;
  readonly recordedAt: string;
}
export const emptyStream: StreamEnd = { revision: -1, hash: zeroHash, recordedAt: '' };

/** A command's events as they will be stored and as they will be read. */
export interface Answer {
  readonly sealed: readonly SealedEvent[];
  readonly events: readonly Recorded[];
  readonly end: StreamEnd;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Proposed = DomainEvent & { readonly effectiveAt?: string };

/** Absent keys are left out, as they are in what is stored. The hash is filled in once it is known. */
const metadataOf = (
  context: CommandContext,
  index: number,
  schemaVersion: number,
  effectiveAt: string,
  recordedAt: string,
  prev: string,
): Writable<Metadata> => {
  const { commandId, actor, book } = context;
  const metadata: Writable<Metadata> = {
    actor,
    book,
    commandId,
    effectiveAt,
    hash: '',
    index: String(index),
    prev,
    recordedAt,
    schemaVersion: String(schemaVersion),
    v: '1',
  };
  if (context.causationId !== undefined) metadata.$causationId = context.causationId;
  if (context.correlationId !== undefined) metadata.$correlationId = context.correlationId;
  if (context.onBehalfOf !== undefined) metadata.onBehalfOf = context.onBehalfOf;
  if (context.requestHash !== undefined) metadata.requestHash = context.requestHash;
  if (context.traceparent !== undefined) metadata.traceparent = context.traceparent;
  return metadata;
};

/**
 * Seals what a decider proposes at the end of its stream. Throws MalformedValueError or UnknownEventError when an event does not fit
 * the catalogue, RangeError when it belongs to another category: bugs of the decider, never of the caller.
 */
export const sealAnswer = (
  catalogue: EventCatalogue,
  dispatch: {
    readonly stream: string;
    readonly context: CommandContext;
    readonly decider: Pick<Decider<unknown, unknown, DomainEvent>, 'category'>;
  },
  proposed: readonly Proposed[],
  before: StreamEnd,
  now: string,
): Answer => {
  const { stream, context, decider } = dispatch;
  // The stream's own order wins over a clock that was set back.
  const recordedAt = now > before.recordedAt ? now : before.recordedAt;
  const sealed: SealedEvent[] = [];
  const events: Recorded[] = [];
  let { revision, hash } = before;
  for (const event of proposed) {
    const type = catalogue.current(event.type);
    if (type.category !== decider.category) throw new RangeError(`${event.type} lives in ${type.category}, not in ${decider.category}`);
    // The parsed data is what a reload would give, so state in memory and state after a restart are the same.
    const data = asStored(type.data).parse(event.data, type.name);
    const metadata = metadataOf(context, sealed.length, type.version, event.effectiveAt ?? context.effectiveAt, recordedAt, hash);
    revision += 1;
    const recorded: Recorded = { type: event.type, data, stream, revision: BigInt(revision), metadata };
    const next = seal(recorded, { type: event.type, data: JSON.stringify(data), decoded: recorded }, metadata, context.traceparent);
    hash = next.hash;
    metadata.hash = hash;
    sealed.push(next);
    events.push(recorded);
  }
  return { sealed, events, end: { revision, hash, recordedAt } };
};
