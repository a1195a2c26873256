import { metadataValue, parseMetadata, type Metadata, type StoredEvent } from './envelope';
import type { AnyEventType, DomainEvent, Folded, Upcaster } from './event-type';
import { asStored, MalformedValueError } from './shape';

/** A stored event that the catalogue cannot read: unknown name, newer version, missing upcaster. Readers stop; they never skip. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/** A decoded event with its place and metadata. `E` is the union of the reader's event types. */
export type Recorded<E extends DomainEvent = DomainEvent> = E & {
  readonly stream: string;
  readonly revision: bigint;
  readonly metadata: Metadata;
};

/** What is stored is no event any more: its hash will not fit either. */
export class EventUnreadableError extends Error {
  override readonly name = 'EventUnreadableError';
}

const parsed = ({ stream, revision }: StoredEvent, text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new EventUnreadableError(`the stored event ${stream}@${String(revision)} is no JSON`, { cause });
  }
};

/** The current version of every event, and the way up from every older one. */
export class EventCatalogue {
  readonly #current = new Map<string, AnyEventType>();
  readonly #lifts = new Map<string, Upcaster>();

  constructor(current: readonly AnyEventType[], lifts: readonly Upcaster[] = []) {
    for (const type of current) {
      if (this.#current.has(type.name)) throw new RangeError(`two events are named ${type.name}`);
      this.#current.set(type.name, type);
    }
    for (const lift of lifts) this.#lifts.set(`${lift.from.name}@${String(lift.from.version)}`, lift);
    for (const type of current)
      for (let version = 1; version < type.version; version += 1)
        if (!this.#lifts.has(`${type.name}@${String(version)}`)) throw new RangeError(`${type.name} v${String(version)} has no upcaster`);
  }

  types(): readonly AnyEventType[] {
    return [...this.#current.values()];
  }

  current(name: string): AnyEventType {
    const type = this.#current.get(name);
    if (type === undefined) throw new UnknownEventError(`unknown event ${name}`);
    return type;
  }

  /**
   * JCS text of an event's data, checked field by field; a process may copy what an older log holds. Throws MalformedValueError naming the
   * field.
   */
  encode(event: DomainEvent): { readonly type: AnyEventType; readonly data: string } {
    const type = this.current(event.type);
    return { type, data: JSON.stringify(asStored(type.data).parse(event.data, type.name)) };
  }

  /**
   * Reads a stored event written by `encode`; lifts older versions. The bytes are vouched for by the hash chain, so shapes are not checked
   * again here. `E`: the events of the stream's category, which holds no others; the reader knows which category it reads. Throws
   * EventUnreadableError for a text that a disk has spoilt.
   */
  decode<E extends DomainEvent = DomainEvent>(stored: StoredEvent): Recorded<E> {
    if (stored.decoded !== undefined) return stored.decoded as Recorded<E>;
    const metadata = parsed(stored, stored.metadata) as Metadata;
    const data = this.#lift(stored.type, metadata.schemaVersion, parsed(stored, stored.data));
    return { type: stored.type, data, stream: stored.stream, revision: stored.revision, metadata } as Recorded<E>;
  }

  /** What a fold needs of a stored event, as `decode` reads it; metadata is not parsed. */
  decodeForFold(stored: StoredEvent): Folded {
    const written = parsed(stored, stored.data);
    const data = this.#lift(stored.type, metadataValue(stored.metadata, 'schemaVersion'), written);
    return data === written ? { type: stored.type, data, text: stored.data } : { type: stored.type, data };
  }

  /**
   * As `decode`, and holds the stored texts to what they must be: metadata and data canonical, data in the shape of the version it was
   * written under, what it is lifted to in the shape of today. For verification. Throws SyntaxError, MalformedValueError,
   * UnknownEventError.
   */
  decodeStrictly(stored: StoredEvent): Recorded {
    const metadata = parseMetadata(stored.metadata);
    const current = this.current(stored.type);
    const written = this.#writtenUnder(current, metadata.schemaVersion);
    const parsed = asStored(written.data).parse(JSON.parse(stored.data), stored.type);
    if (JSON.stringify(parsed) !== stored.data) throw new MalformedValueError(stored.type, 'canonical JSON');
    const data =
      written === current ? parsed : asStored(current.data).parse(this.#lift(stored.type, metadata.schemaVersion, parsed), stored.type);
    return { type: stored.type, data, stream: stored.stream, revision: stored.revision, metadata };
  }

  #writtenUnder(current: AnyEventType, schemaVersion: string): AnyEventType {
    return schemaVersion === String(current.version)
      ? current
      : (this.#lifts.get(`${current.name}@${schemaVersion}`)?.from ?? this.#unknownVersion(current, schemaVersion));
  }

  #unknownVersion(current: AnyEventType, schemaVersion: string): never {
    throw new UnknownEventError(`${current.name} v${schemaVersion} is not one of v1 to v${String(current.version)}`);
  }

  #lift(name: string, schemaVersion: string, stored: unknown): unknown {
    const type = this.current(name);
    const written = Number(schemaVersion);
    if (!Number.isSafeInteger(written) || written < 1 || written > type.version) this.#unknownVersion(type, schemaVersion);
    let data = stored;
    for (let version = written; version < type.version; version += 1) data = this.#lifts.get(`${name}@${String(version)}`)?.lift(data);
    return data;
  }

  /** One JSON Schema per event, as published under docs/events. */
  schemas(): readonly { readonly file: string; readonly schema: Readonly<Record<string, unknown>> }[] {
    return this.types().map((type) => ({
      file: `${type.name}.v${String(type.version)}.json`,
      schema: {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: type.name,
        description: type.meaning,
        version: type.version,
        ...type.data.schema,
      },
    }));
  }
}
