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
  /** To be called by an adapter that has made its connection to the store again. */
  readonly reconnected: () => void;
  /** To be called by an adapter that has begun a subscription anew by itself. */
  readonly resubscribed: (reason: string) => void;
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
      reconnected: () => {
        metrics.count('reconnects', {});
      },
      resubscribed: (reason) => {
        metrics.count('resubscriptions', { reason });
      },
    };
  }
}
