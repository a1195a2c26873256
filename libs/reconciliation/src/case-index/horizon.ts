import { justBefore } from '../days';

/**
 * How long an evaluation stands by itself: the last moment (RFC 3339 UTC) at which the same legs, facts and rules say the same. Whoever
 * evaluates asks its context about time, and the context notes here up to when its answer stands.
 */
export class Horizon {
  #last: string | undefined;

  /** Forgets what was noted: another evaluation begins. */
  begin(): void {
    this.#last = undefined;
  }

  /** Undefined: for ever. */
  get last(): string | undefined {
    return this.#last;
  }

  /** An answer stands up to a moment, that one included. */
  until(moment: string): void {
    if (this.#last === undefined || moment < this.#last) this.#last = moment;
  }

  /** An answer stands up to a moment, that one not included. */
  before(moment: string): void {
    this.until(justBefore(moment));
  }
}
