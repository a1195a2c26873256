import {
  type Append,
  type AppendOutcome,
  EventStore,
  type LogBatch,
  type Position,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
  type SubscribeOptions,
} from '#event-store';
import type { StarvedTime } from './starved-time';
import type { CallKind, CallTimes } from './told';

const noCalls = (): CallTimes => ({ calls: 0, failed: 0, longest: 0, longestAt: 0 });

/**
 * A store whose every promise is timed: appends, and each wait of a reader for the next event or batch. Time without a core does not count.
 * Subscriptions wait for ever and are not timed.
 */
export class TimedStore extends EventStore {
  readonly times: Readonly<Record<CallKind, CallTimes>> = { append: noCalls(), read: noCalls(), readAll: noCalls(), head: noCalls() };

  constructor(
    private readonly store: EventStore,
    private readonly starved: StarvedTime,
    private readonly onAppend: (append: Append, outcome: AppendOutcome) => void,
  ) {
    super();
  }

  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const outcomes = await this.#timed('append', () => this.store.append(appends));
    for (const [i, append] of appends.entries()) this.onAppend(append, outcomes[i] as AppendOutcome);
    return outcomes;
  }

  override read(stream: string, options?: ReadOptions): AsyncIterable<RecordedEvent> {
    return this.#eachTimed('read', this.store.read(stream, options));
  }

  override readAll(options?: ReadAllOptions): AsyncIterable<LogBatch> {
    return this.#eachTimed('readAll', this.store.readAll(options));
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<LogBatch> {
    return this.store.subscribe(options);
  }

  override head(): Promise<Position> {
    return this.#timed('head', () => this.store.head());
  }

  override close(): Promise<void> {
    return this.store.close();
  }

  async *#eachTimed<T>(kind: CallKind, items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#timed(kind, () => iterator.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  async #timed<T>(kind: CallKind, call: () => Promise<T>): Promise<T> {
    const times = this.times[kind];
    const [asked, starved] = [performance.now(), this.starved.total];
    times.calls += 1;
    try {
      return await call();
    } catch (fault) {
      times.failed += 1;
      throw fault;
    } finally {
      const took = performance.now() - asked - (this.starved.total - starved);
      if (took > times.longest) [times.longest, times.longestAt] = [took, asked];
    }
  }
}
