import { type BridgeFigure, type BridgeSelection, type BridgeStage, type BridgeStageSelection } from '../bridge/bridge';
import { type ParcelCase } from '../case';
import { stageName } from './figures';
import { letterOf } from './stage-letters';

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
/** Words of the cases that may be a part of a stage, where these are few. */
export const stageWords = ({ book, currency, stage, taxType }: BridgeStageSelection): readonly string[] => [
  ...(rareStages.has(stage) ? [`stage/${book}/${currency}/${stage}`] : []),
  ...(taxType === undefined || usualTaxes.has(taxType) ? [] : [`tax/${book}/${currency}/${taxType}`]),
];
/** What `reach` is like of the cases that may be a part of a stage, in SQL. Some others have one like that. */
export const reachOfStage = ({ book, currency, stage, taxType }: BridgeStageSelection): string =>
  `%;${book}/${currency}:%${taxType === undefined ? '' : `/${taxType}:%`}${letterOf(stage)}%`;

export const isStage = (figure: BridgeFigure | undefined): figure is BridgeStageSelection => figure !== undefined && 'stage' in figure;

/** All cases. */
export const anyFacet = 'any';

export const stageFacet = (stage: BridgeStageSelection): string => `of/${stageName(stage).replaceAll('\n', '/')}`;

/** The figure of a facet; with a currency that of the money at stake. */
export const facetName = (facet: string, currency?: string): string =>
  ['facet', facet, ...(currency === undefined ? [] : [currency])].join('\n');
