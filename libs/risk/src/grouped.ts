/** Members by key, in the order in which they come; one pass. */
export const grouped = <T>(members: Iterable<T>, keyOf: (member: T) => string): ReadonlyMap<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [member]);
    else own.push(member);
  }
  return groups;
};
