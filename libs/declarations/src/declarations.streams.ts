import { deriveId, streamName } from '#event-catalogue';

/** A declaration is named by its declarant's local reference number (LRN) in the book of the authority it is lodged with. */
export const declarationId = (authority: string, declarant: string, lrn: string): string =>
  deriveId({ category: 'declaration', book: authority, issuer: declarant, reference: lrn });
export const declarationStream = (authority: string, declarant: string, lrn: string): string => streamName('declaration', declarationId(authority, declarant, lrn));
