import { deriveId, streamName } from '#event-catalogue';

/** A return is named by whoever reports it: a carrier's return number, a seller's return authorisation. */
export const returnCaseId = (reporter: string, returnReference: string): string =>
  deriveId({ category: 'returnCase', book: '-', issuer: reporter, reference: returnReference });
export const returnCaseStream = (reporter: string, returnReference: string): string =>
  streamName('returnCase', returnCaseId(reporter, returnReference));
/** A claim is named by its claimant in the book of the authority that it is made to. */
export const refundClaimId = (authority: string, claimant: string, claimReference: string): string =>
  deriveId({ category: 'refundClaim', book: authority, issuer: claimant, reference: claimReference });
export const refundClaimStream = (authority: string, claimant: string, claimReference: string): string =>
  streamName('refundClaim', refundClaimId(authority, claimant, claimReference));
