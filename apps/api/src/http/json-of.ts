import { Exact, formatMoney, type Money } from '#money';

const isMoney = (value: object): value is Money =>
  'minor' in value && typeof value.minor === 'bigint' && 'currency' in value && typeof value.currency === 'string';

/** An amount in major units of its currency. */
export interface MoneyDocument {
  readonly amount: string;
  readonly currency: string;
}
/** What `jsonOf` makes of a value. */
export type JsonOf<T> = T extends bigint
  ? `${bigint}`
  : T extends Exact
    ? `${number}`
    : T extends Money
      ? MoneyDocument
      : T extends ReadonlyMap<unknown, infer V>
        ? Readonly<Record<string, JsonOf<V>>>
        : T extends readonly (infer I)[]
          ? readonly JsonOf<I>[]
          : T extends object
            ? { readonly [K in keyof T]: JsonOf<T[K]> }
            : T;

/**
 * A computed value as JSON: money as `{amount, currency}` in major units, exact numbers and whole numbers beyond 2^53 as text, maps as
 * objects.
 */
export const jsonOf = <T>(value: T): JsonOf<T> => plainOf(value) as JsonOf<T>;

const plainOf = (value: unknown): unknown => {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Exact) return value.toCanonicalText();
  if (Array.isArray(value)) return value.map(plainOf);
  if (isMoney(value)) return { amount: formatMoney(value), currency: value.currency };
  const entries: readonly (readonly [unknown, unknown])[] =
    value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : Object.entries(value);
  return Object.fromEntries(entries.filter(([, v]) => v !== undefined).map(([k, v]) => [String(k), plainOf(v)]));
};
