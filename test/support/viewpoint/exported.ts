import { parse } from 'csv-parse/sync';

type Row = Readonly<Record<string, unknown>>;

/** The row of a query, put together again from the columns of an export. */
export const nestedOf = (columns: Row): Row => {
  const row: Record<string, unknown> = {};
  const put = (name: string, value: unknown): void => {
    const parts = name.split('.');
    let at = row;
    for (const part of parts.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[parts.at(-1) ?? ''] = value;
  };
  const { more, ...named } = columns;
  for (const [name, value] of [...Object.entries(named), ...Object.entries((more ?? {}) as Row)]) if (value !== null) put(name, value);
  return row;
};

export const ndjsonRows = (text: string): readonly Row[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** Cells of a CSV file as text; a leading apostrophe before what looks like a formula is taken away. */
export const csvRows = (text: string): readonly Readonly<Record<string, string>>[] =>
  (parse(text, { columns: true, record_delimiter: '\r\n' }) as unknown as readonly Readonly<Record<string, string>>[]).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, /^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell])),
  );

/** What a CSV cell says of a value. */
export const asText = (value: unknown): string => (value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value));
