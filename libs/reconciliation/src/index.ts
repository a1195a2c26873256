export { breakCatalogue, type BreakCode, breakCodes, breakRank, type Severity } from './break-catalogue';
export { subjectOf } from './break-subject';
export * from './case';
export { type Bridge, type BridgeFigure, type BridgeStage, bridgeStages, type BridgeStep } from './bridge/bridge';
export { type FigureParts, figureParts, type PeriodPart } from './bridge/figure-parts';
export { type AskedFigure, figureNames, figureOf, figureShapes } from './bridge/figure-shapes';
export { type EvaluationContext, evaluationContext, ruleVersion } from './evaluation-context';
export type * from './legs/leg';
export { absolute, dividedByRate, textOf, timesRate, unitsOf } from './exact-units';
export { type Located } from './legs/contribution';
export { type ParcelEvent, legsOfEvent } from './legs/legs-of-event';
export { type CapturedPayment, capturedPayments } from './parcel/captured-payments';
export { type ReceiptSideEvent } from './legs/receipt-fact';
export { type SettlementEvent, settlementOfEvent } from './legs/settlement-of-event';
export { type ImportListing } from './period/listings';
export { type CaseSums, type ReconciliationReport } from './case-tally';
export { type CaseFilter, type CaseTotals } from './case-filter';
export { type BrokenCase, type CasePage, Reconciliation } from './reconcile';
export { type ReconciliationLaw, type ReconciliationQuestion, rulesAt } from './reconciliation-question';
export {
  accountCaseKey,
  bankAccountCaseKey,
  periodCaseKey,
  schemeNumberCaseKey,
  statementCaseKey,
  summaryCaseKey,
} from './period/period-key';
export {
  defaultReconciliationRules,
  type ReconciliationRules,
  type SchemeCalendar,
  type Tolerance,
  type ZoneOfAuthority,
} from './reconciliation-rules';
export { type LegalExpiry } from './legal-expiry';
export { type CoverAnswer, coveringSets, type CoverItem, type CoveringSet } from './matching/covering-set';
export { type Candidate, type Criterion } from './matching/criteria';
export { rulesInForce, type ToldRules, type ToldTolerance } from './matching/told-rules';
export { defaultMatchingRules, type MatchingRules } from './matching/matching-rules';
export { type Missing } from './matching/missing-legs';
export { type Together, type TogetherAnswer } from './matching/several';
export { WhyNot } from './matching/why-not';
export { type WhyNotAnswer } from './matching/why-not-answer';
export { coversOfReceipt, type LumpCover, type ReceiptCovers } from './matching/lump-cover';
export { isPaidByItself, SettlementBook } from './settlement-book';
export { type CaseLegs, CaseReader, type KeyRange } from './views/case-reader';
export { type ChargeAsked, type ChargeStanding, standingOfCharges } from './views/charge-standing';
export { legsOfSubjects, namedBy } from './views/leg-reader';
export { type StoredLegs } from './views/leg-rows';
export { reconciliationProjection } from './views/reconciliation.projection';
export { wholeSubject } from './views/short-subject';
export { type BreakGroup, breakGroupings, type BreakGrouping, summaryOfBreaks } from './work/break-summary';
export { ageBuckets, type AgeBucket, type WorkedBreak, type WorkStanding } from './work/work-standing';
export { type BreakFilter, type BreakPage, type FoundBreak, isOwnOf, type ListedBreak, ownersOf, WorkedBreaks } from './work/worked-breaks';
export { caseIndexProjection } from './case-index/case-index.tables';
export { CaseIndex } from './case-index/case-index';
export { CaseIndexUnreadable } from './case-index/case-index-unreadable';
export { CaseKeeper, type CaseProgress } from './case-index/case-keeper';
export {
  type CollectionModel,
  collectionModels,
  collectionSchemes,
  type DimensionFilter,
  unknownDimension,
} from './case-index/case-dimensions';
export { type AskedDimensions, dimensionShapes, isScheme, monthText, withinOf } from './dimension-shapes';
export { type Snapshot } from './case-index/known-facts';
export { nothingTouched, touch, type Touched, type TouchingEvent } from './case-index/touched-by';
export { CaseAnswers } from './case-answers';
