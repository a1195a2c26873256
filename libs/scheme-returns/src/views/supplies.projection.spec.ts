import { positionOf } from '#event-store';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { shippedRuleBook } from '#rules';
import { computeReturnOf, type ReturnFigures } from '../compute-return';
import { supplyFactOf } from '../supply-fact';
import { suppliesProjection } from './supplies.projection';
import { excludedSupplies, returnPeriodsOf, suppliesBehind, suppliesOfReturn } from './supplies.queries';

const book = shippedRuleBook();
const schemeNumber = 'IM3720000015';
let views: SqliteReadModel;
let position = 0;
beforeEach(() => {
  views = SqliteReadModel.openScratch(':memory:', [suppliesProjection]);
  position = 0;
});
afterEach(() => views.close());

const event = (type: string, data: unknown): LoggedEvent => {
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
    effectiveAt: '2026-01-10T00:00:00.000Z',
    prev: '',
    hash: '',
  } as const;
  return { type, data, stream: `order-${String(position).padStart(26, '0')}`, revision: 0n, position: positionOf(position), metadata };
};
const supply = (period: string, vat: string, consumptionCountry = 'FR'): LoggedEvent =>
  event('SupplyAttributed', {
    scheme: 'EU-IOSS',
    schemeNumber,
    period,
    suppliedAt: `${period}-10T00:00:00.000Z`,
    consumptionCountry,
    currency: 'EUR',
    rows: [{ rate: '20', rateCategory: 'standard', taxable: '100.00', vat }],
  });
const tell = async (...events: readonly LoggedEvent[]): Promise<void> => {
  expect(await views.apply([{ projection: suppliesProjection, events, through: positionOf(position) }])).toEqual([]);
};
const compute = async (period: string, outstanding: readonly string[] = []): Promise<ReturnFigures> => {
  const request = { scheme: 'EU-IOSS', schemeNumber, holder: 'V-IE-1', authority: 'EU-IE', period, filedOn: '2026-06-01' } as const;
  const result = await computeReturnOf(book, request, suppliesOfReturn(views, schemeNumber, period, outstanding));
  if ('rejected' in result) throw new RangeError(result.rejected.code);
  return result.computed.figures;
};
const listOf = async <T>(all: AsyncIterable<T>): Promise<readonly T[]> => {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
};
const file = async (figures: ReturnFigures): Promise<void> => tell(event('SchemeReturnFiled', figures));

describe('the supplies behind returns', () => {
  it('are those of the period; once filed, the same figures come from the same supplies', async () => {
    await tell(supply('2026-01', '20.00'), supply('2026-02', '19.00'), supply('2026-01', '20.00', 'DE'));
    const january = await compute('2026-01');
    expect(january).toMatchObject({ supplies: 2, payable: '40.00' });
    await file(january);
    expect(await compute('2026-01')).toEqual(january);
    expect(await compute('2026-02')).toMatchObject({ supplies: 1, payable: '19.00', corrections: [] });
  });

  it('a supply recorded after its return was filed is a correction in the next, once', async () => {
    await tell(supply('2026-01', '20.00'));
    const january = await compute('2026-01');
    await file(january);
    await tell(supply('2026-01', '20.00'), supply('2026-02', '20.00'));
    const february = await compute('2026-02');
    expect(february).toMatchObject({
      supplies: 2,
      payable: '40.00',
      rows: [{ vat: '20.00' }],
      corrections: [{ period: '2026-01', vat: '20.00' }],
    });
    await file(february);
    expect(await compute('2026-01')).toEqual(january);
    expect(await compute('2026-02')).toEqual(february);
    expect(await compute('2026-03')).toMatchObject({ nil: 'yes', supplies: 0 });
  });

  it('a supply recorded between the computation and the filing is not lost either', async () => {
    await tell(supply('2026-01', '20.00'));
    const january = await compute('2026-01');
    await tell(supply('2026-01', '20.00', 'DE'), supply('2026-02', '20.00'));
    await file(january);
    expect(await compute('2026-01')).toEqual(january);
    expect(await compute('2026-02')).toMatchObject({ supplies: 2, corrections: [{ country: 'DE', period: '2026-01' }] });
  });

  it('a preview leaves earlier periods to their own outstanding returns', async () => {
    await tell(supply('2026-01', '20.00'), supply('2026-02', '20.00'));
    expect(await compute('2026-02', ['2026-01'])).toMatchObject({ supplies: 1, corrections: [] });
    expect(await compute('2026-02')).toMatchObject({ supplies: 2, corrections: [{ period: '2026-01' }] });
  });

  it('tell of a credit when the supply that it changes took place, for that is the day whose rate converts both', async () => {
    const sold = supply('2026-01', '20.00');
    const credit = event('SupplyAdjusted', {
      ...(sold.data as object),
      period: '2026-02',
      originalPeriod: '2026-01',
      creditNumber: 'C-1',
      adjustedAt: '2026-02-20T00:00:00.000Z',
    });
    await tell(sold, { ...credit, stream: sold.stream });
    const told = [
      ...(await listOf(suppliesOfReturn(views, schemeNumber, '2026-01'))),
      ...(await listOf(suppliesOfReturn(views, schemeNumber, '2026-02', ['2026-01']))),
    ];
    expect(told.map(({ kind, suppliedAt }) => [kind, suppliedAt])).toEqual([
      ['supply', undefined],
      ['adjustment', '2026-01-10T00:00:00.000Z'],
    ]);
  });

  it('can be listed row by row, and what is in no return with its reason', async () => {
    await tell(
      supply('2026-01', '20.00'),
      supply('2026-01', '20.00', 'DE'),
      event('SupplyExcluded', { regime: 'STANDARD-IMPORT', reason: 'above_threshold', suppliedAt: '2026-01-12T00:00:00.000Z' }),
    );
    expect(await listOf(suppliesBehind(views, schemeNumber, '2026-01', { country: 'DE', rate: '20' }))).toMatchObject([
      { country: 'DE', seq: 2 },
    ]);
    expect(await listOf(excludedSupplies(views, '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'))).toMatchObject([
      { regime: 'STANDARD-IMPORT', reason: 'above_threshold' },
    ]);
    await file(await compute('2026-01'));
    expect(await returnPeriodsOf(views, { holder: 'V-IE-1' })).toMatchObject([
      { period: '2026-01', facts: 2, filed: { payable: '40.00' } },
    ]);
  });

  it('have a hash of their facts that leaves out when they were recorded', () => {
    const one = supply('2026-01', '20.00');
    const again = { ...one, metadata: { ...one.metadata, recordedAt: 'later', hash: 'other' } };
    expect(supplyFactOf(again)).toEqual(supplyFactOf(one));
    expect(supplyFactOf({ ...one, data: { ...(one.data as object), currency: 'GBP' } })?.hash).not.toBe(supplyFactOf(one)?.hash);
  });
});
