import { Exact, formatMoney, type Money } from '#money';

const isMoney = (value: object): value is Money =>
  'minor' in value && typeof value.minor === 'bigint' && 'currency' in value && typeof value.currency === 'string';

/**
 * A computed value as JSON: money as `{amount, currency}` in major units, exact numbers and whole numbers beyond 2^53 as text, maps as
 * objects.
 */
export const jsonOf = (value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Exact) return value.toCanonicalText();
  if (Array.isArray(value)) return value.map(jsonOf);
  if (isMoney(value)) return { amount: formatMoney(value), currency: value.currency };
  const entries: readonly (readonly [unknown, unknown])[] =
    value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : Object.entries(value);
  return Object.fromEntries(entries.filter(([, v]) => v !== undefined).map(([k, v]) => [String(k), jsonOf(v)]));
};
