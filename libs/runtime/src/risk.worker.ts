import { parentPort } from 'node:worker_threads';
import { ReadModelConnectionError } from '#read-model';
import { threadData } from '#threads';
import { demoSettings } from './legal-now';
import { openLog, openViews } from './open-log';
import { riskAnswers } from './risk-answers';
import { openFacts } from './risk-place';
import type { RiskAnswer, RiskCall, RiskThreadData } from './risk-thread';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';

const port = parentPort;
if (port === null) throw new Error('the risk facts have a thread of their own');

/** Answers what is asked of the facts until the thread is ended. */
const serve = async ({ place, directory }: RiskThreadData): Promise<void> => {
  const { store, catalogue } = await openLog(place);
  const rules = new RuleBookFollower(store, catalogue, initialRuleBook((await demoSettings(store, catalogue)) !== undefined));
  const [views, facts] = [await openViews(place), await openFacts(directory, store)];
  const answers = riskAnswers({ store, catalogue, rules, views, facts });
  const answer = async ({ id, call, given }: RiskCall): Promise<RiskAnswer> => {
    try {
      // What is given is what the call takes: `RiskThread` passes it on.
      return { id, answer: await (answers[call] as (...of: readonly unknown[]) => Promise<unknown>)(...given) };
    } catch (fault) {
      return { id, fault: String(fault), passing: fault instanceof ReadModelConnectionError };
    }
  };
  port.on('message', (asked: RiskCall) => {
    void answer(asked).then((told) => {
      port.postMessage(told);
    });
  });
  port.postMessage({ id: 0, answer: 'ready' } satisfies RiskAnswer);
};
void serve(threadData() as RiskThreadData);
