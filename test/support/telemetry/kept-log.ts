import { PinoLog, type LogLevel } from '#telemetry';

export type LogRecord = Readonly<Record<string, unknown>>;

/** A log as the server writes it, kept in memory: every chunk that was written, and the records in it. */
export class KeptLog {
  readonly #lines: string[] = [];
  readonly log: PinoLog;

  constructor(level: LogLevel = 'trace') {
    this.log = PinoLog.open({ level, program: 'api', sink: { write: (line) => this.#lines.push(line) } });
  }

  get text(): string {
    return this.#lines.join('');
  }

  get records(): readonly LogRecord[] {
    return this.text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as LogRecord);
  }

  /** The lines of requests, oldest first. */
  get requests(): readonly LogRecord[] {
    return this.records.filter(({ msg }) => msg === 'request');
  }
}
