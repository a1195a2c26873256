import { deriveId, streamName } from '#event-catalogue';

/** A return is named by its scheme number and period, in the book of the authority it is filed with. */
export const schemeReturnId = (authority: string, schemeNumber: string, period: string): string =>
  deriveId({ category: 'schemeReturn', book: authority, issuer: authority, reference: `${schemeNumber}/${period}` });
export const schemeReturnStream = (authority: string, schemeNumber: string, period: string): string =>
  streamName('schemeReturn', schemeReturnId(authority, schemeNumber, period));
