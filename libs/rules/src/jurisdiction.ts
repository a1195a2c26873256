import { type Day, type RoundingMode } from '#money';
import { type FxDateRule, type Threshold } from './scheme';

/** How an importing country computes: currency by date, customs exchange rate, rounding of each tax line, who receives. */
export type Jurisdiction = Readonly<{
  id: string;
  /** IANA zone in which the authority keeps its days. */
  zone: string;
  /** Goods between two places of one territory are no import: `EU`, `GB`, `XI`. */
  territory: string;
  /** Whose duty measures apply. */
  tariff: string;
  /** Whose VAT rates apply; absent: its own. */
  vatTable?: string;
  dutyTaxType: string;
  /** Absent: the country takes no VAT at import (United States). */
  vatTaxType?: string;
  /** Northern Ireland states VAT on the duty apart from VAT on the goods (B05 and B00). */
  vatOnDutyTaxType?: string;
  currencies: readonly Readonly<{ currency: string; from: Day; to?: Day }>[];
  customsFx: FxDateRule;
  valueRounding: RoundingMode;
  dutyRounding: RoundingMode;
  vatRounding: RoundingMode;
  /**
   * HMRC's notifications keep a forgone duty in the VAT base (TT_IM080a); in the EU only duty due enters it (VAT Directive Art. 86(1)(a)).
   */
  vatBaseIncludesForgoneDuty: boolean;
  /** `goods`: duty is on the goods as sold, and transport enters the VAT base only; absent: on the value delivered to the territory. */
  dutyValue?: 'goods';
  /** Per cent of the retail price at which goods for personal use are valued. */
  personalImportShare?: string;
  /** Values are whole units of the currency, by the rule of `inWholeUnits`. */
  valueInWholeUnits?: boolean;
  dutyBeneficiary: string;
  vatBeneficiary: string;
}>;

/** What happens to duty on consignments within a value: relief on claim, or a flat duty in place of the tariff. */
export type LowValueRule = Readonly<{
  id: string;
  territory: string;
  from: Day;
  to?: Day;
  treatment: 'relief' | 'flat';
  threshold: Threshold;
  transactionTypes: readonly string[];
  excludedPrefixes: readonly string[];
  flat?: string;
  /**
   * The relief reaches up to this amount of the threshold's currency only, while what lies within the threshold stays of low value (H7,
   * schemes).
   */
  reliefUpTo?: string;
  /** The additional procedure that claims it; absent: C07. */
  claim?: string;
  /** The VAT is relieved too (gifts). */
  relievesVat?: boolean;
  /**
   * First digits of a preference code (data element 14 11) under which an item bears its tariff instead, in an H1 whose VAT IOSS did not
   * collect.
   */
  exceptPreferences?: readonly string[];
  source: string;
}>;

/** The row in force on a day; where two are (a change published without ending the old row), the one that began last. Lists are short. */
export const inForce = <T extends Readonly<{ from: Day; to?: Day }>>(rows: readonly T[], on: Day): T | undefined => {
  let found: T | undefined;
  for (const row of rows) if (isInForce(row, on) && (found === undefined || found.from < row.from)) found = row;
  return found;
};

/** From its first day, until the day before `to`. */
export const isInForce = ({ from, to }: Readonly<{ from: Day; to?: Day }>, on: Day): boolean => from <= on && (to === undefined || on < to);
