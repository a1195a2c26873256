import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { SqliteReadModel, type ReadModel } from '#read-model';
import { caseIndexProjection } from '#reconciliation';
import type { LedgerPlace } from './ledger-place';
import { openServerCaseIndex, openServerCaseIndexSnapshot } from './server-parts';

/** What questions need of the index. */
export type CaseIndexReader = Pick<ReadModel, 'all' | 'get' | 'close'> & {
  /** Looks at the index that was put in place of the one that is open. */
  readonly renew: () => void;
};

/** The index of an embedded ledger has a file of its own, so that who keeps it and who writes the read models do not wait for each other. */
const folderOf = ({ dataDirectory }: LedgerPlace): string => path.join(dataDirectory, 'case-index');
const directoryOf = (place: LedgerPlace): string => {
  const directory = folderOf(place);
  mkdirSync(directory, { recursive: true });
  return directory;
};

/** Opens the case index of a place for who keeps it. Throws ConfigurationError where its server cannot be used. */
export const openCaseIndex = async (place: LedgerPlace): Promise<ReadModel> =>
  place.servers === undefined ? SqliteReadModel.open(directoryOf(place), [caseIndexProjection]) : openServerCaseIndex(place, place.servers, 'write');

/** The case index as it is at this moment; undefined where none is kept. */
export const openCaseIndexSnapshot = async (place: LedgerPlace): Promise<ReadModel | undefined> => {
  if (place.servers !== undefined) return openServerCaseIndexSnapshot(place, place.servers);
  return existsSync(folderOf(place)) ? SqliteReadModel.openSnapshot(folderOf(place), [caseIndexProjection]) : undefined;
};

/** Opens it for questions, beside who keeps it: what is not yet written as a whole is not seen. */
export const openCaseIndexReader = async (place: LedgerPlace): Promise<CaseIndexReader> => {
  if (place.servers !== undefined) return Object.assign(await openServerCaseIndex(place, place.servers, 'read'), { renew: () => undefined });
  const open = (): ReadModel => SqliteReadModel.openReader(directoryOf(place), [caseIndexProjection]);
  let reader = open();
  return {
    all: (sql, parameters) => reader.all(sql, parameters),
    get: (sql, parameters) => reader.get(sql, parameters),
    close: () => reader.close(),
    renew: () => {
      const old = reader;
      reader = open();
      void old.close();
    },
  };
};
