import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { CommandRunner, MemoryEventStore } from '#event-store';
import {
  partitionOfText,
  PostgresCheckpoints,
  PostgresReadModel,
  ProjectionRunner,
  projection,
  ReadModelConnectionError,
  SqliteReadModel,
  table,
  type PostgresReadModelOptions,
  type Projection,
} from '#read-model';
import {
  asAdministrator,
  cutConnections,
  describeOnPostgres,
  namedUrl,
  postgresUrl,
  schemaOfEachTest,
} from '../support/postgres/schema-of-each-test';
import { count, counterCatalogue } from '../support/store/counter';
import { fill, listing, totalling, totals } from './read-model-of-each-test';

jest.setTimeout(60_000);
const both = [totalling, listing];
const counted = table('counted_once', { columns: { stream: 'text', revision: 'integer', by: 'integer' }, key: ['stream', 'revision'] });
const inFour: Projection = projection({
  name: 'four',
  version: 1,
  tables: [counted],
  partitions: { count: 4, partitionOf: ({ stream }) => partitionOfText(stream, 4) },
  apply: (events, rows) => {
    for (const { stream, revision, data } of events)
      rows.put(counted, { stream, revision: Number(revision), by: (data as { by: number }).by });
  },
});

const contentsInSqlite = async (store: MemoryEventStore, projections: readonly Projection[]) => {
  const scratch = SqliteReadModel.openScratch(':memory:', projections);
  await new ProjectionRunner(store, counterCatalogue, scratch).catchUp();
  const contents = await scratch.contents();
  await scratch.close();
  return contents;
};
const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof ReadModelConnectionError ? `${error.code} ${error.message}` : error),
  );

