import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf, type DomainEvent, type EventCatalogue } from '#event-catalogue';
import type { Clock, CommandObserver, CommandOutcome, Dispatch, RetryReason } from './command';
import type { EventStore } from './event-store';
import type { Job } from './pack';
import { runInOrder } from './run-in-order';
import { StreamCache, type CachedStream } from './stream-cache';
import { StreamMailbox, type Workshop } from './stream-mailbox';

export interface CommandRunnerOptions {
  /** Streams whose state stays in memory between commands; 10,000 unless told. */
  readonly cachedStreams?: number;
  /** Estimated bytes of those states; 64 MiB unless told. */
  readonly cachedBytes?: number;
  /** Attempts after conflicts and unknown outcomes before a command's answer is `unknown`; 50 unless told (docs/promises.md, M-08). */
  readonly attempts?: number;
  /** Waits before an append is sent again; `attempt` counts from 1. */
  readonly pause?: (attempt: number) => Promise<void>;
  /** Told once per append that is made again. Must not throw. */
  readonly onRetry?: (reason: RetryReason) => void;
  readonly observer?: CommandObserver;
}

/** Streams a caller of `runAll` and `runEach` may have in work at one time. */
const defaultInFlight = 64;

type AnyDispatch = Dispatch<unknown, unknown, DomainEvent>;

/**
 * Runs commands: folds the target's stream, asks the pure decider, appends with the exact expected revision. One command = one append to
 * one stream. Commands of one stream are decided in order of arrival; those that wait share an append. A command id is answered once:
 * asked again with the same request it gets the first answer, rebuilt from its events.
 */
export class CommandRunner {
  readonly #workshop: Workshop;
  readonly #cache: StreamCache;
  readonly #busy = new Map<string, StreamMailbox>();
  readonly #observer: CommandObserver | undefined;
  /** Mailboxes whose work begins when the caller's turn is over. */
  #opened: StreamMailbox[] = [];

  constructor(store: EventStore, catalogue: EventCatalogue, clock: Clock, options: CommandRunnerOptions = {}) {
    const { attempts = 50, pause = (attempt: number) => sleep(Math.min(2 ** attempt, 500)), onRetry = () => undefined } = options;
    this.#workshop = { store, catalogue, clock, attempts, pause, onRetry };
    this.#observer = options.observer;
    this.#cache = new StreamCache(options.cachedStreams ?? 10_000, options.cachedBytes ?? 64 * 1024 * 1024);
  }

  /**
   * What became of one command. Faults of the store are outcomes (`unknown`). Rejects for bugs only: an event that does not fit the
   * catalogue (MalformedValueError, UnknownEventError), a command id that is no UUID or a stream of another category (RangeError).
   */
  run<C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>): Promise<CommandOutcome<E>> {
    const { stream, decider } = dispatch;
    if (categoryOf(stream) !== decider.category) return Promise.reject(new RangeError(`${stream} is no stream of ${decider.category}`));
    return new Promise<CommandOutcome>((settle, fail) => {
      const mailbox = this.#busy.get(stream);
      // The decider of a dispatch fits its command, state and events; what runs many kinds of them cannot say so.
      const job = this.#jobOf(dispatch as unknown as AnyDispatch, settle, fail);
      if (mailbox === undefined) this.#open(stream).post(job);
      else mailbox.post(job);
    }) as Promise<CommandOutcome<E>>;
  }

  /** Runs commands with at most `inFlight` at a time (64 unless told); outcomes in the order of the commands. */
  async runAll<C, S, E extends DomainEvent>(
    dispatches: Iterable<Dispatch<C, S, E>> | AsyncIterable<Dispatch<C, S, E>>,
    options: { readonly inFlight?: number } = {},
  ): Promise<readonly CommandOutcome<E>[]> {
    const outcomes: CommandOutcome<E>[] = [];
    for await (const outcome of this.runEach(dispatches, options)) outcomes.push(outcome);
    return outcomes;
  }

  /** As `runAll`, for more commands than fit into memory: outcomes come while commands are still being read. */
  runEach<C, S, E extends DomainEvent>(
    dispatches: Iterable<Dispatch<C, S, E>> | AsyncIterable<Dispatch<C, S, E>>,
    options: { readonly inFlight?: number } = {},
  ): AsyncIterable<CommandOutcome<E>> {
    return runInOrder(dispatches, options.inFlight ?? defaultInFlight, (dispatch) => this.run(dispatch));
  }

  #jobOf(dispatch: AnyDispatch, settle: Job['settle'], fail: Job['fail']): Job {
    const watched = this.#observer?.begin(dispatch);
    if (watched === undefined) return { dispatch, settle, fail, conflicts: 0 };
    const { traceparent } = watched;
    return {
      dispatch: traceparent === undefined ? dispatch : { ...dispatch, context: { ...dispatch.context, traceparent } },
      settle: (outcome) => {
        watched.end(outcome);
        settle(outcome);
      },
      fail: (bug) => {
        watched.fail(bug);
        fail(bug);
      },
      conflicts: 0,
    };
  }

  #open(stream: string): StreamMailbox {
    const mailbox = new StreamMailbox(this.#workshop, stream, this.#cache.take(stream), this.#close);
    this.#busy.set(stream, mailbox);
    // Work begins after the caller's turn, so that commands sent together are decided together.
    if (this.#opened.push(mailbox) === 1) queueMicrotask(this.#begin);
    return mailbox;
  }

  readonly #close = (stream: string, cached: CachedStream | undefined): void => {
    this.#busy.delete(stream);
    if (cached !== undefined) this.#cache.put(stream, cached);
  };

  readonly #begin = (): void => {
    const opened = this.#opened;
    this.#opened = [];
    for (const mailbox of opened) void mailbox.work();
  };
}
