import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportJob } from './import-job';

/** A job that nobody has told of for so long is not running any more: its server died. The same file again takes it up. */
const silentMilliseconds = 60_000;

/**
 * What became of imports, one small file each in the data directory: whichever server is asked can answer, also after a restart. What an import did
 * is in the log; this is only what is told about it.
 */
export class JobFolder {
  readonly #folder: string;

  constructor(dataDirectory: string) {
    this.#folder = path.join(dataDirectory, 'imports', 'jobs');
  }

  /** Undefined where there is no such job. `now` in milliseconds of the same clock as the file system's. */
  find(id: string, now: number): ImportJob | undefined {
    const file = this.#fileOf(id);
    if (file === undefined || !existsSync(file)) return undefined;
    const job = JSON.parse(readFileSync(file, 'utf8')) as ImportJob;
    return job.status === 'running' && now - statSync(file).mtimeMs > silentMilliseconds ? { ...job, status: 'aborted' } : job;
  }

  /** Whoever reads meanwhile sees the former state or the new one. */
  keep(job: ImportJob): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const file = this.#fileOf(job.id) as string;
    writeFileSync(`${file}.part`, JSON.stringify(job), { mode: 0o600 });
    renameSync(`${file}.part`, file);
  }

  /** Ids are derived: anything else names no file of ours. */
  #fileOf(id: string): string | undefined {
    return /^[A-Za-z0-9-]{1,80}$/.test(id) ? path.join(this.#folder, `${id}.json`) : undefined;
  }
}
