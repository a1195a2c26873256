import { type FieldCount, type MessageKind, type ProviderRole } from '../data-quality';
import { type Declared, type DeclaredItem, type Recorded } from '../facts';

export interface Place {
  readonly stream: string;
  readonly position: string;
  readonly at: string;
}

/**
 * What facts are grouped by. `buyer`: pseudonym and seller. `declared`: seller and declaration. `arrival`: order or consignment. `back`:
 * month and seller.
 */
export type Topic = 'buyer' | 'declared' | 'peer' | 'product' | 'scheme' | 'arrival' | 'back' | 'serial';

export interface OrderHead {
  readonly kind: 'order';
  readonly seller: string;
  readonly number: string;
  readonly buyer?: string;
  readonly buyerType: string;
  readonly transactionType: string;
  readonly orderedAt: string;
}
export interface DeclarationHead extends Omit<Declared, keyof Recorded | 'items'> {
  readonly kind: 'declaration';
  readonly version: number;
  readonly dispatchCountry: string;
  readonly schemeNumber?: string;
  /** Groups that hold items of this version. */
  readonly peers: readonly string[];
}
export interface ConsignmentHead {
  readonly kind: 'consignment';
  readonly carrier: string;
  readonly orders: readonly string[];
}
export interface ImportHead {
  readonly kind: 'import';
  readonly provider: string;
  readonly startedAt: string;
}
export type Head = OrderHead | DeclarationHead | ConsignmentHead | ImportHead;

/** Under `buyer`: an order, the value that its checkout tested, or that there is nothing to follow. */
export type BuyerBody =
  | {
      readonly order: {
        readonly seller: string;
        readonly number: string;
        readonly buyer: string;
        readonly orderedAt: string;
        readonly destination?: string;
        readonly currency: string;
        readonly goods: string;
      };
    }
  | { readonly tested: { readonly value: string; readonly limit: string; readonly currency: string } }
  | { readonly outside: string };
/** Under `declared`: a version, items of it, or that nothing of it counts any more. */
export type DeclaredBody =
  | { readonly head: Omit<DeclarationHead, 'peers'> }
  | { readonly version: number; readonly items: readonly DeclaredItem[] }
  | { readonly ended: number };
/** Under `peer`: an item of a version, or that the version no longer counts. */
export type PeerBody =
  { readonly version: number; readonly seq: number; readonly value: string; readonly per: string } | { readonly ended: number };
export interface ProductBody {
  readonly seller: string;
  readonly ordinal: number;
  readonly hs6?: string;
  readonly origin?: string;
}
export type SchemeBody =
  | {
      readonly version: number;
      readonly mrn: string;
      readonly seller?: string;
      readonly dispatchCountry: string;
      readonly acceptedOn: string;
    }
  | { readonly ended: number };
export interface ArrivalBody {
  readonly arrivedAt: string;
}
export interface BackBody {
  readonly kind: 'credit' | 'return';
  readonly reference: string;
  readonly seller?: string;
  readonly parcel?: string;
}

export interface ToldFact {
  readonly topic: Topic;
  readonly group: string;
  readonly body: BuyerBody | DeclaredBody | PeerBody | ProductBody | SchemeBody | ArrivalBody | BackBody;
}
export interface MessageRow {
  readonly provider: string;
  readonly role: ProviderRole;
  readonly kind: MessageKind;
  readonly subject: string;
  /** What the message is about: its moment gives the month. */
  readonly happenedAt: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, FieldCount>>;
  readonly lines?: { readonly read: number; readonly rejected: number };
}

/** What an event says, given what its stream said before. */
export interface Told {
  readonly head?: Head;
  readonly facts?: readonly ToldFact[];
  readonly messages?: readonly MessageRow[];
}
export const nothing: Told = {};

/** A field that had to be in each of some places, and in how many of them it was not. */
export const countOf = (present: readonly boolean[]): FieldCount => ({ of: present.length, missing: present.filter((is) => !is).length });
