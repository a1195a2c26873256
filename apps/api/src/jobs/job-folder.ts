import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Work that goes on beside requests, as it is told of. */
export interface Job {
  readonly id: string;
  readonly status: 'running' | 'completed' | 'aborted';
}

/** A job that nobody has told of for so long is not running any more: its server died. Whoever asks for it again takes it up. */
const silentMilliseconds = 60_000;
/** How often a job that is running has to be told of, in milliseconds, where nothing else is to be told. */
export const tellMilliseconds = 20_000;

/** Undefined for what is none, or not whole. */
const jobIn = <J>(text: string): J | undefined => {
  try {
    return (JSON.parse(text) ?? undefined) as J | undefined;
  } catch {
    return undefined;
  }
};

/** What became of jobs, one small file each in the data directory: whichever server is asked can answer, also after a restart. */
export class JobFolder<J extends Job> {
  constructor(private readonly folder: string) {}

  /** Undefined where there is no such job, or its file is damaged: then it can be asked for again. `now` in milliseconds of the same clock as the file system's. */
  find(id: string, now: number): J | undefined {
    const file = this.#fileOf(id);
    if (file === undefined || !existsSync(file)) return undefined;
    const job = jobIn<J>(readFileSync(file, 'utf8'));
    if (job?.id !== id) return undefined;
    return job.status === 'running' && now - statSync(file).mtimeMs > silentMilliseconds ? { ...job, status: 'aborted' } : job;
  }

  /** Whoever reads meanwhile sees the former state or the new one. */
  keep(job: J): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const file = this.#fileOf(job.id) as string;
    writeFileSync(`${file}.part`, JSON.stringify(job), { mode: 0o600 });
    renameSync(`${file}.part`, file);
  }

  /** Forgets all but so many, the last ones that were told of. */
  forgetBeyond(most: number): void {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.json'));
    const told = names.map((name) => path.join(this.folder, name)).map((file) => ({ file, at: statSync(file).mtimeMs }));
    for (const { file } of told.sort((a, b) => b.at - a.at).slice(most)) rmSync(file, { force: true });
  }

  /** Ids are derived: anything else names no file of ours. */
  #fileOf(id: string): string | undefined {
    return /^[A-Za-z0-9-]{1,80}$/.test(id) ? path.join(this.folder, `${id}.json`) : undefined;
  }
}
