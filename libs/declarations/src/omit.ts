/** A copy without some fields. */
export const omit = <T extends object, K extends keyof T & string>(value: T, ...fields: readonly K[]): Omit<T, K> => {
  const left = new Set<string>(fields);
  return Object.fromEntries(Object.entries(value).filter(([field]) => !left.has(field))) as Omit<T, K>;
};
