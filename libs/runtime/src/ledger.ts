import path from 'node:path';
import type { DomainEvent, EventCatalogue } from '#event-catalogue';
import {
  CommandRunner,
  logStart,
  ProcessRunner,
  SqliteCheckpoints,
  SqliteEventStore,
  WriterLock,
  type AnyProcess,
  type Checkpoints,
  type Clock,
  type CommandRunnerOptions,
  type CommandOutcome,
  type Dispatch,
  type EventStore,
  type Position,
} from '#event-store';
import { ProjectionRunner, SqliteReadModel, type Projection, type ReadModel } from '#read-model';
import type { Follower, LedgerInstruments } from '#telemetry';
import { systemClock } from './clock';
import { ConfigurationError, isEmptyLedger, openInstallation, type Installation } from './installation';
import { ledgerCatalogue } from './ledger-catalogue';
import { ledgerProcesses } from './ledger-processes';
import { ledgerProjections } from './ledger-projections';
import { demoSettings, type DemoSettings } from './legal-now';
import { ProjectorThread } from './projector-thread';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';
import { threadsArePossible } from './threads';

export interface LedgerOptions {
  /** Holds events.db, views, sources and the installation's identity. */
  readonly dataDirectory: string;
  readonly clock?: Clock;
  /** How long to wait for another writer; 30 s unless told. Throws WriterLockedError after that. */
  readonly lockWaitMilliseconds?: number;
  /** Makes a new directory's identity reproducible: for demonstrations, whose buyers are invented. */
  readonly installationSeed?: string;
  /** Rates carried forward beyond the end of a series and marked, as demonstrations do. Default: what the log says it is. */
  readonly carryForwardRates?: boolean;
  /** Bulk work: the read models follow the log in a thread of their own, where that is possible. `projections` and `follow` must then not be run. */
  readonly projectInThread?: boolean;
  /** Called once when the store must not go on (fail-stop); the process should exit. */
  readonly onFatal?: (fault: Error) => void;
  /** What measures and traces the parts; nothing unless told. */
  readonly instruments?: LedgerInstruments;
}

/** A ledger that is open for writing: one per data directory at a time. */
export interface Ledger {
  readonly dataDirectory: string;
  readonly installation: Installation;
  readonly catalogue: EventCatalogue;
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly views: ReadModel;
  readonly projections: ProjectionRunner;
  readonly rules: RuleBookFollower;
  readonly clock: Clock;
  /** Settings of the demonstration that this directory holds, if it does. */
  readonly demo: () => Promise<DemoSettings | undefined>;
  /** The day on which deadlines and ageing are judged: the demonstration's own day, else the clock's (UTC). */
  readonly legalNow: () => Promise<string>;
  /** How far read models and processes have come, and which have stopped here. */
  readonly followers: () => Promise<readonly Follower[]>;
  /** Runs one command; see CommandRunner. */
  readonly run: <C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>) => Promise<CommandOutcome<E>>;
  /** Lets the processes react to everything that is there, their own effects included. Throws ProcessStoppedError. */
  readonly settle: () => Promise<void>;
  /** Brings the read models to the end of the log and returns that position. Throws NotCaughtUpError when a projection has stopped. */
  readonly catchUp: () => Promise<Position>;
  /** Processes and projections follow the log until the signal aborts. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

export const eventsFile = (dataDirectory: string): string => path.join(dataDirectory, 'events.db');

const checkReadable = (dataDirectory: string): void => {
  if (isEmptyLedger(dataDirectory)) throw new ConfigurationError(`${dataDirectory} holds no ledger (no events.db)`);
};

/** Opens the log of a directory for reading beside a writer: replay, verification, export. Throws ConfigurationError, StoreFileError. */
export const openLog = (dataDirectory: string): { readonly store: EventStore; readonly catalogue: EventCatalogue } => {
  checkReadable(dataDirectory);
  return { store: SqliteEventStore.openReadOnly(eventsFile(dataDirectory)), catalogue: ledgerCatalogue };
};

const catchUpAll = async (store: EventStore, projections: ProjectionRunner): Promise<Position> => {
  const head = await store.head();
  await projections.catchUp({ through: head });
  await projections.waitFor(head);
  return head;
};

