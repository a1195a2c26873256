import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { nativeCalls } from '#threads';
import { CountedDatabase } from './counted-calls';
import type { SqlDatabase, SqlRow, SqlStatement, SqlValue } from './sql-database';

interface Driver {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => SqlDatabase;
}

/** The first Node whose own driver is no experiment any more: before it, each thread that opens a file is warned of on stderr. */
const builtInSince = 24;

/** `node:sqlite` where the runtime has it for good, else the package with the same interface and its binaries inside. */
const driver = ((): Driver =>
  Number.parseInt(process.versions.node, 10) >= builtInSince
    ? process.getBuiltinModule('node:sqlite' as never)
    : (createRequire(__filename)('@photostructure/sqlite') as Driver))();

/** Opens a database file; creates it unless `readOnly`. Throws the driver's error, whose code `sqliteCode` names. */
export const openDatabase = (file: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): SqlDatabase =>
  nativeCalls === undefined
    ? new driver.DatabaseSync(file, { readOnly })
    : new CountedDatabase(() => new driver.DatabaseSync(file, { readOnly }), nativeCalls);

/** Primary result codes of SQLite that we tell apart. */
export const sqliteCodes = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** SQLite's own words for them: the package tells no code of what goes wrong while rows are read. */
const codeByText: ReadonlyMap<string, number> = new Map([
  ['database is locked', sqliteCodes.busy],
  ['database table is locked', sqliteCodes.locked],
  ['out of memory', sqliteCodes.noMemory],
  ['attempt to write a readonly database', sqliteCodes.readOnly],
  ['disk I/O error', sqliteCodes.ioError],
  ['database disk image is malformed', sqliteCodes.corrupt],
  ['database or disk is full', sqliteCodes.full],
  ['unable to open database file', sqliteCodes.cannotOpen],
  ['file is not a database', sqliteCodes.notADatabase],
]);

/** The primary result code of a driver error; undefined when the error is not SQLite's. */
export const sqliteCode = (error: unknown): number | undefined => {
  // By its fields: a native module may make its errors in another realm (jest gives each file one), and what has come from another thread
  // is no native error any more.
  if (typeof error !== 'object' || error === null) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  const isDrivers = 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'message' in error;
  return isDrivers ? codeByText.get(String(error.message)) : undefined;
};

/** All that we tell apart: what a statement itself does wrong is none of them. */
const ofMachine: ReadonlySet<number | undefined> = new Set(Object.values(sqliteCodes));

/** Whether an error says that the file, the disk or the memory failed, whatever was to be read or written. */
export const isMachineFault = (error: unknown): boolean => ofMachine.has(sqliteCode(error));

/** Whether an error says that a file is no database of SQLite, or is one no more. */
export const isSpoilt = (error: unknown): boolean => {
  const code = sqliteCode(error);
  return code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase;
};

/** Removes a database file with what SQLite keeps beside it. */
export const removeDatabase = (file: string): void => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
};

/** Takes back what a transaction has done; nothing where SQLite has taken it back by itself, as after a full disk. */
export const rollBack = (db: SqlDatabase): void => {
  try {
    db.exec('ROLLBACK');
  } catch (error) {
    if (!(error as Error).message.includes('no transaction is active')) throw error;
  }
};

const inUse = new Set<SqlStatement>();

/**
 * Rows one after another. A driver frees a statement that nobody refers to, with the rows that are still being read of it, and the process
 * dies; so it is held until the last row is taken or the reader leaves.
 */
export function* rowsOf(db: SqlDatabase, sql: string, parameters: readonly SqlValue[] = []): Generator<SqlRow, void, undefined> {
  const statement = db.prepare(sql);
  inUse.add(statement);
  try {
    yield* statement.iterate(...parameters);
  } finally {
    inUse.delete(statement);
  }
}
