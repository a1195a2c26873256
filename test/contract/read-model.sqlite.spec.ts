import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logStart, MemoryEventStore } from '#event-store';
import { projection, ProjectionRunner, SqliteReadModel, table } from '#read-model';
import { counterCatalogue } from '../support/store/counter';
import { describeReadModel } from './read-model.contract';
import { fill, listing, totalling } from './read-model-of-each-test';
import { onSqliteFiles } from './read-models';

describeReadModel('on SQLite', onSqliteFiles);

const seen = table('seen_count', {
  columns: { stream: 'text', revision: 'integer', note: 'text?', by: 'integer?' },
  key: ['stream', 'revision'],
  indexes: [['note']],
});
const forgotten = table('forgotten_count', { columns: { stream: 'text', revision: 'integer' }, key: ['stream', 'revision'] });

/** Writes and removes rows that it does not look at, until an event says so. */
const lateReading = projection({
  name: 'late',
  version: 1,
  tables: [seen, forgotten],
  apply: (events, rows) => {
    for (const { stream, revision, data } of events) {
      const { by, note } = data as { by: number; note: string };
      const key = { stream, revision: Number(revision) };
      rows.put(forgotten, key);
      if (by % 4 === 0) rows.remove(forgotten, key);
      rows.put(seen, { ...key, ...(note === 'none' ? { by } : { note }) });
      if (by % 5 === 0) rows.remove(seen, { stream, revision: 0 });
      if (by > 30) rows.put(seen, { note: `after ${String(rows.get(seen, { stream, revision: 1 })?.note)}`, ...key });
    }
  },
});

describe('read model: files of SQLite', () => {
  it('a rebuild gives the same rows, whether and when a projection first reads them', async () => {
    const under = onSqliteFiles();
    const [store, model] = [new MemoryEventStore(), await under.open([totalling, listing, lateReading])];
    await fill(store, 0, 40);
    const runner = new ProjectionRunner(store, counterCatalogue, model, { batch: 3 });
    await runner.catchUp();
    const served = await model.contents();
    await runner.rebuild();
    expect(await model.contents()).toEqual(served);
    expect(await model.all('SELECT name FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL ORDER BY name', ['index'])).toEqual(
      ['counted_1', 'counter_total_1', 'seen_count_1'].map((name) => ({ name })),
    );
    await model.close();
    await under.dispose();
  });

  it('a scratch file answers whoever asks, several at once, and goes on', async () => {
    const under = onSqliteFiles();
    const [store, scratch] = [new MemoryEventStore(), SqliteReadModel.openScratch(join(under.directory, 'scratch.db'), [lateReading])];
    await fill(store, 0, 12);
    const runner = new ProjectionRunner(store, counterCatalogue, scratch, { batch: 5 });
    await runner.catchUp();
    const count = (): Promise<unknown> => scratch.get('SELECT count(*) AS n FROM forgotten_count');
    expect(await Promise.all([count(), count()])).toEqual([{ n: 9 }, { n: 9 }]);
    await fill(store, 12, 20);
    await runner.catchUp();
    expect(await count()).toEqual({ n: 15 });
    await scratch.close();
    expect(readdirSync(under.directory)).toEqual(['scratch.db']);
    await under.dispose();
  });

  it('a rebuild that fails leaves what was there, and nothing beside it', async () => {
    const under = onSqliteFiles();
    const poisoned = { ...lateReading, name: 'poisoned', tables: [seen, forgotten] };
    const [store, model] = [new MemoryEventStore(), await under.open([poisoned, totalling])];
    await fill(store, 0, 40);
    await new ProjectionRunner(store, counterCatalogue, model).catchUp();
    const before = await model.contents();
    await model.close();
    const broken = await under.open([
      {
        ...poisoned,
        apply: (events, rows) => {
          lateReading.apply(events, rows);
          if (events.some(({ data }) => (data as { by: number }).by === 38)) throw new RangeError('poison');
        },
      },
      totalling,
    ]);
    await expect(new ProjectionRunner(store, counterCatalogue, broken, { batch: 3 }).rebuild()).rejects.toThrow('poisoned stopped');
    expect(await broken.contents()).toEqual(before);
    await broken.close();
    expect(readdirSync(under.directory).filter((file) => !file.startsWith('views-1.db'))).toEqual([]);
    await under.dispose();
  });

  it('a rebuild moves to the next file and removes the one before', async () => {
    const under = onSqliteFiles();
    const [store, model] = [new MemoryEventStore(), await under.open([totalling, listing])];
    await fill(store, 0, 12);
    await new ProjectionRunner(store, counterCatalogue, model).rebuild();
    await model.close();
    expect(readdirSync(under.directory).filter((file) => file.endsWith('.db'))).toEqual(['views-2.db']);
    await under.dispose();
  });

  it('a disk that fails is no event that does not fit: all of the stretch is done again', async () => {
    const under = onSqliteFiles();
    let sick = true;
    const failing: typeof lateReading = {
      ...lateReading,
      apply: (events, rows) => {
        lateReading.apply(events, rows);
        if (sick) throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 266 });
      },
    };
    const [store, model] = [new MemoryEventStore(), await under.open([totalling, failing])];
    await fill(store, 0, 40);
    const runner = new ProjectionRunner(store, counterCatalogue, model);
    await expect(runner.catchUp()).rejects.toThrow('disk I/O error');
    expect((await runner.status()).map(({ position, fault }) => [position, fault])).toEqual([
      [logStart, undefined],
      [logStart, undefined],
    ]);
    sick = false;
    await runner.catchUp();
    const caughtUp = await model.contents();
    await runner.rebuild();
    expect(await model.contents()).toEqual(caughtUp);
    await model.close();
    await under.dispose();
  });

  it('a file that is spoilt from its beginning is dropped by who writes next, and by nobody else', async () => {
    const under = onSqliteFiles();
    const [store, model] = [new MemoryEventStore(), await under.open([totalling])];
    await fill(store, 0, 12);
    await new ProjectionRunner(store, counterCatalogue, model).catchUp();
    const before = await model.contents();
    await model.close();
    for (const name of readdirSync(under.directory)) rmSync(join(under.directory, name));
    writeFileSync(join(under.directory, 'views-1.db'), 'no database '.repeat(1000));
    expect(() => SqliteReadModel.openSnapshot(under.directory, [totalling])).toThrow('file is not a database');
    const anew = SqliteReadModel.openAnew(under.directory, [totalling]);
    await new ProjectionRunner(store, counterCatalogue, anew).catchUp();
    expect(await anew.contents()).toEqual(before);
    await anew.close();
    await under.dispose();
  });
});
