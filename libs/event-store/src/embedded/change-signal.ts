/** Wakes readers of this process after an append; a waiter also wakes by itself, since another process may have written. */
export class ChangeSignal {
  #changes = 0;
  readonly #waiting = new Set<() => void>();

  /** Taken before a read and handed to `wait`, so that a change in between is not missed. */
  get changes(): number {
    return this.#changes;
  }

  raise(): void {
    this.#changes += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves at a change after `since`, when the signal aborts, or after `milliseconds`. */
  wait(since: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#changes !== since || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
