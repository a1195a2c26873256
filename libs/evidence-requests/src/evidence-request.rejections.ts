import { reject, type Rejection } from '#event-store';

/** Every business "no" of a request for evidence. */
export type EvidenceRequestRejectionCode =
  | 'AMOUNT_NOT_POSITIVE'
  | 'DAY_BEFORE_REQUEST'
  | 'DAY_INVALID'
  | 'DEADLINE_BEFORE_REQUEST'
  | 'EVIDENCE_MEDIA_TYPE'
  | 'EVIDENCE_REQUEST_DIFFERS'
  | 'EVIDENCE_REQUEST_UNKNOWN'
  | 'EVIDENCE_REQUEST_WITHDRAWN'
  | 'EVIDENCE_SUBJECT_INVALID'
  | 'EVIDENCE_TOO_LARGE'
  | 'EVIDENCE_TOO_MANY'
  | 'NOT_ASKED'
  | 'PROOF_DOCUMENT_MISSING'
  | 'PROOF_EXCHANGE_DIFFERS'
  | 'PROOF_NOT_REQUESTED'
  | 'PROOF_TRANSACTION_DIFFERS'
  | 'RETENTION_TOO_LONG'
  | 'TEXT_INVALID';

export type Refused = { readonly rejected: Rejection };

export const refuse = (code: EvidenceRequestRejectionCode, message: string, more: Omit<Rejection, 'code' | 'message'> = {}): Refused =>
  reject(code, message, more);
