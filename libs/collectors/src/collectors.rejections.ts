import { reject, type Rejection } from '#event-store';

/** Every business "no" of a collector's stream and of a scheme number's. */
export type CollectorRejectionCode =
  | 'COLLECTOR_UNKNOWN'
  | 'COLLECTOR_ALREADY_REGISTERED'
  | 'COLLECTOR_ALREADY_SUSPENDED'
  | 'COLLECTOR_NOT_SUSPENDED'
  | 'COUNTRY_UNKNOWN'
  | 'SCHEME_NUMBER_MALFORMED'
  | 'SCHEME_NUMBER_AUTHORITY_DIFFERS'
  | 'SCHEME_NUMBER_HELD_BY_ANOTHER'
  | 'DAY_RANGE_INVALID'
  | 'SCHEME_NUMBER_ALREADY_GRANTED'
  | 'SCHEME_NUMBER_NOT_GRANTED'
  | 'SCHEME_NUMBER_ALREADY_WITHDRAWN'
  | 'ROLE_ALREADY_AUTHORISED'
  | 'ROLE_NOT_AUTHORISED'
  | 'ROLE_ALREADY_REVOKED'
  | 'DELEGATION_TO_ITSELF'
  | 'DELEGATION_ALREADY_GRANTED'
  | 'DELEGATION_UNKNOWN'
  | 'DELEGATION_ALREADY_ENDED';

export const refuse = (code: CollectorRejectionCode, message: string, field?: string): { readonly rejected: Rejection } =>
  reject(code, message, field === undefined ? {} : { field });
