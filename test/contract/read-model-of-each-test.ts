import { CommandRunner, MemoryEventStore, type EventStore } from '#event-store';
import { projection, ProjectionRunner, table, type Projection, type ProjectionRunnerOptions, type ReadModel } from '#read-model';
import { count, counterCatalogue } from '../support/store/counter';

export interface ReadModelUnderTest {
  readonly open: (projections: readonly Projection[]) => Promise<ReadModel>;
  /** As another process sees it that does not apply events. */
  readonly openReader: (projections: readonly Projection[]) => Promise<ReadModel>;
  readonly dispose: () => Promise<void>;
}

export const totals = table('counter_total', {
  columns: { stream: 'text', total: 'integer', last_note: 'text?', notes: 'json' },
  key: ['stream'],
  indexes: [['total']],
});
export const counts = table('counted', {
  columns: { stream: 'text', revision: 'integer', by: 'integer' },
  key: ['stream', 'revision'],
  indexes: [['stream']],
});

export const totalling = projection({
  name: 'totals',
  version: 1,
  categories: ['counter'],
  tables: [totals],
  apply: (events, rows) => {
    for (const { stream, data } of events) {
      const { by, note } = data as { by: number; note: string };
      const before = rows.get(totals, { stream }) ?? { stream, total: 0, notes: [] as string[] };
      rows.put(totals, {
        stream,
        total: before.total + by,
        notes: [...(before.notes as string[]).slice(-2), note],
        ...(note === 'none' ? {} : { last_note: note }),
      });
    }
  },
});

/** Keeps the last two counts of a stream, to try `find` and `remove`. */
export const listing = projection({
  name: 'listing',
  version: 1,
  tables: [counts],
  apply: (events, rows) => {
    for (const { stream, revision, data } of events) {
      rows.put(counts, { stream, revision: Number(revision), by: (data as { by: number }).by });
      for (const old of rows.find(counts, { stream }).slice(0, -2)) rows.remove(counts, old);
    }
  },
});

export const failsAt = (poison: number): Projection => ({
  ...totalling,
  name: 'poisoned',
  tables: [{ ...totals, name: 'poisoned_total' }],
  apply: (events) => {
    for (const { data } of events) if ((data as { by: number }).by === poison) throw new RangeError('poison');
  },
});

export const fill = async (store: EventStore, from: number, to: number): Promise<void> => {
  const runner = new CommandRunner(store, counterCatalogue, () => '2026-01-01T00:00:00.000Z');
  const dispatches = Array.from({ length: to - from }, (_, i) =>
    count(`s${String((from + i) % 5)}`, `k${String(from + i)}`, {
      by: from + i + 1,
      note: (from + i) % 3 === 0 ? 'none' : `n${String(from + i)} é𝄞`,
    }),
  );
  await runner.runAll(dispatches);
};

export interface Bench {
  readonly store: MemoryEventStore;
  model: ReadModel;
  readonly reopen: (projections?: readonly Projection[]) => Promise<void>;
  readonly reader: () => Promise<ReadModel>;
  readonly runner: (options?: ProjectionRunnerOptions) => ProjectionRunner;
}

/** A fresh store and views for each test. */
export const freshBench = (make: () => ReadModelUnderTest): (() => Bench) => {
  let bench: Bench;
  let under: ReadModelUnderTest;
  beforeEach(async () => {
    under = make();
    const store = new MemoryEventStore();
    const both = [totalling, listing];
    bench = {
      store,
      model: await under.open(both),
      reopen: async (projections = both) => {
        await bench.model.close();
        bench.model = await under.open(projections);
      },
      reader: () => under.openReader(bench.model.projections),
      runner: (options = {}) => new ProjectionRunner(store, counterCatalogue, bench.model, { batch: 7, ...options }),
    };
  });
  afterEach(async () => {
    await bench.model.close();
    await under.dispose();
  });
  return () => bench;
};
