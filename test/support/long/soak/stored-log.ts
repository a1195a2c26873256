import { hashOfStored, metadataValue, uuidV8OfHash, zeroHash, type Metadata } from '#event-catalogue';
import { positionOf, type Position } from '#event-store';
import { openDatabase, rowsOf } from '#sqlite';

export interface Stored {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const textOf = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString('utf8');

/** What the server has in its file, read without the adapter: the truth to hold everything against. */
export class StoredLog {
  readonly events: Stored[] = [];
  readonly streams = new Map<string, Stored[]>();
  /** Where an event lies in `events`. */
  readonly places = new Map<Position, number>();

  constructor(file: string) {
    const db = openDatabase(file);
    for (const row of rowsOf(db, "SELECT * FROM log WHERE stream LIKE 'counter-%' OR stream LIKE 'mirror-%' ORDER BY position")) {
      const stored: Stored = {
        stream: row['stream'] as string,
        revision: row['revision'] as number,
        position: positionOf(row['position'] as number),
        id: row['id'] as string,
        type: row['type'] as string,
        data: textOf(row['data']),
        metadata: textOf(row['metadata']),
      };
      this.places.set(stored.position, this.events.push(stored) - 1);
      const stream = this.streams.get(stored.stream);
      if (stream === undefined) this.streams.set(stored.stream, [stored]);
      else stream.push(stored);
    }
    db.close();
  }

  /** Index of the first event behind a position. */
  behind(position: Position): number {
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.events[middle] as Stored).position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Holes, breaks of a chain and bytes that do not have their hash. */
  *flaws(): Generator<string> {
    for (const [stream, events] of this.streams) {
      let prev = zeroHash;
      for (const [i, event] of events.entries()) {
        const { hash, prev: told } = JSON.parse(event.metadata) as Metadata;
        if (event.revision !== i) yield `${stream} has revision ${String(event.revision)} where ${String(i)} is due`;
        if (told !== prev) yield `${stream} has another chain at ${String(i)}`;
        if (hashOfStored({ ...event, revision: BigInt(event.revision) }) !== hash || uuidV8OfHash(hash) !== event.id)
          yield `${stream} has other bytes than its hash at ${String(i)}`;
        prev = hash;
      }
    }
  }

  /** The events of each command; a command that had a second effect is a flaw. */
  effects(flaw: (what: string) => void): ReadonlyMap<string, readonly Stored[]> {
    const effects = new Map<string, Stored[]>();
    for (const event of this.events) {
      const command = metadataValue(event.metadata, 'commandId');
      const before = effects.get(command);
      if (before === undefined) effects.set(command, [event]);
      else before.push(event);
    }
    for (const [command, events] of effects)
      for (const [i, event] of events.entries()) {
        const { index } = JSON.parse(event.metadata) as Metadata;
        const first = events[0] as Stored;
        if (index !== String(i) || event.stream !== first.stream || event.revision !== first.revision + i)
          flaw(
            `the effect of ${command} is doubled or torn: event ${String(i)} of it has index ${index}, ${event.stream}@${String(event.revision)}`,
          );
      }
    return effects;
  }
}
