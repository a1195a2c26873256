import { categoryOf, type EventCatalogue } from '#event-catalogue';
import { gather, logStart, type EventStore, type Gathered, type Position, type RecordedEvent } from '#event-store';
import type { LoggedEvent, Projection } from './projection';
import type { ProjectionFault, ReadModel, Stretch } from './read-model';

export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  /** Position through which the rows are complete. */
  readonly position: Position;
  /** Why it has stopped, where it has: the event it could not take and the cause. */
  readonly fault?: { readonly position: Position; readonly cause: unknown };
}

/** A query asked for a position that the read model did not reach in time, or never will because a projection has stopped. */
export class NotCaughtUpError extends Error {
  override readonly name = 'NotCaughtUpError';
}

interface Waiter {
  readonly position: Position;
  readonly wake: (fault?: NotCaughtUpError) => void;
}

/**
 * Events per stretch of a rebuild, which commits nothing before its end: what is decoded is written and let go before the garbage collector has
 * to copy it.
 */
const rebuildBatch = 400;

/** Keeps a read model up with the log: reads it once, decodes each event once, feeds every projection. */
export class ProjectionRunner {
  readonly #faults = new Map<string, ProjectionFault>();
  readonly #waiters = new Set<Waiter>();
  #reached: ReadonlyMap<string, Position> = new Map();

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly readModel: ReadModel,
    /** Events per transaction. */
    private readonly batch = 2000,
  ) {}

  /** Applies the log up to its present end, or up to `through`. */
  async catchUp(options: { readonly through?: Position } = {}): Promise<void> {
    const after = await this.#start();
    if (after === undefined) return;
    const batches = this.store.readAll({ after, batch: this.batch, ...this.#filter(), ...options });
    for await (const stretch of gather(batches, this.batch, this.#decode)) await this.#apply(stretch);
  }

  /** Applies the log and then whatever is appended, until the signal aborts. Throws NotCaughtUpError when no projection runs any more. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.catchUp();
    while (!signal.aborted) {
      const after = await this.#start();
      if (after === undefined) throw new NotCaughtUpError('every projection has stopped');
      for await (const batch of this.store.subscribe({ after, batch: this.batch, signal, ...this.#filter() })) {
        await this.#apply({ items: batch.events.map(this.#decode), through: batch.through });
        if (this.#faults.size === this.readModel.projections.length) break;
      }
    }
  }

  /** Builds all rows anew from event 0 and puts them in place of the present ones. Throws when a projection does. */
  async rebuild(): Promise<void> {
    await this.readModel.rebuild(async (fresh) => {
      const runner = new ProjectionRunner(this.store, this.catalogue, fresh, Math.min(this.batch, rebuildBatch));
      await runner.catchUp();
      const fault = (await runner.status()).find((status) => status.fault !== undefined);
      if (fault !== undefined) throw new NotCaughtUpError(`${fault.projection} stopped during the rebuild`, { cause: fault.fault?.cause });
    });
    this.#faults.clear();
    await this.#reach();
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    const checkpoints = await this.readModel.checkpoints();
    return this.readModel.projections.map(({ name, version }) => {
      const fault = this.#faults.get(name);
      const status = { projection: name, version, position: checkpoints.get(name) ?? logStart };
      return fault === undefined ? status : { ...status, fault: { position: fault.position, cause: fault.cause } };
    });
  }

  /** Resolves when every projection has come to a position. Throws NotCaughtUpError after `milliseconds` (5 s unless told) or when one has stopped before it. */
  async waitFor(position: Position, milliseconds = 5000): Promise<void> {
    await this.#reach();
    if (this.#slowest() >= position) return;
    this.#assertNobodyStopped(position);
    await new Promise<void>((resolve, reject) => {
      const wake = (fault?: NotCaughtUpError): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        if (fault === undefined) resolve();
        else reject(fault);
      };
      const waiter: Waiter = { position, wake };
      const timer = setTimeout(() => {
        wake(new NotCaughtUpError(`the read model did not come to ${position} in ${String(milliseconds)} ms`));
      }, milliseconds);
      this.#waiters.add(waiter);
    });
  }

  /** Where the slowest projection that still runs stands; undefined when none does. */
  async #start(): Promise<Position | undefined> {
    await this.#reach();
    const running = this.readModel.projections.filter(({ name }) => !this.#faults.has(name));
    return running.map(({ name }) => this.#reached.get(name) ?? logStart).sort()[0];
  }

  #filter(): { categories?: readonly string[] } {
    const categories = this.readModel.projections.map((projection) => projection.categories);
    return categories.every((list) => list !== undefined) ? { categories: [...new Set(categories.flat())] } : {};
  }

  readonly #decode = (stored: RecordedEvent): LoggedEvent => Object.assign(this.catalogue.decode(stored), { position: stored.position });

  async #apply({ items: decoded, through }: Gathered<LoggedEvent>): Promise<void> {
    const running = this.readModel.projections.filter(({ name }) => !this.#faults.has(name));
    const faults = await this.readModel.apply(running.map((projection) => this.#stretchFor(projection, decoded, through)));
    for (const fault of faults) this.#faults.set(fault.projection, fault);
    await this.#reach();
  }

  #stretchFor(projection: Projection, decoded: readonly LoggedEvent[], through: Position): Stretch {
    const { categories } = projection;
    if (categories === undefined) return { projection, events: decoded, through };
    return { projection, events: decoded.filter((event) => categories.includes(categoryOf(event.stream))), through };
  }

  async #reach(): Promise<void> {
    this.#reached = await this.readModel.checkpoints();
    const slowest = this.#slowest();
    for (const waiter of [...this.#waiters]) {
      if (waiter.position <= slowest) waiter.wake();
      else if (this.#faults.size > 0) waiter.wake(this.#stopped(waiter.position));
    }
  }

  #slowest(): Position {
    return this.readModel.projections.map(({ name }) => this.#reached.get(name) ?? logStart).sort()[0] ?? logStart;
  }

  #assertNobodyStopped(position: Position): void {
    if (this.#faults.size > 0) throw this.#stopped(position);
  }

  #stopped(position: Position): NotCaughtUpError {
    const [fault] = this.#faults.values();
    return new NotCaughtUpError(`${String(fault?.projection)} has stopped at ${String(fault?.position)}, before ${position}`, { cause: fault?.cause });
  }
}
