/** Case of a scheme number's return period. */
export const periodCaseKey = (schemeNumber: string, period: string): string => `return-${schemeNumber}-${period}`;
/** Case of an account's accounting period, by the stream id of the period. */
export const statementCaseKey = (accountPeriod: string): string => `accountPeriod-${accountPeriod}`;
