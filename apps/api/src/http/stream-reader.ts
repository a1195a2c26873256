import { Injectable } from '@nestjs/common';
import { type DomainEvent, EventCatalogue, idOf, type Recorded } from '#event-catalogue';
import { EventStore, type Position } from '#event-store';

/** One recorded fact of a resource, as it is in the log. */
export interface FactOf<E extends DomainEvent> {
  readonly type: E['type'];
  readonly revision: string;
  readonly effectiveAt: string;
  readonly recordedAt: string;
  readonly hash: string;
  readonly data: E['data'];
}
/** Of whichever event: each with its own data. */
export type Fact<E extends DomainEvent = DomainEvent> = E extends DomainEvent ? FactOf<E> : never;

/** A resource read from its own stream: consistent with every write that was answered, and with the revision for If-Match. */
export class StreamDocument<E extends DomainEvent = DomainEvent> {
  constructor(
    readonly id: string,
    readonly revision: string,
    readonly facts: readonly Fact<E>[],
  ) {}
}

const factOf = ({ type, revision, metadata, data }: Recorded): Fact => ({
  type,
  revision: String(revision),
  effectiveAt: metadata.effectiveAt,
  recordedAt: metadata.recordedAt,
  hash: metadata.hash,
  data,
});

/**
 * Reads single resources from the log. Lists come from the read models. `E`: the events of the stream's category, which holds no others.
 */
@Injectable()
export class StreamReader {
  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
  ) {}

  /** All events of a stream, decoded; empty where nothing was ever written. */
  async events<E extends DomainEvent>(stream: string): Promise<readonly Recorded<E>[]> {
    const events: Recorded<E>[] = [];
    for await (const event of this.stream<E>(stream)) events.push(event);
    return events;
  }

  /** As `events`, one after another: for streams that do not fit into memory. */
  async *stream<E extends DomainEvent>(stream: string): AsyncGenerator<Recorded<E>> {
    for await (const stored of this.store.read(stream)) yield this.catalogue.decode<E>(stored);
  }

  /** The last event of a stream. */
  async last<E extends DomainEvent>(stream: string): Promise<Recorded<E> | undefined> {
    for await (const stored of this.store.read(stream, { direction: 'backwards', max: 1 })) return this.catalogue.decode<E>(stored);
    return undefined;
  }

  /** Where in the log a stream begins; undefined where nothing was ever written. */
  async position(stream: string): Promise<Position | undefined> {
    for await (const { position } of this.store.read(stream, { max: 1 })) return position;
    return undefined;
  }

  async document<E extends DomainEvent>(stream: string): Promise<StreamDocument<E> | undefined> {
    const facts = (await this.events<E>(stream)).map(factOf) as readonly Fact[] as readonly Fact<E>[];
    const last = facts.at(-1);
    return last === undefined ? undefined : new StreamDocument(idOf(stream), last.revision, facts);
  }
}
