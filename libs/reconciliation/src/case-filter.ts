import { type BridgeFigure } from './bridge/bridge';
import { type BookOfCountry, taxEntries, valueEntries } from './bridge/bridge-entries';
import { partOf } from './bridge/bridge-entry';
import { type ByCurrency, type Case, type ParcelCase } from './case';
import { caseDimensions, type DimensionFilter, isWithin } from './case-index/case-dimensions';
import { type EvaluationContext } from './evaluation-context';
import { textOf } from './exact-units';
import { moneyAtStake } from './money-at-stake';
import { type EvaluatedParcel, presentParcel } from './parcel/evaluate-parcel';

/** Which cases to list. A term is an order number, consignment number or MRN. */
export interface CaseFilter extends DimensionFilter {
  readonly code?: string;
  readonly status?: Case['status'];
  readonly term?: string;
  readonly behind?: BridgeFigure;
}

/** How many cases pass a filter, and the money of their root breaks. */
export interface CaseTotals {
  readonly cases: number;
  readonly atStake: ByCurrency;
}

export const passes = (parcel: EvaluatedParcel, filter: CaseFilter, context: EvaluationContext, bookOfCountry: BookOfCountry): boolean => {
  if (filter.code !== undefined && !parcel.breaks.some(({ code }) => code === filter.code)) return false;
  if (filter.status !== undefined && parcel.status !== filter.status) return false;
  if (!isWithin(caseDimensions(parcel, context), filter)) return false;
  return filter.behind === undefined || partOfFigure(parcel, filter.behind, context, bookOfCountry) !== undefined;
};

/** A case as lists show it. */
export const listedCase = (
  parcel: EvaluatedParcel,
  { behind }: CaseFilter,
  context: EvaluationContext,
  bookOfCountry: BookOfCountry,
): ParcelCase => {
  const part = behind === undefined ? undefined : partOfFigure(parcel, behind, context, bookOfCountry);
  return { ...presentParcel(parcel), ...(part === undefined ? {} : { inFigure: textOf(part) }) };
};

/** What a case adds to a figure of the bridge, exact units; undefined where it is no part of it. */
const partOfFigure = (
  parcel: EvaluatedParcel,
  figure: BridgeFigure,
  context: EvaluationContext,
  bookOfCountry: BookOfCountry,
): bigint | undefined => partOf([...valueEntries(parcel, bookOfCountry), ...taxEntries(parcel, context)], figure);

/** Adds up the cases that pass. */
export class CaseTotalsBuilder {
  #cases = 0;
  readonly #atStake = new Map<string, bigint>();

  add({ breaks }: EvaluatedParcel): void {
    this.addSums(1, moneyAtStake(breaks));
  }

  addSums(cases: number, atStake: ReadonlyMap<string, bigint>): void {
    this.#cases += cases;
    for (const [currency, amount] of atStake) this.#atStake.set(currency, amount + (this.#atStake.get(currency) ?? 0n));
  }

  get totals(): CaseTotals {
    return {
      cases: this.#cases,
      atStake: Object.fromEntries(
        [...this.#atStake].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => [currency, textOf(amount)]),
      ),
    };
  }
}
