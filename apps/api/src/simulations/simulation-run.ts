import path from 'node:path';
import { demoSettings, initialRuleBook, type LedgerPlace, type OpenedLog, openLog, RuleBookFollower } from '#runtime';
import { RecordedTrade, study, type StudyAnswer } from '#study';
import { endThread, startThread, threadsArePossible } from '#threads';
import type { SimulationAsked } from './simulation-job';

/** What the thread of a simulation is given. */
export interface SimulationThreadData {
  readonly place: LedgerPlace;
  readonly asked: SimulationAsked;
}
/** What it tells: how far it is, then the answer. */
export type SimulationTold = { readonly items: number } | { readonly answer: StudyAnswer };

/** Reads the log as known and the law as known with it. Nothing is written. */
export const simulationOf = async (
  { store, catalogue }: OpenedLog,
  { asOf, knownAt, ...question }: SimulationAsked,
  progress: (items: number) => void,
): Promise<StudyAnswer> => {
  const rules = new RuleBookFollower(store, catalogue, initialRuleBook((await demoSettings(store, catalogue)) !== undefined));
  return study(new RecordedTrade(store, catalogue, { asOf, knownAt }), await rules.asKnownAt(knownAt), question, progress);
};

/** Supplies and declarations between two reports of how far it is. */
const reportEvery = 500;

/** Tells how far a simulation is, now and then. */
export const nowAndThen = (tell: (items: number) => void): ((items: number) => void) => {
  let seen = 0;
  return (items) => {
    seen += 1;
    if (seen % reportEvery === 0) tell(items);
  };
};

/**
 * A simulation on a reading of the log of its own, in a thread of its own where that is possible: it takes a core for as long as it takes,
 * and keeps no request waiting. Rejects where it fails, and at once where `signal` aborts.
 */
export const runSimulation = (
  place: LedgerPlace,
  asked: SimulationAsked,
  progress: (items: number) => void,
  signal: AbortSignal,
): Promise<StudyAnswer> => (threadsArePossible ? inThread({ place, asked }, progress, signal) : here(place, asked, progress, signal));

const here = async (
  place: LedgerPlace,
  asked: SimulationAsked,
  progress: (items: number) => void,
  signal: AbortSignal,
): Promise<StudyAnswer> => {
  const log = await openLog(place);
  const told = nowAndThen(progress);
  try {
    return await simulationOf(log, asked, (items) => {
      signal.throwIfAborted();
      told(items);
    });
  } finally {
    await log.store.close();
  }
};

const inThread = (data: SimulationThreadData, progress: (items: number) => void, signal: AbortSignal): Promise<StudyAnswer> =>
  new Promise((settle, fail) => {
    const worker = startThread(path.join(__dirname, 'simulation.worker.js'), data);
    const end = (): void => void endThread(worker);
    signal.addEventListener('abort', end, { once: true });
    worker.on('message', (told: SimulationTold) => {
      if ('items' in told) progress(told.items);
      else settle(told.answer);
    });
    worker.on('error', fail);
    worker.on('exit', () => {
      signal.removeEventListener('abort', end);
      fail(new Error('the thread of the simulation has ended'));
    });
  });
