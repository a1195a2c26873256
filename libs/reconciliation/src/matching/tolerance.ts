import { type ToleranceName } from '#rules';
import { minorUnitsOf, unitsOf } from '../exact-units';
import { type ReconciliationRules, type Tolerance } from '../reconciliation-rules';
import { defaultMatchingRules, type MatchingRules } from './matching-rules';

const hundred = unitsOf('100');

/** The tolerance of a comparison: that of the currency where it has one of its own, else the usual one. */
export const toleranceFor = ({ tolerances, ofCurrency }: ReconciliationRules, name: ToleranceName, currency?: string): Tolerance => (currency === undefined ? undefined : ofCurrency[currency]?.[name]) ?? tolerances[name];

/** What a comparison in a currency may be off by, exact units. `expected`: what a share is of; `lines`: how many were rounded each by itself. */
export const toleranceOf = (rules: ReconciliationRules, name: ToleranceName, currency: string, { expected = 0n, lines = 1 }: { readonly expected?: bigint; readonly lines?: number } = {}): bigint => {
  const { absolute, perLine, percent, counts } = toleranceFor(rules, name, currency);
  const limits = [
    ...(absolute === undefined ? [] : [minorUnitsOf(absolute, currency)]),
    ...(perLine === undefined ? [] : [minorUnitsOf(perLine, currency) * BigInt(lines)]),
    ...(percent === undefined ? [] : [percentOf(expected, percent)]),
  ];
  const [first = 0n, ...others] = limits;
  return others.reduce((known, limit) => (counts === 'least' ? (limit < known ? limit : known) : limit > known ? limit : known), first);
};

/** So many per cent of an amount, a mass or a rate. Exact units. */
export const percentOf = (expected: bigint, percent = '0'): bigint => ((expected < 0n ? -expected : expected) * unitsOf(percent)) / hundred;

/** By how much two masses may differ, in kilograms, exact units. */
export const massTolerance = (expected: bigint, rules: ReconciliationRules): bigint => {
  const { percent, kilograms = '0' } = toleranceFor(rules, 'mass');
  const [share, least] = [percentOf(expected, percent), unitsOf(kilograms)];
  return share > least ? share : least;
};

/** A comparison with what it tolerates, as it is told to people. */
export interface ToldTolerance extends Tolerance {
  readonly comparison: ToleranceName;
  /** Of that currency alone; absent: of all that have none of their own. */
  readonly currency?: string;
}

/** What cases are judged by and candidates are weighed by: tolerances, days, weights, with their versions. */
export interface ToldRules {
  /** `reconciliation@1`. */
  readonly rules: string;
  /** The usual ones first. */
  readonly tolerances: readonly ToldTolerance[];
  /** Days after which the next leg is missed. */
  readonly deadlines: ReconciliationRules['deadlines'];
  readonly duplicateOrder: ReconciliationRules['duplicateOrder'];
  readonly matching: MatchingRules;
}

export const rulesInForce = (rules: ReconciliationRules, matching: MatchingRules = defaultMatchingRules): ToldRules => ({
  rules: `${rules.id}@${String(rules.version)}`,
  tolerances: [
    ...entriesOf(rules.tolerances).map(([comparison, tolerance]) => ({ comparison, ...tolerance })),
    ...Object.entries(rules.ofCurrency).flatMap(([currency, own]) => entriesOf(own).map(([comparison, tolerance]) => ({ comparison, currency, ...tolerance }))),
  ],
  ...{ deadlines: rules.deadlines, duplicateOrder: rules.duplicateOrder, matching },
});

// The keys of the records are names of comparisons: that is how they are declared.
const entriesOf = (of: Readonly<Partial<Record<ToleranceName, Tolerance>>>): readonly (readonly [ToleranceName, Tolerance])[] => Object.entries(of) as [ToleranceName, Tolerance][];
