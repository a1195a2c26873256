import { setTimeout as sleep } from 'node:timers/promises';
import type { EventCatalogue } from '#event-catalogue';
import { gather, logStart, type EventStore, type Gathered, type Position, type RecordedEvent } from '#event-store';
import { ReadModelConnectionError } from './connection-error';
import { NotCaughtUpError } from './not-caught-up-error';
import { chosenParts, partName, partsOf, stretchesFor, type Part, type ProjectionPart } from './parts';
import { PositionWaiters } from './position-waiters';
import type { LoggedEvent } from './projection';
import type { ProjectionFault, ReadModel, RecordedFault } from './read-model';

export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  /** Position through which the rows are complete. */
  readonly position: Position;
  /** Why it has stopped, where it has, here or in the process that applies it: the event it could not take and the cause. */
  readonly fault?: { readonly position: Position; readonly cause: unknown };
}

export interface ProjectionRunnerOptions {
  /** What this runner applies; everything unless told. `waitFor` and `status` are of everything all the same. */
  readonly only?: readonly ProjectionPart[];
  /** Events per transaction; 2000 unless told. */
  readonly batch?: number;
  /** Told when `follow` has lost the read model's server and tries again until it is back: once for each loss. */
  readonly onLost?: (fault: ReadModelConnectionError) => void;
}

const [firstPause, longestPause] = [100, 5000];

