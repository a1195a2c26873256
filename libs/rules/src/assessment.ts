import { type Day, type Money, type RoundingStep } from '#money';
import { type ReliefKind } from './declaration';
import { type ExchangeRate, type TableRef } from './measure';

/** The answer of `assess`: every figure with its reasons, or a refusal. Never an exception for what a declaration may say. */
export type Assessment = AssessedDeclaration | AssessmentRefused;

export type AssessedDeclaration = Readonly<{
  kind: 'assessed';
  jurisdiction: string;
  /** Currency of all amounts: that of the importing country on the day of acceptance. */
  currency: string;
  /** In order of item sequence, then tax type as computed (duties, excise, VAT, securities). */
  lines: readonly AssessmentLine[];
  totals: readonly AssessmentTotal[];
  items: readonly AssessedItem[];
  /** Tables used, ordered by id; an event pins them, and a recomputation must use the same. */
  tables: readonly TableRef[];
  exchangeRows: readonly ExchangeRate[];
  threshold?: ThresholdTest;
  findings: readonly Finding[];
  roundings: readonly RoundingStep[];
}>;

export type AssessmentRefused = Readonly<{ kind: 'refused'; code: AssessmentRefusalCode; message: string; itemSeq?: number }>;

export type AssessmentRefusalCode =
  | 'DAY_INVALID'
  | 'NO_RULE_SET'
  | 'CLASSIFICATION_MISSING'
  | 'CLASSIFICATION_AMBIGUOUS'
  | 'EXPRESSION_NEEDS_QUANTITY'
  | 'EXCHANGE_RATE_MISSING'
  | 'VAT_RATE_MISSING'
  | 'DATASET_NOT_ALLOWED'
  | 'VALUE_INVALID'
  | 'CURRENCY_UNKNOWN'
  | 'NO_ITEMS';

/** assessed = relieved + accountedElsewhere + secured + payable, each line, in minor units. */
export type TaxAmounts = Readonly<{ assessed: Money; relieved: Money; accountedElsewhere: Money; secured: Money; payable: Money }>;

export type AssessmentLine = TaxAmounts &
  Readonly<{
    itemSeq: number;
    taxType: string;
    beneficiary: string;
    /** Exact, before any rounding, in `baseCurrency`. */
    base: string;
    baseCurrency: string;
    /** The rule as text: `2.7%`, `3.00 EUR/hs6`, `stated`. */
    expression: string;
    /** Id of the measure, `stated` for a tax the declaration fixed itself. */
    ruleId: string;
    /** Ids of the VAT rate rows and exchange rows used. */
    rateRows: readonly string[];
    exchangeRows: readonly string[];
    reliefKind?: ReliefKind;
    /** The return that must carry what is accounted elsewhere; `period` where the day of supply is known. */
    elsewhere?: Readonly<{ scheme: string; number: string; period?: string }>;
    rounding?: RoundingStep;
  }>;

export type AssessmentTotal = TaxAmounts & Readonly<{ taxType: string; beneficiary: string }>;

/** The customs value of an item in the currency of the assessment, rounded once. */
export type AssessedItem = Readonly<{ seq: number; customsValue: Money }>;

/**
 * `within` answers value <= limit (or < where not inclusive) on unrounded numbers in the threshold's currency; `value` shows at most 12
 * decimals.
 */
export type ThresholdTest = Readonly<{
  scheme: string;
  value: string;
  currency: string;
  limit: string;
  inclusive: boolean;
  within: boolean;
  exchangeRows: readonly ExchangeRate[];
}>;

export type Finding = Readonly<{
  code: 'THRESHOLD_DISAGREES' | 'SCHEME_NOT_APPLICABLE' | 'VALUE_ZERO' | 'RELIEF_NOT_SUPPORTED' | 'RATE_CARRIED_FORWARD';
  message: string;
  itemSeq?: number;
}>;

/** An order as `quoteSupply` reads it; amounts are exact decimal text in `currency` without VAT. */
export type QuotableOrder = Readonly<{
  /** ISO country, or undefined where the order does not say. */
  destination?: string;
  dispatchedFrom: string;
  currency: string;
  /** Day of the supply where its vendor is identified: names period and exchange rate. */
  capturedOn: Day;
  /** Day of the same moment at the destination, whose rate of VAT is in force then (VAT Directive Art. 93); absent: the same day. */
  consumedOn?: Day;
  buyerType: 'consumer' | 'business';
  transactionType: 'B2C' | 'C2C' | 'B2B' | 'gift';
  lines: readonly Readonly<{ ref: string; hsCode?: string; value: string }>[];
  freight?: string;
  insurance?: string;
  discount?: string;
}>;

export type SupplyQuote =
  | Readonly<{ kind: 'outside'; reason: 'no_rule_set' | 'destination_unknown' | 'no_import' | 'no_goods' }>
  | Readonly<{ kind: 'refused'; code: AssessmentRefusalCode; message: string }>
  | Readonly<{
      kind: 'regime';
      regime: 'EU-IOSS' | 'UK-SUPPLY' | 'STANDARD-IMPORT';
      /** Why this regime: `within_threshold`, `above_threshold`, `excluded_goods`, `business_buyer`, `reverse_charge`, `not_a_sale`. */
      reason: string;
      threshold?: ThresholdTest;
      /** One row per VAT rate; empty for a standard import, where nothing is collected at checkout. */
      rows: readonly SupplyVatRow[];
      lines: readonly Readonly<{ ref: string; taxable: Money; category: string; rate: string }>[];
      taxable: Money;
      vat: Money;
      tables: readonly TableRef[];
      exchangeRows: readonly ExchangeRate[];
      roundings: readonly RoundingStep[];
    }>;

/** What a supply adds to a return: country of consumption, rate (per cent), taxable amount and VAT in the order's currency. */
export type SupplyVatRow = Readonly<{ country: string; category: string; rate: string; rateRow: string; taxable: Money; vat: Money }>;
