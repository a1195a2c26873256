import { parentPort } from 'node:worker_threads';
import { threadData } from '#threads';
import type { AnyTable } from '../table';
import { RowsFile, type RowsTask } from './rows-file';

const port = parentPort;
if (port === null) throw new Error('rows are written in a thread of their own');

/** Does what it is told, one task after another, and says so after each. */
const { file, tables } = threadData() as { readonly file: string; readonly tables: readonly AnyTable[] };
const rows = new RowsFile(file, tables);
port.on('message', (task: RowsTask) => {
  rows.do(task);
  port.postMessage('done');
});
