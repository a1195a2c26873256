import fc from 'fast-check';
import { parseMoney } from '#money';
import { unitsOf } from '#reconciliation';
import { type RuleBook, type RulesEvent } from '#rules';
import { ledgerCatalogue } from '#runtime';
import {
  dimensions,
  overlay,
  RecordedTrade,
  type RevenueRow,
  type Scenario,
  shippedValueBands,
  simulate,
  type Simulation,
  type TradeStatistics,
  tradeStatistics,
} from '#study';
import { type LedgerInMemory, rules } from '../support/invariants/ledger-in-memory';
import { sized } from '../support/size';
import { payableOf, sumsOf, type Sums } from '../support/study/sums-of-ledger';
import { type Sale, sale, tellMore, toldUnder, withKnownCredits } from '../support/study/told-trade';

const tariffOfTea: RulesEvent = {
  type: 'MeasuresPublished',
  data: {
    jurisdiction: 'EU',
    taxType: 'A00',
    source: 'test',
    measures: [{ codePrefix: '69111000', origin: '*', from: '2021-01-01', publishedAt: '2021-01-01', expression: '12% + 0.30 EUR/item' }],
  },
};

const scenarios: readonly (readonly [name: string, scenario: Scenario])[] = [
  ['the law as it was', {}],
  ['no relief of duty in the Union', { thresholds: [{ of: 'EU', amount: '0' }] }],
  ['the relief up to 150 euro on all days', { thresholds: [{ of: 'EU', amount: '150' }] }],
  ['a relief that ends at 50 pounds', { thresholds: [{ of: 'GB', amount: '50' }] }],
  ['no flat duty', { flat: [{ territory: 'EU', rule: 'none' }] }],
  [
    '2 euro for the parcel on all days, and 1.50 pounds for the code',
    {
      flat: [
        { territory: 'EU', rule: '2.00 EUR/consignment' },
        { territory: 'GB', rule: '1.50 GBP/hs6' },
      ],
    },
  ],
  ['IOSS up to 50 euro', { thresholds: [{ of: 'EU-IOSS', amount: '50' }] }],
  ['special arrangements up to 20 euro', { thresholds: [{ of: 'EU-SA', amount: '20' }] }],
  [
    'no scheme of vendors',
    {
      thresholds: [
        { of: 'EU-IOSS', amount: '0' },
        { of: 'UK-SUPPLY', amount: '0' },
      ],
    },
  ],
  ['everything up to 300 of low value', { thresholds: ['EU', 'EU-IOSS', 'EU-SA', 'GB', 'UK-SUPPLY'].map((of) => ({ of, amount: '300' })) }],
  [
    'an ad valorem measure on ceramics, and a table',
    {
      measures: [{ jurisdiction: 'GB', taxType: 'A00', codePrefix: '69', origin: '*', expression: '25%' }],
      tables: [tariffOfTea],
      thresholds: [{ of: 'EU', amount: '0' }],
    },
  ],
  [
    'other rates of VAT',
    {
      vatRates: [
        { country: 'FR', category: 'standard', rate: '25' },
        { country: 'DE', category: 'reduced', rate: '3.5' },
        { country: 'GB', category: 'standard', rate: '17.5' },
      ],
    },
  ],
  ['vendors collect', { collector: 'vendor' }],
  ['carriers collect', { collector: 'intermediary' }],
  ['consumers pay at the border', { collector: 'consumer' }],
];

const trade = ({ store }: LedgerInMemory): RecordedTrade => new RecordedTrade(store, ledgerCatalogue);
const simulated = (ledger: LedgerInMemory, scenario: Scenario): Promise<Simulation> =>
  simulate(trade(ledger), rules, { scenario, window: {}, costs: [] });

