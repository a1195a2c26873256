export { assess } from './assess';
export type * from './assessment';
export { zoneOfAuthority } from './authority-zone';
export {
  addDays,
  addMonths,
  type Calendar,
  type CalendarChange,
  calendarKnownOn,
  CalendarNotCoveredError,
  isWorkingDay,
  workingDayAfter,
} from './calendar';
export { lastDayOfWindow, type LegalWindow } from './legal-window';
export { assessmentCurrencyOf, cyclePeriodOf, lastCorrectionDay, periodOf } from './calendar-queries';
export { type Classification, classify } from './classification';
export { isCountry } from './countries';
export { type AllocationOrder, allocationOrderOf, type CollectionShare, collectionShareOf, type DebtClass } from './collection-orders';
export type * from './cycle';
export type * from './declaration';
export { changeoverOf, changeoverTo, type EuroChangeover, fixedRate, inEuro, minorInEuro, sharedInEuro } from './euro-changeovers';
export { evolveRuleBook } from './evolve-rule-book';
export {
  formatExpression,
  parseExpression,
  type TaxExpression,
  UnsupportedExpressionError,
  VAT_CATEGORIES,
  type VatCategory,
} from './expression';
export { conversion, type Conversion, type RateFound, type RateMissing } from './fx';
export {
  isIossNumber,
  isSpecialArrangementsNumber,
  isUkVatNumber,
  memberStateOfIdentification,
  memberStateOfSpecialArrangements,
} from './identification';
export * from './interest';
export { interestOf, InterestRuleUnknownError, ratesUnder } from './interest-rates';
export { type Jurisdiction, type LowValueRule } from './jurisdiction';
export type * from './measure';
export { discountedLineValues, quoteSupply } from './quote-supply';
export { type ConvertedReturnAmount, conversionDayOf, convertAtPeriodEnd, convertOn } from './return-conversion';
export * from './returns-arithmetic';
export { codePrefixOf, lowValueTableId, measureId, measureTableId, RuleBook, type RuleBookTables, vatRateId } from './rule-book';
export { RuleTable, type RuleTables, withRows } from './rule-table';
export * from './rules.events';
export type * from './scheme';
export { shippedRuleBook } from './shipped-rule-book';
export { readRuleTable, type RuleTableKind, ruleTableKinds } from './import/read-rule-table';
export { type LineProblem, type LineVerdict, TableFormatError, type TableOrigin, type TableReading } from './import/table-reading';
export {
  comparisons,
  type DeadlineName,
  deadlineNames,
  type PublishedTolerance,
  type ShortPaymentRule,
  type ShortPaymentSet,
  type ToleranceMeasure,
  type ToleranceName,
  type ToleranceSet,
} from './tolerance-shapes';
export { aheadFault, dateFault } from './message-date';
export { askedCurrency } from './asked-currency';
