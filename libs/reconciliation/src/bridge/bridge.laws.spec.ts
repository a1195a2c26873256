import fc from 'fast-check';
import { asOf, told } from '../../../../test/support/reconciliation/ask';
import { restReopened, reversed, settledShort } from '../../../../test/support/reconciliation/account-life';
import { fate, storyOf } from '../../../../test/support/reconciliation/fates';
import { charged, filed, granted, periodClosed, periodOpened, settled } from '../../../../test/support/reconciliation/settlement';
import { type StoryEvent } from '../../../../test/support/reconciliation/story';
import { sized } from '../../../../test/support/size';
import { collectionModels, collectionSchemes, type DimensionFilter } from '../case-index/case-dimensions';
import { textOf, unitsOf } from '../exact-units';
import { type Reconciliation } from '../reconcile';
import { type Bridge, type BridgeFigure, type BridgeStage } from './bridge';
import { figureParts } from './figure-parts';

/**
 * Laws of the revenue bridge, of all cases and of those within any dimensions:
 * 1. The difference of each two rows is the sum of its reasons.
 * 2. What is assessed is what it divides into, and each of these the sum of its tax types.
 * 3. The parts of a dimension of which a case has one are the whole, what is not known counted in.
 * 4. A figure is the sum of what its cases, returns and statements add to it.
 */

/** A statement of several charges: paid whole, in part, too much, short by what is tolerated or not at all. */
const office = fc.constantFrom<readonly StoryEvent[]>(
  [],
  [periodOpened()],
  [periodOpened(), periodClosed('9.00')],
  ...['9.00', '4.00', '12.00'].map((paid): readonly StoryEvent[] => [periodOpened(), periodClosed('9.00'), settled('statement', paid)]),
  [periodOpened(), periodClosed('9.00'), ...settledShort('statement', '8.80', '0.20')],
  [periodOpened(), periodClosed('9.00'), ...settledShort('statement', '8.80', '0.20'), reversed('8.80'), restReopened('0.20')],
);
const returns = fc.constantFrom<readonly StoryEvent[]>(
  [],
  [granted(), ...filed('4.00', '16.00')],
  [granted(), ...filed('4.00', '16.00'), settled('return', '4.00')],
  [granted(), ...filed('4.00', '16.00'), settled('return', '1.00')],
  [granted(), ...filed('4.00', '16.00'), ...settledShort('return', '3.90', '0.10')],
);
const parcel = fate.map((one) => ({ ...one, debt: one.debt === 'stated' ? ('deferred' as const) : one.debt }));
const trade = fc.tuple(fc.array(parcel, { minLength: 1, maxLength: 4 }), office, returns).map(([fates, onAccount, returned]) => {
  const told = fates.flatMap((one, i) => storyOf(one, String(i)));
  // Its charges are those of the statement, whatever else became of the parcels.
  const stated = onAccount.length < 2 ? [] : [charged('S0', '6.00'), charged('S1', '3.00')];
  const [opened, ...closed] = onAccount;
  return [
    ...told.filter(({ type }) => onAccount.length === 0 || !['PeriodOpened', 'ChargePosted', 'ChargeAdjusted'].includes(type)),
    ...(opened === undefined ? [] : [opened]),
    ...stated,
    ...closed,
    ...returned,
  ];
});
const days = fc.constantFrom('2026-05-10', '2026-06-10', '2026-06-15', '2026-08-01', '2027-01-01');

const zero = '0';
const bridgesOf = (reconciliation: Reconciliation, day: string, filter: DimensionFilter): Promise<readonly Bridge[]> =>
  reconciliation.bridges(asOf(day), filter);
const sumOf = (amounts: Iterable<string>): string => textOf([...amounts].reduce((sum, amount) => sum + unitsOf(amount), 0n));

const followed: readonly (readonly [from: BridgeStage, to: BridgeStage])[] = [
  ['ordered', 'paid'],
  ['paid', 'shipped'],
  ['shipped', 'declared'],
  ['payable', 'charged'],
  ['charged', 'stated'],
  ['stated', 'settled'],
];
const unexplained = ({ rows, steps }: Bridge): readonly string[] =>
  followed.flatMap(([from, to]) => {
    const above = from === 'payable' ? [rows.payable ?? zero, rows.returned ?? zero] : [rows[from] ?? zero];
    const reasons = steps
      .filter((step) => step.from === from && step.to === to)
      .flatMap(({ because }) => Object.values(because).map(({ amount }) => amount));
    const [difference, explained] = [textOf(unitsOf(sumOf(above)) - unitsOf(rows[to] ?? zero)), sumOf(reasons)];
    return difference === explained ? [] : [`${from} to ${to}: ${difference}, explained ${explained}`];
  });