const named = (rows: readonly RevenueRow[], side: 'recorded' | 'simulated'): Sums => {
  const all = rows.flatMap(({ source, authority, taxType, currency, [side]: texts }) =>
    Object.entries(texts).map(
      ([field, text]) => [`${source} ${authority} ${taxType} ${currency} ${field}`, parseMoney(text, currency).minor] as const,
    ),
  );
  return Object.fromEntries(all.filter(([, minor]) => minor !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The trade as it was told under the shipped law, simulated, beside a ledger that was begun under the scenario's. */
const beside = async (
  sales: readonly Sale[],
  scenario: Scenario,
  isByHand: boolean,
): Promise<{ readonly simulation: Simulation; readonly recorded: Sums; readonly anew: Sums; readonly byAnother: Simulation }> => {
  const law: RuleBook = overlay(rules, scenario);
  const ledger = await toldUnder(sales, rules, undefined, isByHand);
  const other = await toldUnder(await withKnownCredits(sales, ledger), law, scenario.collector, isByHand);
  try {
    const simulation = await simulated(ledger, scenario);
    const byAnother = await simulate(trade(other), law, { scenario: {}, window: {}, costs: [] });
    return { simulation, recorded: sumsOf(await ledger.events()), anew: sumsOf(await other.events()), byAnother };
  } finally {
    await Promise.all([ledger.dispose(), other.dispose()]);
  }
};

const expectSame = async (sales: readonly Sale[], scenario: Scenario, isByHand = false): Promise<void> => {
  const { simulation, recorded, anew, byAnother } = await beside(sales, scenario, isByHand);
  const { cohort } = simulation;
  // What could not be assessed under the scenario is told apart, with what the recorded law took of it.
  const apart = named(cohort.notAssessable, 'recorded');
  const wasInAll = named(cohort.revenue, 'recorded');
  const together = Object.fromEntries(Object.entries(recorded).map(([name]) => [name, (wasInAll[name] ?? 0n) + (apart[name] ?? 0n)]));
  expect(together).toEqual(recorded);
  expect(named(cohort.revenue, 'simulated')).toEqual(anew);
  expect(cohort.returns.simulated).toEqual(byAnother.cohort.returns.recorded);
};

const added = (all: readonly Sums[]): Sums => {
  const sums: Record<string, bigint> = {};
  for (const [name, minor] of all.flatMap((one) => Object.entries(one))) sums[name] = (sums[name] ?? 0n) + minor;
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, minor]) => minor !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

/** What the rows of an answer come to together: parcels aside, which may be in several. */
const together = (rows: TradeStatistics['rows']): Sums => {
  const sums: Record<string, bigint> = {};
  const add = (name: string, amount: bigint): void => {
    sums[name] = (sums[name] ?? 0n) + amount;
  };
  for (const { items, units, itemsWithMass, values, presented, taxes } of rows) {
    for (const [name, count] of Object.entries({ items, units, itemsWithMass })) add(name, BigInt(count));
    add('presented', parseMoney(presented, 'EUR').minor);
    for (const { currency, value } of values) add(`value ${currency}`, unitsOf(value));
    for (const { taxType, currency, ...texts } of taxes)
      for (const [field, text] of Object.entries(texts)) add(`${taxType} ${currency} ${field}`, parseMoney(text, currency).minor);
  }
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
};

describe('trade statistics', () => {
  it('come to the same total whatever they are told apart by, and to what the ledger assessed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 6 }), fc.subarray([...dimensions]), async (sales, by) => {
        const ledger = await toldUnder(sales, rules);
        const { rows, total } = await tradeStatistics(trade(ledger), rules, {
          by,
          window: {},
          currency: 'EUR',
          bands: shippedValueBands(),
        });
        expect(together(rows)).toEqual(total.items === 0 ? {} : together([{ key: {}, ...total }]));
        const assessed = total.taxes.reduce(
          (sum, { taxType, currency, payable }) => ({ ...sum, [`${taxType} ${currency}`]: parseMoney(payable, currency).minor }),
          {},
        );
        expect(assessed).toEqual(payableOf(await ledger.events()));
        await ledger.dispose();
      }),
      { numRuns: sized(2, 12) },
    );
  });
});

