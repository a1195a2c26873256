import { type ParcelFacts } from './parcel-facts';

/** VAT that was collected from a recipient and a return under special arrangements has to carry. */
export interface CollectedTax {
  readonly schemeNumber: string;
  readonly country: string;
  readonly currency: string;
  readonly collectedAt: string;
  readonly position: string;
  readonly rows: readonly { readonly rate: string; readonly vat: string }[];
  /** Log position at which the delivery was told to have failed after all. */
  readonly failedAt?: string;
}

/** What a parcel's carrier collected; undefined without a collection, or without an authorisation that it is for. */
export const collectionOf = ({ collection, undeliverable, declarations, invalidated }: ParcelFacts): CollectedTax | undefined => {
  if (collection === undefined) return undefined;
  const schemeNumber =
    collection.schemeNumber ?? [...declarations, ...invalidated].find(({ head }) => head?.scheme === 'EU-SA')?.head?.schemeNumber;
  if (schemeNumber === undefined) return undefined;
  const { country, currency, collectedAt, position, lines } = collection;
  return {
    schemeNumber,
    country,
    currency,
    collectedAt,
    position,
    rows: lines.filter(({ taxType }) => taxType.startsWith('B')).map(({ rate, amount }) => ({ rate, vat: amount })),
    ...(undeliverable === undefined ? {} : { failedAt: undeliverable.position }),
  };
};
