import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReadModel } from '#read-model';
import { Reconciliation, type ReconciliationReport, type ReconciliationTotals } from '#reconciliation';
import { type RuleBook, zoneOfAuthority } from '#rules';
import { threadsArePossible, type Ledger } from '#runtime';

/** All cases as of a moment (RFC 3339 UTC), judged by the authorities' own days. */
export const reconcile = (views: ReadModel, ruleBook: RuleBook, asOf: string): Promise<ReconciliationReport> =>
  new Reconciliation(views).reconcile({ asOf, ruleBook, zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'UTC' });

export interface ReconciliationWork {
  readonly dataDirectory: string;
  readonly asOf: string;
}

const inThread = async (work: ReconciliationWork): Promise<ReconciliationTotals> => {
  const worker = new Worker(path.join(__dirname, 'reconciliation.worker.js'), { workerData: work, resourceLimits: { maxYoungGenerationSizeMb: 16 } });
  let totals: ReconciliationTotals | undefined;
  worker.on('message', (message: ReconciliationTotals) => {
    totals = message;
  });
  // Rejects with what the thread throws.
  await once(worker, 'exit');
  if (totals === undefined) throw new Error('the reconciliation ended without a result');
  return totals;
};

/** The totals on another core where that is possible. The read models must have been brought up. */
export const reconcileBeside = async ({ dataDirectory, views, rules }: Ledger, asOf: string): Promise<ReconciliationTotals> =>
  threadsArePossible ? inThread({ dataDirectory, asOf }) : (await reconcile(views, rules.current(), asOf)).totals;
