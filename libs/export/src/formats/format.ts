import type { Cell } from '../cells';
import type { Column } from '../dataset';

export const exportFormats = ['csv', 'ndjson', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The media type of each: RFC 4180 and RFC 7111, ndjson.org, and the one registered for Apache Parquet. */
export const mediaTypeOf: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

/** Rows in one go: what is held in memory. */
export type Batch = readonly (readonly Cell[])[];

/**
 * Writes one export: its beginning, rows batch by batch, its end. Each gives the bytes that come next. `about` is what a format can say of
 * itself at its end.
 */
export interface RowWriter {
  begin(): Uint8Array;
  rows(batch: Batch): Uint8Array;
  end(about: string): Uint8Array;
}
export type WriterOf = (columns: readonly Column[]) => RowWriter;
