import { setImmediate as nextTurn } from 'node:timers/promises';
import { letGo } from './let-go';
import { StoreSilentError } from './store-errors';
import type { ReadCall, ReadAnswer } from './wire/wire-client';

/** Messages that may wait for the reader before the server is asked to wait. */
const mostWaiting = 1024;

export interface ResponseOptions {
  /** Longest wait for a message. */
  readonly silenceMilliseconds: number;
  /** Asked after that: true to wait as long again. Otherwise the read fails with StoreSilentError. */
  readonly onSilence?: () => Promise<boolean>;
  /** Ends the read without an error. */
  readonly signal?: AbortSignal;
}

/** The messages of one call as they come in, and who waits for them. */
class Inbox {
  #waiting: ReadAnswer[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  #fault: unknown;

  constructor(private readonly call: ReadCall) {
    call
      .on('data', (response: ReadAnswer) => {
        if (this.#waiting.push(response) >= mostWaiting) call.pause();
        this.#wake();
      })
      .on('error', (fault: unknown) => {
        this.#fault ??= fault;
        this.#end();
      })
      .on('end', () => {
        this.#end();
      });
  }

  /** The call is over by itself, whatever is still to be taken. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Throws the fault of the call once everything before it is taken. */
  isOver(): boolean {
    if (this.#ended && this.isEmpty && this.#fault !== undefined) throw this.#fault as Error;
    return this.#ended && this.isEmpty;
  }

  take(): readonly ReadAnswer[] {
    const taken = this.#waiting;
    this.#waiting = [];
    if (taken.length >= mostWaiting) this.call.resume();
    return taken;
  }

  /** Resolves at a message, at the end, when the signal aborts or after `milliseconds`. */
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    if (!this.isEmpty || this.#ended || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      signal?.addEventListener('abort', wake);
      this.#wake = wake;
    });
  }

  #end(): void {
    this.#ended = true;
    this.#wake();
  }
}

/** A function, because the compiler takes a signal that was not aborted for one that never will be. */
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** Within the deadline, or StoreSilentError; a call that comes after it is cancelled. */
const opened = async (opening: Promise<ReadCall>, milliseconds: number): Promise<ReadCall> => {
  let timer: NodeJS.Timeout | undefined;
  let late = false;
  void opening.then(
    (call) => {
      if (!late) return;
      call.on('error', () => undefined);
      letGo(call);
    },
    () => undefined,
  );
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new StoreSilentError(`no connection within ${String(milliseconds)} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([opening, expiry]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * The messages of a read or a subscription, as many at a time as have come. The reader sets the pace: what it does not take waits at the
 * server. Throws the error of the call, or StoreSilentError.
 */
export async function* responsesOf(opening: Promise<ReadCall>, options: ResponseOptions): AsyncGenerator<readonly ReadAnswer[]> {
  const { silenceMilliseconds, onSilence, signal } = options;
  const asked = performance.now();
  const call = await opened(opening, silenceMilliseconds);
  // The first message has as long as is left after the opening.
  let patience = Math.max(silenceMilliseconds - (performance.now() - asked), 0);
  const inbox = new Inbox(call);
  try {
    while (!inbox.isOver() && !isAborted(signal)) {
      await inbox.wait(patience, signal);
      patience = silenceMilliseconds;
      // What else has come in with the same stretch of bytes is taken along.
      await nextTurn();
      if (!inbox.isEmpty) yield inbox.take();
      else if (!inbox.isOver() && !isAborted(signal) && (await onSilence?.()) !== true)
        throw new StoreSilentError(`no answer within ${String(silenceMilliseconds)} ms`);
    }
  } finally {
    if (!inbox.hasEnded) letGo(call);
  }
}
