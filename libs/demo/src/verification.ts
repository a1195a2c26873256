import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EventCatalogue } from '#event-catalogue';
import type { EventStore } from '#event-store';
import { verifyLog, type VerificationReport } from '#integrity';
import { threadsArePossible, type Ledger } from '#runtime';
import { ReportFold, type BackEndTold } from './report-fold';

/** A verified log, and what the same pass told of the back end. */
export interface Verification {
  readonly verified: VerificationReport;
  readonly told: BackEndTold;
}

/** Reads the log once, from event 0. */
export const verify = async (log: { readonly store: EventStore; readonly catalogue: EventCatalogue }, progress: (line: string) => void): Promise<Verification> => {
  const fold = new ReportFold();
  const verified = await verifyLog(log.store, log.catalogue, { observers: [fold], progress: (events) => { progress(`verifying ${String(events)} events`); } });
  return { verified, told: fold.told() };
};

/** What the thread says: lines of progress, then the result. */
export type VerificationMessage = { readonly line: string } | { readonly result: Verification };

const inThread = async (dataDirectory: string, progress: (line: string) => void): Promise<Verification> => {
  const worker = new Worker(path.join(__dirname, 'verification.worker.js'), { workerData: { dataDirectory }, resourceLimits: { maxYoungGenerationSizeMb: 24 } });
  let result: Verification | undefined;
  worker.on('message', (message: VerificationMessage) => {
    if ('line' in message) progress(message.line);
    else result = message.result;
  });
  // Rejects with what the thread throws.
  await once(worker, 'exit');
  if (result === undefined) throw new Error('the verification ended without a result');
  return result;
};

/** `verify` on another core where that is possible, so that the questions to the read models need not wait for it. */
export const verifyBeside = (ledger: Ledger, progress: (line: string) => void): Promise<Verification> =>
  threadsArePossible ? inThread(ledger.dataDirectory, progress) : verify(ledger, progress);
