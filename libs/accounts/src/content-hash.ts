import { canonicalJson, sha256Bytes } from '#event-catalogue';

/** SHA-256 of the canonical JSON (RFC 8785) of an event’s data. */
export const contentHash = (data: object): Buffer => sha256Bytes(isInOrder(data) ? JSON.stringify(data) : canonicalJson(data));

/** What the store gives is in canonical order already. Seeing that costs less than writing it anew, and a period may have a million of them. */
const isInOrder = (value: object): boolean => {
  if (Array.isArray(value)) return value.every((item) => typeof item !== 'object' || item === null || isInOrder(item as object));
  let before = '';
  for (const [name, field] of Object.entries(value) as readonly (readonly [string, unknown])[]) {
    if (name < before) return false;
    before = name;
    if (typeof field === 'object' && field !== null && !isInOrder(field)) return false;
  }
  return true;
};
