import { ReadModelConnectionError } from '../connection-error';

/** SQLSTATE of an error of the server; code of one of the network. */
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
const messageOf = (error: unknown): string => {
  // Several addresses of one name fail together: the first says enough.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
};

/** The driver has no codes for these. */
const lostConnection =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Cannot use a pool after|not queryable/;

/**
 * Server shutting down, too many connections, out of memory or disk, a fault inside it (XX), read-only for now (a standby), deadlock, lock or
 * statement timeout: to be tried again.
 */
const passing = /^(?:08...|57P0[1-5]|57014|53...|58...|XX...|40...|55P03|25006|25P0[34])$/;
const network = /^(?:E[A-Z]{3,}|EAI_[A-Z]+)$/;
const credentials = /^(?:28...|42501)$/;
/** No such schema, table, column or key; or something of somebody else's depends on a table that is to be made anew. */
const otherTables = /^(?:3F000|42P01|42703|42P10|2BP01)$/;

/** Data that a column, an index or a number cannot take. */
const unfit = /^(?:22|23|54)...$/;
const timedOut = /^(?:57014|55P03)$/;
/** Deadlines of the driver: what was waited for so long is not asked for at once again. */
const waitedTooLong = /timeout exceeded when trying to connect|due to connection timeout|timeout expired|Query read timeout/;

/** Of a statement's own making, whoever runs it: the values do not fit. */
export const isUnfit = (error: unknown): boolean => unfit.test(codeOf(error));
/** The connection broke, or could not be made; not: the server took too long. */
export const wasLost = (error: unknown): boolean =>
  error instanceof ReadModelConnectionError &&
  error.passing &&
  !timedOut.test(codeOf(error.cause)) &&
  !waitedTooLong.test(messageOf(error.cause));
/** Tables are missing, or are not as this program makes them. */
export const isOfTables = (error: unknown): boolean => error instanceof ReadModelConnectionError && error.code === 'POSTGRES_TABLES';
export const isUndefinedTable = (error: unknown): boolean => isOfTables(error) && codeOf((error as Error).cause) === '42P01';
export const isLockTimeout = (error: unknown): boolean => error instanceof ReadModelConnectionError && codeOf(error.cause) === '55P03';

/** An error of the driver as ours, where it is about the server; any other error as it is. */
export const connectionFault = (error: unknown, label: string): unknown => {
  if (error instanceof ReadModelConnectionError) return error;
  const code = codeOf(error);
  const say = (fault: ReadModelConnectionError['code'], what: string): ReadModelConnectionError =>
    new ReadModelConnectionError(fault, `${label} ${what}: ${messageOf(error)}`, { cause: error });
  if (credentials.test(code)) return say('POSTGRES_CREDENTIALS', 'does not let us in');
  if (code === '3D000') return say('POSTGRES_URL_INVALID', 'has no such database');
  if (otherTables.test(code)) return say('POSTGRES_TABLES', 'has other tables than this program makes');
  if (passing.test(code)) return say('POSTGRES_UNREACHABLE', 'cannot work now');
  if (network.test(code) || lostConnection.test(messageOf(error))) return say('POSTGRES_UNREACHABLE', 'cannot be reached');
  return error;
};
