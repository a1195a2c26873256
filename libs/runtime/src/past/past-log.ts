import { metadataValue } from '#event-catalogue';
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
} from '#event-store';

/** The moment of a question: what was effective by `asOf` (RFC 3339 UTC with milliseconds), as known at a position of the log. */
export interface LogMoment {
  readonly asOf?: string;
  readonly knownAt: Position;
}

/**
 * A log as it was at a moment: nothing after the position, and where `asOf` is given only what was effective by then. An event that begins
 * a stream counts as soon as another of its stream does: a period is opened by whichever charge comes first, and what was accepted earlier
 * may come later.
 */
export class PastLog extends EventStore {
  readonly #begun = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(
    private readonly store: EventStore,
    readonly moment: LogMoment,
  ) {
    super();
  }

  override async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<RecordedEvent> {
    const { from = 0n, direction = 'forwards', max = Number.MAX_SAFE_INTEGER } = options;
    const events: RecordedEvent[] = [];
    for await (const event of this.store.read(stream)) {
      if (event.position > this.moment.knownAt) break;
      events.push(event);
    }
    const counting = events.some((event) => event.revision > 0n && this.#counts(event))
      ? events.filter((event) => event.revision === 0n || this.#counts(event))
      : events.filter((event) => this.#counts(event));
    const wanted = (direction === 'forwards' ? counting : counting.reverse()).filter(({ revision }) =>
      direction === 'forwards' ? revision >= from : options.from === undefined || revision <= from,
    );
    yield* wanted.slice(0, max);
  }

  override async *readAll(options: ReadAllOptions = {}): AsyncGenerator<LogBatch> {
    const { knownAt } = this.moment;
    const through = options.through === undefined || options.through > knownAt ? knownAt : options.through;
    if (through === logStart) return;
    const begun = await this.#begunStreams(options.categories);
    for await (const batch of this.store.readAll({ ...options, through }))
      yield {
        through: batch.through,
        events: batch.events.filter((event) => this.#counts(event) || (event.revision === 0n && begun.has(event.stream))),
      };
  }

  override async head(): Promise<Position> {
    const head = await this.store.head();
    return head < this.moment.knownAt ? head : this.moment.knownAt;
  }

  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    return appends.map(() => ({ kind: 'refused', code: 'STORE_READ_ONLY', reason: 'what was is not written any more' }));
  }

  override subscribe(): AsyncIterable<LogBatch> {
    throw new TypeError('nothing follows what was');
  }

  /** The log behind it stays open: it belongs to somebody else. */
  override async close(): Promise<void> {
    this.#begun.clear();
  }

  #counts(event: RecordedEvent): boolean {
    return this.moment.asOf === undefined || metadataValue(event.metadata, 'effectiveAt') <= this.moment.asOf;
  }

  /** Streams whose first event is effective later than one that follows it, of some categories: few, and found in one pass. */
  #begunStreams(categories: readonly string[] | undefined): Promise<ReadonlySet<string>> {
    const key = categories?.join() ?? '';
    const known = this.#begun.get(key) ?? this.#findBegun(categories);
    this.#begun.set(key, known);
    return known;
  }

  async #findBegun(categories: readonly string[] | undefined): Promise<ReadonlySet<string>> {
    const begun = new Set<string>();
    if (this.moment.asOf === undefined) return begun;
    const later = new Set<string>();
    for await (const { events } of this.store.readAll({
      through: this.moment.knownAt,
      ...(categories === undefined ? {} : { categories }),
    }))
      for (const event of events) {
        const counts = this.#counts(event);
        if (event.revision === 0n && !counts) later.add(event.stream);
        else if (counts && later.delete(event.stream)) begun.add(event.stream);
      }
    return begun;
  }
}
