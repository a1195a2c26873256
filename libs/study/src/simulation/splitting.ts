import { unitsOf, textOf } from '#reconciliation';
import type { Finding } from '#risk';
import type { RuleBook } from '#rules';
import { reliefLimitOf } from './relief-limit';

/**
 * Splitting beside the law as it was (indicators R01, R02, R06): groups of orders or parcels, each within the limit and together above it,
 * and how the same groups would lie to the simulated limit of their currency. A group is a question, never an accusation.
 */
export interface SplittingRow {
  readonly code: 'R01' | 'R02';
  readonly currency: string;
  readonly groups: number;
  /** Value above the recorded limit, all groups together, exact decimal. */
  readonly excess: string;
  /** Under the simulated limit: together within it; each within and together above, as before; at least one above it by itself. */
  readonly simulated: { readonly togetherWithin: number; readonly stillSplit: number; readonly someAbove: number };
}
export interface Splitting {
  readonly rows: readonly SplittingRow[];
  /** Sellers whose values heap up just within the recorded limit. */
  readonly bunchingSellers: number;
}

/** The territory whose limit is in a currency. */
const territories: Readonly<Record<string, string>> = { EUR: 'EU', GBP: 'GB' };

/** Sums up findings of R01, R02 and R06; others are left alone. */
export const splittingOf = (findings: Iterable<Finding>, simulated: RuleBook): Splitting => {
  const rows = new Map<
    string,
    { code: 'R01' | 'R02'; currency: string; groups: number; excess: bigint; togetherWithin: number; stillSplit: number; someAbove: number }
  >();
  let bunchingSellers = 0;
  for (const finding of findings) {
    const { code, figure, threshold } = finding;
    if (code === 'R06') bunchingSellers += 1;
    if (code !== 'R01' && code !== 'R02') continue;
    const currency = threshold.unit;
    const row = rows.get(`${code} ${currency}`) ?? {
      code,
      currency,
      groups: 0,
      excess: 0n,
      togetherWithin: 0,
      stillSplit: 0,
      someAbove: 0,
    };
    rows.set(`${code} ${currency}`, row);
    row.groups += 1;
    row.excess += unitsOf(figure.value);
    row[sideOf(finding, simulated)] += 1;
  }
  const inOrder = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return {
    bunchingSellers,
    rows: inOrder.map(({ code, currency, groups, excess, ...sides }) => ({
      code,
      currency,
      groups,
      excess: textOf(excess),
      simulated: sides,
    })),
  };
};

const sideOf = ({ threshold, measured, evidence, to }: Finding, simulated: RuleBook): 'togetherWithin' | 'stillSplit' | 'someAbove' => {
  const limit = unitsOf(reliefLimitOf(simulated, territories[threshold.unit] ?? '', to.slice(0, 10))?.amount ?? threshold.value);
  const together = measured.find(({ name }) => name === 'together')?.value ?? '0';
  if (unitsOf(together) <= limit) return 'togetherWithin';
  const parts = evidence.flatMap(({ values }) => values['value'] ?? values['declared'] ?? []);
  return parts.some((part) => unitsOf(part) > limit) ? 'someAbove' : 'stillSplit';
};
