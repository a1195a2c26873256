import { reject, type Rejection } from '#event-store';

/** Every business "no" of a collector's stream. */
export type CollectorRejectionCode =
  | 'COLLECTOR_UNKNOWN'
  | 'COLLECTOR_ALREADY_REGISTERED'
  | 'SCHEME_NUMBER_MALFORMED'
  | 'DAY_RANGE_INVALID'
  | 'SCHEME_NUMBER_ALREADY_GRANTED'
  | 'SCHEME_NUMBER_NOT_GRANTED'
  | 'SCHEME_NUMBER_ALREADY_WITHDRAWN';

export const refuse = (code: CollectorRejectionCode, message: string, field?: string): { readonly rejected: Rejection } =>
  reject(code, message, field === undefined ? {} : { field });
