import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { cellReader, type Cell } from './cells';
import type { Dataset, Row } from './dataset';
import { csvWriter } from './formats/csv';
import type { ExportFormat, WriterOf } from './formats/format';
import { ndjsonWriter } from './formats/ndjson';
import { parquetWriter } from './formats/parquet';
import { ContentHash, manifestFileOf, manifestFormat, type ExportContent, type ExportManifest, type ExportQuestion } from './manifest';

const writers: Readonly<Record<ExportFormat, WriterOf>> = { csv: csvWriter, ndjson: ndjsonWriter, parquet: parquetWriter };

/** Rows that are held in memory and, in Parquet, make one row group. */
const batchRows = 5000;

export interface ExportRequest extends ExportQuestion {
  readonly dataset: Dataset;
  readonly format: ExportFormat;
  /** The elements of the query's answer, in its order. */
  readonly items: AsyncIterable<Row>;
  readonly file: string;
  /** More rows than this are refused; any number unless told. */
  readonly mostRows?: number;
  readonly onProgress?: (rows: number) => void;
}

/** More rows than the caller allows. */
export class ExportTooLargeError extends Error {
  override readonly name = 'ExportTooLargeError';
}

/** Bytes on their way to a file, counted and hashed. */
class HashedFile {
  readonly #hash = createHash('sha256');
  bytes = 0;

  constructor(private readonly handle: FileHandle) {}

  async add(piece: Uint8Array): Promise<void> {
    if (piece.length === 0) return;
    this.#hash.update(piece);
    this.bytes += piece.length;
    await this.handle.writeFile(piece);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

const writeRows = async (request: ExportRequest, file: HashedFile): Promise<ExportContent> => {
  const { dataset, format, items, mostRows = Number.MAX_SAFE_INTEGER, onProgress, filters, asOf, knownAt } = request;
  const [writer, cellsOf, content] = [writers[format](dataset.columns), cellReader(dataset), new ContentHash()];
  let batch: (readonly Cell[])[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await file.add(writer.rows(batch));
    batch = [];
    onProgress?.(content.rows);
  };
  await file.add(writer.begin());
  for await (const item of items)
    for (const row of dataset.rowsOf(item)) {
      const cells = cellsOf(row);
      content.add(cells);
      if (content.rows > mostRows) throw new ExportTooLargeError(`more than ${String(mostRows)} rows`);
      batch.push(cells);
      if (batch.length === batchRows) await flush();
    }
  await flush();
  const about: ExportContent = {
    format: manifestFormat,
    dataset: dataset.name,
    columns: dataset.columns,
    filters,
    ...(asOf === undefined ? {} : { asOf }),
    knownAt,
    rows: content.rows,
    content: { sha256: content.digest() },
  };
  await file.add(writer.end(JSON.stringify(about)));
  return about;
};

/**
 * Writes an export and its manifest beside it. The file is there whole or not at all: it is written under another name and then takes its
 * own, the manifest last. Memory does not grow with the number of rows. Throws ExportValueError, ExportTooLargeError and what the rows or
 * the disk throw.
 */
export const writeExport = async (request: ExportRequest): Promise<ExportManifest> => {
  const { file: name, format } = request;
  const part = `${name}.part`;
  await mkdir(path.dirname(name), { recursive: true });
  try {
    const handle = await open(part, 'w', 0o600);
    const file = new HashedFile(handle);
    let about: ExportContent;
    try {
      about = await writeRows(request, file);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const manifest: ExportManifest = { ...about, file: { format, bytes: file.bytes, sha256: file.digest() } };
    // An older manifest does not fit what comes now.
    await rm(manifestFileOf(name), { force: true });
    await rename(part, name);
    await writeFile(`${manifestFileOf(name)}.part`, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
    await rename(`${manifestFileOf(name)}.part`, manifestFileOf(name));
    return manifest;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};
