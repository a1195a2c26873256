import { types, type CustomTypesConfig } from 'pg';

const { BOOL, INT8, INT2, INT4, NUMERIC } = types.builtins;

/** Sums and counts are whole; beyond 2^53 JavaScript would change them silently. Throws RangeError there. */
const numberOf = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new RangeError(`${text} is beyond the whole numbers that can be told apart`);
  return value;
};

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [BOOL, (text) => (text === 't' ? 1 : 0)],
  [INT8, numberOf],
  [INT2, Number],
  [INT4, Number],
  [NUMERIC, numberOf],
]);

/** The same query gives the same values in SQLite: numbers for numbers, 1 and 0 for true and false. */
export const sqliteLikeTypes: CustomTypesConfig = {
  getTypeParser: (id) => parsers.get(id) ?? (types.getTypeParser(id) as (text: string) => unknown),
};
