import { deriveId, streamName } from '#event-catalogue';

/** A break is named by its code and what it is about, so it keeps its name whichever case it lies in and whatever its amount is. */
export const breakId = (code: string, subject: string): string =>
  deriveId({ category: 'break', book: '-', issuer: code, reference: subject });
export const breakStream = (breakOf: string): string => streamName('break', breakOf);
