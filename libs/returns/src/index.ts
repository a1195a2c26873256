export * from './returns.events';
export * from './returns.streams';
export { type RefundClaimRejectionCode, type ReturnCaseRejectionCode } from './returns.rejections';
export {
  type RecordMatch,
  type RecordUnmatched,
  type ReportReturn,
  type ReturnCaseCommand,
  returnCaseDecider,
} from './return-case.decider';
export { type MatchState, type ReturnCaseState } from './return-case.state';
export { type CandidateSource, type OrderLineName, type OriginalKeys, type ReturnCandidate } from './matching/candidate';
export { type MatchAnswer, matchReturn } from './matching/match-return';
export { ReturnCandidates } from './matching/return-candidates';
export { type TradeEvent } from './matching/trade-facts';
export { type ClaimAmounts, amountsOf, type ClaimedLine, type ClaimedUnits } from './claim-amounts';
export { type AttachEvidence, type ConfirmReservation, type EndReservation, type MissDeadline } from './claim-evidence';
export { type ClaimRefund } from './claim-refund';
export { type ClaimBasis, type ClaimRule, claimRuleOf, claimRules, type WindowStart } from './claim-rules';
export { type ClaimStatus, claimStatuses, statusOf } from './claim-status';
export { type ClaimRole, type ClaimView, claimView } from './claim-view';
export { type ApproveRefund, type RejectRefund } from './decide-refund';
export { type EvidenceStanding, isEvidenceKind, mediaTypes, mostBytes, requiredEvidence, standingOf } from './evidence';
export { type Entitlement } from './payee';
export { type RefundClaimCommand, refundClaimDecider } from './refund-claim.decider';
export {
  type MadeClaim,
  type RefundApprovedData,
  type RefundClaimedData,
  type RefundClaimState,
  type RefundPaidData,
} from './refund-claim.state';
export { type OrderPayment, paymentReferenceOf, type RequestOffset } from './settle-refund';
export {
  type BankDetails,
  type BankDetailsOf,
  type PainResult,
  type PainSettings,
  type PainVersion,
  type RefundOrder,
} from './payout/credit-transfer';
export { pain001, PainSourceChangedError } from './payout/pain001';
export { type ClaimDispatch, claimDispatch, claimMessage, claimOf, type ClaimReading, parseClaim } from './commands/claim-message';
export { type MessageSource, type Read } from './commands/reading';
export { parseReturn, type ReturnDispatch, returnDispatch, type ReturnMessage, returnMessage, returnOf } from './commands/return-message';
export { refundClaimsProjection } from './views/refund-claims.projection';
export { returnCasesProjection } from './views/return-cases.projection';
export { refundClaimParties, refundClaims, refundTaxes, returnCaseParties, returnCases } from './views/returns.tables';
export {
  type ClaimQuestion,
  claimWorklist,
  findClaim,
  findClaims,
  findReturnCases,
  overclaimedTaxes,
  type Page,
  passedDeadlines,
  type RefundClaimRow,
  type RefundTaxRow,
  type ReturnCaseRow,
  type ReturnQuestion,
  type WorklistEntry,
} from './views/return-queries';
