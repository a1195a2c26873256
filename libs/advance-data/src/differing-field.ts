import { canonicalJson } from '#event-catalogue';

/** The first field in which two records differ, or undefined; `ignored` fields say where a fact came from, not what it is. */
export const differingField = (a: object, b: object, ignored: readonly string[] = []): string | undefined => {
  const [left, right] = [new Map<string, unknown>(Object.entries(a)), new Map<string, unknown>(Object.entries(b))];
  return [...new Set([...left.keys(), ...right.keys()])].find((key) => !ignored.includes(key) && !same(left.get(key), right.get(key)));
};

const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));
