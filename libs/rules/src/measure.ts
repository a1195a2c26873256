import { type Day } from '#money';
import { type TaxExpression, type VatCategory } from './expression';

/** The list of the front door: duty A00, additional A20, NI twins A50 A80 A90, VAT B00 (NI: B05); excise and securities are free codes. */
export type TaxType = string;

/** One line of the law: in force on the days `from` (included) to `to` (excluded; absent: open). */
export type Measure = Readonly<{
  /** Natural key `jurisdiction:taxType:codePrefix:origin:from`; the same law imported twice is the same measure. */
  id: string;
  /** `EU` for Union duties, an ISO country for national ones (`GB`, `FR`). */
  jurisdiction: string;
  taxType: TaxType;
  /** Digits of the Combined Nomenclature it covers, empty for all goods. */
  codePrefix: string;
  /** ISO country of origin, or `*`. */
  origin: string;
  from: Day;
  to?: Day;
  publishedAt: Day;
  expression: TaxExpression;
}>;

/** A row of a VAT table. `rate` is per cent. */
export type VatRate = Readonly<{ id: string; country: string; category: VatCategory; rate: string; from: Day; to?: Day }>;

/**
 * One unit of the base (always EUR) is `rate` units of `quote`. `sourceDate` differs from `day` only where `carriedForward`.
 */
export type ExchangeRate = Readonly<{
  id: string;
  base: 'EUR';
  quote: string;
  day: Day;
  rate: string;
  sourceDate: Day;
  carriedForward?: true;
}>;

/** Names a table of the rule book as it was used: its rows hash to `hash` (hex SHA-256 of their canonical JSON). */
export type TableRef = Readonly<{ id: string; hash: string }>;
