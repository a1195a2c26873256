import type { Position } from './event-store';

/** How far each process has come. Losing them costs time, never money. */
export abstract class Checkpoints {
  /** Undefined for a process that has not run yet. */
  abstract load(process: string): Promise<Position | undefined>;
  /** Of every process that has one. */
  abstract all(): Promise<ReadonlyMap<string, Position>>;
  abstract save(reached: ReadonlyMap<string, Position>): Promise<void>;
  abstract close(): Promise<void>;
}

export class MemoryCheckpoints extends Checkpoints {
  readonly #reached = new Map<string, Position>();

  override async load(process: string): Promise<Position | undefined> {
    return this.#reached.get(process);
  }

  override async all(): Promise<ReadonlyMap<string, Position>> {
    return new Map(this.#reached);
  }

  override async save(reached: ReadonlyMap<string, Position>): Promise<void> {
    for (const [process, position] of reached) this.#reached.set(process, position);
  }

  override async close(): Promise<void> {
    await Promise.resolve();
  }
}
