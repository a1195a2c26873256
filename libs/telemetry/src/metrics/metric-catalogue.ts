/** One metric: what it is called, what it counts in, what it says, and what whoever keeps the server running does about it. */
export interface MetricDefinition {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly unit: 'events' | 'seconds' | 'count' | 'yes or no' | 'major units' | 'Unix seconds';
  readonly meaning: string;
  readonly action: string;
  /** Names of labels; each has few values, which come from the program and never from a request. */
  readonly labels?: readonly string[];
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[];
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

/** What the store is asked, and how it answers. */
const store = {
  appendSeconds: {
    name: 'tidewaiter_store_append_seconds',
    kind: 'histogram',
    unit: 'seconds',
    buckets: seconds,
    meaning: 'from handing an append to the store until it answered; one call may carry appends to several streams',
    action: 'a rising 99th percentile is the disk or the network of the store: look there before adding writers',
  },
  appends: {
    name: 'tidewaiter_store_appends_total',
    kind: 'counter',
    unit: 'count',
    labels: ['outcome', 'code'],
    meaning: 'appends by outcome: `appended`, `conflict`, `unknown`, `refused` with its code',
    action:
      '`unknown`: look at the store, nothing is lost; `refused` STORE_FULL: make room; STORE_STOPPED: restart; any other code is a fault of the program',
  },
  appendedEvents: {
    name: 'tidewaiter_store_appended_events_total',
    kind: 'counter',
    unit: 'events',
    meaning: 'events in appends that the store acknowledged; a repeated append counts again',
    action: 'the rate of work; none while commands are accepted: look at the outcomes',
  },
  faults: {
    name: 'tidewaiter_store_faults_total',
    kind: 'counter',
    unit: 'count',
    labels: ['operation'],
    meaning: 'calls to the store that failed instead of answering: `append`, `head`',
    action: 'look at the log of the server and of the store',
  },
  reconnects: {
    name: 'tidewaiter_store_reconnects_total',
    kind: 'counter',
    unit: 'count',
    labels: ['what'],
    meaning: 'connections to the store that were made again: the `line` of appends, or the whole `client`',
    action: 'some at a failover; a steady rate is the network',
  },
  resubscriptions: {
    name: 'tidewaiter_store_resubscriptions_total',
    kind: 'counter',
    unit: 'count',
    labels: ['reason'],
    meaning:
      'subscriptions that began anew though nobody had asked: they had `ended`, were `broken`, or were silent while the log grew (`lagging`); readers go on where they were',
    action: 'a steady rate: readers that are too slow, or a store that fails over',
  },
  answers: {
    name: 'tidewaiter_store_answers',
    kind: 'gauge',
    unit: 'yes or no',
    meaning: '1 where the store answered the last look within its deadline',
    action: '0: the store is down or out of reach; commands are answered 503, lists go on',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Commands and what follows from them. */
const commands = {
  commands: {
    name: 'tidewaiter_commands_total',
    kind: 'counter',
    unit: 'count',
    labels: ['category', 'outcome'],
    meaning:
      'commands by category of their stream and outcome: `accepted`, `replayed`, `rejected`, `key_reused`, `stale`, `unknown`, `bug`',
    action: '`bug`: report it; `unknown`: see the store; many `rejected` of one category: a sender with a fault',
  },
  commandSeconds: {
    name: 'tidewaiter_command_seconds',
    kind: 'histogram',
    unit: 'seconds',
    buckets: seconds,
    meaning: 'from taking a command in until it was answered, waiting and retries included',
    action: 'above the append latency: many writers of one stream',
  },
  retries: {
    name: 'tidewaiter_command_retries_total',
    kind: 'counter',
    unit: 'count',
    labels: ['reason'],
    meaning: 'appends that were made again: after a `conflict` with another writer, or because the outcome was `unknown`',
    action: '`conflict`: two servers write one stream, which is slow and safe; `unknown`: see the store',
  },
  reactions: {
    name: 'tidewaiter_process_effects_total',
    kind: 'counter',
    unit: 'count',
    labels: ['process', 'outcome'],
    meaning: 'effects that processes sent, by outcome; a process that reads the log again sends them again and gets the first answers',
    action: '`unknown`, `key_reused`, `stale` and `bug` stop the process: see the log',
  },
} as const satisfies Record<string, MetricDefinition>;

const capped = 'counted up to 10000 events of the log';

/** How far what follows the log has come. */
const following = {
  projectionBatchSeconds: {
    name: 'tidewaiter_projection_batch_seconds',
    kind: 'histogram',
    unit: 'seconds',
    buckets: seconds,
    meaning: 'one stretch of the log written into the read models, in one transaction',
    action: 'rising: the disk or the database of the read models',
  },
  projectedEvents: {
    name: 'tidewaiter_projected_events_total',
    kind: 'counter',
    unit: 'events',
    labels: ['projection'],
    meaning: 'events that were handed to a read model',
    action: 'the rate of catching up',
  },
  projectionFaults: {
    name: 'tidewaiter_projection_faults_total',
    kind: 'counter',
    unit: 'count',
    labels: ['projection'],
    meaning: 'read models that stopped at an event they could not take',
    action: 'any: see the log; the read model goes on when the program is mended',
  },
  projectionLagEvents: {
    name: 'tidewaiter_projection_lag_events',
    kind: 'gauge',
    unit: 'events',
    labels: ['projection'],
    meaning: `events that concern a read model and are not in it yet; ${capped}`,
    action: 'steady growth: more is written than projected',
  },
  projectionLagSeconds: {
    name: 'tidewaiter_projection_lag_seconds',
    kind: 'gauge',
    unit: 'seconds',
    labels: ['projection'],
    meaning: 'age of the first event that concerns a read model and is not in it yet; 0 where there is none',
    action: 'above TIDEWAITER_MAX_LAG_SECONDS the server is not ready: see what the projection does',
  },
  projectionStopped: {
    name: 'tidewaiter_projection_stopped',
    kind: 'gauge',
    unit: 'yes or no',
    labels: ['projection'],
    meaning: '1 where a read model has stopped',
    action: '1: see the log',
  },
  processLagEvents: {
    name: 'tidewaiter_process_lag_events',
    kind: 'gauge',
    unit: 'events',
    labels: ['process'],
    meaning: `events that concern a process and that it has not reacted to; ${capped}`,
    action: 'steady growth: more is written than reacted to',
  },
  processLagSeconds: {
    name: 'tidewaiter_process_lag_seconds',
    kind: 'gauge',
    unit: 'seconds',
    labels: ['process'],
    meaning: 'age of the first event that concerns a process and that it has not reacted to; 0 where there is none',
    action: 'as for read models: charges and releases wait',
  },
  processStopped: {
    name: 'tidewaiter_process_stopped',
    kind: 'gauge',
    unit: 'yes or no',
    labels: ['process'],
    meaning: '1 where a process has stopped',
    action: '1: see the log; after a fault of the store it goes on by itself',
  },
  observedAt: {
    name: 'tidewaiter_observed_at_seconds',
    kind: 'gauge',
    unit: 'Unix seconds',
    labels: ['subject'],
    meaning: 'when `lag` and `breaks` were last looked at with success',
    action: 'older than a few minutes: the figures beside it are old too',
  },
} as const satisfies Record<string, MetricDefinition>;

/** What the ledger has to tell to whoever watches money. */
const ledger = {
  openBreaks: {
    name: 'tidewaiter_open_breaks',
    kind: 'gauge',
    unit: 'count',
    labels: ['code'],
    meaning: 'open breaks of reconciliation by code, without those that another break explains',
    action: 'docs/reconciliation.md says who acts on each code',
  },
  breakMoney: {
    name: 'tidewaiter_open_breaks_money',
    kind: 'gauge',
    unit: 'major units',
    labels: ['currency'],
    meaning: 'money at stake in open breaks; a floating number for alarms, the exact one is in `/v1/reconciliation`',
    action: 'a jump: list the cases of the code that jumped',
  },
} as const satisfies Record<string, MetricDefinition>;

const http = {
  requestSeconds: {
    name: 'tidewaiter_http_request_seconds',
    kind: 'histogram',
    unit: 'seconds',
    labels: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5],
    meaning: 'requests by pattern of their route and status; `unmatched` where no route fits',
    action: '5xx: see the log under the trace id; slow lists: ask for smaller pages',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Every metric of ours. Those of the process itself are prom-client's (`process_*`, `nodejs_*`; event loop lag among them). */
export const metricCatalogue = { ...store, ...commands, ...following, ...ledger, ...http } as const;
export type MetricKey = keyof typeof metricCatalogue;
