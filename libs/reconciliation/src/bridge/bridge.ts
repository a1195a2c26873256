/**
 * Stages of the revenue bridge, from what was ordered to what is still open. The first four are values of goods, the others tax. `amended`
 * and `invalidated` say how much later versions changed of `payable` and how much of it was taken back; `refunded` is what went back of
 * `settled`.
 */
export const bridgeStages = [
  'ordered',
  'paid',
  'shipped',
  'declared',
  'assessed',
  'relieved',
  'accountedElsewhere',
  'secured',
  'amended',
  'invalidated',
  'payable',
  'returned',
  'charged',
  'stated',
  'settled',
  'open',
  'refunded',
] as const;
/** A stage that value or tax reaches. */
export type BridgeStage = (typeof bridgeStages)[number];

/** What explains the difference between two stages: `break:B20`, `timing`, `outside:no_goods`, `rounding`. */
export type BridgeReason = string;

/** What is lost or gained between two stages, and why. Amounts are exact decimal text. */
export interface BridgeStep {
  readonly from: BridgeStage;
  readonly to: BridgeStage;
  /** `from` less `to`; the sum of `because`. */
  readonly difference: string;
  readonly because: Readonly<Record<BridgeReason, { readonly amount: string; readonly cases: number }>>;
}

/** The waterfall of one book and currency. Amounts are exact decimal text. */
export interface Bridge {
  readonly book: string;
  readonly currency: string;
  readonly rows: Readonly<Partial<Record<BridgeStage, string>>>;
  /** By tax type: what was assessed, and how it divides. Each stage adds up to its row. */
  readonly byTaxType?: Readonly<Record<string, Readonly<Partial<Record<BridgeStage, string>>>>>;
  readonly steps: readonly BridgeStep[];
}

/** A reason of a step, as a figure of the bridge. */
export interface BridgeSelection {
  readonly book: string;
  readonly currency: string;
  readonly from: BridgeStage;
  readonly to: BridgeStage;
  readonly reason: BridgeReason;
}
/** A stage, or a tax type of it, as a figure of the bridge. */
export interface BridgeStageSelection {
  readonly book: string;
  readonly currency: string;
  readonly stage: BridgeStage;
  readonly taxType?: string;
}
/** Any figure of the bridge. */
export type BridgeFigure = BridgeSelection | BridgeStageSelection;
