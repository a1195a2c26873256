import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, sqliteCode, sqliteCodes, type SqlDatabase } from '#sqlite';

/** Another process writes to the same data directory and did not finish in time. */
export class WriterLockedError extends Error {
  override readonly name = 'WriterLockedError';
}

const retryMilliseconds = 50;

const tryLock = (db: SqlDatabase): boolean => {
  try {
    db.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    const code = sqliteCode(error);
    if (code === sqliteCodes.busy || code === sqliteCodes.locked) return false;
    throw error;
  }
};

/** The right to write to a data directory: an exclusive transaction on lock.db, which the operating system frees when the process dies. */
export class WriterLock {
  #db: SqlDatabase | undefined;

  private constructor(db: SqlDatabase) {
    this.#db = db;
  }

  /** Waits up to `waitMilliseconds` (30 s unless told) for another writer to finish. Throws WriterLockedError after that. */
  static async acquire(file: string, options: { readonly waitMilliseconds?: number } = {}): Promise<WriterLock> {
    const db = openDatabase(file);
    db.exec('PRAGMA busy_timeout=0');
    for (let left = options.waitMilliseconds ?? 30_000; !tryLock(db); left -= retryMilliseconds) {
      if (left <= 0) {
        db.close();
        throw new WriterLockedError(`another process is writing (${file} is locked)`);
      }
      await sleep(retryMilliseconds);
    }
    return new WriterLock(db);
  }

  /** Idempotent. */
  release(): void {
    this.#db?.close();
    this.#db = undefined;
  }
}
