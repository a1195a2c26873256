import { deriveId, streamName } from '#event-catalogue';

/** A collector's code is issued by the installation itself. */
export const collectorId = (collector: string): string =>
  deriveId({ category: 'collector', book: '-', issuer: 'TIDEWAITER', reference: collector });
export const collectorStream = (collector: string): string => streamName('collector', collectorId(collector));

/** A scheme number is one thing wherever it is granted, and its scheme has issued it. */
export const schemeNumberStream = (scheme: string, schemeNumber: string): string =>
  streamName('schemeNumber', deriveId({ category: 'schemeNumber', book: '-', issuer: scheme, reference: schemeNumber }));
