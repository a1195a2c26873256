import { randomUUID } from 'node:crypto';
import type { Attempt, Connection } from './connection';
import { letGo } from './let-go';
import { reasonOf } from './store-errors';
import type { StoreHooks } from './store-hooks';
import type { AppendAnswer, AppendCall, BatchAppendResp, WireAppend } from './wire/wire-client';

/**
 * Appends that are on their way at one time; more wait for their turn. A break makes all of them unknown, so after each there may be half
 * as many, and one more with every answer.
 */
const inFlight = { most: 256, fewest: 4 } as const;

interface Waiting {
  readonly id: string;
  readonly append: WireAppend;
  readonly settle: (answer: AppendAnswer) => void;
  readonly timer: NodeJS.Timeout;
  /** Answers that had come on the line when this append was sent. */
  answersBefore: number;
}

interface Line {
  readonly attempt: Attempt;
  readonly call: AppendCall;
  answers: number;
  congested: boolean;
}

const unclear = (reason: string): AppendAnswer => ({ kind: 'unclear', reason });

/**
 * Appends over one bidirectional call, each with a deadline from the moment of asking. What is not answered is `unclear`, never an
 * exception; an answer that comes late or twice finds nobody who waits. A line that is silent is given up, and so is one that the server
 * ends.
 */
export class AppendLine {
  #line: Line | undefined;
  #opening: Attempt | undefined;
  #wasOpen = false;
  #window: number = inFlight.most;
  /** Breaks without an answer in between, and the pause after them. */
  #breaks = 0;
  #pause: NodeJS.Timeout | undefined;
  readonly #queue: Waiting[] = [];
  readonly #sent = new Map<string, Waiting>();
  readonly #whenIdle: (() => void)[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly deadlineMilliseconds: number,
    private readonly hooks: StoreHooks | undefined,
  ) {}

  append(append: WireAppend): Promise<AppendAnswer> {
    return new Promise((resolve) => {
      const waiting: Waiting = {
        id: randomUUID(),
        append,
        answersBefore: 0,
        timer: setTimeout(() => {
          this.#expire(waiting);
        }, this.deadlineMilliseconds),
        settle: (answer) => {
          clearTimeout(waiting.timer);
          resolve(answer);
        },
      };
      this.#queue.push(waiting);
      this.#pump();
    });
  }

  /** Resolves when nothing waits any more, at the latest after the deadline. */
  async idle(): Promise<void> {
    if (this.#queue.length + this.#sent.size === 0) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  #pump(): void {
    const line = this.#line;
    if (line === undefined) {
      if (this.#pause === undefined) void this.#open();
      return;
    }
    if (line.attempt.client !== this.connection.client) {
      this.#giveUp(line, 'the client was replaced');
      return;
    }
    while (this.#queue.length > 0 && this.#sent.size < this.#window && !line.congested) this.#send(line, this.#queue.shift() as Waiting);
  }

  #send(line: Line, waiting: Waiting): void {
    waiting.answersBefore = line.answers;
    this.#sent.set(waiting.id, waiting);
    line.congested = !line.call.write(this.connection.wire.appendRequest(waiting.id, waiting.append));
  }

  async #open(): Promise<void> {
    const attempt = this.connection.begin();
    if (this.#opening?.client === attempt.client || this.#queue.length === 0) return;
    this.#opening = attempt;
    try {
      const call = await attempt.client.append();
      if (this.#opening !== attempt) {
        letGo(call);
        return;
      }
      this.#opening = undefined;
      this.#listen({ attempt, call, answers: 0, congested: false });
      this.#pump();
    } catch {
      if (this.#opening !== attempt) return;
      this.#opening = undefined;
      this.#broken(attempt);
    }
  }

  #listen(line: Line): void {
    this.#line = line;
    if (this.#wasOpen) this.hooks?.onReconnect?.('line');
    this.#wasOpen = true;
    line.call
      .on('data', (response: BatchAppendResp) => {
        this.#take(line, response);
      })
      .on('drain', () => {
        line.congested = false;
        this.#pump();
      })
      .on('error', (fault: unknown) => {
        this.#giveUp(line, reasonOf(fault));
      })
      .on('end', () => {
        this.#giveUp(line, 'the server ended the line');
      });
  }

  #take(line: Line, response: BatchAppendResp): void {
    if (this.#line !== line) return;
    line.answers += 1;
    this.#breaks = 0;
    this.#window = Math.min(inFlight.most, this.#window + 1);
    this.connection.worked();
    const { id, answer } = this.connection.wire.appendAnswer(response);
    const waiting = this.#sent.get(id);
    this.#sent.delete(id);
    waiting?.settle(answer);
    this.#tellIdle();
    this.#pump();
  }

  /** Nothing that was sent on this line will be answered. */
  #giveUp(line: Line, reason: string): void {
    if (this.#line !== line) return;
    this.#line = undefined;
    this.#window = Math.max(inFlight.fewest, this.#window >> 1);
    letGo(line.call);
    for (const waiting of this.#sent.values()) waiting.settle(unclear(reason));
    this.#sent.clear();
    this.#tellIdle();
    this.#broken(line.attempt);
  }

  /**
   * What waits is sent a little later: the client needs a turn to see that its channel is closed, and a server that is away is not to be
   * flooded.
   */
  #broken(attempt: Attempt): void {
    this.connection.failed(attempt);
    this.#breaks += 1;
    this.#pause ??= setTimeout(
      () => {
        this.#pause = undefined;
        this.#pump();
      },
      // Never so long that what waits for it would expire.
      Math.min(2 ** (2 * this.#breaks - 1), 500, this.deadlineMilliseconds / 4),
    );
  }

  #expire(waiting: Waiting): void {
    const reason = `no answer within ${String(this.deadlineMilliseconds)} ms`;
    const line = this.#line;
    const opening = this.#opening;
    const wasSent = this.#sent.delete(waiting.id);
    if (!wasSent) this.#queue.splice(this.#queue.indexOf(waiting), 1);
    waiting.settle(unclear(wasSent ? reason : `${reason}: it was not even sent`));
    this.#tellIdle();
    if (wasSent && line?.answers === waiting.answersBefore) this.#giveUp(line, reason);
    else if (line === undefined && opening !== undefined) {
      // The line is not opened either: this attempt is given up, and a call that comes of it after all is let go of.
      this.#opening = undefined;
      this.#broken(opening);
    }
  }

  #tellIdle(): void {
    if (this.#queue.length + this.#sent.size > 0) return;
    for (const tell of this.#whenIdle.splice(0)) tell();
  }
}
