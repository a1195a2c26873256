import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  digestOfFile,
  importIdentity,
  importPlace,
  importRunId,
  runImport,
  type ImportFormat,
  type ImportProgress,
  type KeptSource,
} from '#advance-data';
import { CommandRunner } from '#event-store';
import { Log } from '#telemetry';
import { MessageReading } from '../http/message-reading';
import { Uploads } from '../http/uploads';
import { actorOf } from '../http/request-context';
import type { Caller } from '../identity/caller';
import type { CollectorScope } from '../identity/ownership';
import { LedgerClock } from '../ledger/ledger-clock';
import { JobBook } from '../jobs/job-book';
import { JobFolder } from '../jobs/job-folder';
import type { ImportJob } from './import-job';
import { ownCommands } from './own-commands';

/** Largest file of one import. */
const maxFileBytes = 1024 * 1024 * 1024;

/** What one upload asks for. */
export interface ImportOrder {
  readonly format: ImportFormat;
  readonly dryRun: boolean;
  readonly caller: Caller;
  /** What the importer may write: lines about others are refused. */
  readonly scope: CollectorScope;
}

/**
 * Runs imports beside requests, one after another, and tells what became of them, also of those of other servers. The log keeps what they
 * did.
 */
@Injectable()
export class ImportJobs implements OnModuleDestroy {
  readonly #jobs: JobBook<ImportJob>;
  readonly #stopping = new AbortController();

  constructor(
    private readonly dataDirectory: string,
    private readonly uploads: Uploads,
    private readonly runner: CommandRunner,
    private readonly reading: MessageReading,
    private readonly clock: LedgerClock,
    private readonly log: Log,
  ) {
    this.#jobs = new JobBook(new JobFolder(path.join(dataDirectory, 'imports', 'jobs')), log);
  }

  find(id: string): ImportJob | undefined {
    return this.#jobs.find(id);
  }

  /** Takes the file, then imports it in the background; imports run one after another. */
  async start(upload: Readable, order: ImportOrder): Promise<ImportJob> {
    const file = await this.uploads.receive(upload, maxFileBytes);
    try {
      const source = await digestOfFile(file);
      const run = importRunId(importIdentity(order.format, [source.sha256]));
      const id = order.dryRun ? `dry-${run}` : run;
      const known = this.#jobs.running(id);
      if (known !== undefined) {
        await rm(file, { force: true });
        return known;
      }
      return this.#begin(id, file, source, order);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
  }

  /** Breaks off what is under way, and waits for it: the same file goes on where it was. */
  async onModuleDestroy(): Promise<void> {
    this.#stopping.abort();
    await this.#jobs.idle();
  }

  #begin(id: string, file: string, { sha256, bytes }: KeptSource, order: ImportOrder): ImportJob {
    const { format, dryRun, scope } = order;
    const job: ImportJob = {
      id,
      kind: format.kind,
      format: format.name,
      dryRun,
      ...(scope.kind === 'own' ? { owner: scope.collector } : {}),
      status: 'running',
      source: { sha256, bytes },
      progress: { linesRead: 0, accepted: 0, rejected: 0 },
    };
    this.#jobs.begin(job, () => this.#run(job, file, order));
    return job;
  }

  async #run(job: ImportJob, file: string, { format, dryRun, caller, scope }: ImportOrder): Promise<void> {
    const request = {
      format,
      files: [file],
      dryRun,
      startedAt: this.clock.moment(),
      actor: actorOf(caller),
      installationKey: this.reading.installationKey,
      progress: (progress: ImportProgress) => {
        this.#jobs.tell({ ...job, progress });
      },
      signal: this.#stopping.signal,
    };
    const place = importPlace(this.dataDirectory, ownCommands(this.runner, scope));
    try {
      this.#stopping.signal.throwIfAborted();
      const { read, accepted, replayed, rejected, verdicts, verdictFile } = await runImport(request, place);
      const progress = this.#jobs.running(job.id)?.progress ?? job.progress;
      this.#jobs.end({
        ...job,
        progress,
        status: 'completed',
        report: { read, accepted, replayed, rejected, verdicts },
        ...(verdictFile === undefined ? {} : { verdictFile }),
      });
    } catch (error) {
      this.#jobs.end({ ...job, status: 'aborted' });
      if (!this.#stopping.signal.aborted) this.log.error('an import was broken off', { importRun: job.id, error });
    } finally {
      await rm(file, { force: true });
    }
  }
}
