import {
  canonicalJson,
  instant,
  MalformedValueError,
  ofThisCentury,
  optional,
  parseStrictJson,
  record,
  sha256Hex,
  textUpTo,
  type Fields,
  type Shape,
} from '#event-catalogue';
import { logStart, type Position } from '#event-store';
import { dateFault } from '#rules';
import { problem, type ProblemError } from './problem';

/** Largest page of a list, and the size unless told. */
export const pageLimits = { largest: 500, usual: 100 } as const;

const sizeText: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string' || !/^[1-9]\d{0,2}$/.test(value) || Number.parseInt(value, 10) > pageLimits.largest)
      throw new MalformedValueError(at, `a whole number from 1 to ${String(pageLimits.largest)}`);
    return value;
  },
  schema: { type: 'integer', minimum: 1, maximum: pageLimits.largest, default: pageLimits.usual },
};

const positionForm = new RegExp(`^${logStart.replaceAll('.', '\\.').replaceAll('0', '\\d')}$`);
/** A place in the log, as `X-Log-Position` gives it. Compared as text, so it must have our very form. */
export const logPosition: Shape<string> = {
  parse: (value, at) => {
    if (!isLogPosition(value)) throw new MalformedValueError(at, 'a log position that this API gave');
    return value;
  },
  schema: { type: 'string', pattern: positionForm.source },
};

/** Whether a value has the form of a position, and is so one of ours. */
export const isLogPosition = (value: unknown): value is Position => typeof value === 'string' && positionForm.test(value);

/** The moment of a question: what was effective by then. */
export const askedMoment = ofThisCentury(instant);
/** Whether a text is a moment that a question may name. */
export const isAskedMoment = (text: string): boolean => {
  try {
    return dateFault(askedMoment.parse(text, ''), '') === undefined;
  } catch {
    return false;
  }
};
/** What was effective by `asOf`, as known at a position of the log. */
export const viewpoint = { asOf: optional(askedMoment), knownAt: optional(logPosition) };

const pageFields = { cursor: optional(textUpTo(2000)), limit: optional(sizeText) };
/** The query of a list: its filters, the moment it is asked about, and where the page begins. */
export const listQuery = <F extends Fields>(filters: F) => record({ ...filters, ...viewpoint, ...pageFields });
/** As `listQuery`, of what is not in the ledger's past. */
export const pageQuery = <F extends Fields>(filters: F) => record({ ...filters, ...pageFields });

/** One page of a list: the filters, where it goes on, and the place of the log that all its pages are read at. */
export interface Page {
  readonly after?: string;
  readonly limit: number;
  readonly position: string;
}

type ListQuery = Readonly<Record<string, string | undefined>>;

/** A list is recognised by its name and filters, so that a cursor of one list is refused by another. */
const markOf = (list: string, { cursor: _cursor, limit: _limit, ...filters }: ListQuery): string =>
  sha256Hex(canonicalJson([list, filters])).slice(0, 16);

/** The page a query asks for. The first page is read at `known`; the others at the same place. Throws a ProblemError CURSOR_INVALID. */
export const pageOf = (list: string, query: ListQuery, known: string): Page => {
  const limit = query['limit'] === undefined ? pageLimits.usual : Number.parseInt(query['limit'], 10);
  const cursor = query['cursor'];
  return cursor === undefined ? { limit, position: known } : { limit, ...readCursor(markOf(list, query), cursor) };
};

/** The cursor of the page after `last`. */
export const cursorAfter = (list: string, query: ListQuery, { position }: Page, last: string): string =>
  Buffer.from(JSON.stringify([1, markOf(list, query), position, last]), 'utf8').toString('base64url');

/** What a page's query reads: one row more than it gives tells whether there is a next page. */
export const partOf = ({ after, limit }: Page): { readonly after?: string; readonly limit: number } => ({
  limit: limit + 1,
  ...(after === undefined ? {} : { after }),
});

/** The rows of a page that was read by `partOf`, and the cursor of the next one. */
export const pageOfRows = <T>(
  list: string,
  query: ListQuery,
  page: Page,
  rows: readonly T[],
  keyOf: (row: T) => string,
): { readonly rows: readonly T[]; readonly next?: string } => {
  const given = rows.slice(0, page.limit);
  const last = given.at(-1);
  return rows.length <= page.limit || last === undefined
    ? { rows: given }
    : { rows: given, next: cursorAfter(list, query, page, keyOf(last)) };
};

/** The place of the log that a cursor names; undefined for what is none of ours, which its list refuses. */
export const positionOfCursor = (cursor: unknown): Position | undefined => {
  const [version, , position] = typeof cursor === 'string' ? partsOf(cursor) : [];
  return version === 1 && isLogPosition(position) ? position : undefined;
};

/** What every cursor that is not one of the list is told. */
export const cursorInvalid = (): ProblemError =>
  problem('CURSOR_INVALID', 'Send the cursor of the previous page with the same filters.', { field: 'cursor' });

const readCursor = (mark: string, cursor: string): { readonly after: string; readonly position: string } => {
  const [version, of, position, after] = partsOf(cursor);
  if (version !== 1 || of !== mark || !isLogPosition(position) || typeof after !== 'string') throw cursorInvalid();
  return { position, after };
};

/** Whatever is no list is no cursor of ours. */
const partsOf = (cursor: string): readonly unknown[] => {
  try {
    const parts = parseStrictJson(Buffer.from(cursor, 'base64url').toString('utf8'), { maxBytes: 2048, maxDepth: 2 });
    return Array.isArray(parts) ? (parts as readonly unknown[]) : [];
  } catch {
    return [];
  }
};
