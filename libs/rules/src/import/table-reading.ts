import { parse } from 'csv-parse/sync';
import { type RulesEvent } from '../rules.events';

/**
 * What became of one line (the first physical line of a record, 1-based). `rows` counts what was taken from it; nothing is dropped in
 * silence.
 */
export type LineVerdict = Readonly<{
  line: number;
  verdict: 'accepted' | 'rejected' | 'unsupported';
  rows: number;
  problems: readonly LineProblem[];
}>;
export type LineProblem = Readonly<{ field: string; code: string; message: string }>;

/** A public table, read: events that publish it (each at most 64 kB) and one verdict per line. */
export type TableReading = Readonly<{ events: readonly RulesEvent[]; verdicts: readonly LineVerdict[] }>;

/** Words for where the table came from, and its day of publication; `from` is the first day of a table that states none. */
export type TableOrigin = Readonly<{ source: string; publishedAt: string; from: string }>;

export type CsvRecord = Readonly<{ line: number; cells: readonly string[] }>;

/** The whole file does not have the form of its kind. */
export class TableFormatError extends Error {
  override readonly name = 'TableFormatError';
  readonly code = 'TABLE_FORMAT';
}

/** Records of a CSV text with the line each begins on; quoted cells may span lines. @throws TableFormatError */
export const csvRecords = (text: string): readonly CsvRecord[] => {
  let line = 1;
  try {
    const read = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
    }) as unknown as readonly Readonly<{
      record: readonly string[];
      info: Readonly<{ lines: number }>;
    }>[];
    return read.map(({ record, info }) => {
      const at = line;
      line = info.lines + 1;
      return { line: at, cells: record };
    });
  } catch (error) {
    throw new TableFormatError(`the text is not CSV: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
};

/** Where the columns of a header stand. @throws TableFormatError naming the first that is missing */
export const columnsOf = (header: CsvRecord | undefined, names: readonly string[]): readonly number[] =>
  names.map((name) => {
    const at = header?.cells.indexOf(name) ?? -1;
    if (at < 0) throw new TableFormatError(`the first line has no column ${name}`);
    return at;
  });

export const accepted = (line: number, rows: number): LineVerdict => ({ line, verdict: 'accepted', rows, problems: [] });
export const rejected = (line: number, field: string, code: string, message: string): LineVerdict => ({
  line,
  verdict: 'rejected',
  rows: 0,
  problems: [{ field, code, message }],
});

/** Lists cut to at most `size`, in order. */
export const chunks = <T>(values: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));

export const groupBy = <T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
};
