import { logStart, type Position } from '#event-store';
import type { Ledger } from '#runtime';

/** The ledger's two notions of now: the legal day, and how far the read models have come. */
export class LedgerClock {
  constructor(private readonly ledger: Pick<Ledger, 'legalNow' | 'projections' | 'clock'>) {}

  /** The day on which deadlines and ageing are judged, YYYY-MM-DD. */
  today(): Promise<string> {
    return this.ledger.legalNow();
  }

  /** The last moment of the legal day, for questions that name none. */
  async now(): Promise<string> {
    return `${await this.today()}T23:59:59.999Z`;
  }

  /** The recorder's clock: when an import began. */
  moment(): string {
    return this.ledger.clock();
  }

  /** Position through which every read model is complete. */
  async known(): Promise<Position> {
    const positions = (await this.ledger.projections.status()).map(({ position }) => position).sort();
    return positions[0] ?? logStart;
  }
}
