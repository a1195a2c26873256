import { types } from 'node:util';
import { DatabaseSync } from '@photostructure/sqlite';
import { nativeCalls } from '#threads';
import { CountedDatabase } from './counted-calls';
import type { SqlDatabase, SqlRow, SqlStatement, SqlValue } from './sql-database';

/** Opens a database file; creates it unless `readOnly`. Throws the driver's error, whose code `sqliteCode` names. */
export const openDatabase = (file: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): SqlDatabase =>
  nativeCalls === undefined
    ? new DatabaseSync(file, { readOnly })
    : new CountedDatabase(() => new DatabaseSync(file, { readOnly }), nativeCalls);

/** Primary result codes of SQLite that we tell apart. */
export const sqliteCodes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** The primary result code of a driver error; undefined when the error is not SQLite's. */
export const sqliteCode = (error: unknown): number | undefined => {
  // Not instanceof: a native module may make its errors in another realm (jest gives each file one).
  if (!types.isNativeError(error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
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
