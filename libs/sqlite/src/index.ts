export { isMachineFault, isSpoilt, openDatabase, removeDatabase, rollBack, rowsOf, sqliteCode, sqliteCodes } from './sqlite-driver';
export type { SqlDatabase, SqlRow, SqlStatement, SqlValue } from './sql-database';
