/** A copy without some fields. */
export const omit = <T extends object, K extends keyof T & string>(value: T, ...fields: readonly K[]): Omit<T, K> => {
  const kept: Partial<T> = {};
  for (const field of Object.keys(value) as (keyof T & string)[])
    if (!(fields as readonly string[]).includes(field)) kept[field] = value[field];
  return kept as Omit<T, K>;
};
