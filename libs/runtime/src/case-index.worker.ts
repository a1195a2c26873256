import { parentPort, workerData } from 'node:worker_threads';
import { CaseIndexFollower } from './case-index-follower';
import type { KeptUp } from './case-index-keeping';
import { openCaseIndex } from './case-index-place';
import { demoSettings } from './legal-now';
import type { LedgerPlace } from './ledger-place';
import { openLog, openViews } from './open-log';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';

const port = parentPort;
if (port === null) throw new Error('the case index has a thread of its own');

/** Keeps the index up as often as it is asked to, until it is told to close. */
const serve = async (place: LedgerPlace): Promise<void> => {
  const { store, catalogue } = await openLog(place);
  const [views, index] = [await openViews(place), await openCaseIndex(place)];
  const rules = new RuleBookFollower(store, catalogue, initialRuleBook((await demoSettings(store, catalogue)) !== undefined));
  const follower = new CaseIndexFollower({ store, catalogue, views, index, rules });
  const answer = async (moment: string): Promise<KeptUp> => follower.keepUp(moment).catch((fault: unknown) => ({ fault: String(fault) }));
  port.on('message', (message: { readonly moment: string } | 'close') => {
    if (message !== 'close') void answer(message.moment).then((kept) => { port.postMessage(kept); });
    else void Promise.all([views.close(), index.close(), store.close()]).then(() => { port.close(); });
  });
  port.postMessage('ready');
};
void serve(workerData as LedgerPlace);
