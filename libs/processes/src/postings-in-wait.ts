import { type KnownAccount } from '#accounts';

/** Something that is to be posted to an account on a legal day: a charge or a payment. */
export interface Posting {
  readonly account: string;
  /** Its own id: the charge's, the receipt's. */
  readonly id: string;
  /** The legal day on which it would be posted. */
  readonly day: string;
}
/** A posting with the period it goes to now. */
export interface Due<P extends Posting> {
  readonly posting: P;
  readonly account: KnownAccount;
  readonly period: NonNullable<KnownAccount['open']>;
  /** In the period: the posting's own day or, where that lies in a closed period, the period's first. */
  readonly postedOn: string;
  readonly late: boolean;
}

/**
 * Postings that the log does not show as posted yet, by account. Nothing is lost: a posting is sent to the open period when it arises and,
 * while the log does not show it, to every period that opens after; a posting of a day beyond the open period waits for its own. A period
 * that is closed refuses it and the next one takes it, so it is posted once: the close comes after every posting it contains, and the next
 * opening after the close. All of it follows from the log, so a process may start again anywhere.
 */
export class PostingsInWait<P extends Posting> {
  readonly #waiting = new Map<string, Map<string, P>>();

  add(posting: P): void {
    const known = this.#waiting.get(posting.account) ?? new Map<string, P>();
    this.#waiting.set(posting.account, known.set(posting.id, posting));
  }

  /** The posting, which waits no more. */
  done(account: string, id: string): P | undefined {
    const known = this.#waiting.get(account);
    const posting = known?.get(id);
    known?.delete(id);
    if (known?.size === 0) this.#waiting.delete(account);
    return posting;
  }

  /** What waits for an account, in the order in which it arose. */
  of(account: string): readonly P[] {
    return [...(this.#waiting.get(account)?.values() ?? [])];
  }

  /** What can be posted to the account's open period now, in the order in which it arose; only `id` where one is given. */
  due(account: KnownAccount | undefined, id?: string): readonly Due<P>[] {
    const period = account?.open;
    const waiting = account === undefined ? undefined : this.#waiting.get(account.account);
    if (account === undefined || period === undefined || waiting === undefined) return [];
    const chosen = id === undefined ? [...waiting.values()] : [waiting.get(id)].filter((posting) => posting !== undefined);
    return chosen
      .filter(({ day }) => day < period.end)
      .map((posting) => {
        const late = posting.day < period.start;
        return { posting, account, period, postedOn: late ? period.start : posting.day, late };
      });
  }
}

/**
 * The accounting moment of a posting: its own, or the beginning of its period where its own lies in a closed one (docs/accounting.md, law
 * I10).
 */
export const momentIn = (own: string, periodStart: string): string => (own < periodStart ? periodStart : own);
