import { Json, textOf, type Cell } from '../cells';
import type { WriterOf } from './format';

/** Decimals stay text: a JSON number is a double for most who read it. Whole numbers beyond 2^53 too. */
const valueOf = (cell: Cell | undefined): string => {
  if (cell === null || cell === undefined) return 'null';
  if (cell instanceof Json || typeof cell === 'boolean') return textOf(cell);
  if (typeof cell === 'bigint' && cell <= BigInt(Number.MAX_SAFE_INTEGER) && cell >= BigInt(Number.MIN_SAFE_INTEGER)) return textOf(cell);
  return JSON.stringify(textOf(cell));
};

/** One JSON object a line, with every column in its order. */
export const ndjsonWriter: WriterOf = (columns) => {
  const names = columns.map(({ name }) => JSON.stringify(name));
  const lineOf = (cells: readonly Cell[]): string => `{${names.map((name, i) => `${name}:${valueOf(cells[i])}`).join(',')}}\n`;
  return {
    begin: () => new Uint8Array(),
    rows: (batch) => Buffer.from(batch.map(lineOf).join(''), 'utf8'),
    end: () => new Uint8Array(),
  };
};
