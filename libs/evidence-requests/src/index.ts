export * from './evidence-request.events';
export * from './evidence-request.streams';
export { type EvidenceRequestRejectionCode } from './evidence-request.rejections';
export {
  type DeclineEvidence,
  type EvidenceRequestCommand,
  evidenceRequestDecider,
  largestEvidence,
  mostRetentionYears,
  type ProvePayment,
  type ProvideEvidence,
  type RequestEvidence,
  type WithdrawEvidenceRequest,
} from './evidence-request.decider';
export { type AskedEvidence, type EvidenceRequestState, type EvidenceRequestStatus, evidenceStatusOf } from './evidence-request.state';
export { evidenceRequestProjection } from './views/evidence-request.projection';
export { type EvidenceFilter, type EvidencePage, findEvidenceRequests, type ListedEvidenceRequest } from './views/evidence-request-queries';
