import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandRunner, MemoryEventStore, type EventStore } from '#event-store';
import { NotCaughtUpError, projection, ProjectionRunner, SqliteReadModel, table, type Projection } from '#read-model';
import { count, counterCatalogue, streamOf } from '../support/store/counter';

const totals = table('counter_total', { columns: { stream: 'text', total: 'integer', last_note: 'text?', notes: 'json' }, key: ['stream'], indexes: [['total']] });
const counts = table('counted', { columns: { stream: 'text', revision: 'integer', by: 'integer' }, key: ['stream', 'revision'], indexes: [['stream']] });

const totalling = projection({
  name: 'totals',
  version: 1,
  categories: ['counter'],
  tables: [totals],
  apply: (events, rows) => {
    for (const { stream, data } of events) {
      const { by, note } = data as { by: number; note: string };
      const before = rows.get(totals, { stream }) ?? { stream, total: 0, notes: [] as string[] };
      rows.put(totals, { stream, total: before.total + by, notes: [...(before.notes as string[]).slice(-2), note], ...(note === 'none' ? {} : { last_note: note }) });
    }
  },
});

/** Keeps the last two counts of a stream, to try `find` and `remove`. */
const listing = projection({
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

const failsAt = (poison: number): Projection => ({ ...totalling, name: 'poisoned', tables: [{ ...totals, name: 'poisoned_total' }], apply: (events) => {
  for (const { data } of events) if ((data as { by: number }).by === poison) throw new RangeError('poison');
} });

const fill = async (store: EventStore, from: number, to: number): Promise<void> => {
  const runner = new CommandRunner(store, counterCatalogue, () => '2026-01-01T00:00:00.000Z');
  const dispatches = Array.from({ length: to - from }, (_, i) => count(`s${String((from + i) % 5)}`, `k${String(from + i)}`, { by: from + i + 1, note: (from + i) % 3 === 0 ? 'none' : `n${String(from + i)} é𝄞` }));
  await runner.runAll(dispatches);
};

export const describeReadModel = (name: string): void => {
  describe(`read model: ${name}`, () => {
    let directory: string;
    let store: MemoryEventStore;
    let model: SqliteReadModel;
    const open = (projections: readonly Projection[] = [totalling, listing]): SqliteReadModel => SqliteReadModel.open(directory, projections);
    const runnerOf = (batch = 7): ProjectionRunner => new ProjectionRunner(store, counterCatalogue, model, batch);

    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'tidewaiter-views-'));
      store = new MemoryEventStore();
      model = open();
    });
    afterEach(async () => {
      await model.close();
      rmSync(directory, { recursive: true });
    });

    it('applies events once, keeps absent columns absent and documents parsed', async () => {
      await fill(store, 0, 23);
      await runnerOf().catchUp();
      await runnerOf().catchUp();
      const [row, ...more] = await model.select(totals, 'WHERE stream = ?', [streamOf('counter', 's0')]);
      expect(more).toEqual([]);
      expect(row).toEqual({ stream: streamOf('counter', 's0'), total: 1 + 6 + 11 + 16 + 21, notes: ['n10 é𝄞', 'none', 'n20 é𝄞'], last_note: 'n20 é𝄞' });
      expect((await model.select(totals, 'WHERE stream = ?', [streamOf('counter', 's3')]))[0]).not.toHaveProperty('last_note');
      expect(await model.get<{ n: number }>('SELECT count(*) AS n FROM counted')).toEqual({ n: 10 });
    });

    it('rows depend on the log alone, not on batches, restarts or the way back from a crash', async () => {
      await fill(store, 0, 10);
      await runnerOf(3).catchUp();
      await model.close();
      model = open();
      await fill(store, 10, 40);
      await runnerOf(4).catchUp();
      const scratch = SqliteReadModel.openScratch(':memory:', [totalling, listing]);
      await new ProjectionRunner(store, counterCatalogue, scratch, 1000).catchUp();
      expect(await model.contents()).toEqual(await scratch.contents());
      expect((await model.contents()).map((content) => [content.table, content.rows])).toEqual([['counted', 10], ['counter_total', 5]]);
      await scratch.close();
    });

    it('a rebuild moves to the next file and gives the same rows', async () => {
      await fill(store, 0, 12);
      await runnerOf().catchUp();
      const before = await model.contents();
      await runnerOf().rebuild();
      expect(await model.contents()).toEqual(before);
      await model.close();
      model = open();
      expect(await model.contents()).toEqual(before);
      expect(readdirSync(directory).filter((file) => file.endsWith('.db'))).toEqual(['views-2.db']);
      await fill(store, 12, 20);
      await runnerOf().catchUp();
      expect((await runnerOf().status())[0]?.position).toBe(await store.head());
    });

    it('a changed definition starts that projection anew and leaves the others', async () => {
      await fill(store, 0, 12);
      await runnerOf().catchUp();
      await model.close();
      model = open([{ ...totalling, version: 2 }, listing]);
      const status = await runnerOf().status();
      expect(status.map(({ projection: p, position }) => [p, position === status[1]?.position])).toEqual([['totals', false], ['listing', true]]);
      await runnerOf().catchUp();
      expect(await model.get<{ n: number }>('SELECT count(*) AS n FROM counter_total')).toEqual({ n: 5 });
    });

    it('a projection that throws stops at that event and says so; the others go on', async () => {
      await model.close();
      model = open([totalling, failsAt(8)]);
      await fill(store, 0, 20);
      const runner = runnerOf(50);
      await runner.catchUp();
      const events = await store.readAll()[Symbol.asyncIterator]().next();
      const [good, bad] = await runner.status();
      const poison = events.value?.events.findIndex((event: { data: string }) => event.data.includes('"by":8,')) ?? -1;
      expect(good).toEqual({ projection: 'totals', version: 1, position: await store.head() });
      expect(bad).toMatchObject({ position: events.value?.events[poison - 1]?.position, fault: { position: events.value?.events[poison]?.position, cause: new RangeError('poison') } });
      await expect(runner.waitFor(await store.head(), 50)).rejects.toThrow(NotCaughtUpError);
    });

    it('follows, and a query may wait for a position', async () => {
      const end = new AbortController();
      const runner = runnerOf();
      const following = runner.follow(end.signal);
      await fill(store, 0, 30);
      await runner.waitFor(await store.head());
      expect(await model.get<{ n: number }>('SELECT sum(total) AS n FROM counter_total')).toEqual({ n: (30 * 31) / 2 });
      end.abort();
      await following;
    });

    it('refuses a value that its column cannot hold, as a fault of the projection', async () => {
      await model.close();
      model = open([{ ...totalling, apply: (events, rows) => { for (const { stream } of events) rows.put(totals, { stream, total: 0.5, notes: [] }); } }]);
      await fill(store, 0, 1);
      const runner = runnerOf();
      await runner.catchUp();
      expect((await runner.status())[0]?.fault?.cause).toEqual(new RangeError('counter_total.total (integer) cannot hold 0.5'));
    });
  });
};
