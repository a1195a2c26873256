import type { DomainEvent } from '#event-catalogue';
import type { StreamEnd } from './answer';
import type { CommandIdTable } from './command-id-table';
import type { Decider } from './decider';

export type AnyDecider = Decider<unknown, unknown, DomainEvent>;

/** A stream's fold as of its end. */
export interface CachedStream {
  readonly decider: AnyDecider;
  readonly state: unknown;
  readonly end: StreamEnd;
  readonly seen: CommandIdTable;
  /** UTF-16 units of the events behind the state. */
  readonly folded: number;
}

/** What a state may weigh at most in the estimate: a long stream's state is bounded though its events are not. */
const heaviestState = 256 * 1024;
const overhead = 1024;
/** Of so many streams one is given up more than needed. */
const spare = 16;

const weightOf = (stream: CachedStream): number => overhead + stream.seen.bytes + Math.min(stream.folded, heaviestState);

/** States of streams that nobody works on, least recently used first out; bounded in number and in estimated bytes. */
export class StreamCache {
  readonly #entries = new Map<string, CachedStream>();
  #bytes = 0;

  constructor(
    private readonly maxStreams: number,
    private readonly maxBytes: number,
  ) {}

  /** Hands the state over to the one who works on the stream. */
  take(stream: string): CachedStream | undefined {
    const cached = this.#entries.get(stream);
    if (cached === undefined) return undefined;
    this.#entries.delete(stream);
    // Nobody works on it while it is here: it weighs what it did.
    this.#bytes -= weightOf(cached);
    return cached;
  }

  /** Takes the state in again; whoever gives it back had taken the stream, so that none is here. */
  put(stream: string, cached: CachedStream): void {
    this.#entries.set(stream, cached);
    this.#bytes += weightOf(cached);
    if (this.#entries.size > this.maxStreams || this.#bytes > this.maxBytes) this.#makeRoom();
  }

  /** For many at a time: what a map has given up of its oldest entries is passed over again each time. */
  #makeRoom(): void {
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.maxStreams - Math.floor(this.maxStreams / spare) && this.#bytes <= this.maxBytes) break;
      this.take(oldest);
    }
  }
}
