import { type BreakCode } from '../break-catalogue';
import { type BridgeFigure, type BridgeSelection, type BridgeStage, bridgeStages, type BridgeStageSelection } from '../bridge/bridge';
import { type BridgeSums, taxOf } from '../bridge/bridge-builder';
import { type BookOfCountry } from '../bridge/bridge-entries';
import { type ParcelCase } from '../case';
import { CaseTally } from '../case-tally';
import { type EvaluationContext } from '../evaluation-context';
import { type Leg } from '../legs/leg';
import { moneyAtStake } from '../money-at-stake';
import { type EvaluatedParcel, evaluateParcel } from '../parcel/evaluate-parcel';
import { caseDimensions, type CaseDimensions } from './case-dimensions';
import { casesName, codeName, type Entry, type Figures, figuresOf, figuresOfSupplies, stageName, stepName } from './figures';

/** What a filter can ask of a case that it has or has not: it is found by that, and counted by that. */
export const statusFacet = (status: ParcelCase['status']): string => `status/${status}`;
export const codeFacet = (code: string): string => `code/${code}`;
export const behindFacet = ({ book, currency, from, to, reason }: BridgeSelection): string =>
  `behind/${[book, currency, from, to, reason].join('/')}`;
/**
 * Stages that few cases of a book reach, and the taxes that most cases have: customs duty and VAT (Delegated Regulation (EU) 2015/2446,
 * Annex B, tax type).
 */
const rareStages: ReadonlySet<BridgeStage> = new Set(['relieved', 'secured', 'amended', 'invalidated', 'open', 'refunded']);
const usualTaxes: ReadonlySet<string> = new Set(['A00', 'B00']);
const stageWord = (book: string, currency: string, stage: BridgeStage): string => `stage/${book}/${currency}/${stage}`;
const taxWord = (book: string, currency: string, taxType: string): string => `tax/${book}/${currency}/${taxType}`;
/** Words of the cases that may be a part of a stage, where these are few. */
export const stageWords = ({ book, currency, stage, taxType }: BridgeStageSelection): readonly string[] => [
  ...(rareStages.has(stage) ? [stageWord(book, currency, stage)] : []),
  ...(taxType === undefined || usualTaxes.has(taxType) ? [] : [taxWord(book, currency, taxType)]),
];
/** Books of a case, and where each amount of its is: `;EU-FR/EUR:abcdegk/B00:egk`, a letter for each stage. */
const letterOf = (stage: BridgeStage): string => String.fromCharCode(97 + bridgeStages.indexOf(stage));
/** What `reach` is like of the cases that may be a part of a stage, in SQL. Some others have one like that. */
export const reachOfStage = ({ book, currency, stage, taxType }: BridgeStageSelection): string =>
  `%;${book}/${currency}:%${taxType === undefined ? '' : `/${taxType}:%`}${letterOf(stage)}%`;

const reachAndWords = (sums: BridgeSums): Pick<SummedCase, 'reach' | 'words'> => {
  const reach: string[] = [];
  const words = new Set<string>();
  for (const { book, currency, rows, taxes } of sums.values()) {
    const reached: string[] = [];
    const ofTaxes = new Map<string, string[]>();
    const take = (letters: string[], stage: BridgeStage): void => {
      letters.push(letterOf(stage));
      if (rareStages.has(stage)) words.add(stageWord(book, currency, stage));
    };
    for (const [stage, amount] of rows) if (amount !== 0n) take(reached, stage);
    for (const [tax, amount] of taxes) {
      if (amount === 0n) continue;
      const { taxType, stage } = taxOf(tax);
      const letters = ofTaxes.get(taxType) ?? [];
      ofTaxes.set(taxType, letters);
      take(letters, stage);
      if (!usualTaxes.has(taxType)) words.add(taxWord(book, currency, taxType));
    }
    const taxed = [...ofTaxes].map(([taxType, letters]) => `/${taxType}:${letters.sort().join('')}`);
    reach.push(`;${book}/${currency}:${reached.sort().join('')}${taxed.sort().join('')}`);
  }
  return { reach: reach.sort().join(''), words: [...words] };
};
export const isStage = (figure: BridgeFigure | undefined): figure is BridgeStageSelection => figure !== undefined && 'stage' in figure;

/** All cases. */
const anyFacet = 'any';

