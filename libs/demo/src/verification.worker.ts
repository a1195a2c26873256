import { parentPort, workerData } from 'node:worker_threads';
import { openLog } from '#runtime';
import { verify, type VerificationMessage } from './verification';

const tell = (message: VerificationMessage): void => {
  parentPort?.postMessage(message);
};

const run = async (): Promise<void> => {
  const log = openLog((workerData as { readonly dataDirectory: string }).dataDirectory);
  const result = await verify(log, (line) => { tell({ line }); });
  await log.store.close();
  tell({ result });
};
void run();
