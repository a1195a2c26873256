import pino, { type Logger } from 'pino';
import { Log, type LogFields, type LogLevel } from './log';
import { redacted, redactedText } from './redacted';

/** Takes whole lines, each with its line feed. */
export interface LineSink {
  write(line: string): unknown;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** Which program speaks: `api`, `projector`. */
  readonly program: string;
  /** Standard error unless told: standard output belongs to people and to a command's answer. */
  readonly sink?: LineSink;
}

/** Names that a record gives its own parts: a field of that name is told under another. */
const ownNames: ReadonlySet<string> = new Set(['level', 'time', 'pid', 'program', 'msg']);

/**
 * Characters that JSON leaves as they are, and that a terminal or a reader of lines takes for more than a character: DEL and the C1
 * controls (NEL, CSI), the line and paragraph separators, marks that turn the direction of text, a byte order mark.
 */
const active = /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One JSON document a line (pino), written before the call returns: what a program said before it died is there. */
export class PinoLog extends Log {
  private constructor(private readonly logger: Logger) {
    super();
  }

  static open({ level, program, sink = pino.destination({ fd: 2, sync: true }) }: LogOptions): PinoLog {
    const options = {
      level,
      base: { pid: process.pid, program },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    return new PinoLog(pino(options, { write: (line: string) => void sink.write(line.replace(active, escaped)) }));
  }

  override get level(): LogLevel {
    return this.logger.level as LogLevel;
  }

  override write(level: Exclude<LogLevel, 'silent'>, message: string, fields?: LogFields): void {
    if (!this.writes(level)) return;
    const text = redactedText(message);
    if (fields === undefined) this.logger[level](text);
    else this.logger[level](told(fields), text);
  }

  override with(fields: LogFields): Log {
    return new PinoLog(this.logger.child(told(fields)));
  }
}

const told = (fields: LogFields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(redacted(fields)).map(([name, value]) => [ownNames.has(name) ? `${name}_` : name, value]));
