import { type BreakCode } from '../break-catalogue';
import { type BridgeFigure, type BridgeSelection, type BridgeStage, type BridgeStageSelection } from '../bridge/bridge';
import { type BridgeSums, taxOf } from '../bridge/bridge-builder';
import { type BookOfCountry } from '../bridge/bridge-entries';
import { type ParcelCase } from '../case';
import { CaseTally } from '../case-tally';
import { type EvaluationContext } from '../evaluation-context';
import { type Leg } from '../legs/leg';
import { moneyAtStake } from '../money-at-stake';
import { type EvaluatedParcel, evaluateParcel } from '../parcel/evaluate-parcel';
import { caseDimensions, type CaseDimensions } from './case-dimensions';
import { type Entry, type Figures, figuresOf, figuresOfSupplies, stageName } from './figures';

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
  /** What it has that a filter can ask for, beside its status. */
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
  const facets = [...new Set(parcel.breaks.map(({ code }) => codeFacet(code))), ...steps.map(behindFacet)];
  const stake = moneyAtStake(parcel.breaks);
  const figures = [...figuresOf(sums), ...facetFigures([anyFacet, statusFacet(parcel.status), ...facets], stake), ...stageFigures(sums.bridge, stake)];
  const explains = [...sums.supplies.listing].flatMap(([listing, { explainedBy }]) => (explainedBy === undefined ? [] : [[listing, explainedBy.code] as const]));
  return { parcel, dimensions: caseDimensions(parcel, context), facets, words: wordsOfBridge(sums.bridge), figures, supplies: figuresOfSupplies(sums), explains };
};

const facetName = (facet: string, currency?: string): string => ['facet', facet, ...(currency === undefined ? [] : [currency])].join('\n');

type Stake = ReturnType<typeof moneyAtStake>;

/** How many cases have each facet, and the money of their root breaks by currency. */
const facetFigures = (facets: readonly string[], stake: Stake): readonly Entry[] => facets.flatMap((facet) => [[facetName(facet), 0n] as const, ...stakeFigures(facet, stake)]);
const stakeFigures = (facet: string, stake: Stake): readonly Entry[] => [...stake].map(([currency, amount]) => [facetName(facet, currency), amount]);

/** The money of the root breaks of the cases that a stage is of. How many there are its own figure says, once those are taken off that come to nothing there. */
const stageFacet = (stage: BridgeStageSelection): string => `of/${stageName(stage).replaceAll('\n', '/')}`;
const nothingFacet = (stage: BridgeStageSelection): string => `no${stageFacet(stage)}`;
const stageFigures = (bridge: BridgeSums, stake: Stake): readonly Entry[] => {
  const figures: Entry[] = [];
  for (const { book, currency, rows, taxes } of bridge.values()) {
    const said = (stage: BridgeStageSelection, amount: bigint): void => {
      if (amount === 0n) figures.push([facetName(nothingFacet(stage)), 0n]);
      else if (stake.size > 0) figures.push(...stakeFigures(stageFacet(stage), stake));
    };
    for (const [stage, amount] of rows) said({ book, currency, stage }, amount);
    for (const [tax, amount] of taxes) said({ book, currency, ...taxOf(tax) }, amount);
  }
  return figures;
};

/** Cases that something is said of, and the money of their root breaks in exact units. */
export interface FacetSums {
  readonly cases: number;
  readonly atStake: ReadonlyMap<string, bigint>;
}
/** How cases are counted: by which figures, and what these come to. */
export interface CountedBy {
  readonly isAsked: (name: string) => boolean;
  readonly sums: (figures: Figures) => FacetSums;
}

const countOf = (figures: Figures, name: string): number => figures.get(name)?.count ?? 0;
const atStakeOf = (figures: Figures, facet: string): ReadonlyMap<string, bigint> => {
  const [prefix, atStake] = [facetName(facet, ''), new Map<string, bigint>()];
  for (const [name, { amount }] of figures) if (name.startsWith(prefix)) atStake.set(name.slice(prefix.length), amount);
  return atStake;
};

/** By a facet that they have. */
export const countedByFacet = (facet: string): CountedBy => {
  const [own, withCurrency] = [facetName(facet), facetName(facet, '')];
  return {
    isAsked: (name) => name === own || name.startsWith(withCurrency),
    sums: (figures) => ({ cases: countOf(figures, own), atStake: atStakeOf(figures, facet) }),
  };
};

/** By a stage of the bridge that they add to. */
export const countedByStage = (stage: BridgeStageSelection): CountedBy => {
  const [own, nothing, facet] = [stageName(stage), facetName(nothingFacet(stage)), stageFacet(stage)];
  const withCurrency = facetName(facet, '');
  return {
    isAsked: (name) => name === own || name === nothing || name.startsWith(withCurrency),
    sums: (figures) => ({ cases: countOf(figures, own) - countOf(figures, nothing), atStake: atStakeOf(figures, facet) }),
  };
};
