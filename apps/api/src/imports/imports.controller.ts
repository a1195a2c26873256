import { createReadStream } from 'node:fs';
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { CsvFormat, NdjsonFormat, type ImportFormat, type VerdictLine } from '#advance-data';
import { declarationsFormat, OpenedAccounts, RuleBookFollower } from '#runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mediaTypeOf, streamedBody, streamedTypes } from '../http/body-guard';
import { located } from '../http/located';
import type { Ndjson } from '../http/ndjson';
import { referenceParam } from '../http/params';
import { notFound, problem } from '../http/problem';
import { Reading, type ReadRequest } from '../http/request-context';
import { Streamed } from '../http/streamed';
import { owns } from '../identity/ownership';
import { Policy } from '../identity/policy';
import type { ImportJob } from './import-job';
import { ImportJobs } from './import-jobs';
import { ImportQuery } from './imports.dto';

const importers = { roles: ['vendor', 'intermediary', 'operator'], scope: 'own-collector', act: 'declare' } as const;

/** What the outside sees of a job: no path of ours. */
type JobAnswer = Omit<ImportJob, 'verdictFile' | 'owner'> & { readonly verdictsAt?: string };

const answerOf = ({ verdictFile, owner: _owner, ...job }: ImportJob): JobAnswer => ({
  ...job,
  ...(verdictFile === undefined ? {} : { verdictsAt: `/v1/imports/${job.id}/verdicts` }),
});

/** Files of canonical messages, NDJSON or CSV: one verdict per line, good lines in, bad ones out with field and code. */
@ApiTags('imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly jobs: ImportJobs,
    private readonly rules: RuleBookFollower,
    private readonly accounts: OpenedAccounts,
  ) {}

  /** Takes the file and answers at once; the job says how it went. The same file is the same job, so no Idempotency-Key is asked for. */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse(located('The job.'))
  @Policy(importers)
  @ApiConsumes(...streamedTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async start(
    @Query() { kind, dryRun }: ImportQuery,
    @Reading() { caller, scope }: ReadRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JobAnswer> {
    const body = streamedBody(request, streamedTypes);
    const format = await this.#formatOf(kind, mediaTypeOf(request) === 'text/csv');
    const job = await this.jobs.start(body, { format, dryRun: dryRun === 'true', caller, scope });
    void reply.header('location', `/v1/imports/${job.id}`);
    return answerOf(job);
  }

  @Get(':job')
  @Policy(importers)
  read(@Param('job', referenceParam) id: string, @Reading() request: ReadRequest): JobAnswer {
    return answerOf(this.#own(id, request));
  }

  /** One verdict per line, NDJSON. */
  @Get(':job/verdicts')
  @Policy(importers)
  verdicts(@Param('job', referenceParam) id: string, @Reading() request: ReadRequest): Ndjson<VerdictLine> {
    const { verdictFile } = this.#own(id, request);
    if (verdictFile === undefined) throw notFound();
    return new Streamed(createReadStream(verdictFile), { type: 'application/x-ndjson' });
  }

  async #formatOf(kind: ImportQuery['kind'], csv: boolean): Promise<ImportFormat> {
    if (kind !== 'declarations') return csv ? new CsvFormat(kind) : new NdjsonFormat(kind);
    if (csv) throw problem('CONTENT_TYPE_UNSUPPORTED', 'a declaration has no CSV form; send application/x-ndjson');
    return declarationsFormat(this.rules.current(), await this.accounts.current());
  }

  #own(id: string, { scope }: ReadRequest): ImportJob {
    const job = this.jobs.find(id);
    if (job === undefined || !owns(scope, [job.owner])) throw notFound();
    return job;
  }
}
