import { summaryStream } from '#declarations';
import { type SummaryFact } from '../legs/settlement-fact';

/** Case of a scheme number's return period. */
export const periodCaseKey = (schemeNumber: string, period: string): string => `return-${schemeNumber}-${period}`;
/** Case of an account's accounting period, by the stream id of the period. */
export const statementCaseKey = (accountPeriod: string): string => `accountPeriod-${accountPeriod}`;
/** Case of an account, over all its periods. */
export const accountCaseKey = (account: string): string => `account-${account}`;
/** Case of a bank account of an authority. */
export const bankAccountCaseKey = (authority: string, bankAccount: string): string => `bankAccount-${authority}-${bankAccount}`;
/** What names a consolidated summary. */
export type NamedSummary = Pick<SummaryFact, 'authority' | 'declarant' | 'accountHolder' | 'reference'>;
/**
 * Case of a consolidated summary. Its reference is its declarant's own: where that is another than the holder, several may declare for one
 * holder under the same reference, and the case has the name of the summary's stream, which holds the declarant.
 */
export const summaryCaseKey = ({ authority, declarant, accountHolder, reference }: NamedSummary): string =>
  declarant === accountHolder ? `summary-${authority}-${accountHolder}-${reference}` : summaryStream(authority, declarant, reference);
/** Case of the summary that has to follow another one. */
export const nextSummaryCaseKey = (summary: NamedSummary): string =>
  summary.declarant === summary.accountHolder
    ? summaryCaseKey({ ...summary, reference: `after ${summary.reference}` })
    : `${summaryCaseKey(summary)}/after`;
export const isSummaryKey = (key: string): boolean => key.startsWith('summary-');
/** Case of a scheme number, over all its periods. */
export const schemeNumberCaseKey = (schemeNumber: string): string => `schemeNumber-${schemeNumber}`;
