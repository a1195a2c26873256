import { createHash, type Hash } from 'node:crypto';
import { textOf, type Cell } from './cells';
import type { Column } from './dataset';
import type { ExportFormat } from './formats/format';

export const manifestFormat = 'tidewaiter/export/1';

/** What an export is of: enough to ask the same question again. */
export interface ExportQuestion {
  readonly filters: Readonly<Record<string, string>>;
  /** What was effective by this moment; absent where the question names none. */
  readonly asOf?: string;
  /** The place of the log that its answer is as known at. */
  readonly knownAt: string;
}

/** What is in an export. `content` is the hash of its rows and the same in every format; `columns` are in the order of the file. */
export interface ExportContent extends ExportQuestion {
  readonly format: typeof manifestFormat;
  readonly dataset: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  readonly content: { readonly sha256: string };
}

/** The header of an export, in a file of its own beside it, so that every program reads the export itself. */
export interface ExportManifest extends ExportContent {
  readonly file: { readonly format: ExportFormat; readonly bytes: number; readonly sha256: string };
}

/** The hash of the rows: of each a JSON array of its cells as text, null where there is none, and a line feed. */
export class ContentHash {
  readonly #hash: Hash = createHash('sha256');
  rows = 0;

  add(cells: readonly Cell[]): void {
    this.#hash.update(`${JSON.stringify(cells.map((cell) => (cell === null ? null : textOf(cell))))}\n`);
    this.rows += 1;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** Where the manifest of an export lies. */
export const manifestFileOf = (file: string): string => `${file}.manifest.json`;
