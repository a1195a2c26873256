import { textOf, unitsOf } from '../exact-units';
import { type Bridge, type BridgeFigure } from './bridge';
import { type SettlementPart } from './settlement-parts';

/** A return or statement behind a figure of the bridge, and what it adds to it by itself, exact. */
export type PeriodPart = Omit<SettlementPart, 'entries'> & { readonly inFigure: string };

/** What a figure of the bridge is made of. Amounts are exact decimal text. */
export interface FigureParts {
  readonly amount: string;
  /** What of it the cases of parcels add; they are listed each with its part. */
  readonly ofCases: string;
  readonly periods: readonly PeriodPart[];
}

/** The figure of a bridge, divided into what parcels and what returns and statements add to it. */
export const figureParts = (bridges: readonly Bridge[], figure: BridgeFigure, periods: readonly PeriodPart[]): FigureParts => {
  const amount = amountOf(
    bridges.find(({ book, currency }) => book === figure.book && currency === figure.currency),
    figure,
  );
  return { amount, ofCases: textOf(periods.reduce((rest, { inFigure }) => rest - unitsOf(inFigure), unitsOf(amount))), periods };
};

const amountOf = (bridge: Bridge | undefined, figure: BridgeFigure): string => {
  if ('reason' in figure)
    return bridge?.steps.find(({ from, to }) => from === figure.from && to === figure.to)?.because[figure.reason]?.amount ?? '0';
  return (figure.taxType === undefined ? bridge?.rows : bridge?.byTaxType?.[figure.taxType])?.[figure.stage] ?? '0';
};
