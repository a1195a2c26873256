import { once } from 'node:events';
import { LocalLeases, PostgresLeases, type Leases } from '#read-model';
import { cutConnections, describeOnPostgres, namedUrl, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';

/** What a lease is, wherever it is held. */
const describeLeases = (open: () => Leases): void => {
  let leases: Leases;
  beforeEach(() => {
    leases = open();
  });
  afterEach(() => leases.close());

  it('has one holder at a time, and is free when it is released', async () => {
    const [first, second, other] = [await leases.acquire('a'), await leases.acquire('a'), await leases.acquire('b')];
    expect([first?.name, second, other?.name]).toEqual(['a', undefined, 'b']);
    await first?.release();
    const third = await leases.acquire('a');
    expect(third?.name).toBe('a');
    // Who has given a lease back has nothing more to do with it.
    await first?.release();
    expect(await leases.acquire('a')).toBeUndefined();
    expect([first?.lost.aborted, third?.lost.aborted]).toEqual([false, false]);
  });
};

describe('leases within a process', () => {
  describeLeases(() => new LocalLeases());
});

describeOnPostgres('leases on PostgreSQL', () => {
  const schema = schemaOfEachTest();
  const open = (): PostgresLeases => new PostgresLeases({ url: namedUrl(schema()), schema: schema() });
  describeLeases(open);

  it('one process has it and not another, nor another schema', async () => {
    const [one, two, elsewhere] = [open(), open(), new PostgresLeases({ url: postgresUrl, schema: `${schema()}_x` })];
    expect((await one.acquire('projector'))?.name).toBe('projector');
    expect(await two.acquire('projector')).toBeUndefined();
    expect((await elsewhere.acquire('projector'))?.name).toBe('projector');
    await one.close();
    expect((await two.acquire('projector'))?.name).toBe('projector');
    await Promise.all([two.close(), elsewhere.close()]);
  });

  it('tells how many are there for some work, and forgets who ends', async () => {
    const [one, two, elsewhere] = [open(), open(), new PostgresLeases({ url: postgresUrl, schema: `${schema()}_x` })];
    expect([
      await one.present('projector', true),
      await one.present('projector', true),
      await elsewhere.present('projector', true),
    ]).toEqual([1, 1, 1]);
    expect([await two.present('projector', false), await two.present('projector', true), await two.present('other', true)]).toEqual([
      1, 2, 1,
    ]);
    expect(await one.present('projector', false)).toBe(1);
    await two.close();
    expect(await one.present('projector', true)).toBe(1);
    await Promise.all([one.close(), elsewhere.close()]);
  });

  it('a holder whose connection breaks is told at once, and can have the lease again', async () => {
    const leases = open();
    const lease = await leases.acquire('projector');
    if (lease === undefined) throw new Error('not acquired');
    const lost = once(lease.lost, 'abort', { signal: AbortSignal.timeout(3000) });
    await cutConnections(schema());
    await lost;
    expect((await leases.acquire('projector'))?.lost.aborted).toBe(false);
    await leases.close();
  });
});
