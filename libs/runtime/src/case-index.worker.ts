import { parentPort } from 'node:worker_threads';
import { threadData } from '#threads';
import { CaseIndexKeeper } from './case-index-keeper';
import type { KeepUpAnswer, KeepUpAsked } from './case-index-keeping';
import { demoSettings } from './legal-now';
import type { LedgerPlace } from './ledger-place';
import { openLog, openViews } from './open-log';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';

const port = parentPort;
if (port === null) throw new Error('the case index has a thread of its own');

/** Keeps the index up as often as it is asked to, until it is told to close. */
const serve = async (place: LedgerPlace): Promise<void> => {
  const { store, catalogue } = await openLog(place);
  const views = await openViews(place);
  const rules = new RuleBookFollower(store, catalogue, initialRuleBook((await demoSettings(store, catalogue)) !== undefined));
  const keeper = await CaseIndexKeeper.open(place, { store, catalogue, views, rules });
  const answer = async ({ moment, suspected }: KeepUpAsked): Promise<KeepUpAnswer> =>
    keeper.keepUp(moment, suspected).catch((fault: unknown) => ({ fault: String(fault) }));
  port.on('message', (message: KeepUpAsked | 'close') => {
    if (message !== 'close')
      void answer(message).then((kept) => {
        port.postMessage(kept);
      });
    else
      void Promise.all([views.close(), keeper.close(), store.close()]).then(() => {
        port.close();
      });
  });
  port.postMessage('ready');
};
void serve(threadData() as LedgerPlace);
