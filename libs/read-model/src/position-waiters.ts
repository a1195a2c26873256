import type { Position } from '#event-store';
import { NotCaughtUpError } from './not-caught-up-error';

interface Waiter {
  readonly position: Position;
  readonly wake: (fault?: NotCaughtUpError) => void;
}

/** How long progress of another process may go unnoticed while somebody waits for it. */
const pollMilliseconds = 25;

/** Those who wait for a position of the log. */
export class PositionWaiters {
  readonly #waiters = new Set<Waiter>();
  #polling = false;

  /** `look` asks how far the read model has come and calls `reached`; it is called again and again while somebody waits. */
  constructor(private readonly look: () => Promise<void>) {}

  /** Throws NotCaughtUpError after some milliseconds, or when told that it will not come to pass. */
  async wait(position: Position, milliseconds: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const wake = (fault?: NotCaughtUpError): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        if (fault === undefined) resolve();
        else reject(fault);
      };
      const waiter: Waiter = { position, wake };
      const timer = setTimeout(() => {
        wake(new NotCaughtUpError(`the read model did not come to ${position} in ${String(milliseconds)} ms`));
      }, milliseconds);
      this.#waiters.add(waiter);
      this.#poll();
    });
  }

  /** Wakes who waited for this position or an earlier one, and everybody else where `stopped` says why it goes no further. */
  reached(slowest: Position, stopped: (position: Position) => NotCaughtUpError | undefined): void {
    for (const waiter of [...this.#waiters]) {
      if (waiter.position <= slowest) waiter.wake();
      else {
        const fault = stopped(waiter.position);
        if (fault !== undefined) waiter.wake(fault);
      }
    }
  }

  #poll(): void {
    if (this.#polling) return;
    this.#polling = true;
    setTimeout(() => {
      // A server that cannot be asked now is asked again: who waits has a time limit of their own.
      void this.look()
        .catch(() => undefined)
        .then(() => {
          this.#polling = false;
          if (this.#waiters.size > 0) this.#poll();
        });
    }, pollMilliseconds);
  }
}
