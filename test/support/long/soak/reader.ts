import { setTimeout as sleep } from 'node:timers/promises';
import { metadataValue, zeroHash, type Metadata } from '#event-catalogue';
import { logStart, StoreReadError, type EventStore, type Position } from '#event-store';
import type { Random } from '../random';
import type { Records } from './records';
import { idsOf, type ToldRead } from './told';

export interface ReaderOptions {
  readonly store: EventStore;
  readonly reads: Records<ToldRead>;
  readonly random: Random;
  readonly count: (what: string) => void;
  readonly wrong: (what: string) => void;
}

const remembered = 400;

/** Reads streams and stretches of the log, again and again, and keeps what came for the verdict. */
export class Reader {
  readonly #places: { readonly stream: string; readonly position: Position }[] = [];
  readonly #reading: Promise<unknown>;
  #next = 0;
  #ended = false;

  constructor(private readonly options: ReaderOptions) {
    this.#reading = Promise.all([this.#loop(() => this.#readStream(), 100), this.#loop(() => this.#readLog(), 400)]);
  }

  /** A place to begin at. */
  see(stream: string, position: Position): void {
    this.#places[this.#next++ % remembered] = { stream, position };
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#reading;
  }

  async #loop(read: () => Promise<void>, pause: number): Promise<void> {
    const { count, wrong, random } = this.options;
    while (!this.#ended) {
      await sleep(random.between(pause / 2, pause));
      if (this.#places.length === 0) continue;
      try {
        await read();
        count('reads');
      } catch (fault) {
        // The store was away for longer than a read waits: whoever reads asks again.
        if (fault instanceof StoreReadError) count('reads given up');
        else wrong(`a read threw ${String(fault)}`);
      }
    }
  }

  #place(): { readonly stream: string; readonly position: Position } {
    return this.#places[this.options.random.below(this.#places.length)] as { readonly stream: string; readonly position: Position };
  }

  async #readStream(): Promise<void> {
    const { store, reads, wrong, random } = this.options;
    const { stream } = this.#place();
    const backwards = random.below(4) === 0;
    const ids: string[] = [];
    let revision: number | undefined;
    let hash = zeroHash;
    for await (const event of store.read(stream, backwards ? { direction: 'backwards', max: 20 } : {})) {
      const due = revision === undefined ? (backwards ? Number(event.revision) : 0) : revision + (backwards ? -1 : 1);
      if (Number(event.revision) !== due) wrong(`${stream} was read with ${String(event.revision)} where ${String(due)} was due`);
      if (!backwards && (JSON.parse(event.metadata) as Metadata).prev !== hash)
        wrong(`${stream} was read with another chain at ${String(event.revision)}`);
      hash = metadataValue(event.metadata, 'hash');
      revision = Number(event.revision);
      ids.push(event.id);
    }
    if (revision === undefined) wrong(`${stream} was read as empty, though it has events`);
    if (backwards) ids.reverse();
    reads.add({ of: 'stream', stream, from: backwards ? (revision ?? 0) : 0, events: ids.length, ids: idsOf(ids) });
  }

  async #readLog(): Promise<void> {
    const { store, reads, wrong, random } = this.options;
    const after = this.#place().position;
    const categories = [undefined, ['mirror'], ['counter', 'mirror']][random.below(3)];
    const end = await store.head();
    const ids: string[] = [];
    let through = logStart;
    for await (const batch of store.readAll({ after, batch: 200, ...(categories === undefined ? {} : { categories }) })) {
      for (const { id, position } of batch.events) {
        if (position <= after || position <= through) wrong(`the log was read with ${position} behind ${through}`);
        through = position;
        ids.push(id);
      }
      through = batch.through;
    }
    if (after < end && through < end) wrong(`the log was read to ${through}, though it went on to ${end}`);
    reads.add({ of: 'log', after, through: through === logStart ? after : through, categories, events: ids.length, ids: idsOf(ids) });
  }
}