/** Keeps a read model up with the log: reads it once, decodes each event once, feeds every projection. */
export class ProjectionRunner {
  readonly #batch: number;
  readonly #parts: readonly Part[];
  readonly #own: readonly Part[];
  readonly #faults = new Map<string, ProjectionFault>();
  readonly #waiters = new PositionWaiters(() => this.#look());
  #reached: ReadonlyMap<string, Position> = new Map();
  #recorded: ReadonlyMap<string, RecordedFault> = new Map();
  /** How many catch-ups and followings are under way. */
  #applying = 0;

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly readModel: ReadModel,
    private readonly options: ProjectionRunnerOptions = {},
  ) {
    this.#batch = options.batch ?? 2000;
    this.#parts = partsOf(readModel);
    this.#own = chosenParts(this.#parts, options.only);
  }

  /** Applies the log up to its present end, or up to `through`. */
  async catchUp(options: { readonly through?: Position } = {}): Promise<void> {
    await this.#while(() => this.#catchUp(options));
  }

  /**
   * Applies the log and then whatever is appended, until the signal aborts. Goes on trying where the read model's server is lost. Throws
   * NotCaughtUpError when no projection runs any more.
   */
  async follow(signal: AbortSignal): Promise<void> {
    await this.#while(async () => {
      let [pause, told] = [firstPause, false];
      const applied = (): void => {
        [pause, told] = [firstPause, false];
      };
      while (!signal.aborted) {
        try {
          await this.#followUntilLost(signal, applied);
        } catch (error) {
          if (!(error instanceof ReadModelConnectionError && error.passing)) throw error;
          if (!told) this.options.onLost?.(error);
          told = true;
          await sleep(pause, undefined, { signal }).catch(() => undefined);
          pause = Math.min(longestPause, pause * 2);
        }
      }
    });
  }

  /** Builds all rows anew from event 0 and puts them in place of the present ones. Throws when a projection does. */
  async rebuild(): Promise<void> {
    await this.readModel.rebuild(async (fresh) => {
      const runner = new ProjectionRunner(this.store, this.catalogue, fresh, { batch: Math.min(this.#batch, fresh.rebuildBatch) });
      await runner.catchUp();
      const fault = (await runner.status()).find((status) => status.fault !== undefined);
      if (fault !== undefined) throw new NotCaughtUpError(`${fault.projection} stopped during the rebuild`, { cause: fault.fault?.cause });
    });
    this.#faults.clear();
    await this.#reach();
  }

  async status(): Promise<readonly ProjectionStatus[]> {
    await this.#reach();
    return this.readModel.projections.map((projection) => {
      const parts = this.#parts.filter((part) => part.projection === projection);
      const status = { projection: projection.name, version: projection.version, position: this.#slowest(parts) };
      const [fault] = parts.flatMap((part) => this.#faultOf(part) ?? []);
      return fault === undefined ? status : { ...status, fault: { position: fault.position, cause: fault.cause } };
    });
  }

  /**
   * Resolves when every projection has come to a position, whoever applies it. Throws NotCaughtUpError after `milliseconds` (5 s unless
   * told) or when one has stopped before it.
   */
  async waitFor(position: Position, milliseconds = 5000): Promise<void> {
    await this.#reach();
    if (this.#slowest(this.#parts) >= position) return;
    const stopped = this.#stoppedBefore(position);
    if (stopped !== undefined) throw stopped;
    await this.#waiters.wait(position, milliseconds);
  }

  async #while(work: () => Promise<void>): Promise<void> {
    this.#applying += 1;
    try {
      await work();
    } finally {
      this.#applying -= 1;
    }
  }

  async #catchUp(options: { readonly through?: Position }, signal?: AbortSignal): Promise<void> {
    for (let again = 0; signal?.aborted !== true; again += 1) {
      // Somebody else moves the checkpoints, too: not at the same pace.
      if (again > 0) await sleep(Math.min(100, again * 10));
      const after = await this.#start();
      if (after === undefined || (await this.#applyFrom(after, options, signal))) return;
    }
  }

  /** Whether all own parts came along to the end. */
  async #applyFrom(after: Position, options: { readonly through?: Position }, signal: AbortSignal | undefined): Promise<boolean> {
    const batches = this.store.readAll({ after, batch: this.#batch, ...this.#filter(), ...options });
    let from = after;
    for await (const stretch of gather(batches, this.#batch, this.#decode)) {
      if (!(await this.#apply(stretch, from))) return false;
      if (signal?.aborted === true) return true;
      from = stretch.through;
    }
    return true;
  }

  async #followUntilLost(signal: AbortSignal, applied: () => void): Promise<void> {
    await this.#catchUp({}, signal);
    while (!signal.aborted) {
      const after = await this.#start();
      if (after === undefined) throw new NotCaughtUpError('every projection has stopped');
      let from = after;
      for await (const batch of this.store.subscribe({ after, batch: this.#batch, signal, ...this.#filter() })) {
        const along = await this.#apply({ items: batch.events.map(this.#decode), through: batch.through }, from);
        applied();
        if (!along || this.#running().length === 0) break;
        from = batch.through;
      }
    }
  }

  #running(): readonly Part[] {
    return this.#own.filter(({ name }) => !this.#faults.has(name));
  }

  /** Where the slowest own part that still runs stands; undefined when none does. */
  async #start(): Promise<Position | undefined> {
    await this.#reach();
    const running = this.#running();
    return running.length === 0 ? undefined : this.#slowest(running);
  }

  #filter(): { categories?: readonly string[] } {
    const categories = this.#own.map(({ projection }) => projection.categories);
    return categories.every((list) => list !== undefined) ? { categories: [...new Set(categories.flat())] } : {};
  }

  /** Field by field: a record that begins with a copy gets a hidden class of its own (CONTRIBUTING, house style). */
  readonly #decode = (stored: RecordedEvent): LoggedEvent => {
    const { type, data, stream, revision, metadata } = this.catalogue.decode(stored);
    return { type, data, stream, revision, metadata, position: stored.position };
  };

  /**
   * Whether all parts that run came along: where one did not, somebody else has moved its checkpoint and the log has to be read from there.
   */
  async #apply({ items, through }: Gathered<LoggedEvent>, after: Position): Promise<boolean> {
    const running = this.#running();
    const faults = await this.readModel.apply(stretchesFor(running, items, after, through));
    for (const fault of faults) this.#faults.set(partName(fault.projection, fault.partition), fault);
    await this.#reach();
    return running.every(({ name }) => this.#faults.has(name) || (this.#reached.get(name) ?? logStart) >= through);
  }

  async #reach(): Promise<void> {
    const progress = await this.readModel.progress();
    this.#reached = new Map(progress.map(({ projection, partition, position }) => [partName(projection, partition), position]));
    this.#recorded = new Map(
      progress.flatMap(({ projection, partition, fault }) => (fault === undefined ? [] : [[partName(projection, partition), fault]])),
    );
    // Another process may have a program that can take the event.
    for (const [name, { position }] of this.#faults) if ((this.#reached.get(name) ?? logStart) >= position) this.#faults.delete(name);
    this.#waiters.reached(this.#slowest(this.#parts), (position) => this.#stoppedBefore(position));
  }

  /** Looks at what others did, for those who wait; where all is applied here, they are woken anyway. */
  async #look(): Promise<void> {
    if (this.#applying === 0 || this.#own.length < this.#parts.length) await this.#reach();
  }

  #slowest(parts: readonly Part[]): Position {
    return parts.map(({ name }) => this.#reached.get(name) ?? logStart).sort()[0] ?? logStart;
  }

  /** Why a part has stopped. What was written down of one that is applied here is from before: it is tried again. */
  #faultOf(part: Part): ProjectionFault | undefined {
    const here = this.#faults.get(part.name);
    const recorded = this.#recorded.get(part.name);
    if (here !== undefined || recorded === undefined || (this.#applying > 0 && this.#own.includes(part))) return here;
    return { projection: part.projection.name, partition: part.partition, position: recorded.position, cause: new Error(recorded.text) };
  }

  #stoppedBefore(position: Position): NotCaughtUpError | undefined {
    const [fault] = this.#parts.flatMap((part) => this.#faultOf(part) ?? []);
    return fault === undefined
      ? undefined
      : new NotCaughtUpError(`${fault.projection} has stopped at ${fault.position}, before ${position}`, { cause: fault.cause });
  }
}
