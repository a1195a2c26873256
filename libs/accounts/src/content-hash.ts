import { canonicalJson, sha256Characters } from '#event-catalogue';

/** SHA-256 of the canonical JSON (RFC 8785) of an event’s data, a character for each byte; `text` is that JSON where it is at hand. */
export const contentHash = (data: object, text = isInOrder(data) ? JSON.stringify(data) : canonicalJson(data)): string =>
  sha256Characters(text);

/**
 * What the store gives is in canonical order already. Seeing that costs less than writing it anew, and a period may have a million of them.
 */
const isInOrder = (value: object): boolean => {
  if (Array.isArray(value)) return value.every(isItemInOrder);
  let before = '';
  for (const name in value) {
    if (name < before || !isItemInOrder(value[name as keyof typeof value])) return false;
    before = name;
  }
  return true;
};
const isItemInOrder = (item: unknown): boolean => typeof item !== 'object' || item === null || isInOrder(item);
