import { deriveId, EventCatalogue } from '#event-catalogue';
import { CommandRunner, MemoryEventStore, positionOf } from '#event-store';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { shippedRuleBook } from '#rules';
import { type CollectionFigures } from '../compute-collection-return';
import { fileCollectionReturn, previewCollectionReturn } from '../file-collection-return';
import { collectionReturnEvents } from '../scheme-returns.events';
import { collectionsProjection } from './collections.projection';
import { collectionReturnsOf, collectionsOfReturn, undeliveredOfReturn } from './collections.queries';

const book = shippedRuleBook();
const schemeNumber = 'SAFR2021000001';
let views: SqliteReadModel;
let store: MemoryEventStore;
let position = 0;
beforeEach(() => {
  views = SqliteReadModel.openScratch(':memory:', [collectionsProjection]);
  store = new MemoryEventStore();
  position = 0;
});
afterEach(() => views.close());

const tell = async (type: string, stream: string, data: unknown): Promise<void> => {
  position += 1;
  const commandId = `00000000-0000-5000-8000-${String(position).padStart(12, '0')}`;
  const metadata = {
    v: '1',
    schemaVersion: '1',
    commandId,
    index: '0',
    actor: 'test',
    book: '-',
    recordedAt: '',
    effectiveAt: '2026-07-10T00:00:00.000Z',
    prev: '',
    hash: '',
  } as const;
  const event: LoggedEvent = { type, data, stream, revision: 0n, position: positionOf(position), metadata };
  expect(await views.apply([{ projection: collectionsProjection, events: [event], through: positionOf(position) }])).toEqual([]);
};
const parcel = (n: number): string =>
  `consignment-${deriveId({ category: 'consignment', book: '-', issuer: 'POST-1', reference: `LX${String(n)}` })}`;
const declaration = (n: number): string => `declaration-${String(n).padStart(26, '0')}`;
const release = async (n: number, vat: string, scheme = 'EU-SA'): Promise<void> => {
  await tell('DeclarationLodged', declaration(n), {
    scheme,
    schemeNumber,
    carrier: 'POST-1',
    consignmentNumber: `LX${String(n)}`,
    jurisdiction: 'FR',
    mrn: `26FR${String(n)}`,
  });
  await tell('DutyAssessed', declaration(n), {
    accountedIn: { scheme },
    currency: 'EUR',
    totals: [
      { taxType: 'A00', accountedElsewhere: '0.00' },
      { taxType: 'B00', accountedElsewhere: vat },
    ],
  });
};
const collect = (n: number, vat: string, collectedAt = '2026-07-15T10:00:00.000Z'): Promise<void> =>
  tell('TaxCollectedFromRecipient', parcel(n), {
    carrier: 'POST-1',
    consignmentNumber: `LX${String(n)}`,
    collectedAt,
    consumptionCountry: 'FR',
    currency: 'EUR',
    lines: [
      { taxType: 'B00', rate: '20', taxable: '50.00', amount: vat },
      { taxType: 'A00', rate: '0', taxable: '1', amount: '3.00' },
    ],
  });
const fail = (n: number, attemptedAt = '2026-07-20T10:00:00.000Z'): Promise<void> =>
  tell('ConsignmentUndeliverable', parcel(n), { attemptedAt, reason: 'REFUSED' });

const sources = () => ({
  store,
  views,
  book,
  runner: new CommandRunner(store, new EventCatalogue(collectionReturnEvents), () => '2026-08-10T00:00:00.000Z'),
});
const request = (period: string) => ({
  schemeNumber,
  holder: 'POST-1',
  authority: 'EU-FR',
  period,
  filedOn: '2026-09-10',
  firstDay: '2026-07-01',
});
const preview = async (period: string): Promise<CollectionFigures> => {
  const answer = await previewCollectionReturn(sources(), request(period));
  if ('rejected' in answer) throw new RangeError(answer.rejected.code);
  return answer.computed.figures;
};
const file = async (period: string): Promise<CollectionFigures> => {
  const outcome = await fileCollectionReturn(sources(), request(period), { actor: 'carrier' });
  const data = outcome.kind === 'accepted' ? outcome.events.find((event) => event.type === 'CollectionReturnFiled')?.data : undefined;
  if (data === undefined) throw new RangeError(outcome.kind === 'rejected' ? outcome.rejection.code : outcome.kind);
  await tell('CollectionReturnFiled', 'schemeReturn-1', data);
  return data;
};