const reachEnd = async (store: EventStore, thread: ProjectorThread): Promise<Position> => {
  const head = await store.head();
  await thread.reach(head);
  return head;
};

/** Bulk work goes on from stream to stream and seldom comes back: most states that are kept longer would only make the heap larger. */
const bulkWork: CommandRunnerOptions = { cachedStreams: 3000 };

const projectionFollowers = async (runner: ProjectionRunner, views: ReadModel): Promise<readonly Follower[]> => {
  const categories = new Map(views.projections.map((projection) => [projection.name, projection.categories]));
  return (await runner.status()).map(({ projection: name, position, fault }) => {
    const read = categories.get(name);
    return { kind: 'projection', name, position, stopped: fault !== undefined, ...(read === undefined ? {} : { categories: read }) };
  });
};

const processFollowers = async (processes: readonly AnyProcess[], runner: ProcessRunner, checkpoints: Checkpoints): Promise<readonly Follower[]> => {
  const stopped = runner.stopped();
  return Promise.all(processes.map(async ({ name, categories }): Promise<Follower> => ({ kind: 'process', name, categories, position: (await checkpoints.load(name)) ?? logStart, stopped: stopped.has(name) })));
};

/** Opens a ledger for writing. Throws ConfigurationError, WriterLockedError, StoreFileError before anything is written. */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  const { dataDirectory, clock = systemClock } = options;
  const installation = openInstallation(dataDirectory, options.installationSeed === undefined ? {} : { seed: options.installationSeed });
  const lock = await WriterLock.acquire(path.join(dataDirectory, 'lock.db'), options.lockWaitMilliseconds === undefined ? {} : { waitMilliseconds: options.lockWaitMilliseconds });
  const { instruments } = options;
  const opened = SqliteEventStore.open({ file: eventsFile(dataDirectory), installation: installation.id, ...(options.onFatal === undefined ? {} : { onFatal: options.onFatal }) });
  const store = instruments?.store(opened) ?? opened;
  const catalogue = ledgerCatalogue;
  const demo = async (): Promise<DemoSettings | undefined> => demoSettings(store, catalogue);
  const rules = new RuleBookFollower(store, catalogue, initialRuleBook(options.carryForwardRates ?? (await demo()) !== undefined));
  await rules.refresh();
  const runner = new CommandRunner(store, catalogue, clock, { ...(options.projectInThread === true ? bulkWork : {}), ...instruments?.commands });
  const checkpoints = new SqliteCheckpoints(path.join(dataDirectory, 'processes.db'));
  const processRunner = new ProcessRunner(store, catalogue, runner, checkpoints, { ...instruments?.processes });
  const processes: readonly AnyProcess[] = ledgerProcesses(rules.initial);
  const projectionList: readonly Projection[] = ledgerProjections;
  const thread = options.projectInThread === true && threadsArePossible ? await ProjectorThread.start({ dataDirectory, eventsFile: eventsFile(dataDirectory) }) : undefined;
  const rows = thread === undefined ? SqliteReadModel.open(dataDirectory, projectionList) : SqliteReadModel.openReader(dataDirectory, projectionList);
  const views = instruments?.views(rows) ?? rows;
  const projections = new ProjectionRunner(store, catalogue, views);
  return {
    dataDirectory,
    installation,
    catalogue,
    store,
    runner,
    views,
    projections,
    rules,
    clock,
    demo,
    legalNow: async () => (await demo())?.legalNow ?? clock().slice(0, 10),
    followers: async () => [...(await projectionFollowers(projections, views)), ...(await processFollowers(processes, processRunner, checkpoints))],
    run: (dispatch) => runner.run(dispatch),
    settle: async () => {
      await rules.refresh();
      await processRunner.runUntilCaughtUp(processes);
    },
    catchUp: () => (thread === undefined ? catchUpAll(store, projections) : reachEnd(store, thread)),
    follow: async (signal) => {
      await Promise.all([processRunner.follow(processes, signal), projections.follow(signal)]);
    },
    close: async () => {
      await thread?.close();
      await checkpoints.close();
      await views.close();
      await store.close();
      lock.release();
    },
  };
};