describeOnPostgres('read model on a PostgreSQL server', () => {
  const schema = schemaOfEachTest();
  const options = (more: Partial<PostgresReadModelOptions> = {}): PostgresReadModelOptions => ({
    url: postgresUrl,
    schema: schema(),
    installation: 'test',
    projections: both,
    ...more,
  });
  const open = (more: Partial<PostgresReadModelOptions> = {}): Promise<PostgresReadModel> => PostgresReadModel.open(options(more));
  let store: MemoryEventStore;
  beforeEach(() => {
    store = new MemoryEventStore();
  });
  const runnerOf = (model: PostgresReadModel, batch = 7): ProjectionRunner =>
    new ProjectionRunner(store, counterCatalogue, model, { batch });

  describe('who writes', () => {
    it('two that apply the same events, in turns and at once, count each once', async () => {
      const [one, two] = [await open(), await open()];
      await fill(store, 0, 20);
      await runnerOf(one).catchUp();
      await fill(store, 20, 40);
      await runnerOf(two).catchUp();
      await fill(store, 40, 60);
      await runnerOf(one).catchUp();
      await fill(store, 60, 200);
      await Promise.all([runnerOf(one, 3).catchUp(), runnerOf(two, 5).catchUp()]);
      expect(await one.contents()).toEqual(await contentsInSqlite(store, both));
      await Promise.all([one.close(), two.close()]);
    });

    it('one that was overtaken writes nothing over its successor, whatever it remembers', async () => {
      const [late, successor] = [await open(), await open()];
      await fill(store, 0, 10);
      await runnerOf(late).catchUp();
      const positions = (await late.checkpoints()).get('totals');
      await fill(store, 10, 30);
      await runnerOf(successor).catchUp();
      const before = await successor.contents();
      // The stretch that the late one was about to apply when it lost its lease.
      const events = [];
      for await (const batch of store.readAll())
        events.push(...batch.events.map((event) => ({ ...counterCatalogue.decode(event), position: event.position })));
      const through = events[14]?.position;
      if (positions === undefined || through === undefined) throw new Error('no positions');
      const fresh = events.filter((event) => event.position > positions && event.position <= through);
      expect(await late.apply([{ projection: totalling, events: fresh, after: positions, through }])).toEqual([]);
      expect(await late.contents()).toEqual(before);
      await Promise.all([late.close(), successor.close()]);
    });

    it('several that own partitions give the rows of one', async () => {
      await fill(store, 0, 60);
      const models = [await open({ projections: [inFour, totalling] }), await open({ projections: [inFour, totalling] })];
      const [a, b] = models as [PostgresReadModel, PostgresReadModel];
      const first = new ProjectionRunner(store, counterCatalogue, a, {
        batch: 7,
        only: [
          { projection: 'four', partition: 0 },
          { projection: 'four', partition: 3 },
        ],
      });
      const second = new ProjectionRunner(store, counterCatalogue, b, {
        batch: 11,
        only: [{ projection: 'four', partition: 1 }, { projection: 'four', partition: 2 }, { projection: 'totals' }],
      });
      const head = await store.head();
      const waiting = first.waitFor(head);
      await first.catchUp();
      const halfway = await a.checkpoints();
      expect([...halfway.values()].every((position) => position < head)).toBe(true);
      await second.catchUp();
      await waiting;
      expect(await a.contents()).toEqual(await contentsInSqlite(store, [inFour, totalling]));
      expect((await a.progress()).map(({ projection: name, partition, position }) => [name, partition, position === head])).toEqual([
        ...[0, 1, 2, 3].map((partition) => ['four', partition, true]),
        ['totals', 0, true],
      ]);
      expect(() => new ProjectionRunner(store, counterCatalogue, a, { only: [{ projection: 'four', partition: 4 }] })).toThrow(RangeError);
      await Promise.all(models.map((model) => model.close()));
    });

    it('answers questions when all its connections were broken at once, and none has been missed yet', async () => {
      const url = namedUrl(schema());
      const model = await open({ url });
      const checkpoints = await PostgresCheckpoints.open({ url, schema: schema(), installation: 'test' });
      const questions = (): readonly Promise<unknown>[] => [
        ...Array.from({ length: 8 }, () => model.get('SELECT pg_sleep(0.02)::text')),
        checkpoints.load('charges'),
        checkpoints.all(),
      ];
      for (let i = 0; i < 10; i += 1) {
        await Promise.all(questions());
        const asked = questions();
        await cutConnections(schema());
        await Promise.all([...asked, ...questions()]);
      }
      await checkpoints.close();
      await model.close();
    });

    it('follows on when its connections are broken, again and again', async () => {
      const model = await open({ url: namedUrl(schema()) });
      const retries: string[] = [];
      const runner = new ProjectionRunner(store, counterCatalogue, model, { batch: 7, onLost: (fault) => retries.push(fault.code) });
      const end = new AbortController();
      const following = runner.follow(end.signal);
      for (let i = 0; i < 200; i += 20) {
        await fill(store, i, i + 20);
        await cutConnections(schema());
      }
      await runner.waitFor(await store.head(), 30_000);
      expect(await model.contents()).toEqual(await contentsInSqlite(store, both));
      expect(retries.every((code) => code === 'POSTGRES_UNREACHABLE')).toBe(true);
      end.abort();
      await following;
      await model.close();
    });
  });

  describe('rebuilding', () => {
    it('readers see the old rows or the new ones, never some of each, and long reading ends before the switch', async () => {
      const model = await open();
      await fill(store, 0, 100);
      await runnerOf(model).catchUp();
      const before = await model.contents();
      const reader = await open();
      const sums = new Set<number | undefined>();
      const rebuilt = new AbortController();
      const reading = (async () => {
        while (!rebuilt.signal.aborted) {
          sums.add(
            (await reader.get<{ n: number }>('SELECT (SELECT sum(total) FROM counter_total) + (SELECT count(*) FROM counted) AS n'))?.n,
          );
          for await (const row of reader.iterate<{ total: number }>('SELECT sum(total) AS total FROM counter_total'))
            sums.add(row.total + 10);
        }
      })();
      const snapshot = await PostgresReadModel.openSnapshot(options());
      const rebuilding = runnerOf(model)
        .rebuild()
        .then(() => {
          rebuilt.abort();
        });
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect([rebuilt.signal.aborted, await snapshot?.contents()]).toEqual([false, before]);
      await snapshot?.close();
      await rebuilding;
      await reading;
      expect([...sums]).toEqual([5050 + 10]);
      expect(await reader.contents()).toEqual(before);
      await Promise.all([model.close(), reader.close()]);
    });

    it('whoever goes on with the old rows loses nothing, and goes on with the new ones', async () => {
      const [model, other] = [await open(), await open()];
      await fill(store, 0, 50);
      const end = new AbortController();
      const following = runnerOf(other).follow(end.signal);
      const rebuilding = runnerOf(model).rebuild();
      await fill(store, 50, 150);
      await rebuilding;
      await fill(store, 150, 200);
      await runnerOf(other).waitFor(await store.head());
      expect(await model.contents()).toEqual(await contentsInSqlite(store, both));
      end.abort();
      await following;
      await Promise.all([model.close(), other.close()]);
    });

    it('what a crash left beside is removed; one rebuild at a time', async () => {
      const [model, other] = [await open(), await open()];
      await fill(store, 0, 20);
      await asAdministrator(`CREATE SCHEMA ${schema()}__fresh`);
      await asAdministrator(`CREATE TABLE ${schema()}__fresh.counted (rubbish text)`);
      await model.rebuild(async (fresh) => {
        await expect(other.rebuild(async () => undefined)).rejects.toThrow('another process is rebuilding');
        await new ProjectionRunner(store, counterCatalogue, fresh).catchUp();
      });
      expect(await model.contents()).toEqual(await contentsInSqlite(store, both));
      await expect(model.rebuild(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await asAdministrator('SELECT 1 FROM pg_namespace WHERE nspname = $1', [`${schema()}__fresh`])).toEqual([]);
      expect(await model.contents()).toEqual(await contentsInSqlite(store, both));
      await Promise.all([model.close(), other.close()]);
    });
  });

  describe('reading', () => {
    it('a snapshot is rows and checkpoints of one moment; there is none of what was never built', async () => {
      expect(await PostgresReadModel.openSnapshot(options())).toBeUndefined();
      const model = await open();
      await fill(store, 0, 20);
      await runnerOf(model).catchUp();
      const snapshot = await PostgresReadModel.openSnapshot(options());
      const [contents, checkpoints] = [await model.contents(), await model.checkpoints()];
      await fill(store, 20, 40);
      await runnerOf(model).catchUp();
      expect([await snapshot?.contents(), await snapshot?.checkpoints()]).toEqual([contents, checkpoints]);
      expect(await PostgresReadModel.openSnapshot(options({ projections: [{ ...totalling, version: 2 }] }))).toBeUndefined();
      await snapshot?.close();
      await model.close();
    });

    it('sums beyond 2^53 are refused, not rounded', async () => {
      const model = await open();
      await expect(model.all('SELECT 9007199254740993 AS n')).rejects.toThrow(RangeError);
      expect(await model.all('SELECT 9007199254740991 AS n, CAST(0.5 AS numeric) AS half')).toEqual([{ n: 9007199254740991, half: 0.5 }]);
      await model.close();
    });

    it('who only reads finds nothing before anything is made, and applies nothing', async () => {
      const reader = await PostgresReadModel.open({ ...options(), readOnly: true });
      expect(await reader.progress()).toEqual([]);
      await expect(reader.all('SELECT * FROM counted')).rejects.toThrow('has not been built yet');
      await (await open()).close();
      expect(await reader.all('SELECT * FROM counted')).toEqual([]);
      await expect(reader.apply([])).rejects.toThrow(RangeError);
      await reader.close();
    });
  });

  describe('refuses with a reason', () => {
    const changed = (change: (url: URL) => void): string => {
      const url = new URL(postgresUrl);
      change(url);
      return url.href;
    };

    it('what is no address, a server that is not there or says nothing, and one that does not let us in', async () => {
      expect(await faultOf(open({ url: 'mysql://localhost/x' }))).toMatch(/^POSTGRES_URL_INVALID .*postgresql:\/\//);
      expect(await faultOf(open({ url: changed((url) => (url.port = '1')) }))).toMatch(
        /^POSTGRES_UNREACHABLE PostgreSQL at .*:1\/.* cannot be reached/,
      );
      expect(await faultOf(open({ url: changed((url) => (url.password = 'wrong')) }))).toMatch(/^POSTGRES_CREDENTIALS/);
      expect(await faultOf(open({ url: changed((url) => (url.pathname = '/no_such_database')) }))).toMatch(
        /^POSTGRES_URL_INVALID .*no such database/,
      );
      const silent = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      expect(await faultOf(open({ url: `postgresql://a:secret-word@127.0.0.1:${String(port)}/x` }))).toMatch(
        /^POSTGRES_UNREACHABLE (?!.*secret-word)/,
      );
      silent.close();
    });

    it('the schema of another installation, of a newer program, and of newer projections', async () => {
      await (await open()).close();
      expect(await faultOf(open({ installation: 'another' }))).toMatch(
        /^POSTGRES_OF_OTHER_INSTALLATION .*belongs to installation test, not to another/,
      );
      expect(await faultOf(PostgresReadModel.open({ ...options({ installation: 'another' }), readOnly: true }))).toMatch(
        /^POSTGRES_OF_OTHER_INSTALLATION/,
      );
      const newer = { ...totalling, version: 2 };
      const model = await open();
      await (await open({ projections: [newer, listing] })).close();
      expect(await faultOf(open())).toMatch(/^POSTGRES_NEWER .*totals .*version 2.* 1/);
      // Nor does one that is still running write into the newer one's tables.
      await fill(store, 0, 5);
      expect(await faultOf(runnerOf(model).catchUp())).toMatch(/^POSTGRES_NEWER/);
      await model.close();
      await asAdministrator(`UPDATE ${schema()}._header SET format = 99`);
      expect(await faultOf(open())).toMatch(/^POSTGRES_NEWER .*format 99/);
    });
  });

  it('a value that PostgreSQL refuses is a fault of the projection, at its event', async () => {
    // An index entry has a third of a page at most, SQLite's any length; the text must not be compressible.
    const long = (by: number): string =>
      Array.from({ length: by === 4 ? 4000 : 4 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919 * (i + by)) % 20_000))).join('');
    const model = await open({
      projections: [
        {
          ...totalling,
          apply: (events, rows) => {
            for (const { data } of events) rows.put(totals, { stream: long((data as { by: number }).by), total: 1, notes: [] });
          },
        },
      ],
    });
    const runner = new CommandRunner(store, counterCatalogue, () => '2026-01-01T00:00:00.000Z');
    await runner.runAll(Array.from({ length: 8 }, (_, i) => count('s', `k${String(i)}`, { by: i + 1 })));
    const projecting = runnerOf(model);
    await projecting.catchUp();
    expect(String((await projecting.status())[0]?.fault?.cause)).toContain('index row');
    expect(await model.get('SELECT count(*) AS n FROM counter_total')).toEqual({ n: 3 });
    await model.close();
  });
});
