import { CommandRunner } from '#event-store';
import { NotCaughtUpError, projection, ProjectionRunner, SqliteReadModel, table, type ReadModel, type TableChange } from '#read-model';
import { count, counterCatalogue, streamOf } from '../support/store/counter';
import { logOf } from '../support/store/sealed';
import {
  type Bench,
  type ReadModelUnderTest,
  counts,
  failsAt,
  fill,
  freshBench,
  listing,
  totalling,
  totals,
} from './read-model-of-each-test';

/** Notes in the order of their keys, as `find` gives them after each event. */
const sorted = table('sorted_note', {
  columns: { stream: 'text', note: 'text', by: 'integer' },
  key: ['note', 'by'],
  indexes: [['stream']],
});
const orders = table('note_order', { columns: { stream: 'text', notes: 'json' }, key: ['stream'] });
const sorting = projection({
  name: 'sorting',
  version: 1,
  tables: [sorted, orders],
  apply: (events, rows) => {
    for (const { stream, data } of events) {
      const { by, note } = data as { by: number; note: string };
      if (by % 7 === 0) for (const row of rows.find(sorted, { stream }).slice(0, 1)) rows.remove(sorted, row);
      rows.put(sorted, { stream, note, by: by % 10 });
      rows.put(orders, { stream, notes: rows.find(sorted, { stream }).map((row) => `${row.note} ${String(row.by)}`) });
    }
  },
});

const describeRows = (bench: () => Bench): void => {
  it('applies events once, keeps absent columns absent and documents parsed', async () => {
    await fill(bench().store, 0, 23);
    await bench().runner().catchUp();
    await bench().runner().catchUp();
    const [row, ...more] = await bench().model.select(totals, 'WHERE stream = ?', [streamOf('counter', 's0')]);
    expect(more).toEqual([]);
    expect(row).toEqual({
      stream: streamOf('counter', 's0'),
      total: 1 + 6 + 11 + 16 + 21,
      notes: ['n10 é𝄞', 'none', 'n20 é𝄞'],
      last_note: 'n20 é𝄞',
    });
    expect((await bench().model.select(totals, 'WHERE stream = ?', [streamOf('counter', 's3')]))[0]).not.toHaveProperty('last_note');
    expect(await bench().model.get<{ n: number }>('SELECT count(*) AS n FROM counted')).toEqual({ n: 10 });
  });

  it('rows depend on the log alone, not on batches, restarts or the way back from a crash', async () => {
    await fill(bench().store, 0, 10);
    await bench().runner({ batch: 3 }).catchUp();
    await bench().reopen();
    await fill(bench().store, 10, 40);
    await bench().runner({ batch: 4 }).catchUp();
    const scratch = SqliteReadModel.openScratch(':memory:', [totalling, listing]);
    await new ProjectionRunner(bench().store, counterCatalogue, scratch, { batch: 1000 }).catchUp();
    expect(await bench().model.contents()).toEqual(await scratch.contents());
    expect((await bench().model.contents()).map((content) => [content.table, content.rows])).toEqual([
      ['counted', 10],
      ['counter_total', 5],
    ]);
    await scratch.close();
  });

  it('a rebuild gives the same rows, also to whoever opens them next, and goes on from there', async () => {
    await fill(bench().store, 0, 12);
    await bench().runner().catchUp();
    const before = await bench().model.contents();
    await bench().runner().rebuild();
    expect(await bench().model.contents()).toEqual(before);
    await bench().reopen();
    expect(await bench().model.contents()).toEqual(before);
    await fill(bench().store, 12, 20);
    await bench().runner().catchUp();
    expect((await bench().runner().status())[0]?.position).toBe(await bench().store.head());
  });

  it('a changed definition starts that projection anew and leaves the others', async () => {
    await fill(bench().store, 0, 12);
    await bench().runner().catchUp();
    await bench().reopen([{ ...totalling, version: 2 }, listing]);
    const status = await bench().runner().status();
    expect(status.map(({ projection: p, position }) => [p, position === status[1]?.position])).toEqual([
      ['totals', false],
      ['listing', true],
    ]);
    await bench().runner().catchUp();
    expect(await bench().model.get<{ n: number }>('SELECT count(*) AS n FROM counter_total')).toEqual({ n: 5 });
  });
};

