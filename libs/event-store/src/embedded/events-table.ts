import { categoryOf } from '#event-catalogue';
import type { SqlDatabase, SqlStatement } from '#sqlite';
import { positionOf, type Append, type Position } from '../event-store';
import { bytesInLog, noRevision, type StreamShelf } from './append-rules';
import type { Committed, RecentEvents } from './recent-events';

interface KnownStream {
  readonly id: number;
  head: number;
}

const maxKnownStreams = 50_000;

/** The writing side of events.db inside one transaction; remembers heads between transactions for as long as nobody else has written. */
export class EventsTable implements StreamShelf {
  /** Null for what was looked for and is not there. */
  readonly #known = new Map<string, KnownStream | null>();
  readonly #begin: SqlStatement;
  readonly #commit: SqlStatement;
  readonly #dataVersion: SqlStatement;
  readonly #ends: SqlStatement;
  readonly #findStream: SqlStatement;
  /** Inserts are called by `get`: `run` makes an object of what they changed, which costs a tenth of them and nobody reads. */
  readonly #addStream: SqlStatement;
  readonly #addEvent: SqlStatement;
  readonly #findEvent: SqlStatement;
  #version = -1;
  #offset = 0;
  #lastStream = 0;
  /** What the open transaction has put. */
  #put: Committed[] = [];

  constructor(
    db: SqlDatabase,
    private readonly recent: RecentEvents,
  ) {
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#dataVersion = db.prepare('PRAGMA data_version');
    this.#ends = db.prepare('SELECT (SELECT max(position) FROM events) AS position, (SELECT max(id) FROM streams) AS stream');
    this.#findStream = db.prepare(
      'SELECT s.id, (SELECT max(e.revision) FROM events e WHERE e.stream = s.id) AS head FROM streams s WHERE s.name = ?',
    );
    this.#addStream = db.prepare('INSERT INTO streams (id, name, category) VALUES (?, ?, ?)');
    this.#findEvent = db.prepare(
      'SELECT e.id, e.position FROM events e JOIN streams s ON s.id = e.stream WHERE s.name = ? AND e.revision = ?',
    );
    this.#addEvent = db.prepare('INSERT INTO events (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  /** Opens a write transaction. `data_version` changes when another connection has committed. */
  begin(): void {
    this.#begin.run();
    const version = this.#dataVersion.get()?.['data_version'] as number;
    if (version !== this.#version || this.#known.size >= maxKnownStreams) this.#known.clear();
    if (version === this.#version) return;
    this.#version = version;
    const { position, stream } = this.#ends.get() as { readonly position: number | null; readonly stream: number | null };
    this.#offset = position ?? 0;
    this.#lastStream = stream ?? 0;
    this.recent.beginAfter(this.#offset);
  }

  /** Returns after the fsync. */
  commit(): void {
    this.#commit.run();
    for (const committed of this.#put) this.recent.add(committed);
    this.#put = [];
  }

  /** To be called when a transaction did not commit: what it remembered never happened. */
  forget(): void {
    this.#known.clear();
    this.#put = [];
    this.#version = -1;
  }

  /** What the file calls a stream, where that is remembered: a name is given once. */
  idOf(stream: string): number | undefined {
    return this.#known.get(stream)?.id;
  }

  /** A reader has found that there is no such stream. The next transaction forgets it where others have written since. */
  missing(stream: string): void {
    if (!this.#known.has(stream)) this.#known.set(stream, null);
  }

  head(stream: string): number {
    return this.#stream(stream)?.head ?? noRevision;
  }

  at(stream: string, revision: number): { readonly id: string; readonly position: Position } | undefined {
    const row = this.#findEvent.get(stream, revision);
    return row === undefined ? undefined : { id: String(row['id']), position: positionOf(row['position'] as number) };
  }

  put(append: Append, head: number): Position {
    const stream = this.#stream(append.stream) ?? this.#newStream(append.stream);
    let revision = head;
    const ends: number[] = [];
    for (const event of append.events) {
      revision += 1;
      this.#offset += bytesInLog(append.stream, event);
      ends.push(this.#offset);
      this.#addEvent.get(this.#offset, stream.id, revision, event.id, event.type, event.data, event.metadata);
    }
    stream.head = revision;
    this.#put.push({ append, firstRevision: head + 1, ends });
    return positionOf(this.#offset);
  }

  #stream(name: string): KnownStream | null {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const row = this.#findStream.get(name);
    const found = row === undefined ? null : { id: row['id'] as number, head: (row['head'] as number | null) ?? noRevision };
    this.#known.set(name, found);
    return found;
  }

  #newStream(name: string): KnownStream {
    this.#lastStream += 1;
    this.#addStream.get(this.#lastStream, name, categoryOf(name));
    const added = { id: this.#lastStream, head: noRevision };
    this.#known.set(name, added);
    return added;
  }
}
