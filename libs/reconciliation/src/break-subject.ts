import { referenceFault, sha256Hex } from '#event-catalogue';

/**
 * What a break is about: a machine name, and where that can have several breaks of a code, what tells them apart. It never holds an amount,
 * a position or the key of a parcel case, all of which change. What would be longer than a reference may be is a digest of itself.
 */
export const subjectOf = (name: string, ...distinctions: readonly string[]): string => {
  const text = [name, ...distinctions].join('/');
  return referenceFault(text) === undefined ? text : `${name.slice(0, Math.max(name.indexOf('-'), 0))}-${sha256Hex(text)}`;
};
