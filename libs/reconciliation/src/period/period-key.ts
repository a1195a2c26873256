/** Case of a scheme number's return period. */
export const periodCaseKey = (schemeNumber: string, period: string): string => `return-${schemeNumber}-${period}`;
/** Case of an account's accounting period, by the stream id of the period. */
export const statementCaseKey = (accountPeriod: string): string => `accountPeriod-${accountPeriod}`;
/** Case of an account, over all its periods. */
export const accountCaseKey = (account: string): string => `account-${account}`;
/** Case of a bank account of an authority. */
export const bankAccountCaseKey = (authority: string, bankAccount: string): string => `bankAccount-${authority}-${bankAccount}`;
/** Case of a consolidated summary, by its declarant's reference. */
export const summaryCaseKey = (authority: string, holder: string, reference: string): string =>
  `summary-${authority}-${holder}-${reference}`;
export const isSummaryKey = (key: string): boolean => key.startsWith('summary-');
/** Case of a scheme number, over all its periods. */
export const schemeNumberCaseKey = (schemeNumber: string): string => `schemeNumber-${schemeNumber}`;
