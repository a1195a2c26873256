import type { EventCatalogue } from '#event-catalogue';
import type { EventStore, Position } from '#event-store';
import { ProjectionRunner, type Leases, type ReadModel } from '#read-model';
import { SharedWork, type WorkUnit } from './shared-work';
import { viewUnits } from './work-units';

interface Projecting {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  readonly views: ReadModel;
  readonly leases: Leases;
  /** Others write the read models: this process takes no lease. */
  readonly elsewhere: boolean;
}

/** How long a position may be waited for that others have to reach. */
const patienceMilliseconds = 60_000;

/** The read models of a ledger as one program sees them: it writes those that nobody else does, in one pass, and waits for the rest. */
export class SharedProjections {
  /** Of all read models: says how far they are, whoever writes them. */
  readonly all: ProjectionRunner;
  readonly #work: SharedWork;
  #mine: { readonly key: string; readonly runner: ProjectionRunner } | undefined;

  constructor(private readonly projecting: Projecting) {
    const { store, catalogue, views, leases, elsewhere } = projecting;
    this.all = new ProjectionRunner(store, catalogue, views);
    this.#work = new SharedWork(leases, elsewhere ? [] : viewUnits);
  }

  /**
   * Brings all read models to the present end of the log and returns that position. Throws NotCaughtUpError when one has stopped or nobody
   * writes it.
   */
  async catchUp(): Promise<Position> {
    const head = await this.projecting.store.head();
    await this.project(head);
    await this.all.waitFor(head, patienceMilliseconds);
    return head;
  }

  /** Applies the log, up to a position, to the read models that this process writes. */
  async project(through: Position): Promise<void> {
    const { held } = await this.#work.take();
    await this.#runnerOf(held)?.catchUp({ through });
  }

  release(): Promise<void> {
    return this.#work.release();
  }

  #runnerOf(held: readonly WorkUnit[]): ProjectionRunner | undefined {
    if (held.length === 0) return undefined;
    if (held.length === viewUnits.length) return this.all;
    const { store, catalogue, views } = this.projecting;
    const key = held.map(({ name }) => name).join();
    if (this.#mine?.key !== key)
      this.#mine = { key, runner: new ProjectionRunner(store, catalogue, views, { only: held.flatMap((unit) => unit.projections) }) };
    return this.#mine.runner;
  }
}
