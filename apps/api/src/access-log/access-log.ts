import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { firstHash, hashOf, type AccessRecord, type StoredRecord } from './access-record';

/** Days for which records are kept unless told. */
export const usualDays = 400;

/**
 * The log of who read what: a folder for each day (UTC), in it a file for each server, in it a line for each read, appended before the
 * answer goes out. It is no part of the ledger's log, so that reading changes nothing that is proved; what is older than it has to be kept
 * is removed by the day. A line survives the end of the process; a power failure may take those of the last second.
 */
export class AccessLog {
  readonly #folder: string;
  readonly #writer = `${os.hostname().replace(/[^A-Za-z0-9-]/g, '-')}-${String(process.pid)}`;
  #day = '';
  #file: number | undefined;
  #last = firstHash;
  #flush: NodeJS.Timeout | undefined;

  constructor(
    dataDirectory: string,
    private readonly keptDays = usualDays,
  ) {
    this.#folder = path.join(dataDirectory, 'access-log');
  }

  /** Appends a record. Throws the system's error where it cannot: what cannot be recorded is not to be answered. */
  record(record: AccessRecord): void {
    const file = this.#open(record.at.slice(0, 10));
    const hash = hashOf(record, this.#last);
    try {
      // All of it: a disk that is almost full takes a part of a line and says so only in the count.
      writeFileSync(file, `${JSON.stringify({ ...record, prev: this.#last, hash } satisfies StoredRecord)}\n`);
    } catch (error) {
      // A part of the line may be there: the next one begins behind it, as after a power failure.
      this.#letGo();
      throw error;
    }
    this.#last = hash;
    // One flush a second, whatever is read meanwhile.
    this.#flush ??= setTimeout(() => {
      this.#flush = undefined;
      if (this.#file !== undefined) fsyncSync(this.#file);
    }, 1000).unref();
  }

  /** Days that there are records of, the newest first. */
  days(): readonly string[] {
    return existsSync(this.#folder)
      ? readdirSync(this.#folder)
          .filter((name) => dayForm.test(name))
          .sort()
          .reverse()
      : [];
  }

  /** Files of a day in order of their names. */
  filesOf(day: string): readonly string[] {
    const folder = path.join(this.#folder, day);
    return existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => name.endsWith('.ndjson'))
          .sort()
          .map((name) => path.join(folder, name))
      : [];
  }

  /** Called by Nest when the application stops. */
  onModuleDestroy(): void {
    this.close();
  }

  close(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    if (this.#file !== undefined) fsyncSync(this.#file);
    this.#letGo();
  }

  #letGo(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#day = '';
  }

  #open(day: string): number {
    if (this.#file !== undefined && this.#day === day) return this.#file;
    this.close();
    const folder = path.join(this.#folder, day);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = path.join(folder, `${this.#writer}.ndjson`);
    const before = existsSync(name) ? readFileSync(name, 'utf8') : '';
    this.#last = lastHashIn(before);
    this.#file = openSync(name, 'a', 0o600);
    // A line that was cut off by a power failure stays as it is, and ends here.
    if (before !== '' && !before.endsWith('\n')) writeFileSync(this.#file, '\n');
    this.#day = day;
    this.#forget(day);
    return this.#file;
  }

  #forget(today: string): void {
    const oldest = new Date(Date.parse(`${today}T00:00:00.000Z`) - this.keptDays * 86_400_000).toISOString().slice(0, 10);
    for (const day of this.days()) if (day < oldest) rmSync(path.join(this.#folder, day), { recursive: true, force: true });
  }
}

const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** Undefined for a line that is none of ours, or not whole. */
export const recordIn = (line: string): StoredRecord | undefined => {
  try {
    const record = JSON.parse(line) as Partial<StoredRecord> | null;
    return typeof record?.hash === 'string' && typeof record.prev === 'string' && typeof record.at === 'string'
      ? (record as StoredRecord)
      : undefined;
  } catch {
    return undefined;
  }
};

const lastHashIn = (text: string): string =>
  text
    .split('\n')
    .reverse()
    .map(recordIn)
    .find((record) => record !== undefined)?.hash ?? firstHash;
