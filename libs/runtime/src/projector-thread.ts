import { once } from 'node:events';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { Position } from '#event-store';
import { NotCaughtUpError } from '#read-model';
import { sqliteCode } from '#sqlite';
import { startThread } from '#threads';
import type { LedgerPlace } from './ledger-place';

/** What the thread tells after each stretch: how far all read models are, and why one does not go on. */
export interface Reached {
  readonly position: Position | undefined;
  readonly fault?: string;
}

/** What ended the thread. Errors lose their class on their way from there; those of SQLite keep their code. */
const faultOfThread = (fault: Error): Error =>
  sqliteCode(fault) === undefined
    ? new NotCaughtUpError(`the thread of the read models has failed: ${fault.message}`, { cause: fault })
    : fault;

interface Waiter {
  readonly position: Position;
  readonly settle: () => void;
  readonly fail: (fault: Error) => void;
}

/**
 * Read models in a thread of their own: they follow the log while commands are decided, so that bulk work uses two cores. The thread alone
 * writes the views; others open them for reading.
 */
export class ProjectorThread {
  readonly #waiting = new Set<Waiter>();
  #reached: Reached = { position: undefined };
  #fault: Error | undefined;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (reached: Reached) => {
      this.#reached = reached;
      this.#wake();
    });
    worker.on('error', (fault) => {
      this.#fault = faultOfThread(fault);
      this.#wake();
    });
  }

  /** Resolves when the views are there. Rejects with what keeps the thread from opening log or views. */
  static async start(place: LedgerPlace): Promise<ProjectorThread> {
    const worker = startThread(path.join(__dirname, 'projector.worker.js'), place, { maxYoungGenerationSizeMb: 24 });
    const thread = new ProjectorThread(worker);
    await once(worker, 'message');
    return thread;
  }

  /**
   * Resolves when every read model has come to a position. Rejects with NotCaughtUpError when one has stopped or the thread has failed, with
   * SQLite's error where that is why.
   */
  async reach(position: Position): Promise<void> {
    const reached = new Promise<void>((settle, fail) => this.#waiting.add({ position, settle, fail }));
    this.#wake();
    if (this.#waiting.size > 0) this.worker.postMessage('catchUp');
    await reached;
  }

  /** Resolves when the views are closed. */
  async close(): Promise<void> {
    const exit = this.#fault === undefined ? once(this.worker, 'exit') : undefined;
    this.worker.postMessage('close');
    await exit;
  }

  #wake(): void {
    const { position: reached, fault } = this.#reached;
    for (const waiter of [...this.#waiting]) {
      const { position, settle, fail } = waiter;
      if (reached !== undefined && reached >= position) settle();
      else if (this.#fault !== undefined) fail(this.#fault);
      else if (fault !== undefined) fail(new NotCaughtUpError(fault));
      else continue;
      this.#waiting.delete(waiter);
    }
  }
}
