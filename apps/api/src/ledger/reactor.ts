import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessStoppedError } from '#event-store';
import { NotCaughtUpError } from '#read-model';
import type { Ledger } from '#runtime';

/** What may be over by itself: a store or a database that does not answer, and no rejection, bug or read model that has stopped. */
const mayPass = (fault: unknown): boolean => {
  if (!(fault instanceof ProcessStoppedError)) return !(fault instanceof NotCaughtUpError);
  const { cause } = fault;
  return typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'unknown';
};

/**
 * Keeps processes and projections up with the log while the server runs, unless projectors do. Processes hold derived state, so they are
 * never at work twice at a time: whoever wants them settled queues here.
 */
export class Reactor {
  readonly #stopping = new AbortController();
  #turn: Promise<void> = Promise.resolve();
  #running: Promise<unknown> | undefined;
  readonly #stopped = new Set<object>();

  constructor(
    private readonly ledger: Pick<Ledger, 'store' | 'projections' | 'rules' | 'settle' | 'catchUp' | 'workElsewhere'>,
    /** Milliseconds before what a silent store has stopped is begun again. */
    private readonly pause = 2000,
  ) {}

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

  /**
   * Follows the log from now on. `onStopped` is told when something stops; the server goes on answering, unready. What a silent store has
   * stopped goes on once it answers.
   */
  start(onStopped: (fault: unknown) => void): void {
    const { signal } = this.#stopping;
    const { projections, rules, workElsewhere } = this.ledger;
    this.#running = workElsewhere
      ? this.#keep(
          onStopped,
          () => rules.refresh(),
          () => this.#followRules(signal),
        )
      : Promise.all([
          this.#keep(
            onStopped,
            () => this.settle(),
            () => this.#react(signal),
          ),
          this.#keep(
            onStopped,
            () => projections.catchUp(),
            () => projections.follow(signal),
          ),
        ]);
  }

  state(): 'following' | 'stopped' | 'not started' | 'elsewhere' {
    if (this.#running === undefined) return 'not started';
    if (this.#stopped.size > 0) return 'stopped';
    return this.ledger.workElsewhere ? 'elsewhere' : 'following';
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#turn;
  }

  /** Does what is there, then follows; again and again where what broke off may pass. Never rejects. */
  async #keep(onStopped: (fault: unknown) => void, catchUp: () => Promise<unknown>, follow: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    const ended = (): boolean => signal.aborted;
    let told: string | undefined;
    while (!ended()) {
      try {
        await catchUp();
        this.#stopped.delete(follow);
        told = undefined;
        await follow();
      } catch (fault) {
        if (ended()) return;
        this.#stopped.add(follow);
        // An outage is told once, however often it is tried again.
        if (String(fault) !== told) onStopped(fault);
        told = String(fault);
        if (!mayPass(fault)) return;
      }
      await sleep(this.pause, undefined, { signal, ref: false }).catch(() => undefined);
    }
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
    const after = await this.ledger.store.head();
    await this.ledger.rules.refresh();
    for await (const { events } of this.ledger.store.subscribe({ after, categories: ['ruleSet'], signal }))
      if (events.length > 0) await this.ledger.rules.refresh();
  }
}
