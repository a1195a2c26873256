const colon = 0x3a;
const isSpace = (c: number): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
/** Beyond it a number is looked at by itself. */
const longestGap = 64;

/**
 * The value of a JSON text that is plainly right, as nearly all are: JSON.parse takes it, nothing in it is escaped, every field that is
 * written is there afterwards (of two with one name only one would be), no word in it reaches a prototype, and nothing is too deep, too
 * large or too long. Undefined where any of this is in doubt: then the text has to be read word by word.
 */
export const readPlain = (text: string, maxDepth: number, forbidden: Iterable<string>): Readonly<{ value: unknown }> | undefined => {
  if (text.includes('\\')) return undefined;
  for (const word of forbidden) if (text.includes(word)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return fieldsWritten(text) === fieldsIn(value, maxDepth) ? { value } : undefined;
};

/** How many names of fields stand in a text that is JSON without escapes; NaN where so much stands between two strings that a number may be too long. */
const fieldsWritten = (text: string): number => {
  let [fields, end] = [0, 0];
  for (let start = text.indexOf('"'); start !== -1; start = text.indexOf('"', end)) {
    if (start - end > longestGap) return NaN;
    end = text.indexOf('"', start + 1) + 1;
    let next = end;
    while (isSpace(text.charCodeAt(next))) next += 1;
    if (text.charCodeAt(next) === colon) fields += 1;
  }
  return text.length - end > longestGap ? NaN : fields;
};

/** How many fields a value has at all its levels; NaN where there are more levels than `depth`, or a number beyond 2^53 - 1. */
const fieldsIn = (value: unknown, depth: number): number => {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? 0 : NaN;
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === 0) return NaN;
  const entries: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  let fields = Array.isArray(value) ? 0 : entries.length;
  for (const entry of entries) fields += fieldsIn(entry, depth - 1);
  return fields;
};
