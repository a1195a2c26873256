import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { CaseIndex, type Snapshot } from '#reconciliation';
import type { Leases, ReadModel } from '#read-model';
import { CaseIndexFollower, type CaseIndexParts } from './case-index-follower';
import { openCaseIndex, openCaseIndexReader, type CaseIndexReader } from './case-index-place';
import type { LedgerPlace } from './ledger-place';
import { SharedWork } from './shared-work';
import { threadsArePossible } from './threads';
import { caseIndexUnit } from './work-units';

/** The case index of a ledger as one program has it: to be asked, and kept up where nobody else does that. */
export interface CaseIndexKeeping {
  readonly index: CaseIndex;
  /** Brings it up to the rows of reconciliation as of a moment; where others keep it, says only what it is of. Rejects with what keeps it from that. */
  readonly keepUp: (moment: string) => Promise<Snapshot | undefined>;
  readonly close: () => Promise<void>;
}

/** What the thread of the index answers. */
export type KeptUp = { readonly at: Snapshot; readonly built: boolean } | { readonly fault: string };

interface Keeping {
  readonly place: LedgerPlace;
  readonly parts: Omit<CaseIndexParts, 'index'>;
  /** Whoever has it may write the index. */
  readonly leases: Leases;
  readonly elsewhere: boolean;
}

/** Opens it. It is kept in a thread of its own where that is possible, so that judging many cases keeps nobody waiting. */
export const openCaseIndexKeeping = async ({ place, parts, leases, elsewhere }: Keeping): Promise<CaseIndexKeeping> => {
  if (elsewhere) return readOnly(await openCaseIndexReader(place), parts.views);
  return threadsArePossible && place.servers === undefined ? inThread(place, parts.views) : here(place, parts, new SharedWork(leases, [caseIndexUnit]));
};

const readOnly = (reader: CaseIndexReader, views: ReadModel): CaseIndexKeeping => {
  const index = new CaseIndex(views, reader);
  return { index, keepUp: () => index.snapshot(), close: () => reader.close() };
};

const here = async (place: LedgerPlace, parts: Omit<CaseIndexParts, 'index'>, work: SharedWork): Promise<CaseIndexKeeping> => {
  const index = await openCaseIndex(place);
  const reader = await openCaseIndexReader(place);
  const follower = new CaseIndexFollower({ ...parts, index });
  const asked = new CaseIndex(parts.views, reader);
  let last: Promise<unknown> = Promise.resolve();
  return {
    index: asked,
    keepUp: async (moment) => {
      if ((await work.take()).held.length === 0) return asked.snapshot();
      const kept = follower.keepUp(moment);
      last = kept.catch(() => undefined);
      const { at, built } = await kept;
      if (built) reader.renew();
      return at;
    },
    close: async () => {
      await last;
      await work.release();
      await reader.close();
      await index.close();
    },
  };
};

const inThread = async (place: LedgerPlace, views: ReadModel): Promise<CaseIndexKeeping> => {
  const worker = new Worker(path.join(__dirname, 'case-index.worker.js'), { workerData: place });
  await once(worker, 'message');
  const reader = await openCaseIndexReader(place);
  let last: Promise<unknown> = Promise.resolve();
  const ask = async (moment: string): Promise<Snapshot> => {
    const answered = once(worker, 'message') as Promise<[KeptUp]>;
    worker.postMessage({ moment });
    const [answer] = await answered;
    if ('fault' in answer) throw new Error(`the case index is not kept: ${answer.fault}`);
    if (answer.built) reader.renew();
    return answer.at;
  };
  return {
    index: new CaseIndex(views, reader),
    keepUp: (moment) => {
      const asked = last.then(() => ask(moment));
      last = asked.catch(() => undefined);
      return asked;
    },
    close: async () => {
      await last;
      const exit = once(worker, 'exit');
      worker.postMessage('close');
      await exit;
      await reader.close();
    },
  };
};
