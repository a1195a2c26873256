import { EventStore, type Append, type AppendOutcome, type LogBatch, type Position, type RecordedEvent } from '#event-store';
import type { Log } from '../log/log';
import type { OpenSpan, Traces } from '../traces/traces';
import type { Metrics } from './metrics';

export interface Measuring {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly traces: Traces;
  /** Milliseconds that only grow: `performance.now`. */
  readonly monotonic: () => number;
}

const sought = '"traceparent":"';

/**
 * The `traceparent` of sealed metadata. It is read without parsing: a quote inside a value is escaped, so the first match is the key
 * itself.
 */
const traceparentIn = (metadata: string | undefined): string | undefined => {
  const from = metadata?.indexOf(sought) ?? -1;
  return metadata === undefined || from < 0 ? undefined : metadata.slice(from + sought.length, metadata.indexOf('"', from + sought.length));
};

type Subscription = Parameters<EventStore['subscribe']>[0];

/**
 * Any store, measured: how long appends take, what became of them, and subscriptions that end by themselves. Streams and the log are read
 * through it unmeasured: a fold of a million events does not stop for each.
 */
export class MeasuredEventStore extends EventStore {
  #unanswered = false;

  constructor(
    private readonly inner: EventStore,
    private readonly measuring: Measuring,
  ) {
    super();
  }

  /** The last append had no known outcome: to ask the store for its head may then look fine and mean little. */
  get unanswered(): boolean {
    return this.#unanswered;
  }

  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const { metrics, monotonic } = this.measuring;
    const span = this.#spanOf(appends);
    const began = monotonic();
    try {
      const outcomes = await span.within(() => this.inner.append(appends));
      for (const [i, outcome] of outcomes.entries()) this.#count(outcome, appends[i]?.events.length ?? 0);
      span.end(outcomes.find(({ kind }) => kind === 'unknown' || kind === 'refused')?.kind);
      return outcomes;
    } catch (fault) {
      metrics.count('faults', { operation: 'append' });
      span.end('the store failed');
      throw fault;
    } finally {
      metrics.observe('appendSeconds', {}, (monotonic() - began) / 1000);
    }
  }

  override read(stream: string, options?: Parameters<EventStore['read']>[1]): AsyncIterable<RecordedEvent> {
    return this.inner.read(stream, options);
  }

  override readAtHand(stream: string, from: bigint): readonly RecordedEvent[] | undefined {
    return this.inner.readAtHand(stream, from);
  }

  override readAll(options?: Parameters<EventStore['readAll']>[0]): AsyncIterable<LogBatch> {
    return this.inner.readAll(options);
  }

  override async *subscribe(options: Subscription): AsyncGenerator<LogBatch> {
    const { metrics } = this.measuring;
    try {
      yield* this.inner.subscribe(options);
    } catch (fault) {
      if (!options.signal.aborted) metrics.count('resubscriptions', { reason: 'broken' });
      throw fault;
    }
    // A reader that wants no more returns the generator and never comes here.
    if (!options.signal.aborted) metrics.count('resubscriptions', { reason: 'ended' });
  }

  override async head(): Promise<Position> {
    try {
      return await this.inner.head();
    } catch (fault) {
      this.measuring.metrics.count('faults', { operation: 'head' });
      throw fault;
    }
  }

  override close(): Promise<void> {
    return this.inner.close();
  }

  /** Appends of several commands go together: the span belongs to the first and knows the others. */
  #spanOf(appends: readonly Append[]): OpenSpan {
    const traceparents = [...new Set(appends.flatMap(({ events }) => traceparentIn(events[0]?.metadata) ?? []))];
    const [parent, ...links] = traceparents;
    const events = appends.reduce((sum, append) => sum + append.events.length, 0);
    return this.measuring.traces.begin('append', {
      parent,
      links,
      kind: 'client',
      attributes: { 'tidewaiter.streams': appends.length, 'tidewaiter.events': events },
    });
  }

  #count(outcome: AppendOutcome, events: number): void {
    const { metrics } = this.measuring;
    metrics.count('appends', { outcome: outcome.kind, code: outcome.kind === 'refused' ? outcome.code : '' });
    if (outcome.kind === 'appended') metrics.count('appendedEvents', {}, events);
    this.#unanswered = outcome.kind === 'unknown';
  }
}
