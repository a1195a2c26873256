/** From the gravest to the most talkative; a log writes its own level and those before it. `silent` writes nothing. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * What a record says besides its message. Values are reduced to plain data; secrets and personal data are taken out by name and by form.
 */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Where a program says how it is. A message is constant text, so that records can be counted by it; what differs is in the fields. An
 * `error` among them is written with its stack.
 */
export abstract class Log {
  abstract readonly level: LogLevel;
  abstract write(level: Exclude<LogLevel, 'silent'>, message: string, fields?: LogFields): void;
  /** A log whose records all have these fields too. */
  abstract with(fields: LogFields): Log;

  fatal(message: string, fields?: LogFields): void {
    this.write('fatal', message, fields);
  }
  error(message: string, fields?: LogFields): void {
    this.write('error', message, fields);
  }
  warn(message: string, fields?: LogFields): void {
    this.write('warn', message, fields);
  }
  info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }
  debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }
  trace(message: string, fields?: LogFields): void {
    this.write('trace', message, fields);
  }

  /** Whether a record of this level would be written. */
  writes(level: LogLevel): boolean {
    return level !== 'silent' && this.level !== 'silent' && logLevels.indexOf(level) <= logLevels.indexOf(this.level);
  }
}

/** Writes nothing: for tests and for libs that are used without a program. */
export class SilentLog extends Log {
  override readonly level = 'silent';
  override write(): void {
    // Nobody listens.
  }
  override with(): Log {
    return this;
  }
}
