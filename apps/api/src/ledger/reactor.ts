import type { Ledger } from '#runtime';

/**
 * Keeps processes and projections up with the log while the server runs, unless projectors do. Processes hold derived state, so they are never at
 * work twice at a time: whoever wants them settled queues here.
 */
export class Reactor {
  readonly #stopping = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  #running: Promise<unknown> | undefined;
  #stopped = false;

  constructor(private readonly ledger: Pick<Ledger, 'store' | 'projections' | 'rules' | 'settle' | 'catchUp' | 'workElsewhere'>) {}

  /** Lets the processes react to everything that is there, their own effects included. Throws ProcessStoppedError. */
  settle(): Promise<void> {
    const turn = this.#turn.then(() => this.ledger.settle());
    // The next in the queue goes on whatever became of this one; its own caller learns of the fault.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** As `settle`, and the read models have come as far: for a decision that is computed from them. Throws NotCaughtUpError. */
  async settleViews(): Promise<void> {
    await this.settle();
    if (this.#running === undefined || this.ledger.workElsewhere) await this.ledger.catchUp();
    else await this.ledger.projections.waitFor(await this.ledger.store.head());
  }

  /** Follows the log from now on. `onStopped` is told once when something stops; the server goes on answering, unready. */
  start(onStopped: (fault: unknown) => void): void {
    const { signal } = this.#stopping;
    const work = this.ledger.workElsewhere ? this.#followRules(signal) : Promise.all([this.#react(signal), this.ledger.projections.follow(signal)]);
    this.#running = work.catch((fault: unknown) => {
      if (signal.aborted) return;
      this.#stopped = true;
      onStopped(fault);
    });
  }

  state(): 'following' | 'stopped' | 'not started' | 'elsewhere' {
    if (this.#running === undefined) return 'not started';
    if (this.#stopped) return 'stopped';
    return this.ledger.workElsewhere ? 'elsewhere' : 'following';
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#turn;
  }

  /** Each stretch that is new wakes the processes; effects of theirs are new stretches until there are none. */
  async #react(signal: AbortSignal): Promise<void> {
    await this.settle();
    const after = await this.ledger.store.head();
    const stretches = this.ledger.store.subscribe({ after, signal })[Symbol.asyncIterator]();
    while ((await stretches.next()).done !== true) await this.settle();
  }

  /** Where others do the work, the law is still to be known here: quotes and messages are judged by it. */
  async #followRules(signal: AbortSignal): Promise<void> {
    await this.ledger.rules.refresh();
    const after = await this.ledger.store.head();
    for await (const { events } of this.ledger.store.subscribe({ after, categories: ['ruleSet'], signal })) if (events.length > 0) await this.ledger.rules.refresh();
  }
}
