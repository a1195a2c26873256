import { setTimeout as sleep } from 'node:timers/promises';
import { eventBytes, metadataValue, type EventCatalogue, type SealedEvent } from '#event-catalogue';
import { limits, type Append, type AppendOutcome, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { verifyLog, type Finding } from '#integrity';

/** Why a log could not be copied. `COPY_DIVERGED`: the target holds a stream that is not the source's. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
  constructor(
    readonly code: 'COPY_DIVERGED' | 'COPY_REFUSED' | 'COPY_UNKNOWN',
    message: string,
  ) {
    super(message);
  }
}

/** What was moved, and the proof that the target is the source. */
export interface CopyReport {
  /** Events of the source through the position it was read to. */
  readonly events: number;
  /** Of which so many were not in the target before. */
  readonly copied: number;
  readonly content: string;
  readonly head: string;
  /** Source and target have the same content and the same end of every stream, and the target is as whole as the source. */
  readonly equal: boolean;
  /**
   * Whether the target has the events in the source's order over all streams; a fault of the target on the way may put a late one behind
   * others.
   */
  readonly sameOrder: boolean;
  /** What is wrong with the target. */
  readonly findings: readonly Finding[];
}

export interface CopyOptions {
  readonly progress?: (line: string) => void;
  /** Attempts for what the target does not answer; 20 unless told. */
  readonly attempts?: number;
  readonly pause?: (attempt: number) => Promise<void>;
}

/** Events read and written at a time. */
const pageEvents = 512;

const sealedOf = ({ id, type, data, metadata }: RecordedEvent): SealedEvent => ({
  id,
  type,
  data,
  metadata,
  hash: metadataValue(metadata, 'hash'),
  bytes: eventBytes({ type, data, metadata }),
});

/** Neighbours of one stream go in one append, within the caps; the order over all streams stays. */
const appendsOf = (events: readonly RecordedEvent[]): readonly Append[] => {
  const appends: (Append & { readonly events: SealedEvent[] })[] = [];
  let bytes = 0;
  for (const event of events) {
    const last = appends.at(-1);
    const sealed = sealedOf(event);
    bytes += sealed.bytes;
    if (last?.stream === event.stream && last.events.length < limits.appendEvents && bytes <= limits.appendBytes) last.events.push(sealed);
    else {
      appends.push({ stream: event.stream, events: [sealed], expected: event.revision === 0n ? 'no_stream' : event.revision - 1n });
      bytes = sealed.bytes;
    }
  }
  return appends;
};

/**
 * Appends that may be on their way at one time: an adapter keeps those of one stream in order, and an order over all streams only where no
 * stream comes twice.
 */
const roundsOf = (appends: readonly Append[]): readonly (readonly Append[])[] => {
  const rounds: Append[][] = [];
  const inRound = new Set<string>();
  for (const append of appends) {
    const round = inRound.has(append.stream) ? undefined : rounds.at(-1);
    if (round === undefined) {
      inRound.clear();
      rounds.push([append]);
    } else round.push(append);
    inRound.add(append.stream);
  }
  return rounds;
};

/** The end of a stream: its last event and, by the chain of hashes, everything before it. */
interface StreamEnd {
  readonly revision: bigint;
  readonly hash: string;
}

const endOf = ({ revision, metadata }: RecordedEvent): StreamEnd => ({ revision, hash: metadataValue(metadata, 'hash') });

/** The end of every stream: about 200 bytes each. */
const endsOf = async (store: EventStore): Promise<ReadonlyMap<string, StreamEnd>> => {
  const ends = new Map<string, StreamEnd>();
  for await (const event of eventsOf(store)) ends.set(event.stream, endOf(event));
  return ends;
};

const diverged = (stream: string): CopyError =>
  new CopyError('COPY_DIVERGED', `the target holds another log: its ${stream} is not that of the source; nothing was written`);

/**
 * Every stream of the target is one of the source, whole or its beginning. Throws CopyError before anything is written to a log that is
 * another.
 */
const assertBeginning = async (from: EventStore, through: Position, ends: ReadonlyMap<string, StreamEnd>): Promise<void> => {
  const open = new Map(ends);
  if (open.size === 0) return;
  for await (const event of eventsOf(from, through)) {
    const there = open.get(event.stream);
    if (there?.revision !== event.revision) continue;
    if (there.hash !== endOf(event).hash) throw diverged(event.stream);
    open.delete(event.stream);
    if (open.size === 0) return;
  }
  for (const stream of open.keys()) throw diverged(stream);
};

/** Sends appends until each has its answer; the same bytes again where the target did not say. Throws CopyError. */
const write = async (
  to: EventStore,
  appends: readonly Append[],
  { attempts = 20, pause = (attempt) => sleep(Math.min(50 * 2 ** attempt, 5000)) }: CopyOptions,
): Promise<void> => {
  let waiting = appends;
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    const outcomes = await to.append(waiting);
    const open = waiting.filter((append, i) => isOpen(append, outcomes[i], outcomes));
    if (open.length > 0 && attempt >= attempts)
      throw new CopyError(
        'COPY_UNKNOWN',
        `the target did not answer ${String(attempts)} times; run the command again: it goes on where it stopped`,
      );
    if (open.length > 0) await pause(attempt);
    waiting = open;
  }
};

