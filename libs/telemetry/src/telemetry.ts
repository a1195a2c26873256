import type { CommandRunnerOptions, EventStore, ProcessRunnerOptions } from '#event-store';
import type { ReadModel } from '#read-model';
import { SilentLog, type Log } from './log/log';
import { MeasuredEventStore, type Measuring } from './metrics/measured-event-store';
import { MeasuredReadModel } from './metrics/measured-read-model';
import { Metrics } from './metrics/metrics';
import { Traces } from './traces/traces';
import { watchedCommands, watchedReactions } from './watched-work';

/** What a ledger is opened with so that it can be watched. */
export interface LedgerInstruments {
  readonly store: (store: EventStore) => EventStore;
  readonly views: (views: ReadModel) => ReadModel;
  readonly commands: Pick<CommandRunnerOptions, 'onRetry' | 'observer'>;
  readonly processes: Pick<ProcessRunnerOptions, 'observer'>;
  readonly hooks: ConnectionHooks;
}

/** For adapters that make connections and subscriptions again by themselves, unseen by whoever reads. */
export interface ConnectionHooks {
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** The line of appends was opened again, or the whole client was replaced. */
  readonly onReconnect: (what: 'line' | 'client') => void;
  readonly onResubscribe: (reason: 'ended' | 'broken' | 'lagging') => void;
}

/** A program's log, metrics and traces. */
export class Telemetry implements Measuring {
  constructor(
    readonly log: Log,
    readonly metrics: Metrics = new Metrics(),
    readonly traces: Traces = new Traces(),
    /** Milliseconds that only grow. */
    readonly monotonic: () => number = () => performance.now(),
  ) {}

  /** Logs nothing and serves nothing. */
  static silent(): Telemetry {
    return new Telemetry(new SilentLog());
  }

  instruments(): LedgerInstruments {
    const { metrics } = this;
    return {
      store: (store) => new MeasuredEventStore(store, this),
      views: (views) => new MeasuredReadModel(views, this),
      commands: {
        onRetry: (reason) => {
          metrics.count('retries', { reason });
        },
        observer: watchedCommands(this),
      },
      processes: { observer: watchedReactions(this) },
      hooks: {
        now: this.monotonic,
        onReconnect: (what) => {
          metrics.count('reconnects', { what });
        },
        onResubscribe: (reason) => {
          metrics.count('resubscriptions', { reason });
        },
      },
    };
  }
}
