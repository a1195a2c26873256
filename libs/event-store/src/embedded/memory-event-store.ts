import { setImmediate as nextTurn } from 'node:timers/promises';
import { categoryOf } from '#event-catalogue';
import {
  type Append,
  type AppendOutcome,
  comparePositions,
  EventStore,
  type LogBatch,
  logStart,
  type Position,
  positionOf,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
  type SubscribeOptions,
} from '../event-store';
import { applyAppends, bytesInLog, type StreamShelf } from './append-rules';
import { ChangeSignal } from './change-signal';
import { followLog } from './follow';

/** The store of tests and dry runs: same rules, nothing survives. */
export class MemoryEventStore extends EventStore {
  readonly #log: RecordedEvent[] = [];
  readonly #streams = new Map<string, RecordedEvent[]>();
  readonly #changed = new ChangeSignal();
  readonly #shelf: StreamShelf = {
    head: (stream) => (this.#streams.get(stream)?.length ?? 0) - 1,
    at: (stream, revision) => this.#streams.get(stream)?.[revision],
    put: (append, head) => this.#put(append, head),
  };
  #offset = 0;
  #closed = false;

  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    if (this.#closed) return appends.map(() => ({ kind: 'refused', code: 'STORE_STOPPED', reason: 'the store is closed' }));
    const outcomes = applyAppends(appends, this.#shelf);
    this.#changed.raise();
    // Told in a later turn, as by every store that writes somewhere: who does not wait for the answer shows it in tests, too.
    await nextTurn();
    return outcomes;
  }

  override async *read(stream: string, options: ReadOptions = {}): AsyncGenerator<RecordedEvent> {
    const events = this.#streams.get(stream) ?? [];
    const max = options.max ?? Number.MAX_SAFE_INTEGER;
    if (options.direction === 'backwards') {
      const from = Math.min(options.from === undefined ? events.length - 1 : Number(options.from), events.length - 1);
      for (let i = from; i >= 0 && from - i < max; i -= 1) yield events[i] as RecordedEvent;
      return;
    }
    const from = Number(options.from ?? 0n);
    yield* events.slice(from, from + max);
  }

  override async *readAll(options: ReadAllOptions = {}): AsyncGenerator<LogBatch> {
    const { categories } = options;
    const batch = options.batch ?? 1000;
    const end = this.#indexAfter(options.through ?? positionOf(this.#offset));
    for (let from = this.#indexAfter(options.after ?? logStart); from < end; from += batch) {
      const stretch = this.#log.slice(from, Math.min(from + batch, end));
      const events = categories === undefined ? stretch : stretch.filter((event) => categories.includes(categoryOf(event.stream)));
      yield { events, through: (stretch.at(-1) as RecordedEvent).position };
    }
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<LogBatch> {
    return followLog(this, this.#changed, options);
  }

  override async head(): Promise<Position> {
    return positionOf(this.#offset);
  }

  override async close(): Promise<void> {
    this.#closed = true;
  }

  /** Index of the first event after a position. */
  #indexAfter(position: Position): number {
    let [low, high] = [0, this.#log.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (comparePositions((this.#log[middle] as RecordedEvent).position, position) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #put(append: Append, head: number): Position {
    const stored = this.#streams.get(append.stream) ?? [];
    this.#streams.set(append.stream, stored);
    for (const [i, event] of append.events.entries()) {
      this.#offset += bytesInLog(append.stream, event);
      const { id, type, data, metadata } = event;
      const recorded: RecordedEvent = {
        stream: append.stream,
        revision: BigInt(head + 1 + i),
        id,
        type,
        data,
        metadata,
        position: positionOf(this.#offset),
      };
      stored.push(recorded);
      this.#log.push(recorded);
    }
    return positionOf(this.#offset);
  }
}
