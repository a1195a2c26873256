import type { GoodsBack } from '../trade';

/** A parcel some units of which come back, and who paid its tax. No more of the parcel than that: the story holds it for months. */
export interface ReturnedParcel extends GoodsBack {
  readonly orderNumber: string;
  readonly seller: string;
  readonly authority: string;
  readonly country: string;
  readonly lrn: string;
  readonly acceptedAt: string;
  readonly declarant: string;
  readonly paidBy: 'declarant' | 'consumer';
  /** What is wrong with it, where something is. */
  readonly planted?: BackFault;
  /** Its declarant may have too few debts that a refund could be set off against. */
  readonly lastOfItsDeclarant?: true;
}

/**
 * The return is never claimed for; a claim lacks a document; it is claimed for and never came back; more units are said to come back than were imported;
 * they are lighter than they came. */
export type BackFault = 'unclaimed' | 'unproven' | 'neverBack' | 'tooMany' | 'lighter';
