export {
  openDatabase,
  rowsOf,
  sqliteCode,
  sqliteCodes,
  type SqlDatabase,
  type SqlRow,
  type SqlStatement,
  type SqlValue,
} from './sqlite-driver';
