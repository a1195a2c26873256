import { reject, type Rejection } from '#event-store';

/** Every business "no" of a return case's stream. */
export type ReturnCaseRejectionCode =
  | 'RETURN_UNKNOWN'
  | 'RETURN_ALREADY_REPORTED'
  | 'RETURN_ALREADY_MATCHED'
  | 'RETURN_WITHOUT_ORIGINAL'
  | 'UNIT_NOT_IDENTIFIED'
  | 'UNIT_REPEATED'
  | 'QUANTITY_DIFFERS'
  | 'DAY_INVALID';

/** Every business "no" of a refund claim's stream. */
export type RefundClaimRejectionCode =
  | 'CLAIM_UNKNOWN'
  | 'CLAIM_ALREADY_MADE'
  | 'CLAIM_DECIDED'
  | 'CLAIM_NOT_APPROVED'
  | 'CLAIM_NOT_RESERVED'
  | 'CLAIM_NOT_AMENDED'
  | 'CLAIM_OUT_OF_WINDOW'
  | 'CLAIM_RULE_UNKNOWN'
  | 'CLAIM_EMPTY'
  | 'LINE_REPEATED'
  | 'AMOUNT_INVALID'
  | 'AMOUNT_EXCEEDS_PAID'
  | 'CURRENCY_UNKNOWN'
  | 'UNITS_INVALID'
  | 'PAYEE_NOT_ENTITLED'
  | 'RESERVATION_DIFFERS'
  | 'EVIDENCE_KIND_UNKNOWN'
  | 'EVIDENCE_MEDIA_TYPE'
  | 'EVIDENCE_TOO_LARGE'
  | 'EVIDENCE_TOO_MANY'
  | 'EVIDENCE_NOT_REQUIRED'
  | 'EVIDENCE_PRESENT'
  | 'EVIDENCE_MISSING'
  | 'EVIDENCE_LATE'
  | 'DEADLINE_NOT_PASSED'
  | 'SAME_PERSON'
  | 'INTEREST_INVALID'
  | 'SETTLEMENT_DIFFERS'
  | 'OFFSET_ALREADY_REQUESTED'
  | 'PAYMENT_ALREADY_ORDERED'
  | 'DAY_INVALID';

export type Refused = { readonly rejected: Rejection };

const refusing =
  <Code extends string>() =>
  (code: Code, message: string, more: Omit<Rejection, 'code' | 'message'> = {}): Refused =>
    reject(code, message, more);

export const refuseCase = refusing<ReturnCaseRejectionCode>();
export const refuseClaim = refusing<RefundClaimRejectionCode>();
