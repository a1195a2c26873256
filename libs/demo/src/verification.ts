import { once } from 'node:events';
import path from 'node:path';
import type { EventCatalogue } from '#event-catalogue';
import { verifyLog, type LogOnly, type VerificationReport } from '#integrity';
import type { Ledger, LedgerPlace } from '#runtime';
import { endThread, startThread, threadsArePossible } from '#threads';
import { ReportFold, type BackEndTold } from './report-fold';

/** A verified log, and what the same pass told of the back end. */
export interface VerifiedLog {
  readonly verified: VerificationReport;
  readonly told: BackEndTold;
}

/** Reads the log once, from event 0. */
export const verify = async (store: LogOnly, catalogue: EventCatalogue): Promise<VerifiedLog> => {
  const fold = new ReportFold();
  const verified = await verifyLog(store, catalogue, { observers: [fold] });
  return { verified, told: fold.told() };
};

/** The proof of a log that is being written. */
export interface Verification {
  /** The log is complete: resolves when all of it is proved. */
  readonly finish: () => Promise<VerifiedLog>;
  /** Nothing is wanted any more. */
  readonly abandon: () => Promise<void>;
}

const inThread = (place: LedgerPlace): Verification => {
  const worker = startThread(path.join(__dirname, 'verification.worker.js'), place, { maxYoungGenerationSizeMb: 24 });
  let result: VerifiedLog | undefined;
  worker.on('message', (message: VerifiedLog) => {
    result = message;
  });
  // Rejects with what the thread throws; nobody need be waiting yet.
  const ended = once(worker, 'exit');
  ended.catch(() => undefined);
  return {
    finish: async () => {
      worker.postMessage('complete');
      await ended;
      if (result === undefined) throw new Error('the verification ended without a result');
      return result;
    },
    abandon: () => endThread(worker),
  };
};

/** Proves the log on another core while it is written, where that is possible; else when it is complete. */
export const beginVerification = ({ place, store, catalogue }: Ledger): Verification =>
  threadsArePossible ? inThread(place) : { finish: () => verify(store, catalogue), abandon: () => Promise.resolve() };
