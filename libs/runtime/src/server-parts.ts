import {
  EventStoreDbEventStore,
  secureEventStore as secureStore,
  StoreConnectionError,
  type EventStore,
  type Interference,
  type Position,
  type StoreHeader,
  type StoreHooks,
} from '#event-store';
import { PostgresCheckpoints, PostgresLeases, PostgresReadModel, ReadModelConnectionError, type ReadModel } from '#read-model';
import {
  ConfigurationError,
  hasInstallation,
  planInstallation,
  readInstallation,
  type Installation,
  type PlannedInstallation,
} from './installation';
import { ledgerCatalogue } from './ledger-catalogue';
import type { LedgerParts, PartsOptions, ProjectorParts } from './ledger-parts';
import type { LedgerPlace, LedgerServers } from './ledger-place';
import { ledgerProjections } from './ledger-projections';
import { caseIndexProjection } from '#reconciliation';

/** A certificate that cannot be read or is not believed, a server without TLS: the clients have no codes of ours for these. */
const ofSecurity = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(?:ENOENT|EACCES|EISDIR|(?:ERR_(?:TLS|SSL|OSSL)|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_.*)$/.test(code) ||
    error.message.includes('does not support SSL')
  );
};

/** What a server says is told by the setting that names it; its address may carry a password and is not repeated. */
const named = async <T>(setting: string, ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof StoreConnectionError || error instanceof ReadModelConnectionError || ofSecurity(error))
      throw new ConfigurationError(`${setting}: ${(error as Error).message}`, setting, { cause: error });
    throw error;
  }
};

type Access = Readonly<{ readOnly: boolean; installation: string; hooks?: StoreHooks }>;

/** Opens the log of a server; `setting` is where its address was given. Throws ConfigurationError. */
export const openEventStore = (url: string, access: Access, setting = 'EVENTSTORE_URL'): Promise<EventStoreDbEventStore> =>
  named(setting, () => EventStoreDbEventStore.connect({ url, ...access }));

/** Whose log a server holds; undefined where it holds none yet. Throws ConfigurationError. */
export const headerOfEventStore = (url: string, setting = 'EVENTSTORE_URL'): Promise<StoreHeader | undefined> =>
  named(setting, () => EventStoreDbEventStore.headerOf(url));

/** PostgreSQL answers, is one that we can use, and holds nothing of another installation. Writes nothing. Throws ConfigurationError. */
const checkPostgres = async (servers: LedgerServers, installation: string): Promise<void> => {
  const views = await named('POSTGRES_URL', () => PostgresReadModel.open({ ...viewsOf(servers, installation), readOnly: true }));
  await views.close();
};

/** Writes nothing where the servers do not fit to what is planned. */
const assertFitting = async (
  { dataDirectory }: LedgerPlace,
  servers: LedgerServers,
  planned: PlannedInstallation,
  isChosen: boolean,
): Promise<void> => {
  const header = await headerOfEventStore(servers.eventStoreUrl);
  if (header !== undefined && header.installation !== planned.id) {
    const whose = `belongs to installation ${header.installation}`;
    if (isChosen)
      throw new ConfigurationError(`EVENTSTORE_URL: the log ${whose}, not to ${planned.id} of ${dataDirectory}`, 'EVENTSTORE_URL');
    throw new ConfigurationError(
      `TIDEWAITER_DATA: ${dataDirectory} has no installation.json, and the log of EVENTSTORE_URL ${whose}: ` +
        'copy the file of that installation there',
      'TIDEWAITER_DATA',
    );
  }
  if (header === undefined || planned.isNew) await checkPostgres(servers, planned.id);
};

/**
 * The installation of a data directory beside servers. A log that is there already belongs to one, and a new identity could never open it:
 * the file has to come from where the ledger was begun. It is made after both servers have answered. Throws ConfigurationError.
 */
const installationFor = async (place: LedgerPlace, servers: LedgerServers, seed?: string): Promise<Installation> => {
  const planned = planInstallation(place.dataDirectory, seed === undefined ? {} : { seed });
  try {
    await assertFitting(place, servers, planned, seed !== undefined || !planned.isNew);
  } catch (error) {
    // Another program has begun the ledger meanwhile.
    if (planned.isNew && hasInstallation(place.dataDirectory)) return installationFor(place, servers, seed);
    throw error;
  }
  return planned.open();
};

const schemaOf = ({ postgresUrl }: LedgerServers, installation: string) => ({ url: postgresUrl, installation });
const viewsOf = (servers: LedgerServers, installation: string) => ({ ...schemaOf(servers, installation), projections: ledgerProjections });

/** Closes what was opened before something else could not be. */
class Opened {
  readonly #parts: (() => Promise<void>)[] = [];

