/** What a map has under a key; made and kept there where it has nothing. */
export const entryOf = <K, T>(map: Map<K, T>, key: K, make: (key: K) => T): T => {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make(key);
  map.set(key, made);
  return made;
};
