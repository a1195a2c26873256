import { parentPort, workerData } from 'node:worker_threads';
import { SqliteReadModel } from '#read-model';
import { initialRuleBook, ledgerProjections, openLog, RuleBookFollower } from '#runtime';
import { sumsOf, type ReconciliationWork } from './reconciliation';

const run = async (): Promise<void> => {
  const { dataDirectory, ...work } = workerData as ReconciliationWork & { readonly dataDirectory: string };
  const { store, catalogue } = openLog(dataDirectory);
  const rules = await new RuleBookFollower(store, catalogue, initialRuleBook(true)).refresh();
  const views = SqliteReadModel.openReader(dataDirectory, ledgerProjections);
  const sums = await sumsOf(views, rules, work);
  await views.close();
  await store.close();
  parentPort?.postMessage(sums);
};
void run();
