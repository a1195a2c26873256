import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventLog } from '../log/event-log';
import type { Failure } from '../wire/failures';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** The answering side of one read: waits while the reader takes nothing, and knows when it has gone. */
export class Sender {
  #gone = false;
  #wake: (() => void) | undefined;
  #onTheirWay = 0;
  readonly #left = (): void => {
    this.#onTheirWay -= 1;
    if (this.#onTheirWay === 0) this.#wake?.();
  };

  constructor(
    private readonly call: ReadCall,
    private readonly log: EventLog,
  ) {
    call.on('drain', () => this.#wake?.());
    for (const event of ['cancelled', 'close', 'error'] as const) {
      call.on(event, () => {
        this.#gone = true;
        this.#wake?.();
      });
    }
  }

  get gone(): boolean {
    return this.#gone || this.call.cancelled;
  }

  /** Undefined where nothing is to be waited for: a promise for every event would cost more than the event. */
  send(message: ReadResp): Promise<void> | undefined {
    if (this.gone) return undefined;
    this.#onTheirWay += 1;
    return this.call.write(message, this.#left) ? undefined : this.#woken();
  }

  /** Until everything that was sent has left, or the reader has gone. */
  async flushed(): Promise<void> {
    while (this.#onTheirWay > 0 && !this.gone) await this.#woken();
  }

  /** Until something is committed or the reader has gone. */
  async untilCommit(): Promise<void> {
    const off = this.log.onCommit(() => this.#wake?.());
    await this.#woken();
    off();
  }

  end(): void {
    if (!this.gone) this.call.end();
  }

  fail(failure: Failure): void {
    if (!this.gone) this.call.emit('error', failure);
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
