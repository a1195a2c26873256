import { type BookOfCountry } from '../bridge/bridge-entries';
import { supplyRulesOf } from '../case-tally';
import { type EvaluationContext } from '../evaluation-context';
import { type Leg } from '../legs/leg';
import { type EvaluatedParcel, evaluateParcel } from '../parcel/evaluate-parcel';
import { type SupplyRules } from '../period/tell-supplies';
import { caseDimensions, type CaseDimensions } from './case-dimensions';
import { CaseFigures, type ToldCase } from './case-figures';
import { FigureNames } from './figure-names';

/** A case as lists and totals see it. */
export interface SummedCase extends ToldCase {
  readonly parcel: EvaluatedParcel;
  readonly dimensions: CaseDimensions;
}

/** Evaluates cases for lists and totals, one after another. */
export class CaseSummary {
  readonly #names = new FigureNames();
  readonly #supplies: SupplyRules;

  constructor(
    private readonly context: EvaluationContext,
    private readonly bookOfCountry: BookOfCountry,
  ) {
    this.#supplies = supplyRulesOf(context);
  }

  /** Undefined where none of the legs has come yet. */
  of(key: string, legs: readonly Leg[]): SummedCase | undefined {
    const { context } = this;
    const parcel = evaluateParcel(key, legs, context);
    if (!legs.some(({ at }) => context.hasCome(at))) return undefined;
    const figures = new CaseFigures(this.#names);
    figures.take(parcel, { context, bookOfCountry: this.bookOfCountry, supplies: this.#supplies });
    return { parcel, dimensions: caseDimensions(parcel, context), ...figures.said(parcel) };
  }
}
