import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventCatalogue } from '#event-catalogue';
import type { EventStore } from '#event-store';
import { ProjectionRunner, SqliteReadModel, type Projection, type ReadModel } from '#read-model';
import { PastLog, type LogMoment } from './past-log';

/** Read models of some projections at a moment, and the log that they are of; `release` when they are no longer read. */
export interface HeldViews {
  readonly views: ReadModel;
  readonly log: PastLog;
  readonly release: () => void;
}

interface Kept {
  readonly made: Promise<{ readonly views: SqliteReadModel; readonly log: PastLog; readonly directory: string }>;
  readers: number;
}

/** More moments are asked for at once than are answered; asking again in a while helps. */
export class TooManyMomentsError extends Error {
  override readonly name = 'TooManyMomentsError';
}

/** How many moments are kept between questions, and how many may wait to be built. */
const [mostKept, mostWaiting] = [4, 8] as const;

/**
 * Read models as they were. Rows are a function of the log alone, so the projections themselves, fed with what was known and effective
 * then, give what a question was answered with then. Nobody pays for history who does not ask: each moment is built from event 0 when it is
 * first asked for, one after another, beside the ledger, and the last few stay for the next page.
 */
export class PastViews {
  readonly #kept = new Map<string, Kept>();
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly projections: readonly Projection[],
  ) {}

  /** The read models of the named projections. Throws TooManyMomentsError, NotCaughtUpError where a projection cannot take what counts. */
  async hold(names: readonly string[], moment: LogMoment): Promise<HeldViews> {
    const key = JSON.stringify([names, moment.asOf, moment.knownAt]);
    const kept = this.#kept.get(key) ?? this.#begin(names, moment);
    kept.readers += 1;
    // The last asked for is the last to go.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    try {
      const { views, log } = await kept.made;
      return {
        views,
        log,
        release: () => {
          kept.readers -= 1;
          this.#drop();
        },
      };
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  /** The log alone at a moment. */
  log(moment: LogMoment): PastLog {
    return new PastLog(this.store, moment);
  }

  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.allSettled(all.map(remove));
  }

  #begin(names: readonly string[], moment: LogMoment): Kept {
    if (this.#waiting >= mostWaiting) throw new TooManyMomentsError(`${String(mostWaiting)} moments are being looked up already`);
    this.#waiting += 1;
    const made = this.#turn.then(() => this.#build(names, moment)).finally(() => (this.#waiting -= 1));
    this.#turn = made.catch(() => undefined);
    return { made, readers: 0 };
  }

  async #build(names: readonly string[], moment: LogMoment): Promise<Awaited<Kept['made']>> {
    const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-past-'));
    const log = this.log(moment);
    const views = SqliteReadModel.open(
      directory,
      this.projections.filter(({ name }) => names.includes(name)),
    );
    try {
      await new ProjectionRunner(log, this.catalogue, views, { batch: 500 }).rebuild();
      return { views, log, directory };
    } catch (error) {
      await views.close();
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Those asked for longest ago go, unless somebody reads them. */
  #drop(): void {
    for (const [key, kept] of this.#kept) {
      if (this.#kept.size <= mostKept) return;
      if (kept.readers > 0) continue;
      this.#kept.delete(key);
      void remove(kept);
    }
  }
}

const remove = async ({ made }: Kept): Promise<void> => {
  const { views, directory } = await made;
  await views.close();
  rmSync(directory, { recursive: true, force: true });
};