/** Whether an append has to be sent again: not answered, or after one of its stream that was not. Throws CopyError for a refusal. */
const isOpen = ({ stream }: Append, outcome: AppendOutcome | undefined, all: readonly AppendOutcome[]): boolean => {
  if (outcome?.kind === 'appended') return false;
  if (outcome?.kind === 'refused') throw new CopyError('COPY_REFUSED', `${stream}: ${outcome.reason}`);
  // All after a failed one of a stream are conflicts; only where nothing failed is it another log's stream.
  if (outcome?.kind === 'conflict' && !all.some(({ kind }) => kind === 'unknown'))
    throw new CopyError('COPY_DIVERGED', `${stream} of the target is not that of the source`);
  return true;
};

const sameOrder = async (from: EventStore, to: EventStore, through: Position): Promise<boolean> => {
  const there = eventsOf(to);
  for await (const event of eventsOf(from, through)) {
    const next = await there.next();
    if (next.done === true || next.value.id !== event.id || next.value.stream !== event.stream) return false;
  }
  return (await there.next()).done === true;
};

async function* eventsOf(store: EventStore, through?: Position): AsyncGenerator<RecordedEvent> {
  for await (const { events } of store.readAll(through === undefined ? {} : { through })) yield* events;
}

/**
 * Copies a log event by event, byte for byte, and proves the copy: the target is verified from event 0 and its digests are compared with
 * the source's. What the target has already is not sent again, so an interrupted copy goes on where it stopped. Events that are appended to
 * the source meanwhile are left to the next run. Throws CopyError.
 */
export const copyLog = async (
  from: EventStore,
  to: EventStore,
  catalogue: EventCatalogue,
  options: CopyOptions = {},
): Promise<CopyReport> => {
  const { progress = () => undefined } = options;
  progress('looking at what the target has ...');
  const known = await endsOf(to);
  // Asked after the target: what another copy has brought there was in the source by now.
  const through = await from.head();
  await assertBeginning(from, through, known);
  let [read, copied] = [0, 0];
  for await (const { events } of from.readAll({ through, batch: pageEvents })) {
    const missing = events.filter(({ stream, revision }) => revision > (known.get(stream)?.revision ?? -1n));
    for (const round of roundsOf(appendsOf(missing))) await write(to, round, options);
    read += events.length;
    copied += missing.length;
    progress(`${String(read)} events read, ${String(copied)} copied`);
  }
  progress('verifying the copy ...');
  const source = await verifyLog(from, catalogue, {
    through,
    progress: (events) => {
      progress(`verifying the copy: source ${String(events)} events`);
    },
  });
  const target = await verifyLog(to, catalogue, {
    progress: (events) => {
      progress(`verifying the copy: target ${String(events)} events`);
    },
  });
  // What is wrong with the source is copied with it; nothing else may be wrong with the target.
  const equal = source.content === target.content && source.head === target.head && source.findingCount === target.findingCount;
  return {
    events: source.events,
    copied,
    content: target.content,
    head: target.head,
    equal,
    sameOrder: equal && (await sameOrder(from, to, through)),
    findings: target.findings,
  };
};
