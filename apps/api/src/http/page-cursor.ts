import { canonicalJson, parseStrictJson, sha256Hex } from '#event-catalogue';
import { problem } from './problem';

/** Largest page of a list, and the size unless told. */
export const pageLimits = { largest: 500, usual: 100 } as const;

/** Where a list goes on: the last key given and the place of the log the first page was read at. */
export interface PageCursor {
  readonly after: string;
  readonly position: string;
}

/** A list is recognised by its route and its filters, so that a cursor of one list is refused by another. */
const listMark = (list: Readonly<Record<string, string | undefined>>): string => sha256Hex(canonicalJson(list)).slice(0, 16);

const refused = () => problem('CURSOR_INVALID', 'Send the cursor of the previous page with the same filters.', { field: 'cursor' });

export const writeCursor = (list: Readonly<Record<string, string | undefined>>, cursor: PageCursor): string =>
  Buffer.from(JSON.stringify([1, listMark(list), cursor.position, cursor.after]), 'utf8').toString('base64url');

/** Throws a ProblemError CURSOR_INVALID for anything that `writeCursor` did not write for this list. */
export const readCursor = (list: Readonly<Record<string, string | undefined>>, cursor: string): PageCursor => {
  let parts: unknown;
  try {
    parts = parseStrictJson(Buffer.from(cursor, 'base64url').toString('utf8'), { maxBytes: 2048, maxDepth: 2 });
  } catch {
    throw refused();
  }
  const [version, mark, position, after] = Array.isArray(parts) ? (parts as readonly unknown[]) : [];
  if (version !== 1 || mark !== listMark(list) || typeof position !== 'string' || typeof after !== 'string') throw refused();
  return { position, after };
};

/** `limit` of a query, 1 to 500. */
export const pageSize = (limit: string | undefined): number => {
  if (limit === undefined) return pageLimits.usual;
  const size = /^[1-9]\d{0,2}$/.test(limit) ? Number.parseInt(limit, 10) : 0;
  if (size === 0 || size > pageLimits.largest) throw problem('FIELD_MALFORMED', `expected a whole number from 1 to ${String(pageLimits.largest)}`, { field: 'limit' });
  return size;
};
