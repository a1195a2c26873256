import { deriveId, streamName } from '#event-catalogue';

/** A request is named by the number that its authority gave it: the same request again finds its own stream. */
export const evidenceRequestId = (authority: string, requestReference: string): string =>
  deriveId({ category: 'evidenceRequest', book: authority, issuer: authority, reference: requestReference });
export const evidenceRequestStream = (request: string): string => streamName('evidenceRequest', request);
