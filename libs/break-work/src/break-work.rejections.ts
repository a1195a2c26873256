import { reject, type Rejection } from '#event-store';

/** Every business "no" of a break's stream. */
export type BreakWorkRejectionCode =
  | 'BREAK_UNKNOWN'
  | 'BREAK_ID_DIFFERS'
  | 'BREAK_CLOSED'
  | 'BREAK_NOT_CLOSED'
  | 'BREAK_NOT_DERIVED'
  | 'CORRECTION_UNNAMED'
  | 'DAY_INVALID'
  | 'DAY_BEFORE_LAST_STEP'
  | 'EVIDENCE_MEDIA_TYPE'
  | 'EVIDENCE_TOO_LARGE'
  | 'EVIDENCE_TOO_MANY'
  | 'MATCH_ID_DIFFERS'
  | 'MATCH_SUBJECT_INVALID'
  | 'SAME_PERSON'
  | 'TEXT_INVALID'
  | 'UNDO_NOT_LAST'
  | 'WRITE_OFF_DIFFERS'
  | 'WRITE_OFF_NEEDS_TWO';

export type Refused = { readonly rejected: Rejection };

export const refuse = (code: BreakWorkRejectionCode, message: string, more: Omit<Rejection, 'code' | 'message'> = {}): Refused =>
  reject(code, message, more);
