import { setTimeout as sleep } from 'node:timers/promises';
import { CaseIndexUnreadable, type CaseIndex, type Snapshot } from '#reconciliation';
import type { CaseIndexKeeping, Ledger } from '#runtime';
import { inTime, late } from '#telemetry';
import type { LedgerClock } from '../ledger/ledger-clock';

/** How often it is looked whether there is something new, in milliseconds. */
const interval = 200;
/** How long a question waits for the index to come to what is known by then, counted from when the index began to move, in milliseconds. */
const patience = 500;

/** An index that cannot be read is of nothing. */
const unlessReadable = (error: unknown): undefined => {
  if (!(error instanceof CaseIndexUnreadable)) throw error;
};

/**
 * The case index behind the read models: it moves on by itself, and questions that name no moment and no position are asked of where it is.
 */
export class KeptIndex {
  readonly #stopping = new AbortController();
  #keeping: CaseIndexKeeping | undefined;
  #moving: { readonly since: number; readonly done: Promise<Snapshot | undefined> } | undefined;
  #running: Promise<void> | undefined;
  #named = '';

  constructor(
    private readonly ledger: Pick<Ledger, 'openCaseIndex'>,
    private readonly clock: LedgerClock,
  ) {}

  /** To be asked; undefined before it is open. */
  readonly index = (): CaseIndex | undefined => this.#keeping?.index;

  /**
   * Keeps it up from now on. `onFault` is told what keeps it from moving, once for each; meanwhile questions are answered on demand.
   * `onDropped` is told of a file that was spoilt and is built anew; `onThere` once, when there is an index to be asked.
   */
  start(onFault: (fault: unknown) => void, onDropped: (what: string) => void, onThere: () => Promise<void>): void {
    this.#running = this.#run(onFault, onDropped, onThere);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Somebody reads what was written up to a position: from now on nothing is answered of before. */
  named(position: string): void {
    if (position > this.#named) this.#named = position;
  }

  /**
   * What the index is of, where that is this legal day and, if it takes no time, all that is known; undefined where there is no such index,
   * or where it is of before what somebody has named.
   */
  async live(): Promise<Snapshot | undefined> {
    const index = this.index();
    if (index === undefined) return undefined;
    const [now, known] = [await this.clock.now(), await this.clock.known()];
    const isThere = (at: Snapshot | undefined): boolean => at?.moment === now && at.position >= known;
    let at = await index.snapshot().catch(unlessReadable);
    for (const began = performance.now(); !isThere(at);) {
      const { since, done } = this.#move();
      const remaining = patience - (performance.now() - Math.min(began, since));
      const moved: Snapshot | typeof late | undefined =
        remaining <= 0 ? late : await inTime(done, remaining).catch((): typeof late => late);
      if (moved === late) break;
      at = moved;
    }
    return at?.moment === now && at.position >= this.#named ? at : undefined;
  }

  async #run(onFault: (fault: unknown) => void, onDropped: (what: string) => void, onThere: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    let told: string | undefined;
    let isThere = false;
    while (!signal.aborted) {
      try {
        this.#keeping ??= await this.ledger.openCaseIndex(onDropped);
        const at = await this.#move().done;
        told = undefined;
        if (at !== undefined && !isThere) {
          isThere = true;
          await onThere();
        }
      } catch (fault) {
        if (String(fault) !== told) onFault(fault);
        told = String(fault);
      }
      await sleep(interval, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** The move that is under way, or one that begins now. */
  #move(): { readonly since: number; readonly done: Promise<Snapshot | undefined> } {
    const moving = this.#moving ?? { since: performance.now(), done: this.#moveTo() };
    this.#moving = moving;
    return moving;
  }

  async #moveTo(): Promise<Snapshot | undefined> {
    try {
      return await this.#keeping?.keepUp(await this.clock.now());
    } finally {
      this.#moving = undefined;
    }
  }
}
