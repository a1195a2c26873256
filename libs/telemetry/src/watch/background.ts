import type { Log } from '../log/log';
import { inTime } from './deadline';

/** A task takes at most this part of the time: a slow one is run more seldom. */
const share = 10;
const patienceMilliseconds = 2000;

/** Tasks that come again and again beside the real work, each never twice at a time. A task that fails is logged and comes again. */
export class Background {
  readonly #running = new Set<{ stop: () => void; done: Promise<void> }>();

  constructor(
    private readonly log: Log,
    private readonly monotonic: () => number,
  ) {}

  /** Runs a task at once, then `milliseconds` after its end; later where it took longer than a tenth of that. */
  every(milliseconds: number, name: string, task: () => Promise<unknown>): void {
    const stopping = new AbortController();
    this.#running.add({
      stop: () => {
        stopping.abort();
      },
      done: this.#repeat(milliseconds, name, task, stopping.signal),
    });
  }

  /** Resolves when no task runs any more, or after two seconds: what is only looked at may be broken off. */
  async stop(): Promise<void> {
    const running = [...this.#running];
    this.#running.clear();
    for (const { stop } of running) stop();
    await inTime(Promise.all(running.map(({ done }) => done)), patienceMilliseconds);
  }

  async #repeat(milliseconds: number, name: string, task: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    const stopped = (): boolean => signal.aborted;
    while (!stopped()) {
      const began = this.monotonic();
      try {
        await task();
      } catch (error) {
        // What it worked on may be closed already.
        if (!stopped()) this.log.warn('a background task failed', { task: name, error });
      }
      await pause(Math.max(milliseconds, (share - 1) * (this.monotonic() - began)), signal);
    }
  }
}

/** Resolves after a time, or at once when the signal aborts. Does not keep a process alive. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    timer.unref();
    signal.addEventListener('abort', end);
  });
