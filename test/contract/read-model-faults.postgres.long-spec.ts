import { MemoryEventStore } from '#event-store';
import { PostgresCheckpoints, PostgresReadModel, ProjectionRunner, ReadModelConnectionError, SqliteReadModel } from '#read-model';
import { Client } from 'pg';
import { MuteProxy } from '../support/postgres/mute-proxy';
import { makeDatabase, type OwnDatabase } from '../support/postgres/own-database';
import { asAdministrator, describeOnPostgres, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';
import { counterCatalogue } from '../support/store/counter';
import { fill, listing, totalling } from './read-model-of-each-test';

jest.setTimeout(90_000);
const projections = [totalling, listing];

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no fault',
    (error: unknown) => (error instanceof ReadModelConnectionError ? error.code : String(error)),
  );

/** D-26 of docs/promises.md. What somebody does to PostgreSQL beside the programs: each fault has a code, and all goes on by itself when it is over. */
describeOnPostgres('faults of PostgreSQL itself', () => {
  const schema = schemaOfEachTest();
  const open = (url = postgresUrl): Promise<PostgresReadModel> =>
    PostgresReadModel.open({ url, schema: schema(), installation: 'test', projections });
  let store: MemoryEventStore;
  beforeEach(async () => {
    store = new MemoryEventStore();
    await fill(store, 0, 50);
  });
  const runnerOn = (model: PostgresReadModel): ProjectionRunner => new ProjectionRunner(store, counterCatalogue, model, { batch: 7 });
  const rebuilt = async () => {
    const scratch = SqliteReadModel.openScratch(':memory:', projections);
    await runnerOn(scratch as unknown as PostgresReadModel).catchUp();
    const contents = await scratch.contents();
    await scratch.close();
    return contents;
  };

  it.each([
    ['a table dropped', ['DROP TABLE counted']],
    ['a column dropped', ['ALTER TABLE counter_total DROP COLUMN total']],
    ['a column renamed', ['ALTER TABLE counter_total RENAME COLUMN total TO sum']],
    ['a key dropped', ['ALTER TABLE counted DROP CONSTRAINT counted_pkey']],
    ['checkpoints dropped', ['DROP TABLE _checkpoint']],
    ['checkpoints emptied', ['DELETE FROM _checkpoint']],
    ['the header dropped', ['DROP TABLE _header', 'DROP TABLE counted']],
    ['the schema dropped', ['DROP SCHEMA CASCADE']],
  ])('%s: it is told once, the tables are made anew and filled from event 0', async (_what, statements) => {
    const [model, other] = [await open(), await open()];
    await runnerOn(model).catchUp();
    await runnerOn(other).catchUp();
    for (const statement of statements) {
      const client = new Client({ connectionString: postgresUrl, options: `-c search_path=${schema()}` });
      await client.connect();
      await client.query(statement === 'DROP SCHEMA CASCADE' ? `DROP SCHEMA ${schema()} CASCADE` : statement);
      await client.end();
    }
    await fill(store, 50, 70);
    expect(['POSTGRES_TABLES', 'POSTGRES_NEWER']).toContain(await codeOf(runnerOn(model).catchUp()));
    for (const each of [model, other, model]) await codeOf(runnerOn(each).catchUp());
    await runnerOn(model).catchUp();
    expect(await model.contents()).toEqual(await rebuilt());
    await fill(store, 70, 80);
    await runnerOn(other).catchUp();
    expect(await other.contents()).toEqual(await rebuilt());
    await Promise.all([model.close(), other.close()]);
  });

  it.each([
    ['altered while nobody was there', 'ALTER TABLE counted ADD COLUMN remark text'],
    ['sorted by another collation', 'ALTER TABLE counter_total ALTER COLUMN stream TYPE text COLLATE "ucs_basic"'],
    ['its checkpoint deleted', 'DELETE FROM _checkpoint'],
    ['the checkpoints of processes dropped', 'DROP TABLE _process'],
  ])('a table %s is made anew at the next start', async (_what, statement) => {
    const before = await open();
    await runnerOn(before).catchUp();
    await before.close();
    const client = new Client({ connectionString: postgresUrl, options: `-c search_path=${schema()}` });
    await client.connect();
    await client.query(statement);
    await client.end();
    const checkpoints = await PostgresCheckpoints.open({ url: postgresUrl, schema: schema(), installation: 'test' });
    expect(await checkpoints.all()).toEqual(new Map());
    await checkpoints.close();
    const after = await open();
    await runnerOn(after).catchUp();
    expect(await after.contents()).toEqual(await rebuilt());
    await after.close();
  });

  it("a table that something of somebody else's depends on is not dropped, and the start says so", async () => {
    await (await open()).close();
    await asAdministrator(`CREATE VIEW ${schema()}.report AS SELECT total FROM ${schema()}.counter_total`);
    await asAdministrator(`DELETE FROM ${schema()}._checkpoint`);
    await expect(open()).rejects.toThrow(/other objects depend on it/);
    expect(await codeOf(open())).toBe('POSTGRES_TABLES');
  });

  it('a table that somebody has for himself: a question is answered in seconds, and the next when it is free', async () => {
    const model = await open();
    await runnerOn(model).catchUp();
    const client = new Client({ connectionString: postgresUrl });
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${schema()}.counter_total`);
    const fault: unknown = await model.all('SELECT * FROM counter_total').catch((error: unknown) => error);
    expect(String(fault)).toContain('lock timeout');
    expect(fault).toMatchObject({ code: 'POSTGRES_UNREACHABLE', passing: true });
    await client.query('ROLLBACK');
    await client.end();
    expect(await model.all('SELECT * FROM counter_total')).not.toEqual([]);
    await model.close();
  });

  it('a server that says nothing is waited for once, not again and again', async () => {
    const proxy = await MuteProxy.start(postgresUrl);
    const checkpoints = await PostgresCheckpoints.open({ url: proxy.url, schema: schema(), installation: 'test' });
    proxy.mute();
    // One connection that was there is lost with its question; the other questions come over new ones.
    void checkpoints.all().catch(() => undefined);
    expect(await codeOf(checkpoints.load('charges'))).toBe('POSTGRES_UNREACHABLE');
    expect(proxy.heldOut).toBe(1);
    proxy.speak();
    expect(await checkpoints.load('charges')).toBeUndefined();
    await checkpoints.close();
    proxy.stop();
  });

  it('statements mean the same whatever is set for the role', async () => {
    const url = new URL(postgresUrl);
    const settings = {
      default_transaction_isolation: 'serializable',
      standard_conforming_strings: 'off',
      array_nulls: 'off',
      search_path: 'pg_catalog',
      DateStyle: 'German',
      idle_in_transaction_session_timeout: '100',
      lock_timeout: '1',
      TimeZone: 'Pacific/Apia',
    };
    url.searchParams.set(
      'options',
      Object.entries(settings)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
    );
    const [one, two] = [await open(url.href), await open(url.href)];
    await Promise.all([runnerOn(one).catchUp(), runnerOn(two).catchUp()]);
    expect(await one.contents()).toEqual(await rebuilt());
    expect(await one.get("SELECT current_setting('transaction_isolation') AS level, '\\d' AS text")).toEqual({
      level: 'read committed',
      text: '\\d',
    });
    const snapshot = await PostgresReadModel.openSnapshot({ url: url.href, schema: schema(), installation: 'test', projections });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await snapshot?.contents()).toEqual(await rebuilt());
    await Promise.all([one.close(), two.close(), snapshot?.close()]);
  });

  describe('in a database of its own', () => {
    let database: OwnDatabase;
    let role: URL;
    beforeEach(async () => {
      database = await makeDatabase(postgresUrl);
      role = new URL(database.url);
      [role.username, role.password] = [role.pathname.slice(1), 'first'];
      await database.run(`CREATE ROLE ${role.username} LOGIN PASSWORD 'first'`);
      await database.run(`GRANT CREATE ON DATABASE ${role.username} TO ${role.username}`);
    });
    afterEach(async () => {
      await database.drop();
      await asAdministrator(`DROP ROLE ${role.username}`);
    });
    const cut = (): Promise<unknown> =>
      database.run('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role.username]);
    const inDatabase = (): Promise<PostgresReadModel> =>
      PostgresReadModel.open({ url: role.href, schema: schema(), installation: 'test', projections });

    it('another password, and back: no answer is without a code, and the same program goes on', async () => {
      const model = await inDatabase();
      await runnerOn(model).catchUp();
      await database.run(`ALTER ROLE ${role.username} PASSWORD 'second'`);
      await cut();
      expect(await codeOf(model.progress())).toBe('POSTGRES_CREDENTIALS');
      expect(await codeOf(runnerOn(model).catchUp())).toBe('POSTGRES_CREDENTIALS');
      await database.run(`ALTER ROLE ${role.username} PASSWORD 'first'`);
      await fill(store, 50, 60);
      await runnerOn(model).catchUp();
      expect(await model.contents()).toEqual(await rebuilt());
      await model.close();
    });

    it('no writes for now: no start; a program that runs says so once and goes on by itself', async () => {
      const model = await inDatabase();
      const lost: string[] = [];
      const runner = new ProjectionRunner(store, counterCatalogue, model, { batch: 7, onLost: ({ message }) => lost.push(message) });
      const [end, head] = [new AbortController(), await store.head()];
      await database.run(`ALTER ROLE ${role.username} SET default_transaction_read_only = on`);
      await cut();
      expect(await codeOf(inDatabase())).toBe('POSTGRES_UNREACHABLE');
      const following = runner.follow(end.signal);
      // So long that it has tried more than once.
      await expect(runner.waitFor(head, 1500)).rejects.toThrow();
      expect(lost).toEqual([expect.stringContaining('read-only transaction')]);
      await database.run(`ALTER ROLE ${role.username} RESET default_transaction_read_only`);
      await runner.waitFor(head, 30_000);
      expect(await model.contents()).toEqual(await rebuilt());
      end.abort();
      await following;
      await model.close();
    });
  });
});
