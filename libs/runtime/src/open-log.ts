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

/** Whether a place holds a ledger: an embedded log, or events on its server. Throws ConfigurationError where the server cannot be asked. */
export const holdsLedger = async (place: LedgerPlace): Promise<boolean> => {
  if (place.servers === undefined) return !isEmptyDirectory(place.dataDirectory);
  // A directory that has no identity yet cannot be of a log that has one: opening it for writing tells why.
  if ((await headerOfEventStore(place.servers.eventStoreUrl)) === undefined) return false;
  const store = await openServerLog(place, place.servers);
  try {
    return (await store.head()) !== logStart;
  } finally {
    await store.close();
  }
};

/** Throws ConfigurationError where a place holds no ledger. */
export const assertLedger = async (place: LedgerPlace): Promise<void> => {
  if (await holdsLedger(place)) return;
  throw new ConfigurationError(place.servers === undefined ? `${place.dataDirectory} holds no ledger (no events.db)` : 'EVENTSTORE_URL: the log is empty', place.servers === undefined ? undefined : 'EVENTSTORE_URL');
};

/** Opens the log of a place for replay, verification and export. Throws ConfigurationError, StoreFileError. */
export const openLog = async (place: LedgerPlace): Promise<OpenedLog> => {
  await assertLedger(place);
  const store = place.servers === undefined ? SqliteEventStore.openReadOnly(eventsFile(place.dataDirectory)) : await openServerLog(place, place.servers);
  return { store, catalogue: ledgerCatalogue };
};

/** The present read models as of one moment; undefined where none have been built by these definitions. */
export const openSnapshot = async (place: LedgerPlace): Promise<ReadModel | undefined> =>
  place.servers === undefined ? SqliteReadModel.openSnapshot(place.dataDirectory, ledgerProjections) : openServerSnapshot(place, place.servers);

/** The present read models as others go on writing them. */
export const openViews = async (place: LedgerPlace): Promise<ReadModel> =>
  place.servers === undefined ? SqliteReadModel.openReader(place.dataDirectory, ledgerProjections) : openServerViews(place, place.servers);
