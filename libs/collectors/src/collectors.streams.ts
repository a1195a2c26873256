import { deriveId, streamName } from '#event-catalogue';

/** A collector's code is issued by the installation itself. */
export const collectorId = (collector: string): string => deriveId({ category: 'collector', book: '-', issuer: 'TIDEWAITER', reference: collector });
export const collectorStream = (collector: string): string => streamName('collector', collectorId(collector));
