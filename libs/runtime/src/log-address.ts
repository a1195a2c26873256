import path from 'node:path';
import { headerOfEventsFile, SqliteEventStore, WriterLock, type EventStore } from '#event-store';
import { isEmptyDirectory } from './installation';
import { eventsFile } from './embedded-parts';
import { openEventStore, headerOfEventStore } from './server-parts';

/** Where a log lies: in a data directory, or on an EventStoreDB. `named` is the option by which it was given, for messages. */
export type LogAddress =
  | { readonly kind: 'sqlite'; readonly directory: string; readonly named: string }
  | { readonly kind: 'esdb'; readonly url: string; readonly named: string };

/** Whose log it is; undefined where there is none yet. Throws ConfigurationError, StoreFileError. */
export const installationOfLog = async (address: LogAddress): Promise<string | undefined> => {
  if (address.kind === 'esdb') return (await headerOfEventStore(address.url, address.named))?.installation;
  return isEmptyDirectory(address.directory) ? undefined : headerOfEventsFile(eventsFile(address.directory)).installation;
};

/** A log that is open by itself, without the read models of its ledger. */
export interface LogAlone {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

/** Opens a log for reading beside whoever writes it. Throws ConfigurationError, StoreFileError. */
export const readLogAt = async (address: LogAddress, installation: string): Promise<LogAlone> => {
  const store =
    address.kind === 'sqlite'
      ? SqliteEventStore.openReadOnly(eventsFile(address.directory))
      : await openEventStore(address.url, { readOnly: true, installation }, address.named);
  return { store, close: () => store.close() };
};

/**
 * Opens or makes a log for writing; of a data directory nobody else may be the writer. Throws ConfigurationError, StoreFileError,
 * WriterLockedError.
 */
export const writeLogAt = async (
  address: LogAddress,
  installation: string,
  wait: { readonly waitMilliseconds?: number } = {},
): Promise<LogAlone> => {
  if (address.kind === 'esdb') {
    const store = await openEventStore(address.url, { readOnly: false, installation }, address.named);
    return { store, close: () => store.close() };
  }
  const lock = await WriterLock.acquire(path.join(address.directory, 'lock.db'), wait);
  const store = SqliteEventStore.open({ file: eventsFile(address.directory), installation });
  return {
    store,
    close: async () => {
      await store.close();
      lock.release();
    },
  };
};