const filters: readonly DimensionFilter[] = [
  {},
  { month: '2026-05' },
  { model: 'vendor' },
  { model: 'intermediary' },
  { country: 'FR' },
  { scheme: 'EU-IOSS' },
  { scheme: 'standard', country: 'FR' },
  { seller: '-' },
  { schemeNumber: '-' },
  { chapter: '61' },
  { chapter: '-', month: '2026-05' },
];
const dimensions: readonly (readonly DimensionFilter[])[] = [
  ['2026-04', '2026-05', '2026-06', '2026-07', '-'].map((month) => ({ month })),
  [...collectionModels, '-' as const].map((model) => ({ model })),
  [...collectionSchemes, '-'].map((scheme) => ({ scheme })),
  ['FR', 'DE', 'IE', 'GB', '-'].map((country) => ({ country })),
];

const figuresOf = (bridges: readonly Bridge[]): readonly BridgeFigure[] =>
  bridges.flatMap(({ book, currency, rows, byTaxType = {}, steps }) => [
    ...Object.keys(rows).map((stage) => ({ book, currency, stage: stage as BridgeStage })),
    ...Object.entries(byTaxType).flatMap(([taxType, stages]) =>
      Object.keys(stages).map((stage) => ({ book, currency, stage: stage as BridgeStage, taxType })),
    ),
    ...steps.flatMap(({ from, to, because }) => Object.keys(because).map((reason) => ({ book, currency, from, to, reason }))),
  ]);
const amountsOf = (bridges: readonly Bridge[]): ReadonlyMap<string, string> =>
  new Map(
    figuresOf(bridges)
      .map((figure) => [JSON.stringify(figure), figureParts(bridges, figure, []).amount] as const)
      .filter(([, amount]) => amount !== zero),
  );
const added = (parts: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> => {
  const sums = new Map<string, string>();
  for (const part of parts) for (const [figure, amount] of part) sums.set(figure, sumOf([sums.get(figure) ?? zero, amount]));
  return new Map([...sums].filter(([, amount]) => amount !== zero));
};

describe('the revenue bridge', () => {
  it('explains each difference of two rows, within any dimensions', async () => {
    await fc.assert(
      fc.asyncProperty(trade, days, async (story, day) => {
        const reconciliation = await told(story);
        for (const filter of filters) {
          const bridges = await bridgesOf(reconciliation, day, filter);
          expect([filter, bridges.flatMap(unexplained)]).toEqual([filter, []]);
          for (const { rows, byTaxType = {} } of bridges) {
            expect(sumOf([rows.relieved ?? zero, rows.accountedElsewhere ?? zero, rows.secured ?? zero, rows.payable ?? zero])).toBe(
              rows.assessed ?? zero,
            );
            for (const stage of ['assessed', 'relieved', 'payable'] as const)
              expect(sumOf(Object.values(byTaxType).map((stages) => stages[stage] ?? zero))).toBe(rows[stage] ?? zero);
          }
        }
      }),
      { numRuns: sized(10, 40) },
    );
  });

  it('is the sum of the parts of each dimension, what is not known counted in', async () => {
    await fc.assert(
      fc.asyncProperty(trade, days, async (story, day) => {
        const reconciliation = await told(story);
        const whole = amountsOf(await bridgesOf(reconciliation, day, {}));
        for (const parts of dimensions)
          expect([
            parts,
            added(await Promise.all(parts.map(async (part) => amountsOf(await bridgesOf(reconciliation, day, part))))),
          ]).toEqual([parts, whole]);
      }),
      { numRuns: sized(8, 30) },
    );
  });

  it('leads from every figure to cases, returns and statements that add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(trade, days, fc.constantFrom(...filters), async (story, day, filter) => {
        const reconciliation = await told(story);
        const bridges = await bridgesOf(reconciliation, day, filter);
        for (const figure of figuresOf(bridges)) {
          const { amount, periods } = figureParts(bridges, figure, await reconciliation.periodsBehind(asOf(day), figure, filter));
          const { cases } = await reconciliation.list(asOf(day), { ...filter, behind: figure }, { limit: 50 });
          expect([figure, sumOf([...periods.map(({ inFigure }) => inFigure), ...cases.map(({ inFigure = '' }) => inFigure)])]).toEqual([
            figure,
            amount,
          ]);
        }
      }),
      { numRuns: sized(6, 20) },
    );
  });
});
