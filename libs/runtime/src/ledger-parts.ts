import type { EventCatalogue } from '#event-catalogue';
import type { Checkpoints, EventStore } from '#event-store';
import type { Leases, ReadModel } from '#read-model';
import type { LedgerInstruments } from '#telemetry';
import type { Installation } from './installation';
import type { LedgerPlace } from './ledger-place';

/** What a ledger that is open for writing consists of, wherever it lives. */
export interface LedgerParts {
  readonly installation: Installation;
  readonly store: EventStore;
  /** How far the processes have come. */
  readonly checkpoints: Checkpoints;
  /** Who does the work that one process at a time may do. */
  readonly leases: Leases;
  /** Opens the read models, for who writes them or for who reads beside a thread that does; they are closed with the rest. */
  readonly openViews: (access: 'write' | 'read') => Promise<ReadModel>;
  /** Lets go of everything, in order. */
  readonly close: () => Promise<void>;
}

export interface PartsOptions extends LedgerPlace {
  /** How long to wait for another writer of an embedded store; 30 s unless told. */
  readonly lockWaitMilliseconds?: number;
  /** Makes a new directory's identity reproducible. */
  readonly installationSeed?: string;
  /** Called once when an embedded store must not go on. */
  readonly onFatal?: (fault: Error) => void;
  /** Told of what happens to connections. */
  readonly instruments?: LedgerInstruments;
}

/** What is needed to keep up what follows from a log, beside whoever appends to it. */
export interface ProjectorParts {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  readonly views: ReadModel;
  readonly checkpoints: Checkpoints;
  readonly leases: Leases;
  /** The case index, where it is this program's to keep. */
  readonly caseIndex?: ReadModel;
  readonly close: () => Promise<void>;
}
