import { type ByCurrency } from '../case';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { ageBuckets } from './work-standing';
import { type BreakFilter, type ListedBreak, type PlacedBreak, type WorkedBreaks } from './worked-breaks';

/** What breaks can be grouped by. `owner`: whose case it is; `amount`: what is at stake, in bands of its currency. */
export const breakGroupings = ['code', 'severity', 'age', 'amount', 'owner', 'whoActs', 'assignee', 'status'] as const;
export type BreakGrouping = (typeof breakGroupings)[number];

/** Breaks with one thing in common. */
export interface BreakGroup {
  readonly key: string;
  readonly count: number;
  /** Of them those that another break explains: their money is counted there. */
  readonly derived: number;
  /** Those whose day has passed and that nobody closed. */
  readonly overdue: number;
  /** Money at stake at the roots, by currency. */
  readonly amount: ByCurrency;
  /** Since when the oldest of them has been there. */
  readonly oldest: string;
}

const bands = ['0-10', '10-100', '100-1000', '1000-10000', '>10000'] as const;
const limits = ['10', '100', '1000', '10000'].map(unitsOf);

const bandOf = ({ amount, currency }: ListedBreak): string => {
  const at = limits.findIndex((limit) => absolute(unitsOf(amount)) <= limit);
  return `${currency} ${bands[at] ?? '>10000'}`;
};

/** A case of several parties is nobody's own; bank entries are the authority's. */
const ownerOf = (owners: readonly string[]): string => (owners.length > 1 ? 'several' : (owners[0] ?? '-'));

const keyOf = (found: ListedBreak & PlacedBreak, by: BreakGrouping): string => {
  switch (by) {
    case 'age':
      return found.work.age;
    case 'status':
      return found.work.status;
    case 'assignee':
      return found.work.assignee ?? '-';
    case 'owner':
      return ownerOf(found.owners);
    case 'amount':
      return bandOf(found);
    default:
      return found[by];
  }
};

interface Sums {
  count: number;
  derived: number;
  overdue: number;
  oldest: string;
  readonly amount: Map<string, bigint>;
}

/** Breaks that pass a filter, by group: one pass; memory follows the number of groups. Ages in their own order, all else by name. */
export const summaryOfBreaks = async (
  breaks: WorkedBreaks,
  question: ReconciliationQuestion,
  by: BreakGrouping,
  filter: BreakFilter,
): Promise<readonly BreakGroup[]> => {
  const groups = new Map<string, Sums>();
  for await (const found of breaks.each(question, filter)) {
    const key = keyOf(found, by);
    const sums = groups.get(key) ?? { count: 0, derived: 0, overdue: 0, oldest: found.since, amount: new Map<string, bigint>() };
    groups.set(key, sums);
    add(sums, found, question.asOf.slice(0, 10));
  }
  const rank = (key: string): string => (by === 'age' ? String(ageBuckets.findIndex((bucket) => bucket === key)) : key);
  return [...groups]
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
    .map(([key, { amount, ...sums }]) => ({
      key,
      ...sums,
      amount: Object.fromEntries([...amount].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, textOf(sum)])),
    }));
};

const add = (sums: Sums, { causedBy, amount, currency, since, dueBy, work }: ListedBreak, today: string): void => {
  sums.count += 1;
  if (since < sums.oldest) sums.oldest = since;
  if (dueBy < today && (work.status === 'open' || work.status === 'assigned')) sums.overdue += 1;
  if (causedBy !== undefined) sums.derived += 1;
  else if (unitsOf(amount) !== 0n) sums.amount.set(currency, (sums.amount.get(currency) ?? 0n) + unitsOf(amount));
};
