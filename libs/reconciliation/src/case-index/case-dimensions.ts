import { type EvaluationContext } from '../evaluation-context';
import { type EvaluatedParcel } from '../parcel/evaluate-parcel';
import { type CaseFacts, distinct, type OrderFacts, type ParcelFacts, schemeNumbersOf, sellersOf } from '../parcel/parcel-facts';

/**
 * Who collects: the vendor under a scheme number, whoever declares on its own account or at the door, or the consumer at the authority's
 * desk.
 */
export const collectionModels = ['vendor', 'intermediary', 'consumer'] as const;
export type CollectionModel = (typeof collectionModels)[number];

/** Stands for what nothing is known of yet. */
export const unknownDimension = '-';

/** How the tax of goods comes in: under a scheme, or by the standard import. */
export const collectionSchemes = ['EU-IOSS', 'EU-SA', 'UK-SUPPLY', 'standard'] as const;

/**
 * By what cases are told apart in lists, totals and the bridge. Month, model, country and scheme are one each; of the others a case may
 * have several, or one that is unknown.
 */
export interface CaseDimensions {
  /** YYYY-MM (UTC) of the first order; where there is none of the payment, of dispatch, of acceptance, or of what went back. */
  readonly month: string;
  readonly model: CollectionModel | typeof unknownDimension;
  /** Destination of the first order, else of the parcel. */
  readonly country: string;
  /** Under which its goods were declared, else supplied: the first that is told. */
  readonly scheme: string;
  readonly sellers: readonly string[];
  readonly schemeNumbers: readonly string[];
  /** First two digits of the commodity codes. */
  readonly chapters: readonly string[];
}

/**
 * Which cases to count: those of a month, model, country or scheme, and those that have a seller, scheme number or chapter. `-` asks for
 * those of which it is not known.
 */
export interface DimensionFilter {
  /** YYYY-MM. */
  readonly month?: string;
  readonly model?: CollectionModel | typeof unknownDimension;
  readonly country?: string;
  /** One of `collectionSchemes`. */
  readonly scheme?: string;
  /** With an order of this seller. */
  readonly seller?: string;
  readonly schemeNumber?: string;
  /** Two digits. */
  readonly chapter?: string;
}

export const isWithin = (
  { month, model, country, scheme, sellers, schemeNumbers, chapters }: CaseDimensions,
  filter: DimensionFilter,
): boolean =>
  isOne(filter.month, [month]) &&
  isOne(filter.model, [model]) &&
  isOne(filter.country, [country]) &&
  isOne(filter.scheme, [scheme]) &&
  isOne(filter.seller, sellers) &&
  isOne(filter.schemeNumber, schemeNumbers) &&
  isOne(filter.chapter, chapters);
const isOne = (wanted: string | undefined, of: readonly string[]): boolean => wanted === undefined || of.includes(wanted);

export const caseDimensions = ({ facts }: EvaluatedParcel, context: EvaluationContext): CaseDimensions => ({
  month: monthOf(facts),
  model: modelOf(facts, context),
  country: countryOf(facts),
  scheme: schemeOf(facts),
  sellers: orUnknown(sellersOf(facts)),
  schemeNumbers: orUnknown(schemeNumbersOf(facts)),
  chapters: orUnknown(chaptersOf(facts)),
});

/** Each case has a part in every dimension, so that the parts of the whole can be asked for. */
const orUnknown = (values: readonly string[]): readonly string[] => (values.length === 0 ? [unknownDimension] : values);

const beganAt = ({ head, payments }: OrderFacts): string | undefined =>
  head === undefined ? payments[0]?.acceptedAt : head.kind === 'order' ? head.orderedAt : head.creditedAt;
const declarationsOf = ({ declarations, invalidated }: ParcelFacts) => [...declarations, ...invalidated];
const earliest = (moments: readonly (string | undefined)[]): string | undefined =>
  moments.filter((moment) => moment !== undefined).sort()[0];

const monthOf = ({ orders, parcels, returns, claims }: CaseFacts): string => {
  const moment =
    earliest(orders.map(beganAt)) ??
    earliest(parcels.map(({ head }) => head?.dispatchedAt)) ??
    earliest(parcels.flatMap((parcel) => declarationsOf(parcel).map(({ head }) => head?.acceptedAt))) ??
    earliest([...returns.map(({ report }) => report?.at), ...claims.map(({ head }) => head?.at)]);
  return moment?.slice(0, 7) ?? unknownDimension;
};

const countryOf = ({ orders, parcels }: CaseFacts): string =>
  distinct([
    ...orders.map(({ head }) => head?.destination),
    ...parcels.map(({ head }) => head?.destination),
    ...parcels.flatMap((parcel) => declarationsOf(parcel).map(({ head }) => head?.jurisdiction)),
  ])[0] ?? unknownDimension;

const modelOf = ({ orders, parcels }: CaseFacts, { settlement }: EvaluationContext): CaseDimensions['model'] => {
  const declarations = parcels.flatMap(declarationsOf);
  if (declarations.some(({ head }) => head?.scheme === 'EU-SA') || parcels.some(({ collection }) => collection !== undefined))
    return 'intermediary';
  const kinds = declarations.flatMap(({ charges }) =>
    charges.map(({ accountPeriod }) => settlement.periods.get(accountPeriod)?.accountKind),
  );
  if (kinds.includes('consumer')) return 'consumer';
  if (orders.some(({ supply }) => supply !== undefined) || declarations.some(({ head }) => head?.schemeNumber !== undefined))
    return 'vendor';
  return kinds.length > 0 ? 'intermediary' : unknownDimension;
};

const schemeOf = ({ orders, parcels }: CaseFacts): string => {
  const declarations = parcels.flatMap(declarationsOf);
  const [first] = distinct([...declarations.map(({ head }) => head?.scheme), ...orders.map(({ supply }) => supply?.scheme)]);
  return first ?? (declarations.length > 0 ? 'standard' : unknownDimension);
};

const chaptersOf = ({ orders, parcels }: CaseFacts): readonly string[] => {
  const ordered = orders.flatMap(({ lines }) => lines.map(({ hsCode }) => hsCode));
  const declared = parcels.flatMap((parcel) => declarationsOf(parcel).flatMap(({ items }) => items.map(({ hsCode }) => hsCode)));
  return distinct([...ordered, ...declared].map((code) => code?.slice(0, 2)));
};
