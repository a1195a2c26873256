import { dayAfter, dayOf, latest, monthOf, nextMonth } from '../days';
import { declarantOf } from '../messages';
import { authorityOf } from '../parties';
import type { ReturnedParcel } from './returned-parcel';
import { type Parcel } from '../told-parcel';

/** Not before the goods are back and the statement that charged them is paid. */
export const refundedIn = ({ acceptedAt, creditedAt }: ReturnedParcel): string =>
  latest(nextMonth(monthOf(creditedAt)), nextMonth(nextMonth(monthOf(acceptedAt))));

/** Days after which a set-off that found no debt is missed. */
const daysToSetOff = 180;
/** Days of trade after a decision that bring debts enough, whoever else has something set off against them. */
const daysOfDebts = 92;
export const dayOfDecision = '06';

/** Debts that a refund may be set off against: on which day each declarant's last goods are accepted, by authority. */
export class LastAcceptances {
  readonly #days = new Map<string, string>();

  take(parcel: Parcel): void {
    const { destination } = parcel.order.header;
    const { collection } = parcel;
    // A scheme leaves duties at most, and what a consumer pays is at a desk.
    const isCharged = collection.kind === 'arrangement' || (collection.kind === 'border' && collection.payer === 'representative');
    if (destination === undefined || !parcel.sent || !isCharged) return;
    const key = `${authorityOf(destination)} ${declarantOf(parcel)}`;
    this.#days.set(key, latest(this.#days.get(key) ?? '', dayOf(parcel.acceptedAt)));
  }

  /**
   * The parcel, with what is known of its declarant's debts to come: no set-off is asked for that would still wait on the day the story is
   * judged.
   */
  marked(back: ReturnedParcel, legalNow: string): ReturnedParcel {
    const decidedOn = `${refundedIn(back)}-${dayOfDecision}`;
    const waits = dayAfter(decidedOn, daysToSetOff) < legalNow;
    const last = this.#days.get(`${back.authority} ${back.declarant}`) ?? '';
    return waits && last < dayAfter(decidedOn, daysOfDebts) ? { ...back, lastOfItsDeclarant: true } : back;
  }
}
