import { Injectable } from '@nestjs/common';

/** Keeps processes and projections following the log while the server runs, and remembers when they stop. */
@Injectable()
export class Followers {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #stopped = false;

  /** `onStopped` is told once when a process or the last projection stops; the server goes on answering, unready. */
  start(follow: (signal: AbortSignal) => Promise<void>, onStopped: (fault: unknown) => void): void {
    this.#running = follow(this.#stop.signal).catch((fault: unknown) => {
      if (this.#stop.signal.aborted) return;
      this.#stopped = true;
      onStopped(fault);
    });
  }

  state(): 'following' | 'stopped' | 'not started' {
    if (this.#running === undefined) return 'not started';
    return this.#stopped ? 'stopped' : 'following';
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
