import type { Titles } from './titles';

/** The thing the message names is not in the ledger. */
export const unknown: Titles = {
  ACCOUNT_UNKNOWN: 'The party has no account at the authority.',
  BREAK_UNKNOWN: 'No such break is derived, and nobody worked on it.',
  CLAIM_UNKNOWN: 'The claim was never made.',
  COLLECTOR_UNKNOWN: 'The collector is not registered.',
  CONSIGNMENT_UNKNOWN: 'The parcel was never announced.',
  DECLARATION_UNKNOWN: 'The declaration was never lodged.',
  DELEGATION_UNKNOWN: 'The delegation was never granted.',
  EVIDENCE_REQUEST_UNKNOWN: 'No such request for evidence was made.',
  GUARANTEE_UNKNOWN: 'The guarantee is not registered.',
  IMPORT_NOT_STARTED: 'The import has not begun.',
  ITEM_UNKNOWN: 'The declaration has no such item.',
  ORDER_LINE_UNKNOWN: 'The order has no such line.',
  ORDER_UNKNOWN: 'The order was never recorded.',
  PAYMENT_UNKNOWN: 'The payment was never captured.',
  PERIOD_NOT_OPEN: 'The period is not open yet.',
  RECEIPT_UNKNOWN: 'The bank entry was never recorded.',
  RESERVATION_UNKNOWN: 'The claim has reserved nothing there.',
  RETURN_UNKNOWN: 'The return was never reported.',
  ROLE_NOT_AUTHORISED: 'The authorisation was never given.',
  SCHEME_NUMBER_NOT_GRANTED: 'The scheme number was never granted.',
  SCHEME_UNKNOWN: 'The scheme is not known.',
  SHARE_UNKNOWN: 'The share was never established.',
};
