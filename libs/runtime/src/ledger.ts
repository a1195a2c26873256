import type { DomainEvent, EventCatalogue } from '#event-catalogue';
import { CommandRunner, ProcessRunner, type Clock, type CommandOutcome, type Dispatch, type EventStore, type Position } from '#event-store';
import type { ProjectionRunner, ReadModel } from '#read-model';
import type { Follower, LedgerInstruments } from '#telemetry';
import { threadsArePossible } from '#threads';
import { type CaseIndexKeeping } from './case-index-keeping';
import { systemClock } from './clock';
import { processFollowers, projectionFollowers } from './followers';
import { type Installation } from './installation';
import { keptIndexes } from './kept-indexes';
import { ledgerCatalogue } from './ledger-catalogue';
import { openLedgerParts } from './open-parts';
import type { LedgerPlace } from './ledger-place';
import { ledgerProcesses } from './ledger-processes';
import { demoSettings, type DemoSettings } from './legal-now';
import { ProjectorThread } from './projector-thread';
import { type RiskKeeping } from './risk-keeping';
import { initialRuleBook, RuleBookFollower } from './rule-book-follower';
import { SharedProjections } from './shared-projections';
import { SharedReactions } from './shared-reactions';

export interface LedgerOptions extends LedgerPlace {
  readonly clock?: Clock;
  /** How long to wait for another writer; 30 s unless told. Throws WriterLockedError after that. */
  readonly lockWaitMilliseconds?: number;
  /** Makes a new directory's identity reproducible: for demonstrations, whose buyers are invented. */
  readonly installationSeed?: string;
  /** Rates carried forward beyond the end of a series and marked, as demonstrations do. Default: what the log says it is. */
  readonly carryForwardRates?: boolean;
  /**
   * Bulk work: the read models follow the log in a thread of their own, where that is possible. `projections` and `follow` must then not be
   * run.
   */
  readonly projectInThread?: boolean;
  /** Streams whose state stays in memory between commands; as many as a command runner keeps unless told. */
  readonly cachedStreams?: number;
  /** Read models and processes are others' work: this process takes no lease for them, and waits where it needs them. */
  readonly workElsewhere?: boolean;
  /** Called once when the store must not go on (fail-stop); the process should exit. */
  readonly onFatal?: (fault: Error) => void;
  /** What measures and traces the parts; nothing unless told. */
  readonly instruments?: LedgerInstruments;
}

/** A ledger that is open for writing: one process at a time on an embedded store, any number on servers. */
export interface Ledger {
  readonly place: LedgerPlace;
  /** Of its place. */
  readonly dataDirectory: string;
  /** Processes and read models are kept up by others. */
  readonly workElsewhere: boolean;
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
  /** How far read models and processes have come, and which have stopped. */
  readonly followers: () => Promise<readonly Follower[]>;
  /** Resolves when the database beside the log answers, whatever its rows say. */
  readonly viewsAnswer: () => Promise<unknown>;
  /** Runs one command; see CommandRunner. */
  readonly run: <C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>) => Promise<CommandOutcome<E>>;
  /** Lets the processes react to everything that is there, their own effects included. Throws ProcessStoppedError. */
  readonly settle: () => Promise<void>;
  /** Brings the read models to the end of the log and returns that position. Throws NotCaughtUpError when a projection has stopped. */
  readonly catchUp: () => Promise<Position>;
  /**
   * Opens the case index, and keeps it up from then on where that is this program's work. `onDropped` of who opens it first is told of
   * files that were spoilt and dropped.
   */
  readonly openCaseIndex: (onDropped?: (what: string) => void) => Promise<CaseIndexKeeping>;
  /** Opens the facts of the risk indicators, which are built when they are asked for. */
  readonly openRisk: () => Promise<RiskKeeping>;
  readonly close: () => Promise<void>;
}

const reachEnd = async (store: EventStore, thread: ProjectorThread): Promise<Position> => {
  const head = await store.head();
  await thread.reach(head);
  return head;
};

/**
 * Opens a ledger for writing. Throws ConfigurationError (settings, servers, another installation's log), WriterLockedError, StoreFileError
 * before anything is written.
 */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  const { dataDirectory, servers, clock = systemClock, workElsewhere = false } = options;
  const place: LedgerPlace = { dataDirectory, ...(servers === undefined ? {} : { servers }) };
  const parts = await openLedgerParts(options);
  const { leases } = parts;
  const { instruments } = options;
  const store = instruments?.store(parts.store) ?? parts.store;
  const catalogue = ledgerCatalogue;
  const demo = async (): Promise<DemoSettings | undefined> => demoSettings(store, catalogue);
  const rules = new RuleBookFollower(store, catalogue, initialRuleBook(options.carryForwardRates ?? (await demo()) !== undefined));
  await rules.refresh();
  const runner = new CommandRunner(store, catalogue, clock, {
    ...(options.cachedStreams === undefined ? {} : { cachedStreams: options.cachedStreams }),
    ...instruments?.commands,
  });
  const thread = options.projectInThread === true && threadsArePossible ? await ProjectorThread.start(place) : undefined;
  const rows = await parts.openViews(thread === undefined ? 'write' : 'read');
  const views = instruments?.views(rows) ?? rows;
  const projections = new SharedProjections({ store, catalogue, views, leases, elsewhere: workElsewhere });
  const processes = ledgerProcesses(rules.initial);
  const processRunner = new ProcessRunner(store, catalogue, runner, parts.checkpoints, { ...instruments?.processes });
  const indexes = keptIndexes({ place, leases, elsewhere: workElsewhere, parts: { store, catalogue, views, rules } });
  const reactions = new SharedReactions({ ...parts, store, runner: processRunner, processes, elsewhere: workElsewhere });
  return {
    place,
    dataDirectory,
    workElsewhere,
    installation: parts.installation,
    catalogue,
    store,
    runner,
    views,
    projections: projections.all,
    rules,
    clock,
    demo,
    legalNow: async () => (await demo())?.legalNow ?? clock().slice(0, 10),
    followers: async () => [
      ...(await projectionFollowers(projections.all, views)),
      ...(await processFollowers(processes, processRunner, parts.checkpoints)),
    ],
    // On connections that no question of a request takes.
    viewsAnswer: () => parts.checkpoints.all(),
    run: (dispatch) => runner.run(dispatch),
    settle: async () => {
      await rules.refresh();
      await reactions.settle();
    },
    catchUp: () => (thread === undefined ? projections.catchUp() : reachEnd(store, thread)),
    openCaseIndex: indexes.openCaseIndex,
    openRisk: indexes.openRisk,
    close: async () => {
      await indexes.close();
      await thread?.close();
      await reactions.release();
      await projections.release();
      await parts.close();
    },
  };
};
