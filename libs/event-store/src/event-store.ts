import type { SealedEvent, StoredEvent } from '#event-catalogue';

/**
 * A place in the log that a reader may resume after. Opaque; ordered by `comparePositions`; with gaps; never inside an event.
 * Written as two zero-padded numbers (commit, prepare), so text order is log order and nothing is lost when it is stored.
 */
export type Position = string & { readonly __position: unique symbol };

const zeros = '0'.repeat(20);
/** Made for every event that is read: this takes a quarter of the time of `padStart`. */
const padded = (offset: bigint | number): string => {
  const digits = String(offset);
  return zeros.slice(digits.length) + digits;
};
export const positionOf = (commit: bigint | number, prepare?: bigint | number): Position => {
  const first = padded(commit);
  return `${first}.${prepare === undefined ? first : padded(prepare)}` as Position;
};
/** Before the first event. */
export const logStart: Position = positionOf(0n);
export const comparePositions = (a: Position, b: Position): number => (a < b ? -1 : a > b ? 1 : 0);

/** An event as the store gives it back: stored texts, place in the stream, place in the log. */
export interface RecordedEvent extends StoredEvent {
  readonly id: string;
  readonly position: Position;
}

/** Events to write to one stream, atomically. `expected` is the revision of the stream's last event. Never "any". */
export interface Append {
  readonly stream: string;
  readonly events: readonly SealedEvent[];
  readonly expected: 'no_stream' | bigint;
}

/** What became of one append. `unknown` means: ask again with the same bytes; it may have been written. */
export type AppendOutcome =
  | { readonly kind: 'appended'; readonly revision: bigint; readonly position: Position }
  | { readonly kind: 'conflict'; readonly actual: 'no_stream' | bigint }
  | { readonly kind: 'unknown'; readonly reason: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly reason: string };
export type RefusalCode =
  | 'EVENT_TOO_LARGE'
  | 'EVENT_MALFORMED'
  | 'APPEND_TOO_LARGE'
  | 'APPEND_EMPTY'
  | 'STREAM_NAME_INVALID'
  | 'STORE_READ_ONLY'
  | 'STORE_STOPPED'
  | 'STORE_FULL';

/**
 * Caps: what is longer is a header and chunks in one append, all within what EventStoreDB takes. Bytes are UTF-8 of type, data and
 * metadata.
 */
export const limits = { eventBytes: 64 * 1024, appendBytes: 512 * 1024, appendEvents: 200 } as const;

/** A stretch of the log in log order. `through` also advances over events that the filter left out. */
export interface LogBatch {
  readonly events: readonly RecordedEvent[];
  readonly through: Position;
}

/** Which events of a stream: from a revision on, so many, in revision order or backwards. */
export interface ReadOptions {
  readonly from?: bigint;
  readonly direction?: 'forwards' | 'backwards';
  readonly max?: number;
}

/** Which stretch of the log: behind `after`, up to and including `through`, of some categories; at most so many events a batch. */
export interface ReadAllOptions {
  readonly after?: Position;
  readonly through?: Position;
  readonly categories?: readonly string[];
  readonly batch?: number;
}

/** From where the log is followed, until the signal aborts. */
export interface SubscribeOptions {
  readonly after?: Position;
  readonly categories?: readonly string[];
  readonly batch?: number;
  readonly signal: AbortSignal;
}

/**
 * The log. Exactly what EventStoreDB gives, so that no adapter promises more: atomic appends to one stream each with an exact expected
 * revision, revisions 0-based without holes, an order over all streams, at-least-once delivery, no transaction across streams.
 */
export abstract class EventStore {
  /**
   * One outcome per element, in order; never throws for a store fault. Each element is atomic alone. Two elements may name one stream and
   * apply in order; all after a failed one are conflicts. A repeated append whose events are already stored at that place is `appended`
   * again.
   */
  abstract append(appends: readonly Append[]): Promise<readonly AppendOutcome[]>;
  /** Events of one stream in revision order (or backwards). An absent stream is empty. */
  abstract read(stream: string, options?: ReadOptions): AsyncIterable<RecordedEvent>;
  /**
   * As `read` from a revision on, where the store has the stream at hand and need not be waited for; undefined where it has not. Throws
   * what `read` rejects with.
   */
  readAtHand(_stream: string, _from: bigint): readonly RecordedEvent[] | undefined {
    return undefined;
  }
  /**
   * The log up to its end at the time of asking; optionally only streams of these categories, up to and including `through`. Batches have
   * at most `batch` events, often fewer (see `gather`); between them other work of the process gets its turn.
   */
  abstract readAll(options?: ReadAllOptions): AsyncIterable<LogBatch>;
  /** Like readAll, then live. Ends only when the signal aborts; a clean end otherwise is a dropped subscription and the caller resumes. */
  abstract subscribe(options: SubscribeOptions): AsyncIterable<LogBatch>;
  /** Position of the last event, or `logStart`. */
  abstract head(): Promise<Position>;
  /** Finishes what is in flight, then lets go of files and connections. */
  abstract close(): Promise<void>;
}
