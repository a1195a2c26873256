import { coveringSets, type CoverItem } from '#reconciliation';
import type { Figure } from './figure';
import { quantile, timed } from './limits';

const openItems = 10_000;
const rounds = 20;

/** Amounts without a pattern, from a seed: every run asks the same. */
const amountsFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const itemsOf = (round: number, count: number, most: number): readonly CoverItem[] => {
  const next = amountsFrom(round + 1);
  return Array.from({ length: count }, (_, i) => ({
    id: `MRN-${String(i)}`,
    amount: BigInt(1 + Math.floor(next() * most)),
    dueOn: `2026-03-${String(1 + (i % 28)).padStart(2, '0')}`,
  }));
};

interface Shape {
  readonly name: string;
  /** Largest amount, minor units. */
  readonly most: number;
  /** What of the items the lump pays. */
  readonly pays: (index: number, round: number) => boolean;
  /** Added to the sum: what no obvious set comes to. */
  readonly besides?: bigint;
}

const shapes: readonly Shape[] = [
  { name: 'a third of the parcels of a desk', most: 5_000, pays: (i, round) => (i * 7 + round) % 3 === 0 },
  { name: 'ten parcels of a desk', most: 5_000, pays: (i, round) => (i + round) % 1_000 === 0 },
  { name: 'all parcels but three', most: 5_000, pays: (i, round) => (i + round) % 3_000 !== 0 },
  { name: 'seven large statements', most: 10_000_000, pays: (i, round) => (i + round) % 1_500 === 0 },
  { name: 'half of the large statements', most: 10_000_000, pays: (i, round) => (i + round) % 2 === 0 },
  { name: 'what is due on a day', most: 10_000_000, pays: (i, round) => i % 28 === round },
  { name: 'a sum that fits nothing known', most: 100_000_000_000, pays: (i, round) => (i + round) % 1_000 === 0, besides: 1n },
];

/** How long the covering set of a lump sum over ten thousand open items takes, at the worst of some rounds. */
export const coveringFigures = async (): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const { name, most, pays, besides = 0n } of shapes) {
    const seconds: number[] = [];
    const statuses = { exact: 0, none: 0, notDecided: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const items = itemsOf(round, openItems, most);
      const target = items.reduce((sum, { amount }, i) => (pays(i, round) ? sum + amount : sum), besides);
      seconds.push(await timed(() => (statuses[coveringSets(target, items).status] += 1)));
    }
    figures.push({
      name: `covering set: ${name}`,
      unit: `s at p99, ${String(openItems)} open items`,
      value: quantile(seconds, 0.99),
      goal: 1,
      better: 'less',
      details: { p50: quantile(seconds, 0.5), ...statuses },
    });
  }
  return figures;
};
