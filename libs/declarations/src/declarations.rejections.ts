import { reject, type Rejection } from '#event-store';

/** Every business "no" of a declaration's stream. */
export type DeclarationRejectionCode =
  | 'DECLARATION_UNKNOWN'
  | 'DECLARATION_ALREADY_LODGED'
  | 'DECLARATION_TOO_LARGE'
  | 'DECLARATION_WITHOUT_ITEMS'
  | 'DECLARATION_ALREADY_ASSESSED'
  | 'DECLARATION_NOT_ASSESSED'
  | 'DECLARATION_ALREADY_RELEASED'
  | 'RELEASE_NEEDS_CHARGE'
  | 'JURISDICTION_DIFFERS'
  | 'REFERENCE_CHARACTERS'
  | 'DAY_INVALID'
  | 'LEGAL_DAY_DIFFERS'
  | 'CURRENCY_UNKNOWN'
  | 'AMOUNT_NEGATIVE'
  | 'SCHEME_INCOMPLETE'
  | 'SCHEME_PROCEDURE_DIFFERS'
  | 'ITEM_NUMBER_REPEATED'
  | 'COMMODITY_CODE_LENGTH'
  | 'ORIGIN_MISSING'
  | 'COVERED_QUANTITY_DIFFERS'
  | 'ITEM_COUNT_DIFFERS'
  | 'GOODS_VALUE_DIFFERS';

export type Refused = { readonly rejected: Rejection };

export const refuse = (code: DeclarationRejectionCode, message: string, field?: string): Refused => reject(code, message, field === undefined ? {} : { field });
