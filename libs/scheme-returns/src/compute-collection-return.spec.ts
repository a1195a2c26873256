import { shippedRuleBook } from '#rules';
import { type CollectionFact, type UndeliveredFact } from './collection-fact';
import { collectionReturnDecider, type FileCollectionReturn } from './collection-return.decider';
import { type CollectionFigures, collectionPeriod, computeCollectionReturn } from './compute-collection-return';
import { collectionReturnFiled, type CollectionReturnEvent } from './scheme-returns.events';

const book = shippedRuleBook();
const request = { schemeNumber: 'SAFR2021000001', holder: 'POST-1', authority: 'EU-FR', period: '2026-07', filedOn: '2026-08-10' } as const;
const collection = (n: number, ...rows: readonly (readonly [rate: string, taxable: bigint, vat: bigint])[]): CollectionFact => ({
  carrier: 'POST-1',
  consignmentNumber: `LX${String(n)}`,
  country: 'FR',
  currency: 'EUR',
  at: '2026-07-10T10:00:00.000Z',
  hash: String(n).padStart(64, '0'),
  rows: rows.map(([rate, taxable, vat]) => ({ rate, taxable, vat })),
});
const failure = (n: number, expected: bigint, taken = 0n): UndeliveredFact => ({
  carrier: 'POST-1',
  consignmentNumber: `LX${String(n)}`,
  currency: 'EUR',
  at: '2026-07-20T10:00:00.000Z',
  mrn: `26FR${String(n)}`,
  invalidatedOn: '2026-07-25',
  expected,
  collected: taken,
  hash: String(n).padStart(64, 'f'),
});
const compute = async (
  collections: readonly CollectionFact[],
  undelivered: readonly UndeliveredFact[] = [],
  more: Partial<Record<keyof typeof request, string>> = {},
) => computeCollectionReturn(book, { ...request, ...more }, { collections, undelivered });
const figuresOf = async (...args: Parameters<typeof compute>): Promise<CollectionFigures> => {
  const result = await compute(...args);
  if ('rejected' in result) throw new RangeError(result.rejected.code);
  expect(collectionReturnFiled.data.parse(result.computed.figures, 'figures')).toEqual(result.computed.figures);
  return result.computed.figures;
};

describe('a return under special arrangements', () => {
  it('is what was collected from the recipients, a row per rate', async () => {
    expect(await figuresOf([collection(1, ['20', 5000n, 1000n]), collection(2, ['20', 2500n, 500n], ['5.5', 1000n, 55n])])).toMatchObject({
      returnReference: 'FR/SAFR2021000001/M07.2026',
      start: '2026-07-01',
      end: '2026-08-01',
      until: '2026-07-31T22:00:00.000Z',
      dueOn: '2026-08-31',
      currency: 'EUR',
      ruleSet: { id: 'scheme/EU-SA' },
      rows: [
        { country: 'FR', rate: '20', taxable: '75.00', vat: '15.00', consignments: 2 },
        { country: 'FR', rate: '5.5', taxable: '10.00', vat: '0.55', consignments: 1 },
      ],
      collected: '15.55',
      payable: '15.55',
      consignments: 2,
      undelivered: { consignments: 0, vat: '0.00' },
    });
  });
  it('does not depend on the order of its facts', async () => {
    const facts = [collection(1, ['20', 5000n, 1000n]), collection(2, ['20', 2500n, 500n])];
    expect(await figuresOf([...facts].reverse())).toEqual(await figuresOf(facts));
  });
  it('lets parcels go that could not be delivered, with the declarations that were invalidated', async () => {
    const result = await compute([collection(1, ['20', 5000n, 1000n])], [failure(7, 1200n), failure(8, 0n, 800n)]);
    expect(result).toMatchObject({
      computed: {
        figures: { payable: '10.00', undelivered: { consignments: 2, vat: '12.00', collected: '8.00' } },
        undelivered: [{ mrn: '26FR7', invalidatedOn: '2026-07-25' }, { mrn: '26FR8' }],
      },
    });
  });
  it('is a nil return where nothing was collected', async () => {
    expect(await figuresOf([])).toMatchObject({ nil: 'yes', rows: [], payable: '0.00', consignments: 0 });
  });
  it('is due on the day of deferred import VAT where the state asks for it, and in the money of the state', async () => {
    expect(await figuresOf([], [], { authority: 'EU-ES', schemeNumber: 'SAES2021000001' })).toMatchObject({ dueOn: '2026-08-16' });
    expect(
      await figuresOf([{ ...collection(1, ['23', 10000n, 2300n]), currency: 'PLN' }], [], {
        authority: 'EU-PL',
        schemeNumber: 'SAPL2021000001',
      }),
    ).toMatchObject({ currency: 'PLN', payable: '23.00' });
  });
  it.each([
    ['another currency', [{ ...collection(1, ['20', 5000n, 1000n]), currency: 'USD' }], {}, 'COLLECTION_CURRENCY_DIFFERS'],
    ['a period that is none', [], { period: '2026-13' }, 'PERIOD_UNKNOWN'],
    ['a period before the scheme', [], { period: '2021-06' }, 'PERIOD_UNKNOWN'],
    ['an authority that the rules do not know', [], { authority: 'EU-ZZ' }, 'PERIOD_UNKNOWN'],
    ['a state that it does not serve', [], { authority: 'GB' }, 'SCHEME_UNKNOWN'],
  ])('is refused: %s', async (_, collections, more, code) => {
    expect(await compute(collections, [], more)).toMatchObject({ rejected: { code } });
  });
  it('ends with its month at the authority', () => {
    expect(collectionPeriod(book, { authority: 'EU-IE', period: '2026-01' })).toMatchObject({
      until: '2026-02-01T00:00:00.000Z',
      period: { dueOn: '2026-02-28' },
    });
  });
});

describe('filing it', () => {
  it('is done once, the oldest first, when the month is over', async () => {
    const figures = await figuresOf([collection(1, ['20', 5000n, 1000n])]);
    const command: FileCollectionReturn = { type: 'FileCollectionReturn', figures, outstanding: [] };
    const filed: CollectionReturnEvent = { type: 'CollectionReturnFiled', data: figures };
    const when = (given: readonly CollectionReturnEvent[], asked: FileCollectionReturn) =>
      collectionReturnDecider.decide(asked, given.reduce(collectionReturnDecider.evolve, collectionReturnDecider.initial));
    expect(when([], command)).toEqual({ accepted: [filed] });
    expect(when([filed], { ...command, figures: { ...figures, filedOn: '2026-08-11' } })).toEqual({ accepted: [] });
    expect(when([filed], { ...command, figures: { ...figures, payable: '11.00' } })).toMatchObject({
      rejected: { code: 'RETURN_ALREADY_FILED' },
    });
    expect(when([], { ...command, figures: { ...figures, filedOn: '2026-07-31' } })).toMatchObject({
      rejected: { code: 'PERIOD_NOT_ENDED' },
    });
    expect(when([], { ...command, outstanding: ['2026-06'] })).toMatchObject({ rejected: { code: 'PERIOD_OUTSTANDING' } });
  });
});
