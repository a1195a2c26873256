export { dataset, declaredHeader, declaredItem, evidence } from './declaration-shapes';
export * from './assessment.events';
export * from './declarations.events';
export * from './export.events';
export * from './summary.events';
export * from './declarations.streams';
export { type AssessmentState, type DeclarationState, type LodgedDeclaration } from './declarations.state';
export { type DeclarationRejectionCode } from './declarations.rejections';
export { declarationDecider, type DeclarationCommand } from './declarations.decider';
export { type AmendDeclaration, type Reassess } from './amend-declaration';
export { type DeclarationWindow, lastDayOf, shippedWindows, windowOf } from './declaration-windows';
export { type GrantRelease, type HoldRelease } from './release-declaration';
export { type InvalidateDeclaration } from './invalidate-declaration';
export { type RecordAuthorityTax } from './record-authority-tax';
export { type ReleaseReservation, type RefundRequest, type ReserveRefund, type ReturnQuantity } from './reserve-refund';
export { type RefundPosition, refundPosition } from './refundable';
export { type ConfirmExit, type DeclareExport, type ExportCommand, exportDecider, type ExportState } from './export.decider';
export {
  type CoveredDeclaration,
  coveredExport,
  coveredImport,
  type SubmitSummary,
  summaryDecider,
  type SummaryState,
} from './summary.decider';
export { type SubmittedSummary, type SummaryDuty, type SupplementaryGaps, supplementaryGaps } from './supplementary-gaps';
export { type DeclarationHeader, type LodgeDeclaration, maxItems, procedureOfScheme } from './lodge-declaration';
export { type Assess, type AssessmentRecord, digestOf } from './record-assessment';
export { type AssessableGoods, toAssessable } from './assessable-declaration';
export { type AssessmentDifference, type AssessmentExplanation, explainAssessment } from './explain-assessment';
export {
  prefillDeclaration,
  type Prefilled,
  type PrefillFinding,
  type PrefillInput,
  type PrefillLine,
  type PrefillOrder,
  type PrefillRegime,
} from './prefill-declaration';
export { amendmentDispatch, declarationDispatch, type DeclarationDispatch } from './commands/declaration-dispatch';
export {
  amendmentMessage,
  amendmentOf,
  declarationMessage,
  type DeclarationMessage,
  declarationOf,
  type DeclarationOrigin,
  type DeclarationReading,
  parseDeclaration,
  type ReadAmendment,
  type ReadDeclaration,
} from './commands/declaration-message';
export { compareAuthorityTax, type TaxComparison, type TaxDifference } from './compare-authority-tax';
export { readWcoMessage, type WcoMessage, type WcoReading } from './wco/wco-message';
export { type ExportDispatch, type WcoFile, type WcoSettings, type WcoStep } from './wco/wco-steps';
export { wcoSteps } from './wco/wco-trade';
export { zoneOfAuthority } from '#rules';
export { declarationParties, declarations } from './views/declarations.tables';
export { declarationsProjection } from './views/declarations.projection';
export { type DeclarationPage, type DeclarationQuestion, type DeclarationRow, findDeclarations } from './views/declaration-queries';