describe('the collections behind returns', () => {
  it('are those of the month at the authority; filed, the same figures come from the same parcels', async () => {
    for (const n of [1, 2]) await release(n, '10.60');
    await collect(1, '10.00');
    await collect(2, '10.00', '2026-07-31T22:00:00.000Z'); // 1 August in Paris
    const july = await file('2026-07');
    expect(july).toMatchObject({ consignments: 1, payable: '10.00', rows: [{ rate: '20', vat: '10.00' }] });
    expect(await preview('2026-07')).toEqual(july);
    expect(await preview('2026-08')).toMatchObject({ consignments: 1, payable: '10.00' });
    expect(await collectionReturnsOf(views, 'POST-1')).toEqual([july]);
  });
  it('one recorded after its return was filed is in the next, once', async () => {
    await collect(1, '10.00');
    const computed = await preview('2026-07');
    await collect(2, '10.00');
    await tell('CollectionReturnFiled', 'schemeReturn-1', computed);
    expect(await preview('2026-07')).toEqual(computed);
    expect(await preview('2026-08')).toMatchObject({ consignments: 1, payable: '10.00' });
  });
  it('a parcel that could not be delivered leaves, with what was expected of it and its declaration', async () => {
    for (const n of [1, 2, 3]) await release(n, '10.60');
    for (const n of [1, 2]) await collect(n, '10.60');
    await fail(2);
    await fail(3);
    await tell('DeclarationInvalidated', declaration(3), { invalidatedOn: '2026-07-28' });
    const july = await file('2026-07');
    expect(july).toMatchObject({ consignments: 1, payable: '10.60', undelivered: { consignments: 2, vat: '10.60', collected: '10.60' } });
    const asked = { holder: 'POST-1', state: 'FR', schemeNumber, period: '2026-07', until: july.until ?? '' };
    expect(await undeliveredOfReturn(views, asked)).toMatchObject([
      { consignmentNumber: 'LX2', mrn: '26FR2' },
      { consignmentNumber: 'LX3', mrn: '26FR3', invalidatedOn: '2026-07-28' },
    ]);
    const listed: string[] = [];
    for await (const { consignmentNumber } of collectionsOfReturn(views, asked)) listed.push(consignmentNumber);
    expect(listed).toEqual(['LX1']);
    expect(await preview('2026-08')).toMatchObject({ nil: 'yes', undelivered: { consignments: 0, vat: '0.00' } });
  });
  it('a parcel that fails after its return changes nothing that was paid: that is claimed back', async () => {
    await release(1, '10.60');
    await collect(1, '10.60');
    const july = await file('2026-07');
    await fail(1, '2026-08-02T10:00:00.000Z');
    expect(await preview('2026-07')).toEqual(july);
    expect(await preview('2026-08')).toMatchObject({ nil: 'yes', undelivered: { consignments: 1, vat: '0.00' } });
  });
  it('a parcel that fails between the computation and the filing is told in the next return', async () => {
    for (const n of [1, 2]) await collect(n, '10.00');
    const computed = await preview('2026-07');
    await fail(1);
    await tell('CollectionReturnFiled', 'schemeReturn-1', computed);
    expect(await preview('2026-07')).toEqual(computed);
    expect(await preview('2026-08')).toMatchObject({ consignments: 0, undelivered: { consignments: 1, vat: '0.00' } });
  });
  it('are none of another carrier, scheme or authorisation', async () => {
    await release(1, '10.60', 'EU-IOSS');
    await fail(1);
    await release(2, '10.60');
    await collect(2, '10.60');
    const other = await previewCollectionReturn(sources(), { ...request('2026-07'), schemeNumber: 'SAFR2021000002' });
    expect(other).toMatchObject({ computed: { figures: { nil: 'yes', undelivered: { consignments: 0 } } } });
    expect(await preview('2026-07')).toMatchObject({ consignments: 1, undelivered: { consignments: 0 } });
  });
  it('are filed the oldest month first', async () => {
    expect(await fileCollectionReturn(sources(), request('2026-08'), { actor: 'carrier' })).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'PERIOD_OUTSTANDING', details: { period: '2026-07' } },
    });
    expect(await fileCollectionReturn(sources(), request('2026-13'), { actor: 'carrier' })).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'PERIOD_UNKNOWN' },
    });
  });
});