/** Kept by somebody, not by events. */
const keptTable = table('kept_row', { columns: { name: 'text', body: 'json', until: 'text?' }, key: ['name'] });
const wordTable = table('kept_word', { columns: { word: 'text', name: 'text' }, key: ['word', 'name'] });
const kept = projection({ name: 'kept', version: 1, categories: [], tables: [keptTable, wordTable], apply: () => undefined });
const allRows = { sql: "SELECT 1 AS found FROM kept_row WHERE name = 'A'", parameters: [] };

const describeKept = (bench: () => Bench): void => {
  const changes = async function* (...all: readonly (readonly TableChange[] | Error)[]): AsyncGenerator<readonly TableChange[]> {
    for (const some of all) {
      if (some instanceof Error) throw some;
      yield some;
    }
  };
  const rows = (views: ReadModel) => views.select(keptTable, 'ORDER BY name');

  it('takes rows that follow from no event: all of them, or none', async () => {
    await bench().reopen([kept]);
    const views = bench().model;
    const [a, b] = [
      { name: 'A', body: [1, { of: 'é' }] },
      { name: 'B', body: 'x', until: '2026-05-01' },
    ];
    expect(
      await views.write(
        changes(
          [{ table: keptTable, put: [a], remove: [] }],
          [
            { table: keptTable, put: [b], remove: [] },
            {
              table: wordTable,
              put: [
                { word: 'w', name: 'A' },
                { word: 'w', name: 'B' },
              ],
              remove: [],
            },
          ],
        ),
      ),
    ).toBe(true);
    expect(await rows(views)).toEqual([a, b]);
    await expect(views.write(changes([{ table: keptTable, put: [], remove: [a] }], new Error('broken off')))).rejects.toThrow('broken off');
    expect(await rows(views)).toEqual([a, b]);
    expect(
      await views.write(
        changes([
          { table: keptTable, put: [{ ...a, body: 2 }], remove: [{ name: 'B' }] },
          { table: wordTable, put: [], remove: [{ word: 'w', name: 'B' }] },
        ]),
        allRows,
      ),
    ).toBe(true);
    expect([await rows(views), await views.select(wordTable)]).toEqual([[{ ...a, body: 2 }], [{ word: 'w', name: 'A' }]]);
  });

  it('leaves them where what they were made from is no longer so', async () => {
    await bench().reopen([kept]);
    const views = bench().model;
    expect(await views.write(changes([{ table: keptTable, put: [{ name: 'B', body: 1 }], remove: [] }]), allRows)).toBe(false);
    expect(await rows(views)).toEqual([]);
  });
};

