import type { Scenario } from '../scenario/scenario';
import { item, law, TradeToTell } from '../study.examples';
import type { Cohort } from './cohort';
import { readCostFacts, shippedCostFacts } from './costs';
import { type Simulation, type SimulationQuestion, simulate } from './simulate';

const told = async (tell: (trade: TradeToTell) => Promise<void>): Promise<TradeToTell> => {
  const trade = new TradeToTell();
  await tell(trade);
  return trade;
};
const under = (trade: TradeToTell, scenario: Scenario, cohort?: Cohort): Promise<Simulation> =>
  simulate(trade.recorded(), law, { scenario, window: {}, costs: shippedCostFacts(), ...(cohort === undefined ? {} : { cohort }) });
/** Source, tax type, payable and given up: then and under the scenario. */
const shown = ({ cohort }: Simulation): readonly string[] =>
  cohort.revenue.map(
    ({ source, taxType, recorded, simulated }) =>
      `${source} ${taxType} payable ${recorded.payable} -> ${simulated.payable} forgone ${recorded.forgone} -> ${simulated.forgone}`,
  );

describe('revenue, worked out by hand', () => {
  // TV-27: T-shirts and shoes to France bear 6.00 of duty, and 1.20 of VAT on it.
  const shirtsAndShoes = () =>
    told((trade) => trade.declare('1', [item(1, '610910', '60.00', { quantity: 2 }), item(2, '640419', '40.00')]));

  it.each<readonly [name: string, scenario: Scenario, rows: readonly string[]]>([
    [
      'as it was: VAT 20 % of 63.00 and 43.00',
      {},
      ['import A00 payable 6.00 -> 6.00 forgone 0.00 -> 0.00', 'import B00 payable 21.20 -> 21.20 forgone 0.00 -> 0.00'],
    ],
    [
      'one duty for the parcel: 20 % of 63.00 and 40.00',
      { flat: [{ territory: 'EU', rule: '3.00 EUR/consignment' }] },
      ['import A00 payable 6.00 -> 3.00 forgone 0.00 -> 0.00', 'import B00 payable 21.20 -> 20.60 forgone 0.00 -> 0.00'],
    ],
    // 12 % of 60.00 = 7.20, 16.9 % of 40.00 = 6.76; VAT 20 % of 67.20 and 46.76.
    [
      'the tariff',
      { thresholds: [{ of: 'EU', amount: '0' }] },
      ['import A00 payable 6.00 -> 13.96 forgone 0.00 -> 0.00', 'import B00 payable 21.20 -> 22.79 forgone 0.00 -> 0.00'],
    ],
    [
      'the relief up to 150: the same duty is given up, and no VAT is on it',
      { thresholds: [{ of: 'EU', amount: '150' }] },
      ['import A00 payable 6.00 -> 0.00 forgone 0.00 -> 13.96', 'import B00 payable 21.20 -> 20.00 forgone 0.00 -> 0.00'],
    ],
    [
      'VAT of 25 %',
      { vatRates: [{ country: 'FR', category: 'standard', rate: '25' }] },
      ['import A00 payable 6.00 -> 6.00 forgone 0.00 -> 0.00', 'import B00 payable 21.20 -> 26.50 forgone 0.00 -> 0.00'],
    ],
    // H7 tells no origin, so a measure for one does not reach it.
    [
      'a measure on shoes of China',
      {
        thresholds: [{ of: 'EU', amount: '0' }],
        measures: [{ jurisdiction: 'EU', taxType: 'A00', codePrefix: '64', origin: 'CN', expression: '50%' }],
      },
      ['import A00 payable 6.00 -> 13.96 forgone 0.00 -> 0.00', 'import B00 payable 21.20 -> 22.79 forgone 0.00 -> 0.00'],
    ],
    [
      'a measure on all shoes',
      {
        thresholds: [{ of: 'EU', amount: '0' }],
        measures: [{ jurisdiction: 'EU', taxType: 'A00', codePrefix: '64', origin: '*', expression: '50%' }],
      },
      ['import A00 payable 6.00 -> 27.20 forgone 0.00 -> 0.00', 'import B00 payable 21.20 -> 25.44 forgone 0.00 -> 0.00'],
    ],
  ])('%s', async (_name, scenario, rows) => {
    expect(shown(await under(await shirtsAndShoes(), scenario))).toEqual(rows);
  });

  it('gives up what the relief of low value forgoes, and nothing of what a scheme accounts for elsewhere', async () => {
    // 6 % of 100.00 pounds; TT_IM080a: the forgone duty stays in the VAT base, and the VAT is in the return of the supply.
    const british = {
      authority: 'GB',
      jurisdiction: 'GB',
      currency: 'GBP',
      scheme: 'UK-SUPPLY',
      schemeNumber: 'GB999999973',
      suppliedOn: '2026-07-01',
    } as const;
    const trade = await told((t) => t.declare('1', [item(1, '392410', '100.00', { additionalProcedures: ['C07', '1RV'] })], british));
    const then = await under(trade, { thresholds: [{ of: 'GB', amount: '0' }] });
    expect(shown(then)).toEqual([
      'import A00 payable 0.00 -> 6.00 forgone 6.00 -> 0.00',
      'import B00 payable 0.00 -> 0.00 forgone 0.00 -> 0.00',
    ]);
    expect(then.cohort.revenue[1]).toMatchObject({ recorded: { accountedElsewhere: '21.20' }, simulated: { accountedElsewhere: '21.20' } });
    expect(then.cohort.totals).toEqual([
      {
        authority: 'GB',
        currency: 'GBP',
        payable: { recorded: '0.00', simulated: '6.00', difference: '6.00' },
        forgone: { recorded: '6.00', simulated: '0.00', difference: '-6.00' },
      },
    ]);
  });

  it('takes the VAT of a supply from the checkout to the border where its scheme ends below its value', async () => {
    const trade = await told(async (t) => {
      await t.sell('O-1', '80.00', '2026-07-01T10:00:00.000Z');
      const covers = [{ seller: 'V-1', orderNumber: 'O-1', ordinal: 1, quantity: 1 }];
      const ioss = { scheme: 'EU-IOSS', schemeNumber: 'IM3720000015', suppliedOn: '2026-07-01', prefilledFrom: 'order' } as const;
      await t.declare('1', [item(1, '610910', '80.00', { description: 'SKU', additionalProcedures: ['C07', 'F48'], covers })], ioss);
    });
    const { cohort } = await under(trade, { thresholds: [{ of: 'EU-IOSS', amount: '50' }] });
    // 20 % of 80.00 at checkout; at the border 20 % of 83.00.
    expect(shown({ cohort } as Simulation)).toEqual([
      'import A00 payable 3.00 -> 3.00 forgone 0.00 -> 0.00',
      'import B00 payable 0.00 -> 16.60 forgone 0.00 -> 0.00',
      'checkout B00 payable 16.00 -> 0.00 forgone 0.00 -> 0.00',
    ]);
    expect(cohort.declarations).toMatchObject({ count: 1, affected: 1, madeAnew: 1 });
    expect(cohort.supplies).toMatchObject({ count: 1, affected: 1, underScheme: { recorded: 1, simulated: 0 } });
    expect([cohort.returns.recorded, cohort.returns.simulated]).toEqual([
      [{ scheme: 'EU-IOSS', country: 'FR', currency: 'EUR', payable: '16.00' }],
      [],
    ]);
  });

  it('keeps apart what cannot be assessed under the scenario, with what was taken of it', async () => {
    // Beneath 732690 all rates are one; without a measure there is none.
    const trade = await told((t) => t.declare('1', [item(1, '999999', '60.00')]));
    const { cohort } = await under(trade, { thresholds: [{ of: 'EU', amount: '0' }] });
    expect([
      cohort.declarations.notAssessable,
      cohort.revenue,
      cohort.notAssessable.map(({ taxType, recorded }) => [taxType, recorded.payable]),
    ]).toEqual([
      { CLASSIFICATION_MISSING: 1 },
      [],
      [
        ['A00', '3.00'],
        ['B00', '12.60'],
      ],
    ]);
  });

  it('relieves what does not claim it only where the scenario assumes that it would', async () => {
    const trade = await told((t) =>
      t.declare('1', [item(1, '61091000', '200.00', { origin: 'CN', additionalProcedures: [] })], { dataset: 'H1' }),
    );
    const wider: Scenario = { thresholds: [{ of: 'EU', amount: '300' }] };
    expect(shown(await under(trade, wider))[0]).toBe('import A00 payable 24.00 -> 24.00 forgone 0.00 -> 0.00');
    expect(shown(await under(trade, { ...wider, claimRelief: true }))[0]).toBe('import A00 payable 24.00 -> 0.00 forgone 0.00 -> 24.00');
  });
});

