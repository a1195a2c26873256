import { deriveId, streamName } from '#event-catalogue';

/** A declaration is named by its declarant's local reference number (LRN) in the book of the authority it is lodged with. */
export const declarationId = (authority: string, declarant: string, lrn: string): string =>
  deriveId({ category: 'declaration', book: authority, issuer: declarant, reference: lrn });
export const declarationStream = (authority: string, declarant: string, lrn: string): string =>
  streamName('declaration', declarationId(authority, declarant, lrn));

/** An export is named by the number that the authority gave it (MRN): the proof of exit and the return of the goods quote nothing else. */
export const exportId = (authority: string, mrn: string): string =>
  deriveId({ category: 'declaration', book: authority, issuer: authority, reference: mrn });
export const exportStream = (authority: string, mrn: string): string => streamName('declaration', exportId(authority, mrn));

/** A summary is named by its declarant's own reference for it. */
export const summaryId = (authority: string, declarant: string, summaryReference: string): string =>
  deriveId({ category: 'summary', book: authority, issuer: declarant, reference: summaryReference });
export const summaryStream = (authority: string, declarant: string, summaryReference: string): string =>
  streamName('summary', summaryId(authority, declarant, summaryReference));
