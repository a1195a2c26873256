import path from 'node:path';
import { SqliteCheckpoints, SqliteEventStore, WriterLock } from '#event-store';
import { LocalLeases, SqliteReadModel, type ReadModel } from '#read-model';
import { openInstallation } from './installation';
import { ledgerCatalogue } from './ledger-catalogue';
import type { LedgerParts, PartsOptions, ProjectorParts } from './ledger-parts';
import { ledgerProjections } from './ledger-projections';

export const eventsFile = (dataDirectory: string): string => path.join(dataDirectory, 'events.db');
export const processesFile = (dataDirectory: string): string => path.join(dataDirectory, 'processes.db');

/** One writer per data directory, so its lock is the only lease there is. Throws ConfigurationError, WriterLockedError, StoreFileError. */
export const openEmbeddedParts = async (options: PartsOptions): Promise<LedgerParts> => {
  const { dataDirectory, lockWaitMilliseconds, installationSeed, onFatal } = options;
  const installation = openInstallation(dataDirectory, installationSeed === undefined ? {} : { seed: installationSeed });
  const lock = await WriterLock.acquire(
    path.join(dataDirectory, 'lock.db'),
    lockWaitMilliseconds === undefined ? {} : { waitMilliseconds: lockWaitMilliseconds },
  );
  const store = SqliteEventStore.open({
    file: eventsFile(dataDirectory),
    installation: installation.id,
    ...(onFatal === undefined ? {} : { onFatal }),
  });
  const checkpoints = SqliteCheckpoints.openAnew(processesFile(dataDirectory));
  let views: ReadModel | undefined;
  return {
    installation,
    store,
    checkpoints,
    leases: new LocalLeases(),
    openViews: async (access) =>
      (views =
        access === 'read'
          ? SqliteReadModel.openReader(dataDirectory, ledgerProjections)
          : SqliteReadModel.openAnew(dataDirectory, ledgerProjections)),
    close: async () => {
      await checkpoints.close();
      await views?.close();
      await store.close();
      lock.release();
    },
  };
};

/** For a thread of the program that holds the directory's lock. */
export const openEmbeddedProjectorParts = async (dataDirectory: string): Promise<ProjectorParts> => {
  const store = SqliteEventStore.openReadOnly(eventsFile(dataDirectory));
  const views = SqliteReadModel.openAnew(dataDirectory, ledgerProjections);
  const checkpoints = new SqliteCheckpoints(processesFile(dataDirectory));
  return {
    store,
    catalogue: ledgerCatalogue,
    views,
    checkpoints,
    leases: new LocalLeases(),
    close: async () => {
      await checkpoints.close();
      await views.close();
      await store.close();
    },
  };
};