describe('a study', () => {
  const some = () =>
    told(async (trade) => {
      await trade.declare('1', [item(1, '610910', '145.00')]);
      await trade.declare('2', [item(1, '61091000', '151.00', { origin: 'CN', additionalProcedures: [] })], {
        dataset: 'H1',
        seller: 'V-2',
      });
      await trade.declare('3', [item(1, '490199', '40.00')], { carrier: 'C-2', dispatchCountry: 'TR' });
    });

  it('names what it costs that nobody has said in public, with what to multiply one’s own figure with', async () => {
    const trade = await some();
    const own = {
      id: 'MINE',
      territory: 'EU',
      side: 'collection',
      driver: 'declaration',
      amount: '0.40',
      currency: 'EUR',
      source: 'own accounts',
      dated: '2026-01-01',
    } as const;
    const gapsOf = async (costs: SimulationQuestion['costs']) =>
      (await simulate(trade.recorded(), law, { scenario: {}, window: {}, costs })).costGaps;
    const shipped = await gapsOf(shippedCostFacts());
    expect(shipped.filter(({ territory }) => territory === 'EU').map(({ side, standIns }) => [side, standIns])).toEqual([
      ['collection', ['EU-HANDLING-2']],
      ['compliance', ['DE-POST-6', 'EU-POSTS-LEAST', 'EU-POSTS-MOST']],
    ]);
    expect(shipped[0]?.counts.map(({ driver, recorded, simulated }) => [driver, recorded === simulated])).toContainEqual([
      'declaration',
      true,
    ]);
    expect((await gapsOf([own])).map(({ territory, side, standIns }) => [territory, side, standIns])).toContainEqual([
      'EU',
      'compliance',
      [],
    ]);
    expect(await gapsOf([own, { ...own, side: 'compliance', kind: 'estimate' }])).toEqual(
      (await gapsOf([])).filter(({ territory }) => territory !== 'EU'),
    );
  });

  it('counts costs by sourced figures: what is counted, times the figure, exactly', async () => {
    const { costs } = await under(await some(), {});
    expect(costs.map(({ id, recorded }) => [id, recorded])).toEqual([
      ['EU-HANDLING-2', { count: 3, cost: '6' }],
      ['DE-POST-6', { count: 3, cost: '18' }],
      ['EU-POSTS-LEAST', { count: 3, cost: '4.8' }],
      ['EU-POSTS-MOST', { count: 3, cost: '93.3' }],
    ]);
    for (const { source, dated } of shippedCostFacts())
      expect([source.length > 20, /^\d{4}-\d{2}-\d{2}$/.test(dated)]).toEqual([true, true]);
  });

  it('names the field of a cost that is none', () => {
    expect(() =>
      readCostFacts(
        {
          format: 'tidewaiter/collection-costs/1',
          source: 's',
          published: '2026-01-01',
          note: 'n',
          rows: [{ ...shippedCostFacts()[0], amount: 'two' }],
        },
        'mine.json',
      ),
    ).toThrow('mine.json.rows[0].amount');
  });

  it('shows how parcels lie to the limit as it was and as it would be', async () => {
    const [row] = (await under(await some(), { thresholds: [{ of: 'EU', amount: '50' }] })).bands;
    expect(row).toMatchObject({
      territory: 'EU',
      currency: 'EUR',
      recorded: { limit: '150.00', below: 0, justBelow: 1, justAbove: 1, above: 0 },
      simulated: { limit: '50' },
      sides: { withinBoth: 1, withinRecordedOnly: 1, withinSimulatedOnly: 0, withinNeither: 1 },
    });
  });

  it.each<readonly [cohort: Cohort, declarations: number]>([
    [{ by: 'vendor', value: 'V-2' }, 1],
    [{ by: 'carrier', value: 'C-1' }, 2],
    [{ by: 'dispatch', value: 'TR' }, 1],
    [{ by: 'destination', value: 'FR' }, 3],
    [{ by: 'chapter', value: '61' }, 2],
    [{ by: 'share', value: '0', seed: 'a' }, 0],
    [{ by: 'share', value: '1', seed: 'a' }, 3],
  ])('puts the pilot of %j under other rules and leaves the rest', async (cohort, declarations) => {
    const trade = await some();
    const [whole, pilot] = [
      await under(trade, {}),
      await under(trade, { vatRates: [{ country: 'FR', category: 'standard', rate: '25' }] }, cohort),
    ];
    expect([pilot.cohort.declarations.count, pilot.rest?.declarations.count]).toEqual([declarations, 3 - declarations]);
    expect(pilot.rest?.declarations.affected).toBe(0);
    const sum = (of: Simulation['cohort'] | undefined): number =>
      (of?.totals ?? []).reduce((total, { payable }) => total + Math.round(Number(payable.recorded) * 100), 0);
    expect(sum(pilot.cohort) + sum(pilot.rest)).toBe(sum(whole.cohort));
  });

  it('draws a share by its seed: the same parcels every time, others by another seed', async () => {
    const trade = await told(async (t) => {
      for (let i = 0; i < 40; i += 1) await t.declare(`S-${String(i)}`, [item(1, '490199', '40.00')]);
    });
    const drawn = async (seed: string): Promise<number> =>
      (await under(trade, {}, { by: 'share', value: '0.5', seed })).cohort.declarations.count;
    expect([await drawn('a'), await drawn('a'), await drawn('b')]).toEqual([await drawn('a'), await drawn('a'), await drawn('b')]);
    expect([await drawn('a'), await drawn('b')].every((count) => count > 8 && count < 32)).toBe(true);
  });

  it('asks as of a moment and as known at a position', async () => {
    const trade = await some();
    const head = await trade.head();
    await trade.declare('4', [item(1, '610910', '20.00')], { acceptedAt: '2026-08-01T10:00:00.000Z', acceptedOn: '2026-08-01' });
    const counted = async (moment: Parameters<TradeToTell['recorded']>[0], window = {}): Promise<number> =>
      (await simulate(trade.recorded(moment), law, { scenario: {}, window, costs: [] })).cohort.declarations.count;
    expect([
      await counted({}),
      await counted({ knownAt: head }),
      await counted({ asOf: '2026-07-31T23:59:59.999Z' }),
      await counted({}, { from: '2026-08-01', to: '2026-08-01' }),
    ]).toEqual([4, 3, 3, 1]);
  });
});
