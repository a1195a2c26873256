import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, StreamableFile } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  datasetNamed,
  exportFormats,
  ExportTooLargeError,
  mediaTypeOf,
  writeExport,
  type ExportFormat,
  type ExportManifest,
  type Row,
} from '#export';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, type Observable } from 'rxjs';
import { positionHeader } from '../http/command-answer';
import { logPosition } from '../http/page-cursor';
import { problem } from '../http/problem';
import { whenAnswered } from '../http/when-answered';
import { LedgerClock } from '../ledger/ledger-clock';
import { ReconciliationDesk } from '../reconciliation/reconciliation-desk';
import { answeredRows } from './answered-rows';
import { exportedKey, type Exported } from './exported';

/** Limits of exports over HTTP; the command line has none. */
export const exportLimits = { rows: 1_000_000, atOnce: 2 } as const;

/** The manifest, JSON in base64url: a header holds only ASCII. */
export const manifestHeader = 'x-export-manifest';

type Query = Readonly<Record<string, string>>;

/** The first media type of `Accept` that we know; the others are answered as ever. */
const formatAsked = (accept: string | undefined): ExportFormat | undefined => {
  const asked = (accept ?? '').split(',').map((type) => type.split(';', 1)[0]?.trim().toLowerCase());
  const first = asked.find((type) => type === 'application/json' || exportFormats.some((format) => mediaTypeOf[format] === type));
  return exportFormats.find((format) => mediaTypeOf[format] === first);
};

/** The query without its page: an export is the whole list. */
const wholeQuery = (query: unknown): Query => {
  const { cursor, limit, ...filters } = query as Partial<Query>;
  const field = cursor === undefined ? (limit === undefined ? undefined : 'limit') : 'cursor';
  if (field !== undefined) throw problem('FIELD_UNKNOWN', 'expected no such field: an export is the whole list', { field });
  return filters as Query;
};

/**
 * Answers a list as a file, where `Accept` asks for one: written first, so that its size, digest and manifest go before it and a fault is a
 * problem, not half a file.
 */
@Injectable()
export class ExportInterceptor implements NestInterceptor<unknown> {
  #running = 0;

  constructor(
    private readonly reflector: Reflector,
    private readonly clock: LedgerClock,
    private readonly reconciliation: ReconciliationDesk,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const exported = this.reflector.get<Exported | undefined>(exportedKey, context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const format = exported === undefined ? undefined : formatAsked(request.headers.accept);
    if (exported === undefined || format === undefined) return next.handle();
    return defer(() => this.#export(exported, format, request, http.getResponse<FastifyReply>(), next));
  }

  async #export(
    exported: Exported,
    format: ExportFormat,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler<unknown>,
  ): Promise<StreamableFile> {
    const query = await this.#questionOf(exported, wholeQuery(request.query));
    if (this.#running >= exportLimits.atOnce) throw problem('EXPORTS_BUSY', 'Ask again in a moment.');
    this.#running += 1;
    const folder = path.join(tmpdir(), `tidewaiter-export-${randomUUID()}`);
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    try {
      await mkdir(folder, { mode: 0o700 });
      const { asOf, knownAt = '', ...filters } = query;
      const file = path.join(folder, `${exported.dataset}.${format}`);
      const items = whileWaitedFor(reply, answeredRows(request, next, query, exported.field));
      const manifest = await writeExport({
        dataset: datasetNamed(exported.dataset),
        format,
        file,
        items,
        filters: this.#filtersOf(request, filters),
        knownAt,
        ...(asOf === undefined ? {} : { asOf }),
        mostRows: exportLimits.rows,
      });
      whenAnswered(reply, () => void remove());
      return download(reply, file, manifest);
    } catch (error) {
      await remove();
      throw error instanceof ExportTooLargeError
        ? problem(
            'EXPORT_TOO_LARGE',
            `expected at most ${String(exportLimits.rows)} rows; narrow the filters, or export at the command line`,
          )
        : error;
    } finally {
      this.#running -= 1;
    }
  }

  /** An export names its moment, whether or not the question did. */
  async #questionOf({ judged }: Exported, query: Query): Promise<Query> {
    const { asOf, knownAt } = query;
    const given = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(knownAt === undefined ? {} : { knownAt: logPosition.parse(knownAt, '$.knownAt') }),
    };
    // What is judged is asked about as its own routes would ask: of the moment that the index of cases stands at, where none is named.
    const moment = judged ? await this.reconciliation.question(given) : { ...given, knownAt: given.knownAt ?? (await this.clock.known()) };
    const known = await this.clock.known();
    return {
      ...query,
      knownAt: moment.knownAt < known ? moment.knownAt : known,
      ...(moment.asOf === undefined ? {} : { asOf: moment.asOf }),
    };
  }

  /** What a list is of beside its query: the account, number or period in its path. */
  #filtersOf(request: FastifyRequest, filters: Query): Query {
    return { ...(request.params as Query), ...filters };
  }
}

/** Rows for as long as their client is there: two exports that nobody waits for would keep all others out. */
async function* whileWaitedFor({ raw }: FastifyReply, rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) {
    if (raw.closed) throw problem('EXPORTS_BUSY', 'Nobody waits for it any more.');
    yield row;
  }
}

const download = (reply: FastifyReply, file: string, manifest: ExportManifest): StreamableFile => {
  const { knownAt, file: written } = manifest;
  void reply
    .header(positionHeader, knownAt)
    .header('content-digest', `sha-256=:${Buffer.from(written.sha256, 'hex').toString('base64')}:`)
    .header(manifestHeader, Buffer.from(JSON.stringify(manifest), 'utf8').toString('base64url'));
  return new StreamableFile(createReadStream(file), {
    type: mediaTypeOf[written.format],
    length: written.bytes,
    disposition: `attachment; filename="${path.basename(file)}"`,
  });
};
