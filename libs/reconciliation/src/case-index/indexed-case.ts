import { type BreakCode } from '../break-catalogue';
import { type BridgeFigure, type BridgeSelection, type BridgeStage, type BridgeStageSelection } from '../bridge/bridge';
import { type BridgeSums } from '../bridge/bridge-builder';
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
/** Stages that few cases of a book reach; whether a case reaches another is seen in its figures. */
const rareStages: ReadonlySet<BridgeStage> = new Set(['relieved', 'secured', 'amended', 'invalidated', 'open', 'refunded']);
const bookWord = (book: string, currency: string): string => `book/${book}/${currency}`;
const stageWord = (book: string, currency: string, stage: BridgeStage): string => `stage/${book}/${currency}/${stage}`;
/** Words of the cases that may be a part of a stage. */
export const stageWords = ({ book, currency, stage }: BridgeStageSelection): readonly string[] => [rareStages.has(stage) ? stageWord(book, currency, stage) : bookWord(book, currency)];
const wordsOfBridge = (sums: BridgeSums): readonly string[] =>
  [...sums.values()].flatMap(({ book, currency, rows }) => [bookWord(book, currency), ...[...rows].flatMap(([stage, amount]) => (amount !== 0n && rareStages.has(stage) ? [stageWord(book, currency, stage)] : []))]);
export const isStage = (figure: BridgeFigure | undefined): figure is BridgeStageSelection => figure !== undefined && 'stage' in figure;

/** All cases. */
export const anyFacet = 'any';

/** A case as lists and totals see it. */
export interface SummedCase {
  readonly parcel: EvaluatedParcel;
  readonly dimensions: CaseDimensions;
  readonly facets: readonly string[];
  /** Other words that it is found by. */
  readonly words: readonly string[];
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
  const facets = [statusFacet(parcel.status), ...new Set(parcel.breaks.map(({ code }) => codeFacet(code))), ...steps.map(behindFacet)];
  const figures = [...figuresOf(sums), ...facetFigures([anyFacet, ...facets], parcel.breaks)];
  const explains = [...sums.supplies.listing].flatMap(([listing, { explainedBy }]) => (explainedBy === undefined ? [] : [[listing, explainedBy.code] as const]));
  return { parcel, dimensions: caseDimensions(parcel, context), facets, words: wordsOfBridge(sums.bridge), figures, supplies: figuresOfSupplies(sums), explains };
};

const facetName = (facet: string, currency?: string): string => ['facet', facet, ...(currency === undefined ? [] : [currency])].join('\n');

/** How many cases have each facet, and the money of their root breaks by currency. */
const facetFigures = (facets: readonly string[], breaks: readonly Break[]): readonly Entry[] => {
  const stake = new Map<string, bigint>();
  for (const { causedBy, amount, currency } of breaks) if (causedBy === undefined && currency !== noCurrency) stake.set(currency, unitsOf(amount) + (stake.get(currency) ?? 0n));
  return facets.flatMap((facet) => [[facetName(facet), 0n] as const, ...[...stake].map(([currency, amount]) => [facetName(facet, currency), amount] as const)]);
};

/** Cases with a facet, and the money of their root breaks in exact units. */
export interface FacetSums {
  readonly cases: number;
  readonly atStake: ReadonlyMap<string, bigint>;
}

export const facetSums = (figures: Figures, facet: string): FacetSums => {
  const atStake = new Map<string, bigint>();
  for (const [name, { amount }] of figures) {
    const [kind, of, currency] = partsOf(name);
    if (kind === 'facet' && of === facet && currency !== undefined) atStake.set(currency, amount);
  }
  return { cases: figures.get(facetName(facet))?.count ?? 0, atStake };
};
