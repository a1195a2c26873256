import type { LoggerService } from '@nestjs/common';
import type { Log, LogLevel } from '#telemetry';

/** What Nest says of itself, in our log: its cheerful words at `debug`. The last of its parameters is who speaks. */
export class NestLog implements LoggerService {
  constructor(private readonly to: Log) {}

  log(message: unknown, ...more: readonly unknown[]): void {
    this.#write('debug', message, more);
  }
  debug(message: unknown, ...more: readonly unknown[]): void {
    this.#write('debug', message, more);
  }
  verbose(message: unknown, ...more: readonly unknown[]): void {
    this.#write('trace', message, more);
  }
  warn(message: unknown, ...more: readonly unknown[]): void {
    this.#write('warn', message, more);
  }
  error(message: unknown, ...more: readonly unknown[]): void {
    this.#write('error', message, more);
  }
  fatal(message: unknown, ...more: readonly unknown[]): void {
    this.#write('fatal', message, more);
  }

  #write(level: Exclude<LogLevel, 'silent'>, message: unknown, more: readonly unknown[]): void {
    const [text, fault] = typeof message === 'string' ? [message, undefined] : ['Nest says', message];
    const rest = more.slice(0, -1).filter((part) => part !== undefined);
    this.to.write(level, text, {
      context: more.at(-1),
      ...(fault === undefined ? {} : { error: fault }),
      ...(rest.length === 0 ? {} : { rest }),
    });
  }
}
