import { once } from 'node:events';
import path from 'node:path';
import { CaseIndex, type Snapshot } from '#reconciliation';
import type { Leases, ReadModel } from '#read-model';
import { startThread, threadsArePossible } from '#threads';
import type { CaseIndexParts } from './case-index-follower';
import { CaseIndexKeeper, type KeptUp } from './case-index-keeper';
import { openCaseIndexReader, type CaseIndexReader } from './case-index-place';
import type { LedgerPlace } from './ledger-place';
import { SharedWork } from './shared-work';
import { caseIndexUnit } from './work-units';

/** The case index of a ledger as one program has it: to be asked, and kept up where nobody else does that. */
export interface CaseIndexKeeping {
  readonly index: CaseIndex;
  /**
   * Brings it up to the rows of reconciliation as of a moment; where others keep it, says only what it is of. Rejects with what keeps it
   * from that.
   */
  readonly keepUp: (moment: string) => Promise<Snapshot | undefined>;
  readonly close: () => Promise<void>;
}

/** What the thread of the index is asked, and what it answers. `suspected`: a question has found the file spoilt. */
export interface KeepUpAsked {
  readonly moment: string;
  readonly suspected: boolean;
}
export type KeepUpAnswer = KeptUp | { readonly fault: string };

interface Keeping {
  readonly place: LedgerPlace;
  readonly parts: Omit<CaseIndexParts, 'index'>;
  /** Whoever has it may write the index. */
  readonly leases: Leases;
  readonly elsewhere: boolean;
  /** Told once of each file that was dropped because it was spoilt: its name, and what was wrong with it. */
  readonly onDropped: (what: string) => void;
}

/** Opens it. It is kept in a thread of its own where that is possible, so that judging many cases keeps nobody waiting. */
export const openCaseIndexKeeping = async (keeping: Keeping): Promise<CaseIndexKeeping> => {
  const { place, parts, leases, elsewhere } = keeping;
  if (elsewhere) return readOnly(await openCaseIndexReader(place), parts.views);
  return threadsArePossible && place.servers === undefined ? inThread(keeping) : here(keeping, new SharedWork(leases, [caseIndexUnit]));
};

const readOnly = (reader: CaseIndexReader, views: ReadModel): CaseIndexKeeping => {
  const index = new CaseIndex(views, reader);
  return { index, keepUp: () => index.snapshot(), close: () => reader.close() };
};

/** What was built, and what a question could not read, is looked at anew. */
const told = ({ at, built, dropped }: KeptUp, reader: CaseIndexReader, onDropped: Keeping['onDropped']): Snapshot => {
  if (built || reader.isSpoilt()) reader.renew();
  if (dropped !== undefined) onDropped(dropped);
  return at;
};

const here = async ({ place, parts, onDropped }: Keeping, work: SharedWork): Promise<CaseIndexKeeping> => {
  const keeper = await CaseIndexKeeper.open(place, parts);
  const reader = await openCaseIndexReader(place);
  const asked = new CaseIndex(parts.views, reader);
  let last: Promise<unknown> = Promise.resolve();
  return {
    index: asked,
    keepUp: async (moment) => {
      if ((await work.take()).held.length === 0) return asked.snapshot();
      const kept = keeper.keepUp(moment, reader.isSpoilt());
      last = kept.catch(() => undefined);
      return told(await kept, reader, onDropped);
    },
    close: async () => {
      await last;
      await work.release();
      await reader.close();
      await keeper.close();
    },
  };
};

const inThread = async ({ place, parts, onDropped }: Keeping): Promise<CaseIndexKeeping> => {
  const worker = startThread(path.join(__dirname, 'case-index.worker.js'), place);
  await once(worker, 'message');
  const reader = await openCaseIndexReader(place);
  let last: Promise<unknown> = Promise.resolve();
  let ended: Error | undefined;
  // Also while nobody asks: whoever asks next is told.
  worker.on('error', (cause) => (ended = new Error(`the thread of the case index has failed: ${cause.message}`, { cause })));
  const ask = async (moment: string): Promise<Snapshot> => {
    if (ended !== undefined) throw ended;
    const answered = once(worker, 'message') as Promise<[KeepUpAnswer]>;
    worker.postMessage({ moment, suspected: reader.isSpoilt() } satisfies KeepUpAsked);
    const [answer] = await answered;
    if ('fault' in answer) throw new Error(`the case index is not kept: ${answer.fault}`);
    return told(answer, reader, onDropped);
  };
  return {
    index: new CaseIndex(parts.views, reader),
    keepUp: (moment) => {
      const asked = last.then(() => ask(moment));
      last = asked.catch(() => undefined);
      return asked;
    },
    close: async () => {
      await last;
      if (ended === undefined) {
        const exit = once(worker, 'exit');
        worker.postMessage('close');
        await exit;
      }
      await reader.close();
    },
  };
};
