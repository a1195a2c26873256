import { parentPort } from 'node:worker_threads';
import { initialRuleBook, openLog, openViews, RuleBookFollower, type LedgerPlace } from '#runtime';
import { threadData } from '#threads';
import { sumsOf, type ReconciliationWork } from './reconciliation';

const run = async (): Promise<void> => {
  const { place, work } = threadData() as { readonly place: LedgerPlace; readonly work: ReconciliationWork };
  const { store, catalogue } = await openLog(place);
  const rules = await new RuleBookFollower(store, catalogue, initialRuleBook(true)).refresh();
  const views = await openViews(place);
  const sums = await sumsOf(views, rules, work);
  await views.close();
  await store.close();
  parentPort?.postMessage(sums);
};
void run();