/** A case as lists and totals see it. */
export interface SummedCase {
  readonly parcel: EvaluatedParcel;
  readonly dimensions: CaseDimensions;
  /** What it has that a filter can ask for, beside its status. */
  readonly facets: readonly string[];
  /** Other words that it is found by. */
  readonly words: readonly string[];
  /** The books that it is in, with the stages that it adds to. */
  readonly reach: string;
  /** What it adds to totals and bridge, by name, and what to the sums that the cases of periods follow from. */
  readonly figures: readonly Entry[];
  readonly supplies: readonly Entry[];
  /** The listing (number, period and country) whose difference its break explains, and that break. */
  readonly explains: readonly (readonly [listing: string, code: BreakCode])[];
}

/** Evaluates a case for lists and totals; undefined where none of its legs has come yet. */
export const summedCase = (
  key: string,
  legs: readonly Leg[],
  context: EvaluationContext,
  bookOfCountry: BookOfCountry,
): SummedCase | undefined => {
  const parcel = evaluateParcel(key, legs, context);
  if (!legs.some(({ at }) => context.hasCome(at))) return undefined;
  const tally = new CaseTally(context, bookOfCountry, undefined);
  tally.take(parcel);
  const { sums } = tally;
  const steps = [...sums.bridge.values()].flatMap(({ book, currency, steps: all }) =>
    [...all.values()].flatMap(({ from, to, because }) =>
      [...because.keys()].map((reason): BridgeSelection => ({ book, currency, from, to, reason })),
    ),
  );
  const facets = [...new Set(parcel.breaks.map(({ code }) => codeFacet(code))), ...steps.map(behindFacet)];
  const stake = moneyAtStake(parcel.breaks);
  const figures = [
    ...figuresOf(sums),
    [facetName(statusFacet(parcel.status)), 0n] as const,
    ...(stake.size === 0 ? [] : stakes([anyFacet, statusFacet(parcel.status), ...facets, ...stageFacets(sums.bridge)], stake)),
  ];
  const explains = [...sums.supplies.listing].flatMap(([listing, { explainedBy }]) =>
    explainedBy === undefined ? [] : [[listing, explainedBy.code] as const],
  );
  return {
    parcel,
    dimensions: caseDimensions(parcel, context),
    facets,
    ...reachAndWords(sums.bridge),
    figures,
    supplies: figuresOfSupplies(sums),
    explains,
  };
};

const facetName = (facet: string, currency?: string): string => ['facet', facet, ...(currency === undefined ? [] : [currency])].join('\n');

/** The money of the root breaks of the cases that have each facet, by currency. How many cases these are other figures say. */
const stakes = (facets: readonly string[], stake: ReturnType<typeof moneyAtStake>): readonly Entry[] =>
  facets.flatMap((facet) => [...stake].map(([currency, amount]): Entry => [facetName(facet, currency), amount]));

const stageFacet = (stage: BridgeStageSelection): string => `of/${stageName(stage).replaceAll('\n', '/')}`;
const stageFacets = (bridge: BridgeSums): readonly string[] =>
  [...bridge.values()].flatMap(({ book, currency, rows, taxes }) => [
    ...[...rows].flatMap(([stage, amount]) => (amount === 0n ? [] : [stageFacet({ book, currency, stage })])),
    ...[...taxes].flatMap(([tax, amount]) => (amount === 0n ? [] : [stageFacet({ book, currency, ...taxOf(tax) })])),
  ]);

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

const countedBy = (own: string, facet: string): CountedBy => {
  const withCurrency = facetName(facet, '');
  return {
    isAsked: (name) => name === own || name.startsWith(withCurrency),
    sums: (figures) => ({ cases: countOf(figures, own), atStake: atStakeOf(figures, facet) }),
  };
};
/** All cases; those with a status, with a break of a code, behind a reason of the bridge, and those that add to a stage. */
export const countedAll = countedBy(casesName, anyFacet);
export const countedByStatus = (status: ParcelCase['status']): CountedBy => countedBy(facetName(statusFacet(status)), statusFacet(status));
export const countedByCode = (code: string): CountedBy => countedBy(codeName(code), codeFacet(code));
export const countedByFigure = (figure: BridgeFigure): CountedBy =>
  isStage(figure) ? countedBy(stageName(figure), stageFacet(figure)) : countedBy(stepName(figure), behindFacet(figure));