  async open<T extends { close(): Promise<void> }>(open: () => Promise<T>): Promise<T> {
    try {
      const part = await open();
      this.#parts.push(() => part.close());
      return part;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Last opened, first closed. */
  readonly close = async (): Promise<void> => {
    for (const close of this.#parts.splice(0).reverse()) await close();
  };
}

const openRest = async (opened: Opened, servers: LedgerServers, installation: string) => ({
  checkpoints: await opened.open(() => named('POSTGRES_URL', () => PostgresCheckpoints.open(schemaOf(servers, installation)))),
  leases: await opened.open(() => named('POSTGRES_URL', async () => new PostgresLeases(schemaOf(servers, installation)))),
});

/**
 * Any number of processes may have a ledger on servers open. Throws ConfigurationError that names the setting, before anything is written
 * to the log.
 */
export const openServerParts = async (options: PartsOptions, servers: LedgerServers): Promise<LedgerParts> => {
  const installation = await installationFor(options, servers, options.installationSeed);
  const opened = new Opened();
  const store = await opened.open(() =>
    openEventStore(servers.eventStoreUrl, {
      readOnly: false,
      installation: installation.id,
      ...(options.instruments === undefined ? {} : { hooks: options.instruments.hooks }),
    }),
  );
  const rest = await openRest(opened, servers, installation.id);
  const openViews = (access: 'write' | 'read'): Promise<ReadModel> =>
    opened.open(() =>
      named('POSTGRES_URL', () => PostgresReadModel.open({ ...viewsOf(servers, installation.id), readOnly: access === 'read' })),
    );
  return { installation, store, ...rest, openViews, close: opened.close };
};

export const openServerProjectorParts = async (options: PartsOptions, servers: LedgerServers): Promise<ProjectorParts> => {
  const { openViews, close, store, checkpoints, leases } = await openServerParts(options, servers);
  const { instruments } = options;
  const views = await openViews('write');
  const caseIndex = await openServerCaseIndex(options, servers, 'write').catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const closeAll = async (): Promise<void> => {
    await caseIndex.close();
    await close();
  };
  return {
    caseIndex,
    store: instruments?.store(store) ?? store,
    catalogue: ledgerCatalogue,
    views: instruments?.views(views) ?? views,
    checkpoints,
    leases,
    close: closeAll,
  };
};

/** The installation that reads: the directory's own. Throws ConfigurationError where it has none. */
const readerOf = ({ dataDirectory }: LedgerPlace): string => readInstallation(dataDirectory).id;

export const openServerLog = (place: LedgerPlace, servers: LedgerServers): Promise<EventStore> =>
  openEventStore(servers.eventStoreUrl, { readOnly: true, installation: readerOf(place) });

export const openServerSnapshot = (place: LedgerPlace, servers: LedgerServers): Promise<ReadModel | undefined> =>
  named('POSTGRES_URL', () => PostgresReadModel.openSnapshot(viewsOf(servers, readerOf(place))));

export const openServerViews = (place: LedgerPlace, servers: LedgerServers): Promise<ReadModel> =>
  named('POSTGRES_URL', () => PostgresReadModel.open({ ...viewsOf(servers, readerOf(place)), readOnly: true }));

/** The case index beside the read models, in the same schema. Throws ConfigurationError. */
export const openServerCaseIndex = (place: LedgerPlace, servers: LedgerServers, access: 'write' | 'read'): Promise<ReadModel> =>
  named('POSTGRES_URL', () =>
    PostgresReadModel.open({ ...schemaOf(servers, readerOf(place)), projections: [caseIndexProjection], readOnly: access === 'read' }),
  );

export const openServerCaseIndexSnapshot = (place: LedgerPlace, servers: LedgerServers): Promise<ReadModel | undefined> =>
  named('POSTGRES_URL', () =>
    PostgresReadModel.openSnapshot({ ...schemaOf(servers, readerOf(place)), projections: [caseIndexProjection] }),
  );

/** How far each process has come; none has where nothing is there yet. Throws ConfigurationError. */
export const processesReached = async (place: LedgerPlace, servers: LedgerServers): Promise<ReadonlyMap<string, Position>> => {
  // Read beside the read models: whoever only looks makes no schema.
  const views = await openServerViews(place, servers);
  try {
    const there = await views.get<{ found: number }>("SELECT (to_regclass('_process') IS NOT NULL)::int AS found");
    if (there?.found !== 1) return new Map();
    const rows = await views.all<{ process: string; position: Position }>('SELECT process, position FROM _process');
    return new Map(rows.map(({ process: name, position }) => [name, position]));
  } finally {
    await views.close();
  }
};

/** What somebody did to the ledger's streams with the tools of the server. Throws ConfigurationError. */
export const interferenceAt = async (place: LedgerPlace, { eventStoreUrl }: LedgerServers): Promise<readonly Interference[]> => {
  const store = await openEventStore(eventStoreUrl, { readOnly: true, installation: readerOf(place) });
  try {
    const found: Interference[] = [];
    for await (const interference of store.foreignInterference()) found.push(interference);
    return found;
  } finally {
    await store.close();
  }
};

/** What PostgreSQL says it is, also before there is a ledger. Throws ConfigurationError. */
export const serverVersion = async ({ dataDirectory }: LedgerPlace, servers: LedgerServers): Promise<string> => {
  const views = await named('POSTGRES_URL', () =>
    PostgresReadModel.open({ ...viewsOf(servers, planInstallation(dataDirectory).id), readOnly: true }),
  );
  try {
    return (await views.get<{ version: string }>("SELECT current_setting('server_version') AS version"))?.version ?? '';
  } finally {
    await views.close();
  }
};

/**
 * Leaves to a user what a ledger's programs need and takes from all but administrators what they never do. Whether anything was changed.
 * Throws ConfigurationError.
 */
export const secureEventStore = async (adminUrl: string, appUser: string, readers: readonly string[]): Promise<boolean> =>
  (await named('EVENTSTORE_URL', () => secureStore({ adminUrl, appUser, readers }))).length > 0;
