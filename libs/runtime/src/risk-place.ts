import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventStore } from '#event-store';
import { SqliteReadModel, type ReadModel } from '#read-model';
import { riskProjection } from '#risk';
import { isSpoilt } from '#sqlite';
import type { LedgerPlace } from './ledger-place';

/** Where the risk facts of one program lie. */
export interface RiskPlace {
  readonly directory: string;
  /** They are there for the next program, too. */
  readonly kept: boolean;
}

/**
 * Beside an embedded log, which one program writes at a time, the facts stay for the next one. A data directory on servers is shared by
 * programs that would write to each other's facts: each has its own in the temporary folder.
 */
export const riskPlaceOf = ({ dataDirectory, servers }: LedgerPlace): RiskPlace =>
  servers === undefined
    ? { directory: path.join(dataDirectory, 'risk-facts'), kept: true }
    : { directory: mkdtempSync(path.join(tmpdir(), 'tidewaiter-risk-')), kept: false };

export const forgetFacts = (directory: string): void => {
  rmSync(directory, { recursive: true, force: true });
};

const openAt = (directory: string): ReadModel => {
  mkdirSync(directory, { recursive: true });
  return SqliteReadModel.open(directory, [riskProjection]);
};

/**
 * Opens the facts as far as they have been built. Those that are damaged, or of a log that was longer, are forgotten: they follow from the
 * log that is there.
 */
export const openFacts = async (directory: string, store: EventStore): Promise<ReadModel> => {
  try {
    const facts = openAt(directory);
    const head = await store.head();
    // Every page is looked at: a tenth of a second for 100 MB, once a start.
    if (SqliteReadModel.spoiltIn(directory) === undefined && (await facts.progress()).every(({ position }) => position <= head))
      return facts;
    await facts.close();
  } catch (fault) {
    if (!isSpoilt(fault)) throw fault;
  }
  forgetFacts(directory);
  return openAt(directory);
};
