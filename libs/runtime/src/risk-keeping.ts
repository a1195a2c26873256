import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { SqliteReadModel } from '#read-model';
import { riskProjection } from '#risk';
import type { LedgerPlace } from './ledger-place';
import { riskAnswers, type RiskCalls, type RiskParts } from './risk-answers';
import { threadsArePossible } from './threads';

/** The risk facts of a ledger as one program has them, until they are closed. */
export type RiskKeeping = RiskCalls & { readonly close: () => Promise<void> };

/** What its thread works with. */
export interface RiskThreadData {
  readonly place: LedgerPlace;
  readonly directory: string;
}
/** A question to the thread, and what it answers. */
export interface RiskCall {
  readonly id: number;
  readonly call: keyof RiskCalls;
  readonly given: readonly unknown[];
}
export type RiskAnswer = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly fault: string };

interface Keeping {
  readonly place: LedgerPlace;
  readonly parts: Omit<RiskParts, 'facts'>;
}

/**
 * Opens the facts, empty: nobody pays for them who does not ask, and they follow from the log alone. They lie in the temporary folder and are gone when they
 * are closed. Where that is possible they are built and asked in a thread of their own, so that a pass over all of them keeps nobody waiting.
 */
export const openRiskKeeping = async ({ place, parts }: Keeping): Promise<RiskKeeping> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-risk-'));
  const { close, ...calls } = threadsArePossible ? await inThread({ place, directory }) : here(parts, directory);
  return {
    ...calls,
    close: async () => {
      await close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

const here = (parts: Omit<RiskParts, 'facts'>, directory: string): RiskKeeping => {
  const facts = SqliteReadModel.open(directory, [riskProjection]);
  return { ...riskAnswers({ ...parts, facts }), close: () => facts.close() };
};

const inThread = async (data: RiskThreadData): Promise<RiskKeeping> => {
  const worker = new Worker(path.join(__dirname, 'risk.worker.js'), { workerData: data });
  await once(worker, 'message');
  const waiting = new Map<number, { readonly settle: (answer: unknown) => void; readonly fail: (fault: Error) => void }>();
  let [last, ended]: [number, Error | undefined] = [0, undefined];
  worker.on('message', (answered: RiskAnswer) => {
    const asked = waiting.get(answered.id);
    waiting.delete(answered.id);
    if ('fault' in answered) asked?.fail(new Error(answered.fault));
    else asked?.settle(answered.answer);
  });
  const end = (fault: Error): void => {
    ended = fault;
    for (const { fail } of waiting.values()) fail(fault);
    waiting.clear();
  };
  worker.on('error', end);
  worker.on('exit', () => { end(ended ?? new Error('the thread of the risk facts has ended')); });
  const ask = (call: keyof RiskCalls, ...given: readonly unknown[]): Promise<unknown> =>
    new Promise((settle, fail) => {
      if (ended !== undefined) {
        fail(ended);
        return;
      }
      last += 1;
      waiting.set(last, { settle, fail });
      worker.postMessage({ id: last, call, given } satisfies RiskCall);
    });
  return {
    catchUp: () => ask('catchUp') as ReturnType<RiskCalls['catchUp']>,
    position: () => ask('position') as ReturnType<RiskCalls['position']>,
    findings: (...given) => ask('findings', ...given) as ReturnType<RiskCalls['findings']>,
    quality: (...given) => ask('quality', ...given) as ReturnType<RiskCalls['quality']>,
    close: async () => {
      const exit = ended === undefined ? once(worker, 'exit') : undefined;
      worker.postMessage('close');
      await exit;
    },
  };
};
