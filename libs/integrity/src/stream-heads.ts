/** The last event of a stream as far as a scan has come. */
export interface StreamHead {
  readonly revision: number;
  /** Hash stored with it, hexadecimal. */
  readonly hash: string;
  /** Its recordedAt as a number that grows with time. */
  readonly recordedAt: number;
}

const hashBytes = 32;

/** Heads of all streams of a log in flat arrays: about 130 bytes a stream, its name included. */
export class StreamHeads {
  readonly #slots = new Map<string, number>();
  #revisions = new Float64Array(1024);
  #recordedAt = new Float64Array(1024);
  #hashes = Buffer.alloc(1024 * hashBytes);

  get size(): number {
    return this.#slots.size;
  }

  get(stream: string): StreamHead | undefined {
    const slot = this.#slots.get(stream);
    return slot === undefined ? undefined : this.#at(slot);
  }

  set(stream: string, head: StreamHead): void {
    const slot = this.#slots.get(stream) ?? this.#add(stream);
    this.#revisions[slot] = head.revision;
    this.#recordedAt[slot] = head.recordedAt;
    this.#hashes.write(head.hash, slot * hashBytes, hashBytes, 'hex');
  }

  /** In order of the streams' names (UTF-16 units). */
  *sorted(): Generator<readonly [stream: string, head: StreamHead]> {
    for (const stream of [...this.#slots.keys()].sort()) yield [stream, this.#at(this.#slots.get(stream) ?? 0)];
  }

  #at(slot: number): StreamHead {
    return {
      revision: this.#revisions[slot] ?? 0,
      recordedAt: this.#recordedAt[slot] ?? 0,
      hash: this.#hashes.toString('hex', slot * hashBytes, (slot + 1) * hashBytes),
    };
  }

  #add(stream: string): number {
    const slot = this.#slots.size;
    this.#slots.set(stream, slot);
    if (slot === this.#revisions.length) this.#grow();
    return slot;
  }

  #grow(): void {
    const size = this.#revisions.length * 2;
    const [revisions, recordedAt, hashes] = [new Float64Array(size), new Float64Array(size), Buffer.alloc(size * hashBytes)];
    revisions.set(this.#revisions);
    recordedAt.set(this.#recordedAt);
    hashes.set(this.#hashes);
    [this.#revisions, this.#recordedAt, this.#hashes] = [revisions, recordedAt, hashes];
  }
}

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/**
 * A moment in RFC 3339 UTC with milliseconds as a number that orders as moments do. A day of 31 to every month keeps order and needs no
 * calendar.
 */
export const orderOfInstant = (instant: string): number => {
  const days = ((two(instant, 0) * 100 + two(instant, 2)) * 12 + two(instant, 5)) * 31 + two(instant, 8);
  const seconds = ((days * 24 + two(instant, 11)) * 60 + two(instant, 14)) * 60 + two(instant, 17);
  return seconds * 1000 + two(instant, 20) * 10 + digit(instant, 22);
};
