import { country, currency, day, decimal, list, oneOf, optional, record, text } from '#event-catalogue';
import { textOf, unitsOf } from '#reconciliation';
import facts from '../../facts/collection-costs.json';

/**
 * What a cost is counted by: declarations, their items, parcels whose tax customs or a carrier collects, supplies under a vendor's scheme.
 */
const costDrivers = ['declaration', 'item', 'taxedAtImport', 'supply'] as const;
export type CostDriver = (typeof costDrivers)[number];

/** One figure. */
export const costShape = record({
  id: text,
  territory: country,
  side: oneOf('collection', 'compliance'),
  driver: oneOf(...costDrivers),
  amount: decimal,
  currency,
  source: text,
  dated: day,
  /** `charge`: what somebody asks for the work, which stands in for what it costs. Absent: a cost, as who gives it estimates it. */
  kind: optional(oneOf('estimate', 'charge')),
  /** Who has the cost, or pays the charge. */
  bearer: optional(text),
  /** Where in the source. */
  page: optional(text),
});
const costsShape = record({
  format: oneOf('tidewaiter/collection-costs/1'),
  source: text,
  published: day,
  note: text,
  rows: list(costShape, { min: 1, max: 500 }),
});

/** What collecting, or complying, costs for one of what it is counted by, with who says so and when. Amounts are exact decimals. */
export type CostFact = ReturnType<typeof costShape.parse>;

/** Reads cost facts. @throws MalformedValueError naming the field */
export const readCostFacts = (file: unknown, at: string): readonly CostFact[] => costsShape.parse(file, at).rows;

/** The figures that the project ships (libs/study/facts/collection-costs.json). */
export const shippedCostFacts = (): readonly CostFact[] => readCostFacts(facts, 'facts/collection-costs.json');

export type CostRow = CostFact &
  Readonly<{ recorded: Readonly<{ count: number; cost: string }>; simulated: Readonly<{ count: number; cost: string }> }>;

/** A side of which nobody's estimate is among the figures: what it costs has to be given by who knows. */
export interface CostGap {
  readonly territory: string;
  readonly side: CostFact['side'];
  /** Charges that stand in for it, by their ids. */
  readonly standIns: readonly string[];
  /** What a figure of one's own would be multiplied with. */
  readonly counts: readonly Readonly<{ driver: CostDriver; recorded: number; simulated: number }>[];
}

/** Counts by territory and driver, in the law as it was and under the scenario. */
export class CostCounts {
  readonly #counts = new Map<string, { recorded: number; simulated: number }>();

  add(side: 'recorded' | 'simulated', territory: string, driver: CostDriver, count = 1): void {
    const known = this.#counts.get(`${territory} ${driver}`) ?? { recorded: 0, simulated: 0 };
    this.#counts.set(`${territory} ${driver}`, known);
    known[side] += count;
  }

  /**
   * Each figure times its count, exactly; figures of territories without trade are left out. Rows are not added up: they may say the same
   * in two ways.
   */
  rows(costs: readonly CostFact[]): readonly CostRow[] {
    const traded = this.#traded();
    return costs
      .filter(({ territory }) => traded.includes(territory))
      .map((fact) => {
        const { recorded, simulated } = this.#counts.get(`${fact.territory} ${fact.driver}`) ?? { recorded: 0, simulated: 0 };
        const of = (count: number) => ({ count, cost: textOf(unitsOf(fact.amount) * BigInt(count)) });
        return { ...fact, recorded: of(recorded), simulated: of(simulated) };
      });
  }

  /** What is traded and has no estimate. */
  gaps(costs: readonly CostFact[]): readonly CostGap[] {
    return this.#traded().flatMap((territory) =>
      (['collection', 'compliance'] as const).flatMap((side): readonly CostGap[] => {
        const own = costs.filter((fact) => fact.territory === territory && fact.side === side);
        if (own.some(({ kind }) => kind !== 'charge')) return [];
        const counts = costDrivers.flatMap((driver) => {
          const counted = this.#counts.get(`${territory} ${driver}`);
          return counted === undefined ? [] : [{ driver, ...counted }];
        });
        return [{ territory, side, standIns: own.map(({ id }) => id), counts }];
      }),
    );
  }

  /** Territories that are known: what goes nowhere costs nothing that could be looked up. */
  #traded(): readonly string[] {
    return [...new Set([...this.#counts.keys()].map((key) => key.split(' ')[0] ?? ''))].filter((territory) => territory !== '-').sort();
  }
}
