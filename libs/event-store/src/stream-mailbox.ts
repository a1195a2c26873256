import type { EventCatalogue } from '#event-catalogue';
import type { Clock, CommandOutcome, RetryReason } from './command';
import type { Append, AppendOutcome, EventStore } from './event-store';
import { Pack, revisionOf, type Job } from './pack';
import type { AnyDecider, CachedStream } from './stream-cache';
import { beforeFirst, ReadFault, readAnswer, readOn, readOnAtHand } from './stream-reader';

/** What a mailbox works with, shared by all of a runner's. */
export interface Workshop {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  readonly clock: Clock;
  /** Attempts per command and per append before the answer is `unknown`. */
  readonly attempts: number;
  /** Waits between attempts; `attempt` counts from 1. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Told once per append that is made again. */
  readonly onRetry: (reason: RetryReason) => void;
}

const unknown = (reason: string): CommandOutcome => ({ kind: 'unknown', reason });
const silence: AppendOutcome = { kind: 'unknown', reason: 'the store did not answer' };
const firstOf = ([outcome = silence]: readonly AppendOutcome[]): AppendOutcome => outcome;
/** An adapter that breaks its promise never to throw has told nothing about the events. */
const nothingTold = (fault: unknown): AppendOutcome => ({ kind: 'unknown', reason: String(fault) });

/** What waited, decided on a state of the stream: as much of it as goes into one append. */
interface Decided {
  readonly pack: Pack;
  readonly taken: number;
  readonly base: CachedStream;
}

/** The commands that wait for one stream, and the one thread of thought that decides them in order. */
export class StreamMailbox {
  #waiting: Job[] = [];

  constructor(
    private readonly workshop: Workshop,
    private readonly stream: string,
    private cached: CachedStream | undefined,
    /** Called in the very turn in which nobody waits any more: a command that comes later needs a new mailbox. */
    private readonly onIdle: (stream: string, cached: CachedStream | undefined) => void,
  ) {}

  post(job: Job): void {
    this.#waiting.push(job);
  }

  /** Works until nobody waits. Never rejects. */
  async work(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      try {
        const { decider } = next.dispatch;
        const first = this.cached?.decider === decider ? this.#packOn(this.cached) : undefined;
        // Every command comes through here: where nothing has to be read, or the store has it at hand, nothing is waited for.
        const inMemory = first === undefined || first.pack.answersWithoutAppend ? this.#decideAtHand(decider, first) : first;
        const { pack, taken, base } = inMemory ?? (await this.#decideOnLog(decider, first));
        if (taken === this.#waiting.length) this.#waiting = [];
        else this.#waiting.splice(0, taken);
        if (pack.sealed.length === 0) pack.settle(undefined);
        else {
          const append = { stream: this.stream, events: pack.sealed, expected: revisionOf(base.end) };
          const outcome = await this.#send(append);
          this.#written(pack, outcome.kind === 'unknown' ? await this.#sendAgain(append, outcome) : outcome);
        }
        for (const { job, first: begins } of pack.replays) await this.#replay(job, begins);
      } catch (fault) {
        this.cached = undefined;
        for (const job of this.#waiting.splice(0)) {
          if (fault instanceof ReadFault) job.settle(unknown(fault.message));
          else job.fail(fault);
        }
      }
    }
    this.onIdle(this.stream, this.cached);
  }

  /**
   * Decides what waits on the stream as the log has it. An append shows by its revision whether the state in memory was the present one; an
   * answer without an append does not, so before a "no" is told the stream is asked whether others have written to it.
   */
  async #decideOnLog(decider: AnyDecider, first: Decided | undefined): Promise<Decided> {
    const { store, catalogue } = this.workshop;
    return this.#decideOn(await readOn(store, catalogue, this.stream, first?.base ?? beforeFirst(decider)), first);
  }

  /** As `#decideOnLog`, where the store need not be waited for. */
  #decideAtHand(decider: AnyDecider, first: Decided | undefined): Decided | undefined {
    const { store, catalogue } = this.workshop;
    const current = readOnAtHand(store, catalogue, this.stream, first?.base ?? beforeFirst(decider));
    return current === undefined ? undefined : this.#decideOn(current, first);
  }

  #decideOn(current: CachedStream, first: Decided | undefined): Decided {
    this.cached = current;
    return current === first?.base ? first : this.#packOn(current);
  }

  #packOn(base: CachedStream): Decided {
    const pack = new Pack(this.workshop.catalogue, base, this.workshop.clock());
    let taken = 0;
    for (const job of this.#waiting) {
      if (!pack.take(job)) break;
      taken += 1;
    }
    return { pack, taken, base };
  }

  #written(pack: Pack, outcome: AppendOutcome): void {
    if (outcome.kind === 'appended') {
      this.cached = pack.written();
      pack.settle(outcome.position);
      return;
    }
    this.cached = undefined;
    const jobs = pack.pending.map(({ job }) => job);
    if (outcome.kind === 'conflict') this.#decideAgain(jobs);
    else
      for (const job of jobs)
        job.settle(
          outcome.kind === 'refused' ? { kind: 'unknown', reason: outcome.reason, refusal: outcome.code } : unknown(outcome.reason),
        );
  }

  /** Every command comes through here. Never rejects. */
  #send(append: Append): Promise<AppendOutcome> {
    try {
      return this.workshop.store.append([append]).then(firstOf, nothingTold);
    } catch (fault) {
      return Promise.resolve(nothingTold(fault));
    }
  }

  /** After an unknown outcome the same bytes are sent again: the store says `appended` if they had arrived. */
  async #sendAgain(append: Append, first: AppendOutcome): Promise<AppendOutcome> {
    let outcome = first;
    for (let attempt = 1; outcome.kind === 'unknown' && attempt < this.workshop.attempts; attempt += 1) {
      this.workshop.onRetry('unknown');
      await this.workshop.pause(attempt);
      outcome = await this.#send(append);
    }
    return outcome;
  }

  /** Somebody else wrote to the stream: every decision of the pack may be wrong. */
  #decideAgain(jobs: readonly Job[]): void {
    const again = jobs.filter((job) => {
      job.conflicts += 1;
      if (job.conflicts < this.workshop.attempts) return true;
      job.settle(unknown(`${this.stream} was written by others ${String(job.conflicts)} times`));
      return false;
    });
    if (again.length > 0) this.workshop.onRetry('conflict');
    this.#waiting.unshift(...again);
  }

  async #replay(job: Job, first: number): Promise<void> {
    const { store, catalogue } = this.workshop;
    const { commandId, requestHash } = job.dispatch.context;
    try {
      const { events, position } = await readAnswer(store, catalogue, this.stream, commandId, first);
      const last = events.at(-1);
      if (last === undefined) throw new RangeError(`${this.stream} lost the answer to ${commandId}`);
      if (last.metadata.requestHash !== requestHash) job.settle({ kind: 'key_reused' });
      else
        job.settle({ kind: 'accepted', events, revision: last.revision, replayed: true, ...(position === undefined ? {} : { position }) });
    } catch (fault) {
      if (fault instanceof ReadFault) job.settle(unknown(fault.message));
      else job.fail(fault);
    }
  }
}
