import { deriveId, streamFor, streamName } from '#event-catalogue';
import { type AccountKind } from './account.events';

/** One account per holder, authority and kind of account. */
export const accountId = (authority: string, holder: string, kind: AccountKind): string =>
  deriveId({ category: 'account', book: authority, issuer: authority, reference: `${kind}/${holder}` });
export const accountStream = (authority: string, holder: string, kind: AccountKind): string =>
  streamName('account', accountId(authority, holder, kind));
/** A guarantee is named by the authority's number of it. */
export const guaranteeId = (authority: string, guaranteeReference: string): string =>
  deriveId({ category: 'guarantee', book: authority, issuer: authority, reference: guaranteeReference });
export const guaranteeStream = (authority: string, guaranteeReference: string): string =>
  streamName('guarantee', guaranteeId(authority, guaranteeReference));
/** One stream per account and accounting period: accounts close their books. */
export const accountPeriodId = (authority: string, account: string, period: string): string =>
  deriveId({ category: 'accountPeriod', book: authority, issuer: authority, reference: `${account}/${period}` });
export const accountPeriodStream = (authority: string, account: string, period: string): string =>
  streamName('accountPeriod', accountPeriodId(authority, account, period));
/** A bank entry is named by the bank account it was booked on and the bank's own entry reference. */
export const receiptId = (authority: string, bankAccount: string, entryReference: string): string =>
  deriveId({ category: 'receipt', book: authority, issuer: bankAccount, reference: entryReference });
export const receiptStream = (authority: string, bankAccount: string, entryReference: string): string =>
  streamName('receipt', receiptId(authority, bankAccount, entryReference));
/** A bank's statement is named by its bank account, the kind of message and the bank's own identification. */
export const bankStatementStream = (authority: string, bankAccount: string, kind: string, statement: string): string =>
  streamFor({ category: 'bankStatement', book: authority, issuer: bankAccount, reference: `${kind}/${statement}` });
/** Number series: gapless per authority and kind. */
export const seriesId = (authority: string, kind: string): string =>
  deriveId({ category: 'series', book: authority, issuer: authority, reference: kind });
export const seriesStream = (authority: string, kind: string): string => streamName('series', seriesId(authority, kind));
/** A charge is named by what it charges: a declaration version, or one beneficiary of a return. */
export const chargeId = (authority: string, reference: string): string =>
  deriveId({ category: 'charge', book: authority, issuer: authority, reference });
/** What is collected for a beneficiary and passed on to it: one stream per authority, beneficiary and currency. */
export const beneficiaryStream = (authority: string, beneficiary: string, currency: string): string =>
  streamFor({ category: 'beneficiary', book: authority, issuer: authority, reference: `${beneficiary}/${currency}` });