const describeTexts = (bench: () => Bench): void => {
  it('sorts texts by the bytes of UTF-8, in what is found and in what is asked', async () => {
    const units = ['a', 'B', 'ä', 'é', '\ue000', '\uffee', '𝄞', '😀', '~', "'", '"', '\\', '{', ',', 'ß', 'Z', '?'];
    const runner = new CommandRunner(bench().store, counterCatalogue, () => '2026-01-01T00:00:00.000Z');
    const noteOf = (i: number): string =>
      [i, i * 7, i * 11, i * 13]
        .slice(0, 1 + (i % 4))
        .map((n) => units[n % units.length])
        .join('');
    await runner.runAll(Array.from({ length: 120 }, (_, i) => count(`s${String(i % 3)}`, `k${String(i)}`, { by: i + 1, note: noteOf(i) })));
    await bench().reopen([sorting]);
    await bench().runner({ batch: 11 }).catchUp();
    const rows = await bench().model.select(sorted, 'ORDER BY note, by');
    const bytes = (a: { note: string; by: number }, b: { note: string; by: number }): number =>
      Buffer.compare(Buffer.from(a.note), Buffer.from(b.note)) || a.by - b.by;
    expect(rows).toEqual([...rows].sort(bytes));
    for (const { stream, notes } of await bench().model.select(orders))
      expect(notes).toEqual(rows.filter((row) => row.stream === stream).map((row) => `${row.note} ${String(row.by)}`));
    const scratch = SqliteReadModel.openScratch(':memory:', [sorting]);
    await new ProjectionRunner(bench().store, counterCatalogue, scratch, { batch: 1000 }).catchUp();
    expect(await bench().model.contents()).toEqual(await scratch.contents());
    await scratch.close();
    for (const { note, by } of rows)
      expect(await bench().model.all('SELECT note FROM sorted_note WHERE note = ? AND by = ?', [note, by])).toEqual([{ note }]);
  });

  it('refuses what only one engine could hold, and finds nothing by it', async () => {
    await fill(bench().store, 0, 2);
    for (const [text, shown] of [
      ['a\u0000b', '"a\\u0000b"'],
      ['\ud800', '"\\ud800"'],
    ] as const) {
      await bench().reopen([
        {
          ...totalling,
          name: `holds ${shown}`,
          tables: [{ ...totals, name: `other_${String(text.length)}` }],
          apply: (events, rows) => {
            for (const _ of events) rows.put({ ...totals, name: `other_${String(text.length)}` }, { stream: text, total: 1, notes: [] });
          },
        },
      ]);
      const runner = bench().runner();
      await runner.catchUp();
      expect((await runner.status())[0]?.fault?.cause).toEqual(
        new RangeError(`other_${String(text.length)}.stream (text) cannot hold ${shown}`),
      );
    }
    await bench().reopen();
    await bench().runner().catchUp();
    expect(
      await bench().model.all('SELECT 1 AS found FROM counter_total WHERE stream = ?', [`${streamOf('counter', 's0')}\u0000`]),
    ).toEqual([]);
  });

  it('tells question marks in texts and comments from parameters, and gives the same values for expressions', async () => {
    await fill(bench().store, 0, 12);
    await bench().runner().catchUp();
    const sql = `SELECT '?' AS mark, 'it''s ?' AS quoted, /* ? */ count(*) AS n, sum(total) AS total, max(total) > ? AS large, COALESCE(max(last_note), ?) AS last, total / 2 AS half
      FROM counter_total WHERE stream = ? -- ?
      GROUP BY total`;
    expect(await bench().model.get(sql, [3, 'x?', streamOf('counter', 's0')])).toEqual({
      mark: '?',
      quoted: "it's ?",
      n: 1,
      total: 18,
      large: 1,
      last: 'n10 é𝄞',
      half: 9,
    });
  });

  it('gives rows one after another, many of them', async () => {
    await bench().reopen([
      {
        ...listing,
        apply: (events, rows) => {
          for (const { stream } of events) for (let i = 0; i < 130; i += 1) rows.put(counts, { stream, revision: i, by: -i });
        },
      },
    ]);
    await fill(bench().store, 0, 20);
    await bench().runner().catchUp();
    const seen: number[] = [];
    for await (const { by } of bench().model.iterate<{ by: number }>('SELECT by FROM counted ORDER BY by')) seen.push(by);
    expect([seen.length, seen[0], seen.at(-1)]).toEqual([650, -129, 0]);
    for await (const { by } of bench().model.iterate<{ by: number }>('SELECT by FROM counted ORDER BY by DESC')) {
      expect(by).toBe(0);
      break;
    }
  });
};

