import { existsSync } from 'node:fs';
import { isSpoilt, openDatabase, removeDatabase, type SqlDatabase, type SqlStatement } from '#sqlite';
import { Checkpoints } from '../checkpoints';
import type { Position } from '../event-store';

const allOf = (db: SqlDatabase): ReadonlyMap<string, Position> =>
  new Map(
    db
      .prepare('SELECT process, position FROM checkpoint')
      .all()
      .map(({ process, position }) => [String(process), String(position) as Position]),
  );

/** How far each process had come by its file, without opening it for work; none where there is no file. */
export const checkpointsInFile = (file: string): ReadonlyMap<string, Position> => {
  if (!existsSync(file)) return new Map();
  const db = openDatabase(file, { readOnly: true });
  try {
    return allOf(db);
  } finally {
    db.close();
  }
};

/**
 * Checkpoints in a small file of their own (processes.db). synchronous=NORMAL: a crash may bring an older checkpoint back, which is
 * allowed.
 */
export class SqliteCheckpoints extends Checkpoints {
  readonly #db: SqlDatabase;
  readonly #load: SqlStatement;
  readonly #save: SqlStatement;

  constructor(file: string) {
    super();
    this.#db = openDatabase(file);
    this.#db
      .exec(`PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;
      CREATE TABLE IF NOT EXISTS checkpoint (process TEXT PRIMARY KEY, position TEXT NOT NULL) STRICT`);
    this.#load = this.#db.prepare('SELECT position FROM checkpoint WHERE process = ?');
    this.#save = this.#db.prepare(
      'INSERT INTO checkpoint (process, position) SELECT value ->> 0, value ->> 1 FROM json_each(?) WHERE true ON CONFLICT (process) DO UPDATE SET position = excluded.position',
    );
  }

  /** Opens the file; one that is spoilt is dropped: the processes then react to everything again, which adds nothing. */
  static openAnew(file: string): SqliteCheckpoints {
    try {
      return new SqliteCheckpoints(file);
    } catch (error) {
      if (!isSpoilt(error)) throw error;
      removeDatabase(file);
      return new SqliteCheckpoints(file);
    }
  }

  override async load(process: string): Promise<Position | undefined> {
    return this.#load.get(process)?.['position'] as Position | undefined;
  }

  override async all(): Promise<ReadonlyMap<string, Position>> {
    return allOf(this.#db);
  }

  override async save(reached: ReadonlyMap<string, Position>): Promise<void> {
    this.#save.run(JSON.stringify([...reached]));
  }

  override async close(): Promise<void> {
    this.#db.close();
  }
}
