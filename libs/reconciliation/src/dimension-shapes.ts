import { country, oneOf, optional, partyCode, reference, type Shape, textLike } from '#event-catalogue';
import { collectionModels, collectionSchemes, type DimensionFilter, unknownDimension } from './case-index/case-dimensions';

export const monthText = textLike(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month, YYYY-MM');
/** A value, or `-` for what it is not known of. */
const orUnknown = <T extends string>(shape: Shape<T>): Shape<T | typeof unknownDimension> => ({
  parse: (value, at) => (value === unknownDimension ? unknownDimension : shape.parse(value, at)),
  schema: { anyOf: [shape.schema, { const: unknownDimension }] },
});

/** The dimensions as people ask for them. */
export const dimensionShapes = {
  month: optional(orUnknown(monthText)),
  model: optional(oneOf(...collectionModels, unknownDimension)),
  country: optional(orUnknown(country)),
  /** With an order of this collector. */
  collector: optional(orUnknown(partyCode)),
  /** EU-IOSS, EU-SA, UK-SUPPLY or standard; anything else is a number under a scheme. */
  scheme: optional(reference),
  schemeNumber: optional(reference),
  chapter: optional(orUnknown(textLike(/^\d{2}$/, 'a chapter of the tariff, two digits'))),
};

/** Dimensions as people ask for them. */
export type AskedDimensions = Omit<DimensionFilter, 'seller' | 'scheme'> & { readonly collector?: string; readonly scheme?: string };

/** Whether what is asked for as a scheme is one, not a number under one. */
export const isScheme = (asked: string): boolean => asked === unknownDimension || (collectionSchemes as readonly string[]).includes(asked);

/** The filter that is asked for. A scheme and a number are two dimensions; a number under the name of a scheme is a number. */
export const withinOf = ({ month, model, country: of, collector, scheme, schemeNumber, chapter }: AskedDimensions): DimensionFilter => {
  const number = schemeNumber ?? (scheme === undefined || isScheme(scheme) ? undefined : scheme);
  return {
    ...(month === undefined ? {} : { month }),
    ...(model === undefined ? {} : { model }),
    ...(of === undefined ? {} : { country: of }),
    ...(collector === undefined ? {} : { seller: collector }),
    ...(scheme === undefined || !isScheme(scheme) ? {} : { scheme }),
    ...(number === undefined ? {} : { schemeNumber: number }),
    ...(chapter === undefined ? {} : { chapter }),
  };
};
