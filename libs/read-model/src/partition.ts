/**
 * A number below `count` for a text, the same in every process and version: streams are spread by it over the partitions of a projection.
 * FNV-1a over UTF-16 units.
 */
export const partitionOfText = (text: string, count: number): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % count;
};
