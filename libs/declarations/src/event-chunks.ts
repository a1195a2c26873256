/** An event has at most 64 kB and an append 512 kB, metadata included (`limits` of #event-store); these leave room for it. */
const bytesPerChunk = 56 * 1024;
export const bytesPerAppend = 480 * 1024;

export type Chunks<T> = Readonly<{ chunks: readonly (readonly T[])[]; bytes: number; /** Index of an entry too large for any event. */ oversized?: number }>;

/** Entries in order, at most `max` to a chunk and no chunk larger than an event may be. */
export const chunked = <T>(entries: readonly T[], max: number): Chunks<T> => {
  const chunks: T[][] = [];
  let open: T[] = [];
  let openBytes = 0;
  let bytes = 0;
  for (const [i, entry] of entries.entries()) {
    const size = Buffer.byteLength(JSON.stringify(entry), 'utf8') + 1;
    if (size > bytesPerChunk) return { chunks, bytes, oversized: i };
    if (open.length === max || openBytes + size > bytesPerChunk) {
      chunks.push(open);
      open = [];
      openBytes = 0;
    }
    open.push(entry);
    openBytes += size;
    bytes += size;
  }
  if (open.length > 0) chunks.push(open);
  return { chunks, bytes };
};
