import { reject, type Rejection } from '#event-store';

/** Every business "no" of accounts, bank statements, receipts and number series. */
export type AccountRejectionCode =
  | 'ACCOUNT_TERMS_DIFFER'
  | 'PERIOD_ALREADY_OPEN'
  | 'PERIOD_NOT_OPEN'
  | 'PERIOD_CLOSED'
  | 'PERIOD_RANGE_INVALID'
  | 'ACCOUNT_MISMATCH'
  | 'CURRENCY_MISMATCH'
  | 'CHARGE_KIND_MISMATCH'
  | 'CHARGE_NOT_POSITIVE'
  | 'CHARGE_ALREADY_POSTED'
  | 'CHARGE_ALREADY_ADJUSTED'
  | 'ADJUSTMENT_EMPTY'
  | 'ADJUSTMENT_EXCEEDS_DEBT'
  | 'ADJUSTMENT_ORIGINAL_UNKNOWN'
  | 'GUARANTEE_INVALID'
  | 'NOTHING_CHANGED'
  | 'POSTED_OUTSIDE_PERIOD'
  | 'PAYMENT_NOT_POSITIVE'
  | 'RECEIPT_ALREADY_CREDITED'
  | 'NOTHING_TO_ALLOCATE'
  | 'STATEMENT_ALREADY_RECORDED'
  | 'RECEIPT_ALREADY_RECORDED'
  | 'RECEIPT_AMOUNT_ZERO'
  | 'RECEIPT_UNKNOWN'
  | 'RECEIPT_ALREADY_IDENTIFIED'
  | 'SERIES_MISMATCH'
  | 'NUMBER_ALREADY_ASSIGNED';

export const refuse = (code: AccountRejectionCode, message: string, more: Omit<Rejection, 'code' | 'message'> = {}): { readonly rejected: Rejection } => reject(code, message, more);
