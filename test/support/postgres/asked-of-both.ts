import type { ReadModel } from '#read-model';

/** A query of the product, asked of the rows of one engine. */
export type Question = (views: ReadModel) => Promise<unknown>;

/** All rows that are read one after another. */
export const all = async <T>(rows: AsyncIterable<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
};

/** The values of a column, each once, without those that are absent. */
export const columnOf = async (views: ReadModel, table: string, column: string): Promise<readonly string[]> =>
  (await views.all<{ value: string | null }>(`SELECT DISTINCT ${column} AS value FROM ${table} ORDER BY value`)).flatMap(
    ({ value }) => value ?? [],
  );