describe('a simulation', () => {
  it.each(scenarios)('comes to what a ledger comes to that was begun under: %s', async (_name, scenario) => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 5 }), (sales) => expectSame(sales, scenario)),
      { numRuns: sized(1, 6), seed: 2026 },
    );
  });

  it.each(scenarios)('and so with declarations made by hand, under: %s', async (_name, scenario) => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 4 }), (sales) => expectSame(sales, scenario, true)),
      { numRuns: sized(1, 8) },
    );
  });

  it('moves declarations made by hand with their schemes, into either data set', async () => {
    const ledger = await toldUnder(fc.sample(sale, { numRuns: 40, seed: 3 }), rules, undefined, true);
    for (const of of ['IOSS up to 50 euro', 'everything up to 300 of low value', 'carriers collect']) {
      const { cohort } = await simulated(ledger, scenarios.find(([name]) => name === of)?.[1] ?? {});
      expect([of, cohort.declarations.claimChanged > 0, cohort.declarations.affected > 0]).toEqual([of, true, true]);
    }
    await ledger.dispose();
  });

  it('and so under any of them, whatever the trade', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 4 }), fc.constantFrom(...scenarios), (sales, [, scenario]) =>
        expectSame(sales, scenario),
      ),
      { numRuns: sized(3, 15) },
    );
  });

  it('changes something under each of them but the law as it was', async () => {
    const ledger = await toldUnder(fc.sample(sale, { numRuns: sized(40, 80), seed: 3 }), rules);
    for (const [name, scenario] of scenarios.slice(1)) {
      const { cohort, changes } = await simulated(ledger, scenario);
      expect([name, cohort.declarations.affected + cohort.supplies.affected > 0]).toEqual([name, true]);
      expect([name, changes.length > 0]).toEqual([name, scenario.collector === undefined]);
    }
    await ledger.dispose();
  });

  it('under the law as it was changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 5 }), async (sales) => {
        const ledger = await toldUnder(sales, rules);
        const { cohort, changes } = await simulated(ledger, {});
        await ledger.dispose();
        expect(changes).toEqual([]);
        expect(named(cohort.revenue, 'simulated')).toEqual(named(cohort.revenue, 'recorded'));
        expect([cohort.declarations.affected, cohort.supplies.affected]).toEqual([0, 0]);
        expect(cohort.returns.simulated).toEqual(cohort.returns.recorded);
      }),
      { numRuns: sized(2, 5) },
    );
  });

  it('of pilots that share the trade among them comes to that of the whole trade', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 1, maxLength: 6 }), fc.constantFrom(...scenarios), async (sales, [, scenario]) => {
        const ledger = await toldUnder(sales, rules);
        const whole = await simulated(ledger, scenario);
        const pilots = await Promise.all(
          ['FR', 'DE', 'PL', 'GB'].map((value) =>
            simulate(trade(ledger), rules, { scenario, window: {}, costs: [], cohort: { by: 'destination', value } }),
          ),
        );
        for (const side of ['recorded', 'simulated'] as const)
          expect(added(pilots.map(({ cohort }) => named(cohort.revenue, side)))).toEqual(named(whole.cohort.revenue, side));
        for (const { cohort, rest } of pilots) {
          const then = [named(rest?.revenue ?? [], 'recorded'), named(cohort.revenue, 'recorded'), named(cohort.notAssessable, 'recorded')];
          expect(named(rest?.revenue ?? [], 'simulated')).toEqual(then[0]);
          expect(added(then)).toEqual(sumsOf(await ledger.events()));
        }
        await ledger.dispose();
      }),
      { numRuns: sized(2, 12) },
    );
  });

  it('answers as known at an earlier position what it answered then', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sale, { minLength: 2, maxLength: 5 }), fc.constantFrom(...scenarios), async (sales, [, scenario]) => {
        const ledger = await toldUnder(sales.slice(0, 1), rules);
        const knownAt = await ledger.store.head();
        const first = await simulated(ledger, scenario);
        await tellMore(ledger, sales, rules);
        const question = { scenario, window: {}, costs: [] };
        expect(await simulate(new RecordedTrade(ledger.store, ledgerCatalogue, { knownAt }), rules, question)).toEqual(first);
        await ledger.dispose();
      }),
      { numRuns: sized(2, 8) },
    );
  });

  it('touches nothing: the log and every table are what they were', async () => {
    const ledger = await toldUnder(fc.sample(sale, { numRuns: 4, seed: 7 }), rules);
    await ledger.catchUp();
    const before = [await ledger.store.head(), await ledger.events(), await ledger.views.contents()];
    for (const [, scenario] of scenarios) await simulated(ledger, scenario);
    expect([await ledger.store.head(), await ledger.events(), await ledger.views.contents()]).toEqual(before);
    await ledger.dispose();
  });
});
