/** An event has at most 64 kB and an append 512 kB, metadata included (`limits` of #event-store); these leave room for it. */
const bytesPerChunk = 56 * 1024;
export const bytesPerAppend = 480 * 1024;

export type Chunks<T> = Readonly<{
  chunks: readonly (readonly T[])[];
  bytes: number;
  /** Index of an entry too large for any event. */ oversized?: number;
}>;

/**
 * Entries in order, at most `max` to a chunk and no chunk larger than an event may be. `size`: the bytes of all of them as one list, where
 * they are known.
 */
export const chunked = <T>(entries: readonly T[], max: number, size = bytesOf(entries)): Chunks<T> => {
  if (entries.length <= max && size <= bytesPerChunk) return { chunks: entries.length === 0 ? [] : [entries], bytes: size };
  const chunks: T[][] = [];
  let open: T[] = [];
  let openBytes = 0;
  let bytes = 0;
  for (const [i, entry] of entries.entries()) {
    const own = bytesOf(entry) + 1;
    if (own > bytesPerChunk) return { chunks, bytes, oversized: i };
    if (open.length === max || openBytes + own > bytesPerChunk) {
      chunks.push(open);
      open = [];
      openBytes = 0;
    }
    open.push(entry);
    openBytes += own;
    bytes += own;
  }
  if (open.length > 0) chunks.push(open);
  return { chunks, bytes };
};

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');