const describeReaders = (bench: () => Bench): void => {
  it('a process that applies nothing sees how far another has come, and waits for it', async () => {
    await bench().runner().catchUp();
    const reader = await bench().reader();
    const watching = new ProjectionRunner(bench().store, counterCatalogue, reader);
    await fill(bench().store, 0, 20);
    const head = await bench().store.head();
    const waiting = watching.waitFor(head, 10_000);
    await bench().runner().catchUp();
    await waiting;
    expect((await watching.status()).map(({ position }) => position)).toEqual([head, head]);
    await reader.close();
  });

  it('it sees why a projection has stopped, and that it goes on when the program is mended', async () => {
    await bench().reopen([totalling, failsAt(8)]);
    await fill(bench().store, 0, 20);
    await bench().runner().catchUp();
    const reader = await bench().reader();
    const watching = new ProjectionRunner(bench().store, counterCatalogue, reader);
    const head = await bench().store.head();
    const [, bad] = await watching.status();
    expect(bad).toMatchObject({
      projection: 'poisoned',
      fault: { position: (await bench().runner().status())[1]?.fault?.position, cause: new Error('RangeError: poison') },
    });
    await expect(watching.waitFor(head, 10_000)).rejects.toThrow(NotCaughtUpError);
    await bench().reopen([totalling, failsAt(-1)]);
    await bench().runner().catchUp();
    await watching.waitFor(head);
    expect((await watching.status()).map(({ fault }) => fault)).toEqual([undefined, undefined]);
    await reader.close();
  });

  it('two who catch up at once on one read model count each event once', async () => {
    await fill(bench().store, 0, 60);
    const [one, other] = [bench().runner({ batch: 3 }), bench().runner({ batch: 8 })];
    await Promise.all([one.catchUp(), other.catchUp(), one.catchUp()]);
    expect(await bench().model.get<{ n: number }>('SELECT sum(total) AS n FROM counter_total')).toEqual({ n: (60 * 61) / 2 });
    expect(await bench().model.get<{ n: number }>('SELECT count(*) AS n FROM counted')).toEqual({ n: 10 });
  });

  it('leaves a stretch alone that begins after its checkpoint', async () => {
    await fill(bench().store, 0, 10);
    const { events } = await logOf(bench().store);
    const [first, second, third] = events.map((event) => ({ ...counterCatalogue.decode(event), position: event.position }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('no events');
    expect(
      await bench().model.apply([{ projection: totalling, events: [third], after: second.position, through: third.position }]),
    ).toEqual([]);
    expect(await bench().model.get<{ n: number }>('SELECT count(*) AS n FROM counter_total')).toEqual({ n: 0 });
    await bench().runner().catchUp();
    expect((await bench().model.get<{ n: number }>('SELECT sum(total) AS n FROM counter_total'))?.n).toBe(55);
  });
};

const describeStatus = (bench: () => Bench): void => {
  it('a projection that throws stops at that event and says so; the others go on', async () => {
    await bench().reopen([totalling, failsAt(8)]);
    await fill(bench().store, 0, 20);
    const runner = bench().runner({ batch: 50 });
    await runner.catchUp();
    const [good, bad] = await runner.status();
    const { events } = await logOf(bench().store);
    const poison = events.findIndex((event) => event.data.includes('"by":8,'));
    expect(good).toEqual({ projection: 'totals', version: 1, position: await bench().store.head() });
    expect(bad).toMatchObject({
      position: events[poison - 1]?.position,
      fault: { position: events[poison]?.position, cause: new RangeError('poison') },
    });
    await expect(runner.waitFor(await bench().store.head(), 50)).rejects.toThrow(NotCaughtUpError);
  });

  it('follows, and a query may wait for a position', async () => {
    const end = new AbortController();
    const runner = bench().runner();
    const following = runner.follow(end.signal);
    await fill(bench().store, 0, 30);
    await runner.waitFor(await bench().store.head());
    expect(await bench().model.get<{ n: number }>('SELECT sum(total) AS n FROM counter_total')).toEqual({ n: (30 * 31) / 2 });
    end.abort();
    await following;
  });

  it('refuses a value that its column cannot hold, as a fault of the projection', async () => {
    await bench().reopen([
      {
        ...totalling,
        apply: (events, rows) => {
          for (const { stream } of events) rows.put(totals, { stream, total: 0.5, notes: [] });
        },
      },
    ]);
    await fill(bench().store, 0, 1);
    const runner = bench().runner();
    await runner.catchUp();
    expect((await runner.status())[0]?.fault?.cause).toEqual(new RangeError('counter_total.total (integer) cannot hold 0.5'));
  });
};

/** What every read model promises. */
export const describeReadModel = (name: string, make: () => ReadModelUnderTest): void => {
  describe(`read model: ${name}`, () => {
    const bench = freshBench(make);
    describeRows(bench);
    describeKept(bench);
    describeTexts(bench);
    describeReaders(bench);
    describeStatus(bench);
  });
};
