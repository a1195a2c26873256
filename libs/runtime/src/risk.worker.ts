import { parentPort, workerData } from 'node:worker_threads';
import { SqliteReadModel } from '#read-model';
import { riskProjection } from '#risk';
import { demoSettings } from './legal-now';
import { openLog, openViews } from './open-log';
import { riskAnswers } from './risk-answers';
import type { RiskAnswer, RiskCall, RiskThreadData } from './risk-keeping';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';

const port = parentPort;
if (port === null) throw new Error('the risk facts have a thread of their own');

/** Answers what is asked of the facts until the thread is ended. */
const serve = async ({ place, directory }: RiskThreadData): Promise<void> => {
  const { store, catalogue } = await openLog(place);
  const rules = new RuleBookFollower(store, catalogue, initialRuleBook((await demoSettings(store, catalogue)) !== undefined));
  const [views, facts] = [await openViews(place), SqliteReadModel.open(directory, [riskProjection])];
  const answers = riskAnswers({ store, catalogue, rules, views, facts });
  const answer = async ({ id, call, given }: RiskCall): Promise<RiskAnswer> => {
    try {
      // What is given is what the call takes: `inThread` passes it on.
      return { id, answer: await (answers[call] as (...of: readonly unknown[]) => Promise<unknown>)(...given) };
    } catch (fault) {
      return { id, fault: String(fault) };
    }
  };
  // What it is amid when it has to close fails, and is lost: it follows from the log.
  port.on('message', (asked: RiskCall | 'close') => {
    if (asked !== 'close') void answer(asked).then((told) => { port.postMessage(told); });
    else void Promise.all([views.close(), facts.close(), store.close()]).then(() => { port.close(); });
  });
  port.postMessage('ready');
};
void serve(workerData as RiskThreadData);
