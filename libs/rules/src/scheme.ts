import { type Day, type RoundingMode } from '#money';

/** `EU-IOSS`, `EU-SA`, `UK-SUPPLY`, `STANDARD-IMPORT`; a published rule set may add others. */
export type SchemeId = string;

/**
 * Which publication answers for a day. `penultimateWednesday`: of the month before, for the whole month (Implementing Regulation 2015/2447
 * Art. 146).
 */
export type FxDateRule = 'dayElseEarlier' | 'periodEndElseLater' | 'penultimateWednesday';

export type Threshold = Readonly<{
  amount: string;
  currency: string;
  basis: 'consignment' | 'item';
  /** True: equal to the amount is still within. */
  inclusive: boolean;
  /** `intrinsic`: price of the goods, without separately shown freight, insurance and taxes (UCC-DA Art. 1(48)). */
  valueDefinition: 'intrinsic';
  fxSource: 'ECB';
  fxDate: FxDateRule;
}>;

/** Unit is one minor unit of the currency. */
export type RoundingRule = Readonly<{ ruleId: string; level: 'line' | 'item' | 'declaration' | 'return'; mode: RoundingMode }>;

export type PeriodRule = Readonly<{ type: 'month' | 'quarter'; cutoffField: 'suppliedOn' | 'releasedOn' | 'collectedOn'; zone: string }>;

/**
 * `lastDayOfFollowingMonth`: IOSS (VAT Directive Art. 369s). `monthAndDaysAfterEnd`: `days` days after the month that follows the period
 * (UK: 7). `dayOfFollowingMonth`, `dayOfClosingMonth`: that day of the month after, or of the month in which the period ends.
 * `halfAggregation`: 30 days less half the days of the period, an odd number rounded down to even (UCC Art. 111).
 */
export type DueDateRule = Readonly<{
  rule: 'lastDayOfFollowingMonth' | 'monthAndDaysAfterEnd' | 'dayOfFollowingMonth' | 'dayOfClosingMonth' | 'halfAggregation';
  day?: number;
  calendar?: string;
  adjust: 'prev' | 'next' | 'none';
}>;

/** A scheme as data: the parameter list of a way to collect, in force `from` (included) to `to` (excluded). */
export type SchemeRuleSet = Readonly<{
  id: SchemeId;
  from: Day;
  to?: Day;
  /** Where goods must be going: ISO countries. */
  destinations: readonly string[];
  threshold?: Threshold;
  /** Goods that may not use the scheme, by code prefix (excise: Directive 2006/112/EC Art. 2(3), 369l). */
  excludedPrefixes: readonly string[];
  collector: 'vendor' | 'intermediary' | 'declarant';
  liable: 'supplier' | 'importer';
  /** `taxCollected`: due only when and as far as the collector received it (VAT Directive Art. 369z(2)). */
  chargeableEvent: 'paymentAccepted' | 'importAcceptance' | 'taxCollected';
  taxBase: 'considerationWithFreight' | 'customsValueAndDuty';
  period?: PeriodRule;
  dueDate?: DueDateRule;
  /** Where a state pays on another day than the scheme says. */
  nationalDueDates?: readonly (DueDateRule & Readonly<{ state: string }>)[];
  /** The standard rate for all goods, also those at a reduced one (VAT Directive Art. 369za). */
  standardRateForAll?: boolean;
  /** ISO currency of the return; absent where each state returns in its own. */
  returnCurrency?: string;
  /** Whose rate converts a supply into it: that of the period's end, or with `dayElseEarlier` that of the day of the supply. */
  returnFxDate?: FxDateRule;
  rounding: RoundingRule;
  correction: Readonly<{ channel: 'laterReturn' | 'currentPeriod' | 'amend'; windowYears: number }>;
  nettingPerBeneficiary: boolean;
  nilReturn: boolean;
  retentionYears: number;
  source: string;
}>;

/** A period of a scheme or an account: days `start` (included) to `end` (excluded) in the zone of the rule. */
export type Period = Readonly<{ id: string; start: Day; end: Day; dueOn: Day }>;
