import { parentPort } from 'node:worker_threads';
import { SqliteReadModel } from '#read-model';
import { caseIndexProjection, CaseKeeper, reconciliationProjection, type Touched } from '#reconciliation';
import { shippedRuleBook } from '#rules';
import { threadData } from '#threads';

/** Where the rows of reconciliation and the index lie, and the moment that the index is of. */
export interface KeptCases {
  readonly views: string;
  readonly index: string;
  readonly moment: string;
}
/**
 * What is asked of the thread: to move the index to a position, or to build it there where nothing is said to be touched; nothing: to end.
 */
export type KeepAsked = { readonly position: string; readonly touched?: Touched } | undefined;

const port = parentPort;
if (port === null) throw new Error('an index is kept in a thread of its own');
const { views: viewsFolder, index: indexFolder, moment } = threadData() as KeptCases;
const views = SqliteReadModel.openReader(viewsFolder, [reconciliationProjection]);
const index = SqliteReadModel.open(indexFolder, [caseIndexProjection]);
const keeper = new CaseKeeper(views, index);
const law = { ruleBook: shippedRuleBook() };

const tell = (cases: number): void => {
  if (cases % 102_400 === 0) process.stderr.write(`${String(cases)} cases indexed\n`);
};
const keep = async (asked: KeepAsked): Promise<void> => {
  if (asked === undefined) {
    await index.close();
    await views.close();
    port.close();
    return;
  }
  const at = { position: asked.position, moment };
  if (asked.touched === undefined) await keeper.build(at, law, tell);
  else await keeper.advance(at, law, asked.touched);
  port.postMessage(asked.position);
};
port.on('message', (asked: KeepAsked) => void keep(asked));
