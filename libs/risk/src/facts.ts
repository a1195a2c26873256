import { type Exchange } from './exact-figures';

/** Where a fact is recorded. */
export interface Recorded {
  readonly stream: string;
  readonly position: string;
}

/** An order of a buyer, known by a pseudonym, with the value that the checkout tested against a limit where it did. */
export interface BuyerOrder extends Recorded {
  readonly seller: string;
  readonly number: string;
  readonly buyer: string;
  readonly orderedAt: string;
  readonly destination?: string;
  readonly currency: string;
  /** Of the goods, less what was taken off the whole order. */
  readonly goods: string;
  readonly tested?: { readonly value: string; readonly limit: string; readonly currency: string };
  /** Nothing to follow: no goods, cancelled, no rule set. */
  readonly outside?: boolean;
  /** Days on which a parcel of it arrived. */
  readonly arrivedOn?: readonly string[];
}

/** Goods of one item as declared. */
export interface DeclaredItem {
  readonly seq: number;
  readonly hs6: string;
  readonly description: string;
  readonly value: string;
  readonly quantity: number;
  /** Streams of the orders that it covers; known where the declaration is not of a sale to a consumer. */
  readonly orders?: readonly string[];
}
/** The version of a declaration that counts, with all of its items. */
export interface Declared extends Recorded {
  readonly mrn: string;
  readonly seller?: string;
  readonly jurisdiction: string;
  readonly buyerType: string;
  readonly transactionType: string;
  readonly currency: string;
  /** Taken off the goods of all items together; absent: nothing. */
  readonly discount?: string;
  readonly exchange?: Exchange;
  readonly acceptedOn: string;
  readonly items: readonly DeclaredItem[];
}

/** An item among those of the same code, origin, month and currency. */
export interface PeerItem extends Recorded {
  readonly seq: number;
  readonly value: string;
  /** Units, or kilograms: what the value is divided by. */
  readonly per: string;
}
/** What peers have in common. An origin that the declaration does not tell is `-`. */
export interface PeerGroup {
  readonly hs6: string;
  readonly origin: string;
  readonly month: string;
  readonly currency: string;
  readonly measure: 'kg' | 'unit';
}

/** A line of an order about a product. */
export interface ProductLine extends Recorded {
  readonly ordinal: number;
  readonly seller: string;
  readonly at: string;
  readonly hs6?: string;
  readonly origin?: string;
}

/** An import under a scheme number. */
export interface SchemeImport extends Recorded {
  readonly mrn: string;
  readonly seller?: string;
  readonly dispatchCountry: string;
  readonly acceptedOn: string;
}

/** Goods or money that went back to a buyer. */
export interface Back extends Recorded {
  readonly kind: 'credit' | 'return';
  readonly reference: string;
  readonly at: string;
  /** Of a return: whose goods they were, and in which parcel they went back, as far as whoever reported it knew. */
  readonly seller?: string;
  readonly parcel?: string;
}
/** What a seller sold and took back in a month. */
export interface SellerMonth {
  readonly seller: string;
  readonly month: string;
  readonly orders: number;
  readonly credits: readonly Back[];
  readonly returns: readonly Back[];
}
