import { parentPort } from 'node:worker_threads';
import { openLog, type LedgerPlace } from '#runtime';
import { threadData } from '#threads';
import { growingLog } from './growing-log';
import { verify } from './verification';

const run = async (): Promise<void> => {
  const { store, catalogue } = await openLog(threadData() as LedgerPlace);
  let complete = false;
  parentPort?.once('message', () => {
    complete = true;
  });
  const result = await verify(
    growingLog(store, () => complete),
    catalogue,
  );
  await store.close();
  parentPort?.postMessage(result);
};
void run();
