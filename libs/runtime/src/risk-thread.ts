import { once } from 'node:events';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { endThread, startThread } from '#threads';
import type { LedgerPlace } from './ledger-place';
import type { RiskCalls } from './risk-answers';

/** What the thread works with; `directory` is where its facts lie. */
export interface RiskThreadData {
  readonly place: LedgerPlace;
  readonly directory: string;
}
/** A question to the thread, and what it answers. */
export interface RiskCall {
  readonly id: number;
  readonly call: keyof RiskCalls;
  readonly given: readonly unknown[];
}
/** `passing`: nothing is wrong with the question or the facts, and asking again may help. */
export type RiskAnswer =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly fault: string; readonly passing: boolean };

/** The facts behind the risk indicators cannot be asked now; asked again, they are opened anew, and built where they are not there. */
export class RiskFactsError extends Error {
  override readonly name = 'RiskFactsError';
}

interface Waiting {
  readonly settle: (answer: unknown) => void;
  readonly fail: (fault: Error) => void;
}

const program = path.join(__dirname, 'risk.worker.js');

/** One thread that has the risk facts, from its start to its end. Whoever waits for it when it ends is told a RiskFactsError. */
export class RiskThread {
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #ended: RiskFactsError | undefined;

  private constructor(private readonly worker: Worker) {
    worker.on('message', (answered: RiskAnswer) => {
      this.#take(answered);
    });
    worker.on('error', (cause) => {
      this.#end('the thread of the risk facts has failed', cause);
    });
    worker.on('exit', () => {
      this.#end('the thread of the risk facts has ended');
    });
  }

  /** Resolves when the thread can be asked. Rejects with RiskFactsError where it ends before that; `of` is what it runs. */
  static async start(data: RiskThreadData, of = program): Promise<RiskThread> {
    const worker = startThread(of, data);
    const thread = new RiskThread(worker);
    // What comes first: an error is followed by the exit.
    await Promise.race([once(worker, 'message').catch(() => undefined), once(worker, 'exit').catch(() => undefined)]);
    if (thread.#ended !== undefined) throw thread.#ended;
    return thread;
  }

  /** What it ended of; undefined while it can be asked. */
  get ended(): RiskFactsError | undefined {
    return this.#ended;
  }

  ask(call: keyof RiskCalls, given: readonly unknown[]): Promise<unknown> {
    return new Promise((settle, fail) => {
      if (this.#ended !== undefined) {
        fail(this.#ended);
        return;
      }
      this.#last += 1;
      this.#waiting.set(this.#last, { settle, fail });
      this.worker.postMessage({ id: this.#last, call, given } satisfies RiskCall);
    });
  }

  /** Ends it at once, whatever it is amid: what it has not written is lost, and follows from the log. */
  end(): Promise<void> {
    return endThread(this.worker);
  }

  #take(answered: RiskAnswer): void {
    const asked = this.#waiting.get(answered.id);
    this.#waiting.delete(answered.id);
    if (!('fault' in answered)) asked?.settle(answered.answer);
    else asked?.fail(answered.passing ? new RiskFactsError(answered.fault) : new Error(answered.fault));
  }

  #end(how: string, cause?: unknown): void {
    this.#ended ??= new RiskFactsError(how, { cause });
    for (const { fail } of this.#waiting.values()) fail(this.#ended);
    this.#waiting.clear();
  }
}
