import { refuse, type Refused } from './break-work.rejections';

/** Files that an officer can open without running anything, and how large and how many they may be. */
const mediaTypes: ReadonlySet<string> = new Set([
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'text/plain',
  'text/csv',
  'application/xml',
  'application/json',
]);
export const largestDocument = 20 * 1024 * 1024;
const mostDocuments = 100;

export const faultOfDocument = (
  { mediaType, bytes }: Readonly<{ mediaType: string; bytes: number }>,
  known: number,
): Refused | undefined => {
  if (!mediaTypes.has(mediaType)) return refuse('EVIDENCE_MEDIA_TYPE', `${mediaType} is not taken`, { field: 'mediaType' });
  if (bytes > largestDocument)
    return refuse('EVIDENCE_TOO_LARGE', `expected at most ${String(largestDocument)} bytes`, { field: 'document' });
  return known < mostDocuments ? undefined : refuse('EVIDENCE_TOO_MANY', `the break has ${String(known)} documents`, { field: 'document' });
};
