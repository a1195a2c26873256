import { type Recorded } from '#event-catalogue';

// What the search for returned goods reads of the events of other domains, which own them: fields, not shapes.

/** An event as the folds of this folder take it. */
export type TradeEvent = Pick<Recorded, 'type' | 'data' | 'stream'>;

export type OrderFact = Readonly<{ seller: string; orderNumber: string; orderedAt: string }>;
export type OrderLinesFact = Readonly<{
  lines: readonly Readonly<{ ordinal: number; sku: string; quantity: number; class: string; hsCode?: string }>[];
}>;
export type CancelledFact = Readonly<{ lines: readonly Readonly<{ ordinal: number; quantity: number }>[] }>;
export type ConsignmentFact = Readonly<{
  carrier: string;
  consignmentNumber: string;
  orders: readonly Readonly<{ seller: string; orderNumber: string }>[];
}>;
export type ReturnConsignmentFact = Readonly<{
  carrier: string;
  consignmentNumber: string;
  original: Readonly<{ carrier?: string; consignmentNumber?: string; mrn?: string; seller?: string; orderNumber?: string }>;
}>;
export type DeclarationFact = Readonly<{ mrn: string; carrier?: string; consignmentNumber?: string; seller?: string; acceptedOn: string }>;
export type Cover = Readonly<{ seller: string; orderNumber: string; ordinal: number; quantity: number }>;
export type DeclaredItemsFact = Readonly<{
  items: readonly Readonly<{
    seq: number;
    hsCode: string;
    quantity: number;
    covers: readonly Cover[];
    merchantProductIdentifier?: string;
  }>[];
}>;
export type ExportFact = Readonly<{
  mrn: string;
  consignmentNumber?: string;
  acceptedOn: string;
  items: readonly Readonly<{
    seq: number;
    hsCode: string;
    quantity: number;
    original?: Readonly<{ mrn: string; seq: number; quantity: number }>;
  }>[];
}>;

/** Names a line of an order, or an order, among those of all sellers. */
export const orderKey = (seller: string, orderNumber: string): string => `${seller} ${orderNumber}`;
export const lineKey = (seller: string, orderNumber: string, ordinal: number): string =>
  `${String(ordinal)} ${orderKey(seller, orderNumber)}`;
/** Names an item of a declaration. An MRN is the authority's own and one for ever. */
export const itemKey = (mrn: string, seq: number): string => `${String(seq)} ${mrn}`;
