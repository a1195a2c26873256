import { EventStore, type Append, type AppendOutcome, type LogBatch, type Position, type RecordedEvent } from '#event-store';

/** A store that can be taken away: it then hangs until it is back and answers nothing even so, or fails at once with a telling message. */
export class SwitchedStore extends EventStore {
  #state: 'up' | 'hangs' | 'fails' = 'up';
  #back: () => void = () => undefined;
  #return: Promise<void> = Promise.resolve();

  constructor(
    private readonly inner: EventStore,
    /** What it says when it fails: an adapter's own words. */
    private readonly words = 'unavailable',
  ) {
    super();
  }

  take(state: 'hangs' | 'fails'): void {
    this.#state = state;
    this.#return = new Promise((resolve) => (this.#back = resolve));
  }

  giveBack(): void {
    this.#state = 'up';
    this.#back();
  }

  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    if (this.#state === 'up') return this.inner.append(appends);
    if (this.#state === 'hangs') await this.#return;
    return appends.map(() => ({ kind: 'unknown', reason: this.words }));
  }
  override async *read(...asked: Parameters<EventStore['read']>): AsyncGenerator<RecordedEvent> {
    await this.#answer();
    yield* this.inner.read(...asked);
  }
  override async *readAll(...asked: Parameters<EventStore['readAll']>): AsyncGenerator<LogBatch> {
    await this.#answer();
    yield* this.inner.readAll(...asked);
  }
  override async *subscribe(...asked: Parameters<EventStore['subscribe']>): AsyncGenerator<LogBatch> {
    await this.#answer();
    yield* this.inner.subscribe(...asked);
  }
  override async head(): Promise<Position> {
    await this.#answer();
    return this.inner.head();
  }
  override close(): Promise<void> {
    this.giveBack();
    return this.inner.close();
  }

  async #answer(): Promise<void> {
    if (this.#state === 'up') return;
    if (this.#state === 'hangs') await this.#return;
    throw new Error(this.words);
  }
}
