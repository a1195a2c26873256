import { type BridgeFigure, type BridgeReason, type BridgeStage } from './bridge';

/** Whose book, in which currency. */
export interface BridgePlace {
  readonly book: string;
  readonly currency: string;
}
/**
 * One contribution to the bridge: an amount at a stage, of a tax where one is told; or the reason why an amount did not come from one stage
 * to the next.
 */
export type BridgeEntry = BridgePlace &
  (
    | { readonly kind: 'row'; readonly stage: BridgeStage; readonly taxType?: string; readonly amount: bigint }
    | {
        readonly kind: 'step';
        readonly from: BridgeStage;
        readonly to: BridgeStage;
        readonly reason: BridgeReason;
        readonly amount: bigint;
      }
  );

/** Whether an entry is a part of a figure. */
const isBehind = (entry: BridgeEntry, figure: BridgeFigure): boolean => {
  if (entry.book !== figure.book || entry.currency !== figure.currency) return false;
  if (entry.kind === 'row')
    return 'stage' in figure && entry.stage === figure.stage && (figure.taxType === undefined || figure.taxType === entry.taxType);
  return 'reason' in figure && entry.from === figure.from && entry.to === figure.to && entry.reason === figure.reason;
};

/**
 * What entries come to in a figure, exact units; undefined where they are no part of it. A reason counts even where it comes to nothing, a
 * stage does not.
 */
export const partOf = (entries: readonly BridgeEntry[], figure: BridgeFigure): bigint | undefined => {
  const own = entries.filter((entry) => isBehind(entry, figure));
  const sum = own.reduce((total, { amount }) => total + amount, 0n);
  return own.length === 0 || ('stage' in figure && sum === 0n) ? undefined : sum;
};
