import type { DeclaredItem, LodgedDeclaration } from '#declarations';

/** What statistics may be told apart by. */
export const dimensions = [
  'month',
  'authority',
  'destination',
  'dispatch',
  'origin',
  'hs6',
  'chapter',
  'mode',
  'model',
  'scheme',
  'band',
  'dataset',
] as const;
export type Dimension = (typeof dimensions)[number];

/** Dimensions written with commas between, each once; undefined for another text. */
export const dimensionsOf = (text: string): readonly Dimension[] | undefined => {
  const asked = text.split(',').map((name) => dimensions.find((dimension) => dimension === name.trim()));
  const known = asked.filter((one) => one !== undefined);
  return known.length < asked.length || new Set(known).size < known.length ? undefined : known;
};

/**
 * Who collects (WCO, Revenue Collection Approaches). Without a scheme: the consumer where somebody declares in its name, who owes then
 * itself (UCC Art. 18, 77), else the declarant.
 */
export type CollectionModel = 'vendor' | 'intermediary' | 'consumer' | 'declarant';

const modelOf = ({ scheme, buyerType, representativeStatus }: LodgedDeclaration['header']): CollectionModel => {
  if (scheme === 'EU-SA') return 'intermediary';
  if (scheme !== undefined) return 'vendor';
  return buyerType === 'consumer' && representativeStatus === '2' ? 'consumer' : 'declarant';
};

/** What is not told: an H7 states no origin, a declaration need not name its parcel. */
export const untold = '-';

/** What is the same for all items of a declaration. */
export interface DeclarationPlace {
  readonly header: LodgedDeclaration['header'];
  readonly mode: string;
  readonly band: string;
}

/** The value of an item in each dimension, in the order asked for. */
export const placeOf = (by: readonly Dimension[], { header, mode, band }: DeclarationPlace, item: DeclaredItem): readonly string[] =>
  by.map((dimension) => {
    switch (dimension) {
      case 'month':
        return header.acceptedOn.slice(0, 7);
      case 'authority':
        return header.authority;
      case 'destination':
        return header.jurisdiction;
      case 'dispatch':
        return header.dispatchCountry;
      case 'origin':
        return item.origin ?? untold;
      case 'hs6':
        return item.hsCode.slice(0, 6);
      case 'chapter':
        return item.hsCode.slice(0, 2);
      case 'mode':
        return mode;
      case 'model':
        return modelOf(header);
      case 'scheme':
        return header.scheme ?? untold;
      case 'band':
        return band;
      case 'dataset':
        return header.dataset;
    }
  });
