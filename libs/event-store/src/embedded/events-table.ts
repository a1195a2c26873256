import { categoryOf } from '#event-catalogue';
import { positionOf, type Append, type Position } from '../event-store';
import { bytesInLog, noRevision, type StreamShelf } from './append-rules';
import type { SqlDatabase, SqlStatement } from './sqlite-driver';

interface KnownStream {
  readonly id: number;
  head: number;
}

const maxKnownStreams = 50_000;

/** The writing side of events.db inside one transaction; remembers heads between transactions for as long as nobody else has written. */
export class EventsTable implements StreamShelf {
  readonly #known = new Map<string, KnownStream>();
  readonly #begin: SqlStatement;
  readonly #commit: SqlStatement;
  readonly #dataVersion: SqlStatement;
  readonly #lastPosition: SqlStatement;
  readonly #findStream: SqlStatement;
  readonly #addStream: SqlStatement;
  readonly #findEvent: SqlStatement;
  readonly #addEvent: SqlStatement;
  #version = -1;
  #offset = 0;

  constructor(db: SqlDatabase) {
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#dataVersion = db.prepare('PRAGMA data_version');
    this.#lastPosition = db.prepare('SELECT max(position) AS last FROM events');
    this.#findStream = db.prepare('SELECT s.id, (SELECT max(e.revision) FROM events e WHERE e.stream = s.id) AS head FROM streams s WHERE s.name = ?');
    this.#addStream = db.prepare('INSERT INTO streams (name, category) VALUES (?, ?) RETURNING id');
    this.#findEvent = db.prepare('SELECT e.id, e.position FROM events e JOIN streams s ON s.id = e.stream WHERE s.name = ? AND e.revision = ?');
    this.#addEvent = db.prepare('INSERT INTO events (position, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  /** Opens a write transaction. `data_version` changes when another connection has committed. */
  begin(): void {
    this.#begin.run();
    const version = this.#dataVersion.get()?.['data_version'] as number;
    if (version === this.#version && this.#known.size < maxKnownStreams) return;
    this.#known.clear();
    this.#version = version;
    this.#offset = (this.#lastPosition.get()?.['last'] as number | null | undefined) ?? 0;
  }

  /** Returns after the fsync. */
  commit(): void {
    this.#commit.run();
  }

  /** To be called when a transaction did not commit: what it remembered never happened. */
  forget(): void {
    this.#version = -1;
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
    for (const event of append.events) {
      revision += 1;
      this.#offset += bytesInLog(append.stream, event);
      this.#addEvent.run(this.#offset, stream.id, revision, event.id, event.type, event.data, event.metadata);
    }
    stream.head = revision;
    return positionOf(this.#offset);
  }

  #stream(name: string): KnownStream | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const row = this.#findStream.get(name);
    if (row === undefined) return undefined;
    const found = { id: row['id'] as number, head: (row['head'] as number | null) ?? noRevision };
    this.#known.set(name, found);
    return found;
  }

  #newStream(name: string): KnownStream {
    const added = { id: this.#addStream.get(name, categoryOf(name))?.['id'] as number, head: noRevision };
    this.#known.set(name, added);
    return added;
  }
}
