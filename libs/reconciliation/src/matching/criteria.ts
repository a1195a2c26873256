import { absolute, textOf, unitsOf } from '../exact-units';
import { type Why } from '../case';
import { daysBetween } from '../days';
import { type CriterionName, type MatchingRules } from './matching-rules';

/** One thing that two facts must agree in, and how far they are from it. */
export interface Criterion extends Omit<Why, 'sentence' | 'criterion'> {
  readonly criterion: CriterionName;
  readonly holds: boolean;
}
/** Something that may be what is missing, by a composite key and not by a name: never joined by itself. */
export interface Candidate {
  readonly subject: string;
  /** As people call it. */
  readonly name: string;
  /** `composite-key@1`. */
  readonly rule: string;
  /** 0 to 100: the weights of the criteria that hold. */
  readonly score: number;
  readonly criteria: readonly Criterion[];
  /** The first that does not hold, as one sentence; absent where nothing but the key differs. */
  readonly failing?: Criterion & { readonly sentence: string };
}

const notMeasured = 'not comparable';

export const exactly = (criterion: CriterionName, expected: string, found: string): Criterion => ({
  criterion,
  expected,
  found,
  distance: expected === found ? '0' : notMeasured,
  holds: expected === found,
});

export const amountCriterion = (expected: bigint, found: bigint, tolerance: bigint, currency: string): Criterion => {
  const distance = absolute(expected - found);
  return {
    criterion: 'amount',
    expected: `${textOf(expected)} ${currency}`,
    found: `${textOf(found)} ${currency}`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
    holds: distance <= tolerance,
  };
};

/** The later day is not before the earlier one and not long after it. */
export const daysCriterion = (earlier: string, later: string, most: number): Criterion => {
  const days = daysBetween(earlier.slice(0, 10), later.slice(0, 10));
  return {
    criterion: 'days',
    expected: `within ${String(most)} days from ${earlier.slice(0, 10)}`,
    found: later.slice(0, 10),
    distance: `${String(days)} days`,
    tolerance: `${String(most)} days`,
    holds: days >= 0 && days <= most,
  };
};

/** Two masses in kilograms, exact units. */
export const massCriterion = (expected: bigint, found: bigint, tolerance: bigint): Criterion => {
  const distance = absolute(expected - found);
  return {
    criterion: 'mass',
    expected: `${textOf(expected)} kg`,
    found: `${textOf(found)} kg`,
    distance: `${textOf(distance)} kg`,
    tolerance: `${textOf(tolerance)} kg`,
    holds: distance <= tolerance,
  };
};

/** Whether two facts are one person's, as far as both tell whose they are; by the beginnings of pseudonyms. */
export const buyerCriterion = (expected: string | undefined, found: string | undefined): readonly Criterion[] =>
  expected === undefined || found === undefined ? [] : [exactly('buyer', expected, found)];

/** Whether two numbers look like one of which some letters were mistyped, left out, doubled or swapped. */
export const numberCriterion = (expected: string, found: string, { letters }: MatchingRules): Criterion => {
  const distance = lettersBetween(expected, found);
  return {
    criterion: 'number',
    expected,
    found,
    distance: `${String(distance)} letters`,
    tolerance: `${String(letters)} letters`,
    holds: distance <= letters,
  };
};

/**
 * Letters to change, add or leave out to make one text of the other; two beside each other that are swapped count as one. At most sixty
 * letters are looked at.
 */
const lettersBetween = (one: string, other: string): number => {
  const [a, b] = [one.slice(0, 60), other.slice(0, 60)];
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const [above, left, corner] = [rows[i - 1]?.[j] ?? 0, row[j - 1] ?? 0, rows[i - 1]?.[j - 1] ?? 0];
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(above + 1, left + 1, corner + (a[i - 1] === b[j - 1] ? 0 : 1), swapped));
    }
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
};

const sentenceOf = (name: string, { criterion, expected, found, distance, tolerance }: Criterion): string => {
  if (distance === notMeasured) return `${name}: ${criterion === 'free' ? '' : `${criterion}: `}expected ${expected}, found ${found}.`;
  const tolerated = tolerance === undefined ? '' : `, tolerance ${tolerance}`;
  return `${name}: ${criterion} differs by ${distance}${tolerated}; expected ${expected}, found ${found}.`;
};

/** Weighs a candidate. Criteria are given in the order in which they are told. */
export const weighed = (subject: string, name: string, criteria: readonly Criterion[], rules: MatchingRules): Candidate => {
  const asked = criteria.reduce((sum, { criterion }) => sum + rules.weights[criterion], 0);
  const held = criteria.reduce((sum, { criterion, holds }) => sum + (holds ? rules.weights[criterion] : 0), 0);
  const failing = criteria.find(({ holds }) => !holds);
  return {
    subject,
    name,
    rule: `${rules.id}@${String(rules.version)}`,
    score: asked === 0 ? 0 : Math.floor((held * 100) / asked),
    criteria,
    ...(failing === undefined ? {} : { failing: { ...failing, sentence: sentenceOf(name, failing) } }),
  };
};

/** The best first; among equals the nearer in amount, then by name, so that no order of reading matters. */
export const bestFirst = (candidates: readonly Candidate[], rules: MatchingRules): readonly Candidate[] =>
  candidates
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        Number(a.failing !== undefined) - Number(b.failing !== undefined) ||
        compareAmounts(a, b) ||
        (a.subject < b.subject ? -1 : 1),
    )
    .slice(0, rules.candidates);

const compareAmounts = (a: Candidate, b: Candidate): number => {
  const [one, other] = [distanceOf(a), distanceOf(b)];
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  return one < other ? -1 : one > other ? 1 : 0;
};
const distanceOf = ({ criteria }: Candidate): bigint | undefined => {
  const distance = criteria.find(({ criterion }) => criterion === 'amount')?.distance;
  return distance === undefined ? undefined : unitsOf(distance);
};
