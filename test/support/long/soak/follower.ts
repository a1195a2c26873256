import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf } from '#event-catalogue';
import { logStart, type EventStore, type Position } from '#event-store';
import type { Random } from '../random';
import type { Records } from './records';
import type { ToldEvent } from './told';

export interface FollowerOptions {
  readonly store: EventStore;
  readonly categories: readonly string[] | undefined;
  readonly events: Records<ToldEvent>;
  readonly random: Random;
  readonly wrong: (what: string) => void;
  /** Told of places in the log, for others to begin at. */
  readonly onPlace?: (stream: string, position: Position) => void;
}

/** Follows the log as a program does that saves its place now and then, stops at any moment and goes on from the saved place. */
export class Follower {
  /** How far it has seen the log. */
  through: Position = logStart;
  readonly #ended = new AbortController();
  readonly #following: Promise<void>;

  constructor(private readonly options: FollowerOptions) {
    this.#following = this.#follow();
  }

  async end(): Promise<void> {
    this.#ended.abort();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { events, random, wrong } = this.options;
    let saved = logStart;
    while (!this.#ended.signal.aborted) {
      try {
        saved = await this.#life(saved, AbortSignal.any([this.#ended.signal, AbortSignal.timeout(random.between(1000, 10_000))]));
        events.add({ again: saved });
      } catch (fault) {
        wrong(`a subscription threw ${String(fault)}`);
        await sleep(1000);
      }
    }
  }

  /** Returns the place that was saved last. */
  async #life(after: Position, signal: AbortSignal): Promise<Position> {
    const { store, categories, events, random, wrong, onPlace } = this.options;
    let [saved, through] = [after, after];
    for await (const batch of store.subscribe({ after, ...(categories === undefined ? {} : { categories }), batch: 100, signal })) {
      for (const { id, position, stream } of batch.events) {
        if (position <= through || position > batch.through)
          wrong(`a subscription gave ${position} behind ${through}, in a batch that ends at ${batch.through}`);
        if (categories !== undefined && !categories.includes(categoryOf(stream)))
          wrong(`a subscription of ${categories.join()} gave an event of ${stream}`);
        through = position;
        events.add({ position, id });
        onPlace?.(stream, position);
      }
      if (batch.through < through) wrong(`a batch ended at ${batch.through}, before its last event at ${through}`);
      through = batch.through;
      if (through > this.through) this.through = through;
      if (random.below(4) === 0) saved = through;
    }
    return saved;
  }
}
