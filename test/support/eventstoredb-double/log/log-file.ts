import { openDatabase, rowsOf, type SqlDatabase, type SqlStatement } from '#sqlite';
import type { LogRecord } from './records';

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS log (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL,
    content_type TEXT NOT NULL, data BLOB NOT NULL, metadata BLOB NOT NULL, created INTEGER NOT NULL) STRICT`;

/** The log on disk: what is committed outlives the death of the process. Owned by one process at a time. */
export class LogFile {
  readonly #db: SqlDatabase;
  readonly #insert: SqlStatement;

  constructor(file: string) {
    this.#db = openDatabase(file);
    this.#db.exec(schema);
    this.#insert = this.#db.prepare(
      'INSERT INTO log (position, stream, revision, id, type, content_type, data, metadata, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
  }

  *records(): Generator<LogRecord> {
    for (const row of rowsOf(this.#db, 'SELECT * FROM log ORDER BY position')) {
      yield {
        position: row['position'] as number,
        stream: row['stream'] as string,
        revision: row['revision'] as number,
        id: row['id'] as string,
        type: row['type'] as string,
        contentType: row['content_type'] as string,
        data: row['data'] as Uint8Array,
        metadata: row['metadata'] as Uint8Array,
        created: row['created'] as number,
      };
    }
  }

  add(records: readonly LogRecord[]): void {
    if (records.length === 0) return;
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      for (const r of records)
        this.#insert.run(r.position, r.stream, r.revision, r.id, r.type, r.contentType, r.data, r.metadata, r.created);
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }
}
