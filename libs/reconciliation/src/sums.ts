/** Adds to the sum under a key. */
export const addTo = <K>(sums: Map<K, bigint>, key: K, amount: bigint): void => {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
};

/** Adds each of other sums to that under its key. */
export const addAll = <K>(sums: Map<K, bigint>, others: ReadonlyMap<K, bigint>): void => {
  for (const [key, amount] of others) addTo(sums, key, amount);
};
