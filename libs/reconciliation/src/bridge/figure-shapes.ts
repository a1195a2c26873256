import { book, currency, oneOf, optional, taxType, textUpTo } from '#event-catalogue';
import { type BridgeFigure, type BridgeStage, bridgeStages } from './bridge';

/** A figure of the bridge as people name it. */
export const figureShapes = {
  book: optional(book),
  currency: optional(currency),
  stage: optional(oneOf(...bridgeStages)),
  taxType: optional(taxType),
  from: optional(oneOf(...bridgeStages)),
  to: optional(oneOf(...bridgeStages)),
  reason: optional(textUpTo(80)),
};
/** The names of a figure, as far as they are given. */
export interface AskedFigure {
  readonly book?: string;
  readonly currency?: string;
  readonly stage?: BridgeStage;
  readonly taxType?: string;
  readonly from?: BridgeStage;
  readonly to?: BridgeStage;
  readonly reason?: string;
}
const names = ['book', 'currency', 'stage', 'taxType', 'from', 'to', 'reason'] as const;

/**
 * The figure that is named: book and currency, and either a stage, with a tax type where one is wanted, or from, to and reason of a step.
 * `incomplete` where names are missing or do not go together; undefined where none is given.
 */
export const figureOf = (asked: AskedFigure): BridgeFigure | 'incomplete' | undefined => {
  const { book: of, currency: money, stage, taxType: tax, from, to, reason } = asked;
  if (names.every((name) => asked[name] === undefined)) return undefined;
  const step = [from, to, reason].filter((part) => part !== undefined).length;
  if (of === undefined || money === undefined) return 'incomplete';
  if (stage !== undefined)
    return step > 0 ? 'incomplete' : { book: of, currency: money, stage, ...(tax === undefined ? {} : { taxType: tax }) };
  return tax !== undefined || from === undefined || to === undefined || reason === undefined
    ? 'incomplete'
    : { book: of, currency: money, from, to, reason };
};
/** What a figure needs, in words. */
export const figureNames = 'a figure of the bridge is named by book and currency and either stage (and taxType) or from, to and reason';
