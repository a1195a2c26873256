import type { AccountEvent, AccountPeriodEvent, BeneficiaryEvent } from '#accounts';
import type { Recorded } from '#event-catalogue';
import { logStart, type Position } from '#event-store';
import type { RefundClaimEvent } from '#returns';
import { type Ledger, revenueCategories } from '#runtime';
import type { CollectionReturnEvent, SchemeReturnEvent } from '#scheme-returns';

/** What the back office of the story reads of the log. */
export type BackOfficeEvent = Recorded &
  (AccountEvent | AccountPeriodEvent | SchemeReturnEvent | CollectionReturnEvent | RefundClaimEvent | BeneficiaryEvent);
/** Somebody in the back office who works from facts: a story taken up again finds what it had done before. */
export interface Taker {
  take(event: BackOfficeEvent): void;
}

/** The log as it grows, read once for all who work from it. */
export class Feed {
  #after: Position = logStart;

  constructor(
    private readonly ledger: Ledger,
    private readonly takers: readonly Taker[],
  ) {}

  /** Hands on what is new. */
  async read(): Promise<void> {
    const { store, catalogue } = this.ledger;
    for await (const { events, through } of store.readAll({
      after: this.#after,
      categories: ['account', 'schemeReturn', ...revenueCategories],
    })) {
      for (const stored of events) {
        const event = catalogue.decode<BackOfficeEvent>(stored);
        for (const taker of this.takers) taker.take(event);
      }
      this.#after = through;
    }
  }
}
