import { type BreakCode } from '../break-catalogue';
import { type BridgeSelection } from '../bridge/bridge';
import { type BookOfCountry } from '../bridge/bridge-entries';
import { type Break, noCurrency, type ParcelCase } from '../case';
import { CaseTally } from '../case-tally';
import { type EvaluationContext } from '../evaluation-context';
import { unitsOf } from '../exact-units';
import { type Leg } from '../legs/leg';
import { type EvaluatedParcel, evaluateParcel } from '../parcel/evaluate-parcel';
import { caseDimensions, type CaseDimensions } from './case-dimensions';
import { type Entry, type Figures, figuresOf, figuresOfSupplies, partsOf } from './figures';

/** What a filter can ask of a case that it has or has not: it is found by that, and counted by that. */
export const statusFacet = (status: ParcelCase['status']): string => `status/${status}`;
export const codeFacet = (code: string): string => `code/${code}`;
export const behindFacet = ({ book, currency, from, to, reason }: BridgeSelection): string => `behind/${[book, currency, from, to, reason].join('/')}`;
/** All cases. */
export const anyFacet = 'any';

/** A case as lists and totals see it. */
export interface SummedCase {
  readonly parcel: EvaluatedParcel;
  readonly dimensions: CaseDimensions;
  /** What it has that a filter can ask for, beside its status. */
  readonly facets: readonly string[];
  /** What it adds to totals and bridge, by name, and what to the sums that the cases of periods follow from. */
  readonly figures: readonly Entry[];
  readonly supplies: readonly Entry[];
  /** The listing (number, period and country) whose difference its break explains, and that break. */
  readonly explains: readonly (readonly [listing: string, code: BreakCode])[];
}

/** Evaluates a case for lists and totals; undefined where none of its legs has come yet. */
export const summedCase = (key: string, legs: readonly Leg[], context: EvaluationContext, bookOfCountry: BookOfCountry): SummedCase | undefined => {
  const parcel = evaluateParcel(key, legs, context);
  if (!legs.some(({ at }) => context.hasCome(at))) return undefined;
  const tally = new CaseTally(context, bookOfCountry, undefined);
  tally.take(parcel);
  const { sums } = tally;
  const steps = [...sums.bridge.values()].flatMap(({ book, currency, steps: all }) => [...all.values()].flatMap(({ from, to, because }) => [...because.keys()].map((reason): BridgeSelection => ({ book, currency, from, to, reason }))));
  const facets = [...new Set(parcel.breaks.map(({ code }) => codeFacet(code))), ...steps.map(behindFacet)];
  const figures = [...figuresOf(sums), ...facetFigures([anyFacet, statusFacet(parcel.status), ...facets], parcel.breaks)];
  const explains = [...sums.supplies.listing].flatMap(([listing, { explainedBy }]) => (explainedBy === undefined ? [] : [[listing, explainedBy.code] as const]));
  return { parcel, dimensions: caseDimensions(parcel, context), facets, figures, supplies: figuresOfSupplies(sums), explains };
};

const facetName = (facet: string, currency?: string): string => ['facet', facet, ...(currency === undefined ? [] : [currency])].join('\n');

/** How many cases have each facet, and the money of their root breaks by currency. */
const facetFigures = (facets: readonly string[], breaks: readonly Break[]): readonly Entry[] => {
  const stake = new Map<string, bigint>();
  for (const { causedBy, amount, currency } of breaks) if (causedBy === undefined && currency !== noCurrency) stake.set(currency, unitsOf(amount) + (stake.get(currency) ?? 0n));
  return facets.flatMap((facet) => [[facetName(facet), 0n] as const, ...[...stake].map(([currency, amount]) => [facetName(facet, currency), amount] as const)]);
};

/** Whether a figure is one of a facet. */
export const isOfFacet = (facet: string): ((name: string) => boolean) => {
  const [own, withCurrency] = [facetName(facet), facetName(facet, '')];
  return (name) => name === own || name.startsWith(withCurrency);
};

/** Cases with a facet, and the money of their root breaks in exact units. */
export interface FacetSums {
  readonly cases: number;
  readonly atStake: ReadonlyMap<string, bigint>;
}

export const facetSums = (figures: Figures, facet: string): FacetSums => {
  const [isAsked, atStake] = [isOfFacet(facet), new Map<string, bigint>()];
  for (const [name, { amount }] of figures) {
    const currency = isAsked(name) ? partsOf(name)[2] : undefined;
    if (currency !== undefined) atStake.set(currency, amount);
  }
  return { cases: figures.get(facetName(facet))?.count ?? 0, atStake };
};
