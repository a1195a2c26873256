import { PostgresReadModel } from '#read-model';
import { caseIndexProjection, reconciliationProjection } from '#reconciliation';
import { IndexedStory } from '../support/reconciliation/indexed';
import { wholeStory } from '../support/reconciliation/whole-stories';
import { describeOnPostgres, postgresUrl, schemaOfEachTest } from '../support/postgres/schema-of-each-test';

jest.setTimeout(120_000);

describeOnPostgres('the case index on PostgreSQL', () => {
  const schema = schemaOfEachTest();
  const opened = async (): Promise<IndexedStory> => {
    const at = { url: postgresUrl, schema: schema(), installation: 'test' };
    return new IndexedStory(wholeStory, {
      views: await PostgresReadModel.open({ ...at, projections: [reconciliationProjection] }),
      model: await PostgresReadModel.open({ ...at, projections: [caseIndexProjection] }),
    });
  };

  it('answers what is answered on demand, event by event', async () => {
    const story = await opened();
    for (let i = 0; i < wholeStory.length; i += 1) {
      await story.tell(1);
      const { question, at } = await story.keep(i < wholeStory.length / 2 ? '2026-05-15' : '2026-07-01');
      expect(await story.index.report(at, question)).toEqual(await story.onDemand.reconcile(question));
      for (const filter of [
        {},
        { status: 'broken' },
        { month: '2026-05', country: 'FR' },
        { code: 'B54', month: '2026-05' },
        { model: 'vendor', status: 'inTransit' },
        { scheme: 'EU-IOSS', behind: { book: 'EU-FR', currency: 'EUR', stage: 'assessed', taxType: 'B00' } },
      ] as const) {
        expect([filter, await story.index.list(at, question, filter, { limit: 1 })]).toEqual([
          filter,
          await story.onDemand.list(question, filter, { limit: 1 }),
        ]);
        expect([filter, await story.index.totalsOf(filter)]).toEqual([filter, await story.onDemand.totalsOf(question, filter)]);
      }
    }
    const kept = await story.model.contents();
    const { question, at } = await story.keep('2026-07-01');
    await story.keeper.build(at, question);
    expect(await story.model.contents()).toEqual(kept);
    await story.close();
  });

  it('is left alone by who finds that somebody else has moved it', async () => {
    const story = await opened();
    await story.tell(5);
    const { at } = await story.keep('2026-05-15');
    const nobody = { sql: 'SELECT 1 AS found FROM case_index_snapshot WHERE position = ?', parameters: ['elsewhere'] };
    const changes = (async function* () {
      yield [
        {
          table: caseIndexProjection.tables[3] ?? caseIndexProjection.tables[0],
          put: [{ name: 'cases', position: 'x', moment: 'x', rules: 'x' }],
          remove: [],
        },
      ] as never;
    })();
    expect(await story.model.write(changes, nobody)).toBe(false);
    expect(await story.keeper.snapshot()).toEqual(at);
    await story.close();
  });
});
