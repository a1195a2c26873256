import { SqliteEventStore, logStart, type EventStore } from '#event-store';
import type { EventCatalogue } from '#event-catalogue';
import { SqliteReadModel, type ReadModel } from '#read-model';
import { ConfigurationError, isEmptyDirectory } from './installation';
import { ledgerCatalogue } from './ledger-catalogue';
import { eventsFile } from './embedded-parts';
import type { LedgerPlace } from './ledger-place';
import { ledgerProjections } from './ledger-projections';
import { headerOfEventStore, openServerLog, openServerSnapshot, openServerViews } from './server-parts';

/** A log open for reading beside whoever writes it. */
export interface OpenedLog {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
}

/**
 * The log of a place, open for reading; undefined where it holds no ledger: no embedded log, or no events on its server. Throws
 * ConfigurationError where the server cannot be asked.
 */
const openHeld = async (place: LedgerPlace): Promise<EventStore | undefined> => {
  if (place.servers === undefined)
    return isEmptyDirectory(place.dataDirectory) ? undefined : SqliteEventStore.openReadOnly(eventsFile(place.dataDirectory));
  // A directory that has no identity yet cannot be of a log that has one: opening it for writing tells why.
  if ((await headerOfEventStore(place.servers.eventStoreUrl)) === undefined) return undefined;
  const store = await openServerLog(place, place.servers);
  try {
    if ((await store.head()) !== logStart) return store;
  } catch (error) {
    await store.close();
    throw error;
  }
  await store.close();
  return undefined;
};

/** Whether a place holds a ledger. Throws as `openLog`. */
export const holdsLedger = async (place: LedgerPlace): Promise<boolean> => {
  if (place.servers === undefined) return !isEmptyDirectory(place.dataDirectory);
  const store = await openHeld(place);
  await store?.close();
  return store !== undefined;
};

const emptyPlace = ({ dataDirectory, servers }: LedgerPlace): ConfigurationError =>
  servers === undefined
    ? new ConfigurationError(`${dataDirectory} holds no ledger (no events.db)`)
    : new ConfigurationError('EVENTSTORE_URL: the log is empty', 'EVENTSTORE_URL');

/** Throws ConfigurationError where a place holds no ledger. */
export const assertLedger = async (place: LedgerPlace): Promise<void> => {
  if (!(await holdsLedger(place))) throw emptyPlace(place);
};

/** Opens the log of a place for replay, verification and export. Throws ConfigurationError, StoreFileError. */
export const openLog = async (place: LedgerPlace): Promise<OpenedLog> => {
  const store = await openHeld(place);
  if (store === undefined) throw emptyPlace(place);
  return { store, catalogue: ledgerCatalogue };
};

/** The present read models as of one moment; undefined where none have been built by these definitions. */
export const openSnapshot = async (place: LedgerPlace): Promise<ReadModel | undefined> =>
  place.servers === undefined
    ? SqliteReadModel.openSnapshot(place.dataDirectory, ledgerProjections)
    : openServerSnapshot(place, place.servers);

/** The file of the read models of an embedded ledger and what is wrong with it; undefined where it is whole, not there, or on a server. */
export const spoiltViews = (place: LedgerPlace): { readonly file: string; readonly fault: string } | undefined =>
  place.servers === undefined ? SqliteReadModel.spoiltIn(place.dataDirectory) : undefined;

/** The present read models as others go on writing them. */
export const openViews = async (place: LedgerPlace): Promise<ReadModel> =>
  place.servers === undefined ? SqliteReadModel.openReader(place.dataDirectory, ledgerProjections) : openServerViews(place, place.servers);
