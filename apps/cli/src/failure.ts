import { ImportAbortedError, SourceUnreadableError } from '#advance-data';
import { CloseRunError } from '#accounts';
import { EventUnreadableError } from '#event-catalogue';
import { ProcessStoppedError, StoreDamagedError, StoreFileError, StoreReadError, StoreStoppedError, WriterLockedError } from '#event-store';
import { NotCaughtUpError, ReadModelConnectionError } from '#read-model';
import { isSpoilt, sqliteCode } from '#sqlite';
import { ConfigurationError } from '#runtime';
import { CommanderError } from 'commander';
import { CannotRunError } from './exit';

/** Why a command could not run, for people (one line) and for programs. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Option, argument or field that it is about. */
  readonly field?: string;
}

const usageCodes: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'OPTION_UNKNOWN',
  'commander.unknownCommand': 'COMMAND_UNKNOWN',
  'commander.missingArgument': 'ARGUMENT_MISSING',
  'commander.optionMissingArgument': 'OPTION_INVALID',
  'commander.missingMandatoryOptionValue': 'OPTION_MISSING',
  'commander.invalidArgument': 'OPTION_INVALID',
  'commander.excessArguments': 'ARGUMENT_UNEXPECTED',
  'commander.conflictingOption': 'OPTION_CONFLICT',
  'commander.help': 'COMMAND_MISSING',
};

/** The first thing that a message of the argument parser puts in quotes: `'--from <day>'` is about `--from`. */
const fieldOfUsage = (message: string): string | undefined => /'(-{0,2}[^\s'<[]+)/.exec(message)?.[1];

const usage = ({ code, message }: CommanderError): Failure => {
  const text = message
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const field = fieldOfUsage(text);
  return {
    code: usageCodes[code] ?? 'USAGE',
    message: code === 'commander.help' ? 'expected a command; see --help' : text,
    ...(field === undefined ? {} : { field }),
  };
};

/** Errors of the machine that a person can do something about, by the system's code. */
const systemMessages: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'a directory, not a file',
  ENOTDIR: 'not a directory',
  EEXIST: 'a file is in the way',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for this user',
  EIO: 'the disk cannot be read or written',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this machine',
  EROFS: 'the file system is read-only',
};

const ofSystem = (error: unknown): Failure | undefined => {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return undefined;
  const told = systemMessages[error.code];
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  return told === undefined
    ? undefined
    : { code: 'FILE_UNUSABLE', message: path === undefined ? told : `${path}: ${told}`, ...(path === undefined ? {} : { field: path }) };
};

const dataOption = '--data';

/** What is known of an error; undefined for a bug of ours. */
export const knownFailure = (error: unknown): Failure | undefined => {
  if (error instanceof CannotRunError)
    return { code: error.code, message: error.message, ...(error.field === undefined ? {} : { field: error.field }) };
  if (error instanceof CommanderError) return usage(error);
  if (error instanceof ConfigurationError) return { code: 'CONFIGURATION', message: error.message, field: error.setting ?? dataOption };
  if (error instanceof WriterLockedError) return { code: 'DATA_DIRECTORY_LOCKED', message: error.message, field: dataOption };
  if (error instanceof StoreFileError) return { code: error.code, message: error.message, field: dataOption };
  if (error instanceof StoreDamagedError || error instanceof EventUnreadableError)
    return { code: 'STORE_DAMAGED', message: `${error.message}; tidewaiter verify says where`, field: dataOption };
  if (error instanceof SourceUnreadableError) return { code: 'FILE_UNUSABLE', message: error.message, field: error.file };
  if (error instanceof ImportAbortedError) return { code: error.code, message: error.message };
  if (error instanceof CloseRunError) return { code: 'CLOSE_RUN_STOPPED', message: error.message };
  if (error instanceof StoreStoppedError || error instanceof ProcessStoppedError || error instanceof NotCaughtUpError)
    return { code: 'LEDGER_STOPPED', message: error.message };
  if (error instanceof ReadModelConnectionError) return { code: 'VIEWS_UNAVAILABLE', message: error.message, field: 'POSTGRES_URL' };
  if (error instanceof StoreReadError) return { code: 'STORE_SILENT', message: error.message, field: 'EVENTSTORE_URL' };
  if (sqliteCode(error) !== undefined && error instanceof Error)
    return {
      code: 'DATABASE',
      message: isSpoilt(error) ? `${error.message}; tidewaiter doctor says which file` : error.message,
      field: dataOption,
    };
  return ofSystem(error);
};

const faultText = (error: unknown, withStack: boolean): string => {
  if (!(error instanceof Error)) return String(error);
  return withStack ? (error.stack ?? error.message) : error.message;
};

/** Every error as a failure. A bug shows its stack only to those who ask for it (TIDEWAITER_DEBUG=1). */
export const failureOf = (error: unknown, env: Readonly<Record<string, string | undefined>>): Failure =>
  knownFailure(error) ?? {
    code: 'INTERNAL',
    message: `a fault of the program: ${faultText(error, env['TIDEWAITER_DEBUG'] === '1')}`,
  };
