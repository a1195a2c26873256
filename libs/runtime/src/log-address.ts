import path from 'node:path';
import { headerOfEventsFile, SqliteEventStore, WriterLock, type EventStore } from '#event-store';
import { ConfigurationError } from './installation';
import { eventsFile } from './embedded-parts';
import { openEventStore, headerOfEventStore } from './server-parts';

/** Where a log lies: in a data directory, or on an EventStoreDB. */
export type LogAddress = { readonly kind: 'sqlite'; readonly directory: string } | { readonly kind: 'esdb'; readonly url: string };

/** Whose log it is. Throws ConfigurationError where there is none, StoreFileError. */
export const installationOfLog = async (address: LogAddress): Promise<string> => {
  const header = address.kind === 'sqlite' ? headerOfEventsFile(eventsFile(address.directory)) : await headerOfEventStore(address.url);
  if (header === undefined) throw new ConfigurationError('the log to read is empty');
  return header.installation;
};

/** A log that is open by itself, without the read models of its ledger. */
export interface LogAlone {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
}

/** Opens a log for reading beside whoever writes it. Throws ConfigurationError, StoreFileError. */
export const readLogAt = async (address: LogAddress, installation: string): Promise<LogAlone> => {
  const store = address.kind === 'sqlite' ? SqliteEventStore.openReadOnly(eventsFile(address.directory)) : await openEventStore(address.url, { readOnly: true, installation });
  return { store, close: () => store.close() };
};

/** Opens or makes a log for writing; of a data directory nobody else may be the writer. Throws ConfigurationError, StoreFileError, WriterLockedError. */
export const writeLogAt = async (address: LogAddress, installation: string): Promise<LogAlone> => {
  if (address.kind === 'esdb') {
    const store = await openEventStore(address.url, { readOnly: false, installation });
    return { store, close: () => store.close() };
  }
  const lock = await WriterLock.acquire(path.join(address.directory, 'lock.db'));
  const store = SqliteEventStore.open({ file: eventsFile(address.directory), installation });
  return {
    store,
    close: async () => {
      await store.close();
      lock.release();
    },
  };
};
