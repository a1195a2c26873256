import { randomUUID } from 'node:crypto';
import type { Connection } from './connection';
import { reasonOf } from './store-errors';
import type { StoreHooks } from './store-hooks';
import type { AppendAnswer, AppendCall, BatchAppendResp, WireAppend, WireClient } from './wire/wire-client';

/** Appends that are on their way at one time; more wait for their turn. */
const maxInFlight = 256;

interface Waiting {
  readonly id: string;
  readonly append: WireAppend;
  readonly settle: (answer: AppendAnswer) => void;
  readonly timer: NodeJS.Timeout;
  /** Answers that had come on the line when this append was sent. */
  answersBefore: number;
}

interface Line {
  readonly client: WireClient;
  readonly call: AppendCall;
  answers: number;
  congested: boolean;
}

const unclear = (reason: string): AppendAnswer => ({ kind: 'unclear', reason });

/**
 * Appends over one bidirectional call, each with a deadline from the moment of asking. What is not answered is `unclear`, never an exception; an answer
 * that comes late or twice finds nobody who waits. A line that is silent is given up, and so is one that the server ends.
 */
export class AppendLine {
  #line: Line | undefined;
  #opening: WireClient | undefined;
  #wasOpen = false;
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
        timer: setTimeout(() => { this.#expire(waiting); }, this.deadlineMilliseconds),
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
      void this.#open();
      return;
    }
    if (line.client !== this.connection.client) {
      this.#giveUp(line, 'the client was replaced');
      return;
    }
    while (this.#queue.length > 0 && this.#sent.size < maxInFlight && !line.congested) this.#send(line, this.#queue.shift() as Waiting);
  }

  #send(line: Line, waiting: Waiting): void {
    waiting.answersBefore = line.answers;
    this.#sent.set(waiting.id, waiting);
    line.congested = !line.call.write(this.connection.wire.appendRequest(waiting.id, waiting.append));
  }

  async #open(): Promise<void> {
    const { client } = this.connection;
    if (this.#opening === client || this.#queue.length === 0) return;
    this.#opening = client;
    try {
      const call = await client.append();
      if (this.#opening !== client) {
        call.cancel();
        return;
      }
      this.#opening = undefined;
      this.#listen({ client, call, answers: 0, congested: false });
      this.#pump();
    } catch (fault) {
      if (this.#opening !== client) return;
      this.#opening = undefined;
      this.connection.failed(client);
      for (const waiting of this.#queue.splice(0)) waiting.settle(unclear(reasonOf(fault)));
      this.#tellIdle();
    }
  }

  #listen(line: Line): void {
    this.#line = line;
    if (this.#wasOpen) this.hooks?.onReconnect?.('line');
    this.#wasOpen = true;
    line.call
      .on('data', (response: BatchAppendResp) => { this.#take(line, response); })
      .on('drain', () => {
        line.congested = false;
        this.#pump();
      })
      .on('error', (fault: unknown) => { this.#giveUp(line, reasonOf(fault)); })
      .on('end', () => { this.#giveUp(line, 'the server ended the line'); });
  }

  #take(line: Line, response: BatchAppendResp): void {
    if (this.#line !== line) return;
    line.answers += 1;
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
    line.call.cancel();
    this.connection.failed(line.client);
    for (const waiting of this.#sent.values()) waiting.settle(unclear(reason));
    this.#sent.clear();
    this.#tellIdle();
    this.#pump();
  }

  #expire(waiting: Waiting): void {
    const reason = `no answer within ${String(this.deadlineMilliseconds)} ms`;
    const line = this.#line;
    const queued = this.#queue.indexOf(waiting);
    if (queued >= 0) {
      this.#queue.splice(queued, 1);
      // Nothing was even sent: the line could not be opened, or is congested by a server that does not read.
      if (line === undefined) {
        this.connection.failed(this.connection.client);
        this.#opening = undefined;
      }
    }
    this.#sent.delete(waiting.id);
    waiting.settle(unclear(reason));
    this.#tellIdle();
    if (line !== undefined && line.answers === waiting.answersBefore) this.#giveUp(line, reason);
    else this.#pump();
  }

  #tellIdle(): void {
    if (this.#queue.length + this.#sent.size > 0) return;
    for (const tell of this.#whenIdle.splice(0)) tell();
  }
}
