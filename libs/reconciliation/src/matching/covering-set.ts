import { findSubsets } from './subset-search';

/**
 * Something that is open and that money can pay whole. `groups`: what else it is a part of (a statement, a day, a payer), by names of the
 * caller.
 */
export interface CoverItem {
  readonly id: string;
  /** Smallest units, above zero. */
  readonly amount: bigint;
  /** YYYY-MM-DD. */
  readonly dueOn: string;
  readonly groups?: readonly string[];
}

/** Items that make up an amount to the last unit. */
export interface CoveringSet {
  /** Everything that is open; all of a group; what falls due one after another; or any of them. */
  readonly by: 'all' | 'group' | 'consecutive' | 'subset';
  readonly group?: string;
  /** In the order of their due days. */
  readonly items: readonly string[];
}

export interface CoverAnswer {
  /** `none`: no set exists, and that is certain. `notDecided`: none was found within the limits. */
  readonly status: 'exact' | 'none' | 'notDecided';
  /** Of `exact`: whether there is no other set. Absent: the limits were reached before that was decided. */
  readonly unique?: boolean;
  /** The first is what a person would try first; the others are alternatives. */
  readonly sets: readonly CoveringSet[];
  /** There is no set but those listed. Otherwise there are others, or nobody knows. */
  readonly complete: boolean;
}

/** Alternatives that are told at most. */
export const mostCoveringSets = 5;

/**
 * Which items a lump sum covers exactly, where it does not say so. Groups that people pay as a whole come first: everything, one group,
 * what falls due one after another; then any set. A function of the sum and the items, in whatever order they are given. @throws RangeError
 * for an amount that is not above zero.
 */
export const coveringSets = (target: bigint, given: readonly CoverItem[]): CoverAnswer => {
  const items = inOrder(target, given);
  const found = naturalSets(target, items);
  if (found.size > mostCoveringSets) return answerOf([...found.values()], false);
  const { sets, complete } = findSubsets(
    items.map(({ amount }) => amount),
    target,
    mostCoveringSets,
  );
  for (const set of sets) {
    const ids = set.map((i) => items[i]?.id ?? '');
    if (!found.has(ids.join('\n'))) found.set(ids.join('\n'), { by: 'subset', items: ids });
  }
  return answerOf([...found.values()], complete);
};

/** As `coveringSets`, without the search for any set: so quick that it can be asked of many payers. */
export const naturalCover = (target: bigint, given: readonly CoverItem[]): CoverAnswer =>
  answerOf([...naturalSets(target, inOrder(target, given)).values()], false);

const inOrder = (target: bigint, items: readonly CoverItem[]): readonly CoverItem[] => {
  if (target <= 0n || items.some(({ amount }) => amount <= 0n)) throw new RangeError('only amounts above zero cover each other');
  return items.toSorted((a, b) => compare(a.dueOn, b.dueOn) || compare(a.id, b.id));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const answerOf = (sets: readonly CoveringSet[], complete: boolean): CoverAnswer => {
  if (sets.length === 0) return { status: complete ? 'none' : 'notDecided', sets, complete };
  const told = { sets: sets.slice(0, mostCoveringSets), complete: complete && sets.length <= mostCoveringSets };
  return { status: 'exact', ...(sets.length > 1 ? { unique: false } : complete ? { unique: true } : {}), ...told };
};

/** By the items they hold, each once; one more than is told at most. */
const naturalSets = (target: bigint, items: readonly CoverItem[]): Map<string, CoveringSet> => {
  const found = new Map<string, CoveringSet>();
  for (const set of allNaturalSets(target, items)) {
    const key = set.items.join('\n');
    if (!found.has(key)) found.set(key, set);
    if (found.size > mostCoveringSets) break;
  }
  return found;
};

const idsOf = (items: readonly CoverItem[]): readonly string[] => items.map(({ id }) => id);
const isSum = (target: bigint, items: readonly CoverItem[]): boolean => items.reduce((sum, { amount }) => sum + amount, 0n) === target;

function* allNaturalSets(target: bigint, items: readonly CoverItem[]): Generator<CoveringSet> {
  if (isSum(target, items)) yield { by: 'all', items: idsOf(items) };
  for (const [group, members] of groupsOf(items)) if (isSum(target, members)) yield { by: 'group', group, items: idsOf(members) };
  yield* consecutiveSets(target, items);
}

const groupsOf = (items: readonly CoverItem[]): readonly (readonly [string, readonly CoverItem[]])[] => {
  const groups = new Map<string, CoverItem[]>();
  for (const item of items) {
    for (const group of item.groups ?? []) {
      const known = groups.get(group);
      if (known === undefined) groups.set(group, [item]);
      else known.push(item);
    }
  }
  return [...groups].sort(([a], [b]) => compare(a, b));
};

/** Runs in the order of due days, the oldest first. */
function* consecutiveSets(target: bigint, items: readonly CoverItem[]): Generator<CoveringSet> {
  let [start, sum] = [0, 0n];
  for (const [end, { amount }] of items.entries()) {
    sum += amount;
    for (; sum > target; start += 1) sum -= items[start]?.amount ?? 0n;
    if (sum === target) yield { by: 'consecutive', items: items.slice(start, end + 1).map(({ id }) => id) };
  }
}
