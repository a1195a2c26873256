import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { openDatabase, sqliteCode, sqliteCodes, type SqlDatabase } from '#sqlite';
import { formatVersion, hashVersion, type StoreHeader } from '../store-header';

export type StoreFileFault = 'STORE_FILE_MISSING' | 'STORE_FILE_FOREIGN' | 'STORE_FILE_NEWER' | 'STORE_FILE_OF_OTHER_INSTALLATION';

/** An events file that this program must not open. */
export class StoreFileError extends Error {
  override readonly name = 'StoreFileError';
  constructor(
    readonly code: StoreFileFault,
    message: string,
  ) {
    super(message);
  }
}

/** "Tide" in ASCII: tells our files from any other SQLite database. */
const applicationId = 0x54696465;

const tables = `
  CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, category TEXT NOT NULL) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams (id),
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;`;

const numberOf = (db: SqlDatabase, pragma: string): number => Number(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);

const readHeader = (db: SqlDatabase, file: string): StoreHeader => {
  if (numberOf(db, 'application_id') !== applicationId) throw new StoreFileError('STORE_FILE_FOREIGN', `${file} is not a Tidewaiter log`);
  const values = new Map(
    db
      .prepare('SELECT key, value FROM header')
      .all()
      .map(({ key, value }) => [String(key), String(value)]),
  );
  const [format = '', hash = '', installation = ''] = ['format', 'hash', 'installation'].map((key) => values.get(key));
  if (format !== formatVersion || hash !== hashVersion)
    throw new StoreFileError(
      'STORE_FILE_NEWER',
      `${file} has format ${format} and hash version ${hash}; this program knows ${formatVersion} and ${hashVersion}`,
    );
  return { installation, format, hash };
};

/** Both settings hold per connection, and WAL lowers `synchronous` unless it is set after it; so the order matters. */
const setUp = (db: SqlDatabase, readOnly: boolean): void => {
  db.exec('PRAGMA busy_timeout=5000; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=OFF');
  // Who only reads goes through the log once, in order.
  db.exec(`PRAGMA cache_size=-${String(readOnly ? 8192 : 32768)}`);
  if (readOnly) return;
  // After 16 MiB the WAL begins anew: to write over it takes half the time of making it longer, for the file system has nothing to record.
  db.exec(
    'PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=134217728',
  );
  if (numberOf(db, 'synchronous') !== 2) throw new Error('SQLite does not accept synchronous=FULL');
};

const create = (db: SqlDatabase, installation: string): void => {
  db.exec(`${tables} PRAGMA application_id=${applicationId}`);
  const put = db.prepare('INSERT INTO header (key, value) VALUES (?, ?)');
  put.run('format', formatVersion);
  put.run('hash', hashVersion);
  put.run('installation', installation);
};

const isEmpty = (db: SqlDatabase): boolean => db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0;

const fsyncDirectory = (directory: string): void => {
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const openForWriting = (file: string, installation: string): SqlDatabase => {
  const isNew = !existsSync(file);
  const db = openDatabase(file);
  try {
    setUp(db, false);
    db.exec('BEGIN IMMEDIATE');
    if (isEmpty(db)) create(db, installation);
    const header = readHeader(db, file);
    db.exec('COMMIT');
    if (header.installation !== installation)
      throw new StoreFileError(
        'STORE_FILE_OF_OTHER_INSTALLATION',
        `${file} belongs to installation ${header.installation}, not ${installation}`,
      );
    if (isNew) fsyncDirectory(dirname(file));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const openForReading = (file: string): SqlDatabase => {
  if (!existsSync(file)) throw new StoreFileError('STORE_FILE_MISSING', `${file} does not exist`);
  const db = openDatabase(file, { readOnly: true });
  try {
    setUp(db, true);
    readHeader(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** Opens events.db, creating it for a writer. Throws StoreFileError on a file that is foreign, newer or another installation's. */
export const openEventsFile = (file: string, access: { readonly installation: string } | { readonly readOnly: true }): SqlDatabase => {
  try {
    return 'readOnly' in access ? openForReading(file) : openForWriting(file, access.installation);
  } catch (error) {
    if (sqliteCode(error) === sqliteCodes.notADatabase) throw new StoreFileError('STORE_FILE_FOREIGN', `${file} is not a SQLite database`);
    throw error;
  }
};

/** Whose log a file is, without opening it for work. Throws as `openEventsFile`. */
export const headerOfEventsFile = (file: string): StoreHeader => {
  const db = openEventsFile(file, { readOnly: true });
  try {
    return readHeader(db, file);
  } finally {
    db.close();
  }
};
