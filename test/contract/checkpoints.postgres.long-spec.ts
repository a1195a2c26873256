import { positionOf } from '#event-store';
import { PostgresCheckpoints } from '#read-model';
import { describeOnPostgres, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';

describeOnPostgres('checkpoints of processes on PostgreSQL', () => {
  const schema = schemaOfEachTest();
  const open = (): Promise<PostgresCheckpoints> => PostgresCheckpoints.open({ url: postgresUrl, schema: schema(), installation: 'test' });

  it('are what was saved last, also for the next process', async () => {
    // Several at once: each finds the schema, or makes it.
    const [checkpoints, other, third] = await Promise.all([open(), open(), open()]);
    expect(await checkpoints.load('charges')).toBeUndefined();
    await checkpoints.save(
      new Map([
        ['charges', positionOf(7)],
        ["it's", positionOf(3)],
      ]),
    );
    await checkpoints.save(new Map([['charges', positionOf(9)]]));
    await checkpoints.save(new Map());
    expect([await other.load('charges'), await third.load("it's")]).toEqual([positionOf(9), positionOf(3)]);
    await Promise.all([checkpoints, other, third].map((one) => one.close()));
  });
});
