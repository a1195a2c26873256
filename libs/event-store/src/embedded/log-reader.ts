import type { SqlDatabase, SqlRow, SqlStatement } from '#sqlite';
import { positionOf, type LogBatch, type Position, type RecordedEvent } from '../event-store';

/** Stored rows that contradict each other: positions out of order, columns that cannot be. */
export class StoreDamagedError extends Error {
  override readonly name = 'StoreDamagedError';
}

/** Events of a page that is filtered, or asked for in small batches. */
const pageEvents = 64;
/**
 * A position is the end of the event in a log of bytes, so a window of positions bounds the bytes of a page, or those that a filter looks
 * at. A page of 64 KiB fits into the processor's cache from SQLite through to JSON.parse; V8 gives texts of more than 128 KiB pages of
 * memory of their own, which doubles the cost of reading.
 */
const windowBytes = { all: 64 * 1024, filtered: 4 * 1024 * 1024 } as const;
const columns = 7;

const inOneLine = `concat_ws(char(10), e.position, s.name, e.revision, e.id, e.type, e.data, e.metadata)`;
const inColumns = `e.position, s.name, e.revision, e.id, e.type, e.data, e.metadata`;
/** In the order of positions: CROSS JOIN goes through the events first, and those lie in that order. The reader checks it. */
const window = 'FROM events e CROSS JOIN streams s ON s.id = e.stream WHERE e.position > ? AND e.position <= ?';
const fromLog = (filtered: boolean): string => `
  ${window} ${filtered ? 'AND s.category IN (SELECT value FROM json_each(?))' : ''}
  ORDER BY e.position LIMIT ?`;
const fromStream = (direction: 'ASC' | 'DESC'): string => `
  FROM events e CROSS JOIN streams s ON s.id = e.stream
  WHERE e.stream = ? AND e.revision BETWEEN ? AND ?
  ORDER BY e.revision ${direction} LIMIT ?`;

/** A page as one text: one call into SQLite and one string out of it instead of seven per event. Canonical JSON has no raw line feed. */
const asOneText = (from: string): string => `SELECT group_concat(line, char(10)) AS page FROM (SELECT ${inOneLine} AS line ${from})`;
/** The same of all in a window: without an inner query a third of the time of reading them less. */
const wholeWindow = `SELECT group_concat(${inOneLine}, char(10)) AS page ${window}`;

export const commitOf = (position: Position): number => Number(position.slice(0, 20));

/** Part of a page would keep the whole page in memory for as long as somebody keeps, say, a stream's name as a map key. */
const detached = (part: string): string => ` ${part}`.slice(1);

/** Names of events are few: one copy of each. */
const names = new Map<string, string>();
const nameOf = (part: string): string => {
  const known = names.get(part);
  if (known !== undefined) return known;
  const name = detached(part);
  names.set(name, name);
  return name;
};

/** Most streams are short: making a bigint of a text takes longer than finding it. */
const lowRevisions: readonly bigint[] = Array.from({ length: 1000 }, (_, i) => BigInt(i));
const revisionOf = (part: string): bigint => lowRevisions[Number(part)] ?? BigInt(part);

/** Undefined where the text is no page of lines; `after`: positions rise from there. Throws StoreDamagedError where they do not. */
const parsePage = (page: string, after?: number): readonly RecordedEvent[] | undefined => {
  const parts = page.split('\n');
  if (parts.length % columns !== 0) return undefined;
  const events: RecordedEvent[] = [];
  let [stream, previous] = ['', after];
  for (let i = 0; i < parts.length; i += columns) {
    // Indexed reads: a slice per event would cost as much as the rest of this function.
    const part = (column: number): string => parts[i + column] as string;
    const position = Number(part(0));
    if (previous !== undefined) previous = inOrder(previous, position);
    // An append's events come together. Nobody keeps ids, data or metadata: those stay parts of the page.
    if (part(1) !== stream) stream = detached(part(1));
    events.push({
      stream,
      revision: revisionOf(part(2)),
      id: part(3),
      type: nameOf(part(4)),
      data: part(5),
      metadata: part(6),
      position: positionOf(position),
    });
  }
  return events;
};

/** The second of two positions. */
const inOrder = (previous: number, position: number): number => {
  if (position > previous) return position;
  throw new StoreDamagedError(`position ${positionOf(position)} follows ${positionOf(previous)}`);
};

