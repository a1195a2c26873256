import { Catch, type ArgumentsHost, type ExceptionFilter, HttpException } from '@nestjs/common';
import { MessageFaultError } from '#advance-data';
import { inputFaultOf, MalformedValueError } from '#event-catalogue';
import { StoreReadError } from '#event-store';
import { NotCaughtUpError, ReadModelConnectionError } from '#read-model';
import { RiskFactsError } from '#runtime';
import { sqliteCode, sqliteCodes } from '#sqlite';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, ProblemError, problemBody, problemMediaType, problemOfFault } from './problem';
import { edgeProblems, type EdgeProblemCode } from './problem-codes';
import { problemOfSilence, problemOfViews } from '../telemetry/answer-in-time';
import type { Edge } from '../telemetry/edge';
import { traceIdOf } from './trace';

/** Fastify's own refusals, by its code. */
const fastifyProblems: Readonly<Record<string, EdgeProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'CONTENT_TYPE_UNSUPPORTED',
  FST_ERR_CTP_EMPTY_TYPE: 'CONTENT_TYPE_UNSUPPORTED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'BODY_MISSING',
};

const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
};
const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
};

/**
 * The server of the read models cannot be asked, or who has the risk facts: it is away for a moment, or somebody who looks after it has to
 * do something, and this server goes on when that is done. A write may have been one of several steps, so it is asked for again.
 */
const isOfViews = (error: unknown): boolean => error instanceof ReadModelConnectionError || error instanceof RiskFactsError;

/** Where the log is full that is an outcome, and told by whoever runs the command; this is of files beside it, before or without one. */
const isFullDisk = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '') || sqliteCode(error) === sqliteCodes.full;

const ofEdge = (code: EdgeProblemCode): ProblemError => problem(code, edgeProblems[code].title);

/** Shapes are parsed under the name of their message (`order.lines[0].sku`); the client knows only the path inside. */
const rootOf = (error: unknown): string => (error instanceof MalformedValueError ? (/^[^.[]+/.exec(error.at)?.[0] ?? '') : '$');

/** Whatever was thrown, as a problem. Only what is known to be safe reaches the client. */
export const problemOf = (error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error;
  const fault = error instanceof MessageFaultError ? error.fault : inputFaultOf(error, rootOf(error));
  if (fault !== undefined) return problemOfFault(fault);
  if (error instanceof NotCaughtUpError) return problem('VIEWS_BEHIND', 'Ask again in a moment.');
  if (isOfViews(error)) return problemOfViews();
  if (isFullDisk(error)) return problem('STORE_FULL', 'Nothing was written. Ask again when there is room.');
  const known = fastifyProblems[codeOf(error) ?? ''];
  if (known !== undefined) return ofEdge(known);
  const status = statusOf(error);
  if (status === 404) return ofEdge('ROUTE_UNKNOWN');
  if (status === 413) return ofEdge('BODY_TOO_LARGE');
  if (status === 415) return ofEdge('CONTENT_TYPE_UNSUPPORTED');
  if (status !== undefined && status >= 400 && status < 500) return ofEdge('REQUEST_MALFORMED');
  return ofEdge('INTERNAL');
};

const send = (known: ProblemError, request: FastifyRequest, reply: FastifyReply): void => {
  // The request may have been answered for while it was at work.
  if (reply.sent) return;
  const body = problemBody(known, traceIdOf(request));
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer realm="tidewaiter"');
  if (body.status === 503) void reply.header('retry-after', '1');
  for (const [name, value] of Object.entries(known.more.headers ?? {})) void reply.header(name, value);
  // Bytes, not text: Fastify would add a charset, which application/problem+json does not have.
  void reply
    .code(body.status)
    .header('content-type', problemMediaType)
    .send(Buffer.from(JSON.stringify(body), 'utf8'));
};

/** Sends errors as problems. What is unexpected goes to the log, under the trace id that the client is told. */
export class ProblemSender {
  constructor(private readonly edge: Pick<Edge, 'telemetry' | 'storeIsSilent'>) {}

  readonly send = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const known = problemOf(error);
    if (known.code === 'INTERNAL') void this.#fail(error, known, request, reply);
    else {
      if (isFullDisk(error)) this.#log('a request failed on a full disk', error, request);
      if (isOfViews(error)) this.#log('a request failed while the read models could not be asked', error, request);
      send(known, request, reply);
    }
  };

  /** What is not the store's own word for it may be its fault all the same: then the store is asked, which may have come back meanwhile. */
  async #fail(error: unknown, known: ProblemError, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const silent = error instanceof StoreReadError || (await this.edge.storeIsSilent(request));
    this.#log(silent ? 'a request failed while the store is silent' : 'a request failed', error, request);
    send(silent ? problemOfSilence(request) : known, request, reply);
  }

  #log(what: string, error: unknown, request: FastifyRequest): void {
    this.edge.telemetry.log.error(what, { traceId: traceIdOf(request), route: request.routeOptions.url ?? 'unmatched', error });
  }
}

/** The one filter of the application: every error leaves as RFC 9457, without stack, path or SQL. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly sender: ProblemSender) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.sender.send(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
