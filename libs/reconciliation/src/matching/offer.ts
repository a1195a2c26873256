import { type OrderEvent, type PaymentEvent, orderStream } from '#advance-data';
import { unitsOf } from '../exact-units';
import { type Located } from '../legs/contribution';

/** What an order or a payment can be found by where no key does: who sold, in which currency, for how much. One row per event. */
export interface Offer {
  readonly side: 'order' | 'payment';
  /** Seller and currency. */
  readonly block: string;
  /** Exact amount as a text that sorts as the amount does: the order without VAT, the payment as captured. */
  readonly amount: string;
  /** Stream of the order, of the one that a payment names. */
  readonly subject: string;
  readonly position: string;
  readonly at: string;
}

export const blockOf = (seller: string, currency: string): string => `${seller} ${currency}`;

/** Exact units, not negative, in 31 digits. */
export const sortable = (units: bigint): string => String(units).padStart(31, '0');
export const unitsOfSortable = (text: string): bigint => BigInt(text);

export const offerOf = (event: Located<OrderEvent | PaymentEvent>): Offer | undefined => {
  const { position, at } = event;
  if (event.type === 'OrderRecorded') {
    const { seller, currency, goods, freight, insurance, intangibles, discount } = event.data;
    const total = unitsOf(goods) + unitsOf(freight) + unitsOf(insurance) + unitsOf(intangibles) - unitsOf(discount);
    return total < 0n ? undefined : { side: 'order', block: blockOf(seller, currency), amount: sortable(total), subject: event.stream, position, at };
  }
  if (event.type !== 'CheckoutPaymentCaptured') return undefined;
  const { seller, orderNumber, currency, amount } = event.data;
  return { side: 'payment', block: blockOf(seller, currency), amount: sortable(unitsOf(amount)), subject: orderStream(seller, orderNumber), position, at };
};
