import type { DomainEvent, EventCatalogue, Recorded, SealedEvent } from '#event-catalogue';
import { sealAnswer, type Answer, type StreamEnd } from './answer';
import type { CommandOutcome, Dispatch } from './command';
import { limits, type Position } from './event-store';
import type { CachedStream } from './stream-cache';

/** A command in a stream's mailbox with the promise it was given. */
export interface Job {
  readonly dispatch: Dispatch<unknown, unknown, DomainEvent>;
  readonly settle: (outcome: CommandOutcome) => void;
  readonly fail: (bug: unknown) => void;
  /** How often its decision was lost to a conflict. */
  conflicts: number;
}

/** An outcome that may be told once the pack is durable: later decisions of a pack rest on the events of earlier ones. */
interface Pending {
  readonly job: Job;
  readonly outcome: (position: Position | undefined) => CommandOutcome;
}

interface Answered {
  readonly commandId: string;
  readonly requestHash: string | undefined;
  readonly events: readonly Recorded[];
}

export const revisionOf = (end: StreamEnd): bigint | 'no_stream' => (end.revision < 0 ? 'no_stream' : BigInt(end.revision));

const bytesOf = (sealed: readonly SealedEvent[]): number => sealed.reduce((total, { bytes }) => total + bytes, 0);

const exceedsCaps = (sealed: readonly SealedEvent[], bytes: number): boolean =>
  sealed.length > limits.appendEvents ||
  bytes > limits.appendBytes ||
  (bytes > limits.eventBytes && sealed.some((event) => event.bytes > limits.eventBytes));

/**
 * Commands of one stream decided one after another on state in memory, whose events go into one append. Nothing here waits: a pack is
 * built in one go and then written, or forgotten whole.
 */
export class Pack {
  readonly sealed: SealedEvent[] = [];
  readonly pending: Pending[] = [];
  /** Commands whose answer lies in the log already, and where it begins. */
  readonly replays: { readonly job: Job; readonly first: number }[] = [];
  /** Answers that go into the append. */
  readonly #answers: Answered[] = [];
  /** The same by command id, made for the second command: most packs are of one. */
  #byId: Map<string, Answered> | undefined;
  #state: unknown;
  #end: StreamEnd;
  #bytes = 0;
  #folded: number;

  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly base: CachedStream,
    private readonly now: string,
  ) {
    this.#state = base.state;
    this.#end = base.end;
    this.#folded = base.folded;
  }

  /** Whether its answers rest on the state alone, which no append then shows to be the present one. */
  get answersWithoutAppend(): boolean {
    return this.sealed.length === 0 && this.pending.length > 0;
  }

  /** Takes a job in; false when there is no room for its events and it has to wait for the next pack. */
  take(job: Job): boolean {
    const { context, decider } = job.dispatch;
    if (decider !== this.base.decider) return false;
    try {
      const first = this.base.seen.get(context.commandId);
      const answered = this.#answered(context.commandId);
      if (first !== undefined) this.replays.push({ job, first });
      else if (answered !== undefined) this.#repeat(job, answered);
      else if (context.ifRevision !== undefined && context.ifRevision !== revisionOf(this.#end))
        this.#answer(job, { kind: 'stale', actual: revisionOf(this.#end) });
      else return this.#decide(job);
    } catch (bug) {
      job.fail(bug);
    }
    return true;
  }

  /** The stream as it stands once the pack is written. */
  written(): CachedStream {
    for (const { commandId, events } of this.#answers) this.base.seen.add(commandId, Number(events[0]?.revision));
    const { decider, seen } = this.base;
    return { decider, state: this.#state, end: this.#end, seen, folded: this.#folded };
  }

  settle(position: Position | undefined): void {
    for (const { job, outcome } of this.pending) job.settle(outcome(position));
  }

  #answer(job: Job, outcome: CommandOutcome): void {
    this.pending.push({ job, outcome: () => outcome });
  }

  #answered(commandId: string): Answered | undefined {
    if (this.#answers.length === 0) return undefined;
    this.#byId ??= new Map(this.#answers.map((answered) => [answered.commandId, answered]));
    return this.#byId.get(commandId);
  }

  /** The same command twice before the first is durable. */
  #repeat(job: Job, first: Answered): void {
    if (first.requestHash !== job.dispatch.context.requestHash) this.#answer(job, { kind: 'key_reused' });
    else this.#accept(job, first.events, true);
  }

  #decide(job: Job): boolean {
    const { command, context, decider } = job.dispatch;
    const decision = decider.decide(command, this.#state);
    if ('rejected' in decision) this.#answer(job, { kind: 'rejected', rejection: decision.rejected, revision: revisionOf(this.#end) });
    else if (decision.accepted.length === 0) this.#accept(job, [], false);
    else {
      const answer = sealAnswer(this.catalogue, job.dispatch, decision.accepted, this.#end, this.now);
      const bytes = bytesOf(answer.sealed);
      if (exceedsCaps(answer.sealed, bytes)) {
        const message = `the answer has ${String(answer.sealed.length)} events and ${String(bytes)} bytes`;
        this.#answer(job, { kind: 'rejected', rejection: { code: 'APPEND_TOO_LARGE', message }, revision: revisionOf(this.#end) });
      } else if (this.sealed.length + answer.sealed.length > limits.appendEvents || this.#bytes + bytes > limits.appendBytes) return false;
      else this.#add(job, answer, bytes, context.requestHash);
    }
    return true;
  }

  #add(job: Job, answer: Answer, bytes: number, requestHash: string | undefined): void {
    const { decider, context } = job.dispatch;
    // Folded before anything is kept: a fold that throws leaves the pack as it was.
    let state = this.#state;
    for (const [i, { type, data }] of answer.events.entries()) state = decider.evolve(state, { type, data, text: answer.sealed[i]?.data });
    this.#state = state;
    this.#end = answer.end;
    this.#bytes += bytes;
    this.#folded += bytes;
    this.sealed.push(...answer.sealed);
    const answered = { commandId: context.commandId, requestHash, events: answer.events };
    this.#answers.push(answered);
    this.#byId?.set(answered.commandId, answered);
    this.#accept(job, answer.events, false);
  }

  #accept(job: Job, events: readonly Recorded[], replayed: boolean): void {
    const revision = events.at(-1)?.revision ?? revisionOf(this.#end);
    this.pending.push({
      job,
      outcome: (position) =>
        position === undefined
          ? { kind: 'accepted', events, revision, replayed }
          : { kind: 'accepted', events, revision, replayed, position },
    });
  }
}
