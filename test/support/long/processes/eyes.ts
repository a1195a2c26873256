import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDbEventStore, type EventStore, logStart, type Position } from '#event-store';
import { PostgresReadModel, type ReadModel } from '#read-model';
import { ledgerProjections, openInstallation } from '#runtime';
import type { Fleet } from './fleet';

/** The ledger as a test sees it, beside the programs under test. */
export class Eyes {
  private constructor(
    readonly store: EventStore,
    readonly views: ReadModel,
    private readonly fleet: Fleet,
  ) {}

  /** To be opened when the first program has made the directory's identity. */
  static async open(fleet: Fleet): Promise<Eyes> {
    const installation = openInstallation(fleet.dataDirectory).id;
    const store = await EventStoreDbEventStore.connect({ url: fleet.servers.EVENTSTORE_URL, installation, readOnly: true });
    return new Eyes(
      store,
      await PostgresReadModel.open({ url: fleet.servers.POSTGRES_URL, installation, projections: ledgerProjections, readOnly: true }),
      fleet,
    );
  }

  /** How far the slowest of read models and processes has come. */
  async reached(): Promise<Position> {
    const rows = await this.fleet.database.run<{ views: Position | null; processes: Position | null }>(
      // The case index names its position beside its rows.
      "SELECT (SELECT min(position) FROM tidewaiter._checkpoint WHERE projection <> 'caseIndex') AS views, (SELECT min(position) FROM tidewaiter._process) AS processes",
    );
    const { views, processes } = rows[0] ?? {};
    return [views ?? logStart, processes ?? logStart].sort()[0] ?? logStart;
  }

  /** Waits until processes and read models have come to the end of the log, and nothing follows from it any more; how long that took. */
  atRest(milliseconds: number): Promise<number> {
    return within(
      milliseconds,
      'I12: processes and read models at the end of the log',
      async () => (await this.reached()) >= (await this.store.head()),
    );
  }

  /** Waits until everything has come past what is the end of the log now. While clients write, there is always more. */
  async movedOn(milliseconds: number): Promise<number> {
    const head = await this.store.head();
    return within(milliseconds, `processes and read models past ${head}`, async () => (await this.reached()) > head);
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.views.close();
  }
}

/** Waits for a condition and tells how long, in milliseconds. Throws `what` where it takes too long. */
const within = async (milliseconds: number, what: string, isSo: () => Promise<boolean>): Promise<number> => {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > milliseconds) throw new Error(`${what}: not within ${String(milliseconds)} ms`);
    await sleep(50);
  }
  return Math.round(performance.now() - began);
};
