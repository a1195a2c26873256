import { EventCatalogue } from '#event-catalogue';
import { CommandRunner, MemoryEventStore } from '#event-store';
import { SqliteReadModel, ProjectionRunner } from '#read-model';
import { shippedRuleBook } from '#rules';
import { fileReturn, previewReturn, type ReturnToFile } from './file-return';
import { schemeReturnEvents } from './scheme-returns.events';
import { suppliesProjection } from './views/supplies.projection';

const request = (period: string, filedOn = '2026-06-01'): ReturnToFile => ({
  scheme: 'EU-IOSS',
  schemeNumber: 'IM3720000015',
  holder: 'V-IE-1',
  authority: 'EU-IE',
  period,
  filedOn,
  firstDay: '2026-01-15',
});

describe('filing returns of a number', () => {
  const store = new MemoryEventStore();
  const catalogue = new EventCatalogue(schemeReturnEvents);
  const views = SqliteReadModel.openScratch(':memory:', [suppliesProjection]);
  const sources = { store, views, book: shippedRuleBook(), runner: new CommandRunner(store, catalogue, () => '2026-06-01T00:00:00.000Z') };
  const projections = new ProjectionRunner(store, catalogue, views);
  const file = async (period: string, filedOn?: string) => {
    const outcome = await fileReturn(sources, request(period, filedOn), { actor: 'vendor' });
    await projections.catchUp();
    return outcome;
  };
  afterAll(() => views.close());

  it('begins with the oldest period since the number is valid, and a nil return counts', async () => {
    expect(await previewReturn(sources, request('2026-02'))).toMatchObject({
      outstanding: ['2026-01'],
      computed: { figures: { nil: 'yes' } },
    });
    expect(await file('2026-02')).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'PERIOD_OUTSTANDING', details: { period: '2026-01' } },
    });
    expect(await file('2026-01')).toMatchObject({
      kind: 'accepted',
      replayed: false,
      events: [
        { data: { nil: 'yes', returnReference: 'IE/IM3720000015/M01.2026' }, metadata: { effectiveAt: '2026-05-31T23:00:00.000Z' } },
      ],
    });
    expect(await file('2026-02')).toMatchObject({ kind: 'accepted' });
  });
  it('repeats the first answer, and refuses what cannot be filed', async () => {
    expect(await file('2026-01', '2026-06-02')).toMatchObject({
      kind: 'accepted',
      replayed: true,
      events: [{ data: { filedOn: '2026-06-01' } }],
    });
    expect(await file('2026-03', '2026-03-31')).toMatchObject({ kind: 'rejected', rejection: { code: 'PERIOD_NOT_ENDED' } });
    for (const period of ['2026-3', 'zzzz-01', '2026-13'])
      expect(await file(period)).toMatchObject({ kind: 'rejected', rejection: { code: 'PERIOD_UNKNOWN', field: 'period' } });
  });
});
