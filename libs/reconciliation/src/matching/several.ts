import { textOf } from '../exact-units';
import { type MatchingRules } from './matching-rules';

/** One of several that may be meant together. Exact units. */
export interface Member {
  readonly subject: string;
  readonly name: string;
  readonly amount: bigint;
}
/** Several that come to an amount exactly, none of which does alone: one for many, or many for one. */
export interface Together {
  /** `several-together@1`. */
  readonly rule: string;
  readonly members: readonly { readonly subject: string; readonly name: string; readonly amount: string }[];
  readonly amount: string;
  readonly currency: string;
  readonly tolerance: '0';
  readonly distance: '0';
  readonly score: 100;
  /** One English sentence, made of the data above. */
  readonly sentence: string;
}
/** What was found of several together, and how much of it there is. */
export interface TogetherAnswer {
  readonly sets: readonly Together[];
  /** Of sets that were found: there is no other within the limits. */
  readonly unique: boolean;
  /** All that could be meant were looked at, and all sets are told. */
  readonly complete: boolean;
  /** How many were looked at, the nearest in time first. */
  readonly searched: number;
}

/** Sets that are told at most. */
export const mostSets = 3;

/** Sets of two to `members` amounts that come to a target; stops with one more than `mostSets`. Amounts above zero. */
export const setsOf = (target: bigint, given: readonly Member[], members: number): readonly (readonly Member[])[] => {
  const pool = given
    .filter(({ amount }) => amount > 0n && amount < target)
    .sort((a, b) => (a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : a.subject < b.subject ? -1 : 1));
  const found: (readonly Member[])[] = [];
  const choose = (chosen: readonly Member[], rest: bigint, from: number): void => {
    pairsUp(
      pool,
      rest,
      from,
      (pair) => found.push([...chosen, ...pair]),
      () => found.length > mostSets,
    );
    if (chosen.length + 3 > members) return;
    for (let i = from; i < pool.length - 2 && found.length <= mostSets; i += 1) {
      const next = pool[i];
      // The rest are no smaller: three of them at least have to fit.
      if (next === undefined || next.amount * 3n > rest) return;
      choose([...chosen, next], rest - next.amount, i + 1);
    }
  };
  choose([], target, 0);
  return found;
};

/** All pairs behind `from` that make up the rest, from both ends; of equal amounts each pair is a set of its own. */
const pairsUp = (
  pool: readonly Member[],
  rest: bigint,
  from: number,
  take: (pair: readonly [Member, Member]) => void,
  isEnough: () => boolean,
): void => {
  for (let [low, high] = [from, pool.length - 1]; low < high && !isEnough();) {
    const [a, b] = [pool[low], pool[high]];
    if (a === undefined || b === undefined) return;
    if (a.amount + b.amount < rest) low += 1;
    else if (a.amount + b.amount > rest) high -= 1;
    else {
      for (let same = high; same > low && pool[same]?.amount === b.amount && !isEnough(); same -= 1) take([a, pool[same] ?? b]);
      low += 1;
    }
  }
};

/**
 * Which of several come to a target together, within each of some groups: those of one buyer, or at one rate. A function of the target and
 * the groups. `searched`: of how many it was asked, and `whole`: whether these are all.
 */
export const severalTogether = (
  target: bigint,
  currency: string,
  groups: readonly (readonly Member[])[],
  { sets: rule }: MatchingRules,
  pool: { readonly searched: number; readonly whole: boolean },
): TogetherAnswer => {
  const found = new Map<string, readonly Member[]>();
  for (const group of groups)
    for (const set of setsOf(target, group, rule.members))
      found.set(
        set
          .map(({ subject }) => subject)
          .sort()
          .join(' '),
        set,
      );
  const sets = [...found].sort(([, a], [, b]) => a.length - b.length).map(([, set]) => set);
  return {
    sets: sets.slice(0, mostSets).map((set) => togetherOf(set, target, currency, rule)),
    unique: sets.length === 1 && pool.whole,
    complete: pool.whole && sets.length <= mostSets,
    searched: pool.searched,
  };
};

const togetherOf = (set: readonly Member[], target: bigint, currency: string, { id, version }: MatchingRules['sets']): Together => {
  const amount = textOf(target);
  return {
    rule: `${id}@${String(version)}`,
    amount,
    currency,
    tolerance: '0',
    distance: '0',
    score: 100,
    members: set.map((member) => ({ subject: member.subject, name: member.name, amount: textOf(member.amount) })),
    sentence: `${set.map(({ name, amount: part }) => `${name} (${textOf(part)})`).join(', ')}: together exactly ${amount} ${currency}.`,
  };
};
