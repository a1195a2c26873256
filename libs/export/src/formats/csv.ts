import { textOf, type Cell } from '../cells';
import type { Column } from '../dataset';
import type { WriterOf } from './format';

/**
 * Text that a spreadsheet would take for a formula: it begins with = + - @, a tab, a line break, or the full-width forms of those signs
 * (OWASP, CSV injection). Apostrophes before count, so that taking one apostrophe away always gives the text back.
 */
const likeFormula = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** These cannot be formulas, and a minus is theirs. */
const numeric: ReadonlySet<Column['type']> = new Set(['integer', 'decimal']);

/** Whatever is not plainly inside a field is quoted: separators, quotes, controls, marks of direction and zero width. */
const needsQuotes = /[",\p{Cc}\p{Cf}]|^\s|\s$|^$/u;

const fieldOf = ({ type }: Column, cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return '';
  // No program reads a NUL in a CSV file: its picture stands for it.
  const text = textOf(cell).replaceAll('\0', '\u2400');
  const safe = !numeric.has(type) && likeFormula.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** RFC 4180: UTF-8 without a mark, a header, lines ended by CR LF. What is absent is nothing between two commas, empty text is `""`. */
export const csvWriter: WriterOf = (columns) => {
  const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  return {
    begin: () => bytes(`${columns.map(({ name }) => name).join(',')}\r\n`),
    rows: (batch) => bytes(batch.map((cells) => `${columns.map((column, i) => fieldOf(column, cells[i])).join(',')}\r\n`).join('')),
    end: () => new Uint8Array(),
  };
};
