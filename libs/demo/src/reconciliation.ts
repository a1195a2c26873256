import { once } from 'node:events';
import path from 'node:path';
import type { ReadModel } from '#read-model';
import { type CaseSums, type KeyRange, Reconciliation, type ReconciliationQuestion, type ReconciliationReport } from '#reconciliation';
import { type RuleBook, zoneOfAuthority } from '#rules';
import type { Ledger, LedgerPlace } from '#runtime';
import { startThread, threadsArePossible } from '#threads';

/** The moments (RFC 3339 UTC) from which a demonstration looks at its cases. */
export interface Moments {
  readonly now: string;
  readonly lastDay: string;
}

/** Part of the cases, and the moments to ask about. */
export interface ReconciliationWork {
  readonly moments: Moments;
  readonly keys: KeyRange;
}

/** By the authorities' own days. */
export const questionOf = (ruleBook: RuleBook, asOf: string): ReconciliationQuestion => ({
  asOf,
  ruleBook,
  zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'UTC',
});

/** What the cases come to now, and on the last day. */
export const sumsOf = (
  views: ReadModel,
  ruleBook: RuleBook,
  { moments: { now, lastDay }, keys }: ReconciliationWork,
): Promise<readonly CaseSums[]> => new Reconciliation(views).sums([questionOf(ruleBook, now), questionOf(ruleBook, lastDay)], keys);

const inThread = async (place: LedgerPlace, work: ReconciliationWork): Promise<readonly CaseSums[]> => {
  const worker = startThread(path.join(__dirname, 'reconciliation.worker.js'), { place, work }, { maxYoungGenerationSizeMb: 16 });
  let sums: readonly CaseSums[] | undefined;
  worker.on('message', (message: readonly CaseSums[]) => {
    sums = message;
  });
  // Rejects with what the thread throws.
  await once(worker, 'exit');
  if (sums === undefined) throw new Error('the reconciliation ended without a result');
  return sums;
};

/** Ids are hashes: half of the orders lie before this key. */
const middle = 'order-G';

/**
 * All cases as of both moments in one pass, half of it on another core where that is possible. The read models must have been brought up.
 */
export const reconcile = async (
  { place, views, rules }: Ledger,
  moments: Moments,
): Promise<Readonly<Record<keyof Moments, ReconciliationReport>>> => {
  const ruleBook = rules.current();
  const rest = { moments, keys: { after: middle } };
  const halves = await Promise.all([
    sumsOf(views, ruleBook, { moments, keys: { before: middle } }),
    threadsArePossible ? inThread(place, rest) : sumsOf(views, ruleBook, rest),
  ]);
  const report = (asOf: string, index: number): Promise<ReconciliationReport> =>
    new Reconciliation(views).summed(
      questionOf(ruleBook, asOf),
      halves.flatMap((half) => half.slice(index, index + 1)),
    );
  return { now: await report(moments.now, 0), lastDay: await report(moments.lastDay, 1) };
};
