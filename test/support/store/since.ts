import {
  type Append,
  type AppendOutcome,
  EventStore,
  type LogBatch,
  logStart,
  type Position,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
  type SubscribeOptions,
} from '#event-store';

/**
 * A store as if its log began where a test began: the start of the log is that place, and a head there is the start. So one suite fits a
 * store of its own and a server that many tests have written to before.
 */
export class StoreSince extends EventStore {
  private constructor(
    private readonly store: EventStore,
    private readonly start: Position,
  ) {
    super();
  }

  static async now(store: EventStore): Promise<StoreSince> {
    return new StoreSince(store, await store.head());
  }

  /** The same place in another object of the same log. */
  reopened(store: EventStore): StoreSince {
    return new StoreSince(store, this.start);
  }

  override append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    return this.store.append(appends);
  }

  override read(stream: string, options?: ReadOptions): AsyncIterable<RecordedEvent> {
    return this.store.read(stream, options);
  }

  override readAll(options: ReadAllOptions = {}): AsyncIterable<LogBatch> {
    return this.store.readAll({ ...options, after: this.#from(options.after) });
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<LogBatch> {
    return this.store.subscribe({ ...options, after: this.#from(options.after) });
  }

  override async head(): Promise<Position> {
    const head = await this.store.head();
    return head === this.start ? logStart : head;
  }

  override close(): Promise<void> {
    return this.store.close();
  }

  #from(after: Position = logStart): Position {
    return after < this.start ? this.start : after;
  }
}
