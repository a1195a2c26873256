import { dayAfter } from '../days';
import type { BackOfficeEvent, Taker } from '../feed';

/** What a consumer owes at the desk of an authority, with the day on which it is paid. */
export interface DeskDebt {
  readonly authority: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly paidOn: string;
}

/** Consumers pay on the day after they are told: the goods wait for the money. */
export class Desk implements Taker {
  readonly #authorities = new Map<string, string>();
  #debts: DeskDebt[] = [];

  take(event: BackOfficeEvent): void {
    if (event.type === 'PeriodOpened' && event.data.kind === 'consumer') this.#authorities.set(event.data.account, event.data.authority);
    if (event.type !== 'ChargePosted') return;
    const authority = this.#authorities.get(event.data.account);
    const { reference, total: amount, currency, postedOn } = event.data;
    if (authority !== undefined) this.#debts.push({ authority, reference, amount, currency, paidOn: dayAfter(postedOn, 1) });
  }

  /** What is new since it was asked last. */
  told(): readonly DeskDebt[] {
    const debts = this.#debts;
    this.#debts = [];
    return debts;
  }
}
