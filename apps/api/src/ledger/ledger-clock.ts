import { logStart, type Position } from '#event-store';
import type { Ledger } from '#runtime';
import { inTime, late } from '#telemetry';
import { problem } from '../http/problem';
import { momentOfRequest } from '../viewpoint/moment-of-request';

/**
 * The legal day of a demonstration is in the log: how long a question waits for it, in milliseconds, before it takes the last day known.
 */
const dayMilliseconds = 250;

/** The ledger's two notions of now: the legal day, and how far the read models have come. */
export class LedgerClock {
  #day: string | undefined;

  constructor(private readonly ledger: Pick<Ledger, 'legalNow' | 'projections' | 'clock'>) {}

  /**
   * The day on which deadlines and ageing are judged, YYYY-MM-DD: of the moment that is asked about, else the ledger's own; while the store
   * is silent, the last one that is known.
   */
  async today(): Promise<string> {
    const asked = momentOfRequest.getStore()?.asOf;
    return asked === undefined ? this.#legalDay() : asked.slice(0, 10);
  }

  /** The day that somebody names for a step, today unless told. Throws a ProblemError FIELD_MALFORMED for a day that is to come. */
  async dayOf(on: string | undefined, field = 'on'): Promise<string> {
    const today = await this.today();
    if (on !== undefined && on > today)
      throw problem('FIELD_MALFORMED', `expected a day up to ${today}, the legal day of this ledger`, { field });
    return on ?? today;
  }

  async #legalDay(): Promise<string> {
    const asked = this.ledger.legalNow();
    if (this.#day === undefined) return (this.#day = await asked);
    try {
      const day = await inTime(asked, dayMilliseconds);
      if (day !== late) this.#day = day;
    } catch {
      // Lists are judged by the day that was; a write is refused by the store itself.
    }
    return this.#day;
  }

  /** The moment that is asked about, else the last one of the legal day. */
  async now(): Promise<string> {
    return momentOfRequest.getStore()?.asOf ?? `${await this.today()}T23:59:59.999Z`;
  }

  /** The moment at which messages are told: by the recorder's clock, in a demonstration by its legal day where that is later. */
  async toldAt(): Promise<string> {
    const [day, moment] = [`${await this.#legalDay()}T23:59:59.999Z`, this.moment()];
    return day > moment ? day : moment;
  }

  /** The recorder's clock: when an import began. */
  moment(): string {
    return this.ledger.clock();
  }

  /** Position through which every read model is complete, or which the request asks about. */
  async known(): Promise<Position> {
    const asked = momentOfRequest.getStore()?.position;
    if (asked !== undefined) return asked;
    const positions = (await this.ledger.projections.status()).map(({ position }) => position).sort();
    return positions[0] ?? logStart;
  }
}
