import { setTimeout as sleep } from 'node:timers/promises';
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

/** Far more than any fault of a test strikes in a row. */
const maxAttempts = 200;

/** A store under faults, asked as the command runner asks: after an unknown outcome with the same bytes, until it is known. */
export class PersistentStore extends EventStore {
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor(private readonly store: EventStore) {
    super();
  }

  override append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const asked = this.#append(appends).finally(() => this.#inFlight.delete(asked));
    this.#inFlight.add(asked);
    return asked;
  }

  async #append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const outcomes: AppendOutcome[] = [...(await this.store.append(appends))];
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const open = [...outcomes.keys()].filter((i) => outcomes[i]?.kind === 'unknown');
      if (open.length === 0) return outcomes;
      await sleep(Math.min(attempt, 20));
      const again = await this.store.append(open.map((i) => appends[i] as Append));
      for (const [j, i] of open.entries()) outcomes[i] = again[j] as AppendOutcome;
    }
    return outcomes;
  }

  override read(stream: string, options?: ReadOptions): AsyncIterable<RecordedEvent> {
    return this.store.read(stream, options);
  }

  override readAll(options?: ReadAllOptions): AsyncIterable<LogBatch> {
    return this.store.readAll(options);
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<LogBatch> {
    return this.store.subscribe(options);
  }

  override head(): Promise<Position> {
    return this.store.head();
  }

  override async close(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
    await this.store.close();
  }
}
