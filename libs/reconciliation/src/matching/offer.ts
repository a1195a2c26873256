import { type ConsignmentEvent, consignmentStream, type OrderEvent, type PaymentEvent, orderStream } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { unitsOf } from '../exact-units';
import { type Located } from '../legs/contribution';
import { blockOfBuyer, shortBuyer } from './buyer';

/** What an order, a payment, a parcel or a declaration can be found by where no key does: who sold or bought, for how much, when. */
export interface Offer {
  readonly side: 'order' | 'payment' | 'consignment' | 'declaration';
  /**
   * Seller and currency; of a declaration the seller that its items name, or nobody; of payments and parcels that tell whose they are also
   * the buyer, of parcels the master document.
   */
  readonly block: string;
  /**
   * Exact amount as a text that sorts as the amount does: the order without VAT, the payment as captured, the items as declared; of a
   * parcel nothing.
   */
  readonly amount: string;
  /** Stream of the order, of the one that a payment names, of the parcel, of the declaration. */
  readonly subject: string;
  readonly position: string;
  readonly at: string;
}

export const blockOf = (seller: string, currency: string): string => `${seller} ${currency}`;
/** Parcels under a master document, which a declaration may name as if it were a parcel. */
export const blockUnder = (document: string): string => `under ${document}`;
const ofNobody = '-';
/** Blocks that a declaration of a seller's goods may lie in: its items name the seller, or cover no orders at all. */
export const declaredBlocks = (seller: string): readonly string[] => [seller, ofNobody];

/** Exact units, not negative: how many digits, as a character from `@` on, and the digits without the zeros at their end. */
export const sortable = (units: bigint): string => {
  const digits = units === 0n ? '' : String(units);
  return String.fromCharCode(noDigits + digits.length) + digits.replace(/0+$/, '');
};
export const unitsOfSortable = (text: string): bigint => BigInt(text.slice(1).padEnd(text.charCodeAt(0) - noDigits, '0'));
const noDigits = '@'.charCodeAt(0);

/** A side in a row, which is one of many. */
export const shortSide = (side: Offer['side']): string => side.charAt(0);

export const offersOf = (event: Located<OrderEvent | PaymentEvent | ConsignmentEvent | DeclarationEvent>): readonly Offer[] => {
  const { position, at } = event;
  if (event.type === 'OrderRecorded') {
    const { seller, currency, goods, freight, insurance, intangibles, discount } = event.data;
    const total = unitsOf(goods) + unitsOf(freight) + unitsOf(insurance) + unitsOf(intangibles) - unitsOf(discount);
    return total < 0n
      ? []
      : [{ side: 'order', block: blockOf(seller, currency), amount: sortable(total), subject: event.stream, position, at }];
  }
  if (event.type === 'DeclarationItemsRecorded') {
    const { items } = event.data;
    const block = items.find(({ covers }) => covers.length > 0)?.covers[0]?.seller ?? ofNobody;
    return [
      {
        side: 'declaration',
        block,
        amount: sortable(items.reduce((sum, { goodsValue }) => sum + unitsOf(goodsValue), 0n)),
        subject: event.stream,
        position,
        at,
      },
    ];
  }
  if (event.type === 'ConsignmentAdvised') {
    const { carrier, recipient, masterDocument } = event.data;
    const blocks = [
      ...(recipient === undefined ? [] : [blockOfBuyer(shortBuyer(recipient))]),
      ...(masterDocument === undefined ? [] : [blockUnder(consignmentStream(carrier, masterDocument))]),
    ];
    return blocks.map((block) => ({ side: 'consignment', block, amount: sortable(0n), subject: event.stream, position, at }));
  }
  if (event.type !== 'CheckoutPaymentCaptured') return [];
  const { seller, orderNumber, currency, amount, buyer } = event.data;
  const offer = {
    side: 'payment',
    block: blockOf(seller, currency),
    amount: sortable(unitsOf(amount)),
    subject: orderStream(seller, orderNumber),
    position,
    at,
  } as const;
  return [offer, ...(buyer === undefined ? [] : [{ ...offer, block: blockOfBuyer(shortBuyer(buyer)) }])];
};
