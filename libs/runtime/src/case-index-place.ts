import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SqliteReadModel, type ReadModel, type SqlParameter } from '#read-model';
import { caseIndexProjection, CaseIndexUnreadable } from '#reconciliation';
import { isSpoilt } from '#sqlite';
import type { LedgerPlace } from './ledger-place';
import { openServerCaseIndex, openServerCaseIndexSnapshot } from './server-parts';

/** What questions need of the index. They reject with CaseIndexUnreadable where its file is spoilt. */
export type CaseIndexReader = Pick<ReadModel, 'all' | 'get' | 'close'> & {
  /** Looks at the index that was put in place of the one that is open. */
  readonly renew: () => void;
  /** Whether a question has found the file spoilt since it was looked at. */
  readonly isSpoilt: () => boolean;
};

/**
 * The index of an embedded ledger has a file of its own, so that who keeps it and who writes the read models do not wait for each other.
 */
const folderName = 'case-index';
const folderOf = ({ dataDirectory }: LedgerPlace): string => path.join(dataDirectory, folderName);
const directoryOf = (place: LedgerPlace): string => {
  const directory = folderOf(place);
  mkdirSync(directory, { recursive: true });
  return directory;
};

/** Opens the case index of a place for who keeps it. Throws ConfigurationError where its server cannot be used. */
export const openCaseIndex = async (place: LedgerPlace): Promise<ReadModel> =>
  place.servers === undefined
    ? SqliteReadModel.open(directoryOf(place), [caseIndexProjection])
    : openServerCaseIndex(place, place.servers, 'write');

/** The file of the case index, in the data directory, and what is wrong with it; undefined where it is whole, not there, or on a server. */
export const spoiltCaseIndex = (place: LedgerPlace): { readonly file: string; readonly fault: string } | undefined => {
  const spoilt = place.servers === undefined && existsSync(folderOf(place)) ? SqliteReadModel.spoiltIn(folderOf(place)) : undefined;
  return spoilt === undefined ? undefined : { ...spoilt, file: path.join(folderName, spoilt.file) };
};

/** Removes the index of an embedded ledger: it follows from the rows of reconciliation, and is built again from them. */
export const dropCaseIndex = (place: LedgerPlace): void => {
  rmSync(folderOf(place), { recursive: true, force: true });
};

/** The case index as it is at this moment; undefined where none is kept. */
export const openCaseIndexSnapshot = async (place: LedgerPlace): Promise<ReadModel | undefined> => {
  if (place.servers !== undefined) return openServerCaseIndexSnapshot(place, place.servers);
  return existsSync(folderOf(place)) ? SqliteReadModel.openSnapshot(folderOf(place), [caseIndexProjection]) : undefined;
};

/** Opens it for questions, beside who keeps it: what is not yet written as a whole is not seen. */
export const openCaseIndexReader = async (place: LedgerPlace): Promise<CaseIndexReader> => {
  if (place.servers !== undefined)
    return Object.assign(await openServerCaseIndex(place, place.servers, 'read'), { renew: () => undefined, isSpoilt: () => false });
  const open = (): ReadModel => SqliteReadModel.openReader(directoryOf(place), [caseIndexProjection]);
  let [reader, spoilt] = [open(), false];
  const found = (error: unknown): never => {
    spoilt ||= isSpoilt(error);
    throw isSpoilt(error) ? new CaseIndexUnreadable('the file of the case index is spoilt', { cause: error }) : error;
  };
  return {
    all: <R>(sql: string, parameters?: readonly SqlParameter[]) => reader.all<R>(sql, parameters).catch(found),
    get: <R>(sql: string, parameters?: readonly SqlParameter[]) => reader.get<R>(sql, parameters).catch(found),
    close: () => reader.close(),
    renew: () => {
      const old = reader;
      [reader, spoilt] = [open(), false];
      void old.close();
    },
    isSpoilt: () => spoilt,
  };
};
