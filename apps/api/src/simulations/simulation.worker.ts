import { parentPort } from 'node:worker_threads';
import { openLog } from '#runtime';
import { threadData } from '#threads';
import { nowAndThen, simulationOf, type SimulationThreadData, type SimulationTold } from './simulation-run';

const port = parentPort;
if (port === null) throw new Error('a simulation has a thread of its own');

/** Answers the one question that the thread was begun for. */
const serve = async ({ place, asked }: SimulationThreadData): Promise<void> => {
  const tell = (told: SimulationTold): void => {
    port.postMessage(told);
  };
  const log = await openLog(place);
  tell({
    answer: await simulationOf(
      log,
      asked,
      nowAndThen((items) => {
        tell({ items });
      }),
    ),
  });
  await log.store.close();
};
void serve(threadData() as SimulationThreadData);
