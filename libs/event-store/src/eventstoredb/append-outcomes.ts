import { isLedgerStream, refusalOf, refused } from '../append-caps';
import type { Append, AppendOutcome, Position, RecordedEvent } from '../event-store';
import type { AppendLine } from './append-line';
import type { LogReads } from './log-reads';
import { reasonOf } from './store-errors';
import type { AppendAnswer } from './wire/wire-client';

/** What has to be read to understand an answer that came late has so long all the same. */
const leastReading = 500;

const unknown = (reason: string): AppendOutcome => ({ kind: 'unknown', reason });

/** What is found out in time; what is not, is not known. */
const within = async (milliseconds: number, finding: Promise<AppendOutcome>): Promise<AppendOutcome> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<AppendOutcome>((resolve) => {
    timer = setTimeout(() => {
      resolve(unknown('what is stored could not be read in time'));
    }, milliseconds);
  });
  try {
    return await Promise.race([finding, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Turns appends of the port into appends of EventStoreDB, and its answers into outcomes. Never throws for a store fault. */
export class Appender {
  /** Looks that are under way, by place: of writers who race for a revision all but one want to know the same. */
  readonly #looking = new Map<string, Promise<readonly RecordedEvent[]>>();

  constructor(
    private readonly line: AppendLine,
    private readonly reads: LogReads,
    private readonly deadlineMilliseconds: number,
  ) {}

  /** Elements of one stream one after another, those of different streams at the same time. */
  async append(appends: readonly Append[], tell: (outcome: AppendOutcome) => void): Promise<readonly AppendOutcome[]> {
    const byStream = new Map<string, { readonly index: number; readonly append: Append }[]>();
    for (const [index, append] of appends.entries()) {
      const before = byStream.get(append.stream);
      if (before === undefined) byStream.set(append.stream, [{ index, append }]);
      else before.push({ index, append });
    }
    const outcomes: AppendOutcome[] = [];
    await Promise.all(
      [...byStream.values()].map(async (elements) => {
        let failed: AppendOutcome | undefined;
        for (const { index, append } of elements) {
          const outcome = failed === undefined ? await this.#one(append) : await this.#afterFailed(append.stream, failed);
          if (outcome.kind === 'appended') this.reads.see(outcome.position);
          else failed ??= outcome;
          outcomes[index] = outcome;
          tell(outcome);
        }
      }),
    );
    return outcomes;
  }

  async #one(append: Append): Promise<AppendOutcome> {
    const refusal = refusalOf(append);
    if (refusal !== undefined) return refusal;
    const asked = performance.now();
    try {
      const answer = await this.line.append(append);
      // One deadline for the answer and for what has to be read to understand it.
      return await within(Math.max(asked + this.deadlineMilliseconds - performance.now(), leastReading), this.#outcomeOf(answer, append));
    } catch (fault) {
      return unknown(reasonOf(fault));
    }
  }

  async #outcomeOf(answer: AppendAnswer, append: Append): Promise<AppendOutcome> {
    switch (answer.kind) {
      case 'written':
        return this.#appended(append, answer.revision, answer.position);
      case 'wrong_version':
        return (await this.#found(append, answer.actual)) ?? { kind: 'conflict', actual: answer.actual };
      case 'stream_deleted':
        return refused('STORE_READ_ONLY', `${append.stream} was deleted at the store: nothing can be written to it`);
      case 'access_denied':
        return refused('STORE_READ_ONLY', `the store does not let this user write to ${append.stream}`);
      case 'too_large':
        return refused('APPEND_TOO_LARGE', `the store takes ${String(answer.max)} bytes`);
      case 'unclear':
        return unknown(answer.reason);
    }
  }

  async #appended(append: Append, revision: bigint, told: Position | undefined): Promise<AppendOutcome> {
    if (told !== undefined) return { kind: 'appended', revision, position: told };
    // A server that repeats an old answer may not know the position any more.
    const [event] = await this.#stored(append.stream, revision, 1);
    if (event !== undefined) return { kind: 'appended', revision, position: event.position };
    return unknown(`${append.stream} was written up to ${String(revision)}, which cannot be read`);
  }

  /** The server compares ids as well; they are looked up once more, so that a conflict is never told for what is stored. */
  async #found({ stream, events, expected }: Append, actual: 'no_stream' | bigint): Promise<AppendOutcome | undefined> {
    const first = expected === 'no_stream' ? 0n : expected + 1n;
    const revision = first + BigInt(events.length) - 1n;
    if (actual === 'no_stream' || actual < revision) return undefined;
    let stored = await this.#lookUp(stream, first, events.length);
    // Somebody else's look may have been taken before these events were written.
    if (stored.length < events.length) stored = await this.#stored(stream, first, events.length);
    const last = stored.at(-1);
    if (last === undefined || stored.length < events.length || stored.some(({ id }, i) => id !== events[i]?.id)) return undefined;
    return { kind: 'appended', revision, position: last.position };
  }

  /** Many that lost the same race look at the same place: one read for all of them. */
  #lookUp(stream: string, first: bigint, count: number): Promise<readonly RecordedEvent[]> {
    const place = `${stream} ${String(first)} ${String(count)}`;
    const underWay = this.#looking.get(place);
    if (underWay !== undefined) return underWay;
    const looking = this.#stored(stream, first, count).finally(() => this.#looking.delete(place));
    this.#looking.set(place, looking);
    return looking;
  }

  /** What is stored from a revision on, as far as it has no holes. */
  async #stored(stream: string, first: bigint, count: number): Promise<readonly RecordedEvent[]> {
    const stored: RecordedEvent[] = [];
    for await (const event of this.reads.stream(stream, { from: first, max: count })) {
      if (event.revision !== first + BigInt(stored.length)) break;
      stored.push(event);
    }
    return stored;
  }

  /** What follows a failed element of its stream is a conflict; where it is not known whether that one failed, neither is this. */
  async #afterFailed(stream: string, failed: AppendOutcome): Promise<AppendOutcome> {
    if (failed.kind === 'unknown') return unknown(`an append before it: ${failed.reason}`);
    if (failed.kind === 'conflict') return failed;
    try {
      return { kind: 'conflict', actual: isLedgerStream(stream) ? await this.reads.lastRevision(stream) : 'no_stream' };
    } catch (fault) {
      return unknown(reasonOf(fault));
    }
  }
}
