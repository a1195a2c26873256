import { setTimeout as sleep } from 'node:timers/promises';
import { logStart, type AnyProcess, type Checkpoints, type EventStore, type Position, type ProcessRunner } from '#event-store';
import { NotCaughtUpError, type Leases } from '#read-model';
import { SharedWork } from './shared-work';
import { processesUnit } from './work-units';

interface Reacting {
  readonly store: EventStore;
  readonly checkpoints: Checkpoints;
  readonly leases: Leases;
  readonly runner: ProcessRunner;
  readonly processes: readonly AnyProcess[];
  /** Others react: this process takes no lease. */
  readonly elsewhere: boolean;
}

const pollMilliseconds = 25;
/** How long nothing may move before whoever waits is told; a takeover takes at most five seconds. */
const patienceMilliseconds = 30_000;
/** More processes than ever wait for one another in turn, from an event to the last that follows from it. */
const longestChain = 16;

/** The processes of a ledger as one program sees them: it runs them where nobody else does, and else waits for who does. */
export class SharedReactions {
  readonly #work: SharedWork;

  constructor(private readonly reacting: Reacting) {
    this.#work = new SharedWork(reacting.leases, reacting.elsewhere ? [] : [processesUnit]);
  }

  /**
   * The processes have reacted to everything that is there now, and to what follows from it. Throws ProcessStoppedError, NotCaughtUpError.
   */
  async settle(): Promise<void> {
    const { runner, processes, store } = this.reacting;
    const { held, taken } = await this.#work.take();
    if (taken.length > 0) await runner.takeOver(processes);
    // What one process sends is a source for the next. While others write, the end of the log is never reached: only what follows from it
    // now is waited for.
    if (held.length > 0) return runner.runUntilCaughtUp(processes, longestChain);
    for (let [hop, before]: [number, Position | undefined] = [0, undefined]; hop < longestChain; hop += 1) {
      const head = await store.head();
      if (head === before) return;
      await this.#reach(head);
      before = head;
    }
  }

  release(): Promise<void> {
    return this.#work.release();
  }

  async #reach(head: Position): Promise<void> {
    let [reached, quiet] = [await this.#slowest(), 0];
    while (reached < head) {
      if (quiet >= patienceMilliseconds)
        throw new NotCaughtUpError(`the processes stand at ${reached} and the log ends at ${head}: does a projector run?`);
      await sleep(pollMilliseconds);
      const now = await this.#slowest();
      quiet = now === reached ? quiet + pollMilliseconds : 0;
      reached = now;
    }
  }

  async #slowest(): Promise<Position> {
    const reached = await this.reacting.checkpoints.all();
    return this.reacting.processes.map(({ name }) => reached.get(name) ?? logStart).sort()[0] ?? logStart;
  }
}
