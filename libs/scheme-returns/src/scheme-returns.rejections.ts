import { reject, type Rejection } from '#event-store';

/** Every business "no" of a return, from its computation to its filing. */
export type SchemeReturnRejectionCode =
  | 'SCHEME_UNKNOWN'
  | 'PERIOD_UNKNOWN'
  | 'PERIOD_NOT_ENDED'
  | 'PERIOD_OUTSTANDING'
  | 'RETURN_ALREADY_FILED'
  | 'RETURN_TOO_LARGE'
  | 'EXCHANGE_RATE_MISSING'
  | 'COLLECTION_CURRENCY_DIFFERS';

export const refuse = (
  code: SchemeReturnRejectionCode,
  message: string,
  more: Omit<Rejection, 'code' | 'message'> = {},
): { readonly rejected: Rejection } => reject(code, message, more);