const eventOfRow = (row: SqlRow): RecordedEvent => ({
  stream: String(row['name']),
  revision: BigInt(row['revision'] as number),
  id: String(row['id']),
  type: String(row['type']),
  data: String(row['data']),
  metadata: String(row['metadata']),
  position: positionOf(row['position'] as number),
});

const eventsOfRows = (rows: readonly SqlRow[], after?: number): readonly RecordedEvent[] => {
  if (after !== undefined) rows.reduce((previous, { position }) => inOrder(previous, position as number), after);
  return rows.map(eventOfRow);
};

interface PageQuery {
  readonly text: SqlStatement;
  readonly rows: SqlStatement;
}

/** Reads pages of events.db. Every page is a statement of its own: no long transaction holds the WAL back. */
export class LogReader {
  readonly #window: PageQuery;
  readonly #log: PageQuery;
  readonly #filteredLog: PageQuery;
  readonly #forwards: PageQuery;
  readonly #backwards: PageQuery;
  readonly #lastUpTo: SqlStatement;
  readonly #idOf: SqlStatement;

  constructor(db: SqlDatabase) {
    const query = (from: string): PageQuery => ({ text: db.prepare(asOneText(from)), rows: db.prepare(`SELECT ${inColumns} ${from}`) });
    this.#window = { text: db.prepare(wholeWindow), rows: db.prepare(`SELECT ${inColumns} ${window} ORDER BY e.position`) };
    this.#log = query(fromLog(false));
    this.#filteredLog = query(fromLog(true));
    this.#forwards = query(fromStream('ASC'));
    this.#backwards = query(fromStream('DESC'));
    this.#idOf = db.prepare('SELECT id FROM streams WHERE name = ?');
    this.#lastUpTo = db.prepare('SELECT max(position) AS last FROM events WHERE position <= ?');
  }

  head(): number {
    return this.#lastEventUpTo(Number.MAX_SAFE_INTEGER);
  }

  /** What the file calls a stream; undefined where there is none. Asked by itself: half of all streams that are looked for are new. */
  idOf(stream: string): number | undefined {
    return this.#idOf.get(stream)?.['id'] as number | undefined;
  }

  /** Up to `max` events of a stream between two revisions, both included. */
  streamPage(id: number, first: number, last: number, direction: 'forwards' | 'backwards', max: number): readonly RecordedEvent[] {
    return this.#page(direction === 'forwards' ? this.#forwards : this.#backwards, [id, first, last, max]);
  }

  /** The next page after a position up to `end`, of at most `batch` events; `through` is `end` when nothing is left. */
  logPage(after: number, end: number, categories: readonly string[] | undefined, batch: number): LogBatch {
    const max = Math.min(batch, pageEvents);
    const windowEnd = Math.min(end, after + (categories === undefined ? windowBytes.all : windowBytes.filtered));
    if (categories === undefined && batch > pageEvents) return this.#wholeWindow(after, windowEnd, end, batch);
    const filter = categories === undefined ? [] : [JSON.stringify(categories)];
    const query = categories === undefined ? this.#log : this.#filteredLog;
    const events = this.#page(query, [after, windowEnd, ...filter, max], after);
    const through = events.at(-1)?.position;
    if (through !== undefined && events.length === max) return { events, through };
    const last = windowEnd === end ? end : this.#lastEventUpTo(windowEnd);
    // Only where events were taken out of the file is a window empty: the reader goes on behind it.
    return { events, through: positionOf(last <= after ? windowEnd : last) };
  }

  #wholeWindow(after: number, windowEnd: number, end: number, batch: number): LogBatch {
    const found = this.#page(this.#window, [after, windowEnd], after);
    const events = found.length > batch ? found.slice(0, batch) : found;
    const isAll = windowEnd === end && events.length === found.length;
    return { events, through: (isAll ? undefined : events.at(-1)?.position) ?? positionOf(windowEnd) };
  }

  #lastEventUpTo(position: number): number {
    return (this.#lastUpTo.get(position)?.['last'] as number | null | undefined) ?? 0;
  }

  #page(query: PageQuery, parameters: readonly (string | number)[], after?: number): readonly RecordedEvent[] {
    const page = query.text.get(...parameters)?.['page'];
    if (typeof page !== 'string') return [];
    // A damaged text may hold a line feed; row by row it can still be told which event that is.
    return parsePage(page, after) ?? eventsOfRows(query.rows.all(...parameters), after);
  }
}
