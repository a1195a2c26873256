import { parentPort, workerData } from 'node:worker_threads';
import { SqliteReadModel } from '#read-model';
import { initialRuleBook, ledgerProjections, openLog, RuleBookFollower } from '#runtime';
import { reconcile, type ReconciliationWork } from './reconciliation';

const run = async (): Promise<void> => {
  const { dataDirectory, asOf } = workerData as ReconciliationWork;
  const { store, catalogue } = openLog(dataDirectory);
  const rules = await new RuleBookFollower(store, catalogue, initialRuleBook(true)).refresh();
  const views = SqliteReadModel.openReader(dataDirectory, ledgerProjections);
  const { totals } = await reconcile(views, rules, asOf);
  await views.close();
  await store.close();
  parentPort?.postMessage(totals);
};
void run();
