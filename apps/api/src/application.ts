import { type Type, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyLimit, installBodyGuard, refusalOfCoding } from './http/body-guard';
import { problem } from './http/problem';
import { ProblemFilter, ProblemSender } from './http/problem.filter';
import { traceIdOf } from './http/trace';
import { endUnreadable } from './http/unreadable-request';
import { StrictValidationPipe } from './http/validation';
import { installAnswerInTime } from './telemetry/answer-in-time';
import { quietEdge, type Edge } from './telemetry/edge';
import { NestLog } from './telemetry/nest-log';
import { RequestWatch } from './telemetry/request-watch';

/** Times of a connection, in milliseconds: a slow client cannot hold a place for ever. */
const times = { request: 30_000, headers: 10_000, keepAlive: 10_000 } as const;
const maxHeaderBytes = 16 * 1024;

const adapter = (watch: RequestWatch, sender: ProblemSender): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit,
    requestTimeout: times.request,
    keepAliveTimeout: times.keepAlive,
    http: { headersTimeout: times.headers, maxHeaderSize: maxHeaderBytes },
    routerOptions: { maxParamLength: 250, caseSensitive: true, ignoreTrailingSlash: false },
    clientErrorHandler: endUnreadable,
    // Requests that come while the server stops are answered by our own hook, as a problem.
    return503OnClosing: false,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      watch.watchBare(request, reply);
      sender.send(error, request, reply);
    },
  });

/**
 * Nest on Fastify with our doors: strict bodies, strict DTOs, problem+json for everything, a trace id on every answer, an answer in time
 * while the store is silent; every request watched. Not yet listening.
 */
export const createApplication = async (root: Type | DynamicModule, edge: Edge = quietEdge()): Promise<NestFastifyApplication> => {
  const [watch, sender] = [new RequestWatch(edge.telemetry), new ProblemSender(edge)];
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter(watch, sender), {
    bodyParser: false,
    logger: new NestLog(edge.telemetry.log),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  watch.install(fastify);
  installBodyGuard(fastify);
  installAnswerInTime(fastify, edge, sender.send);
  let stopping = false;
  fastify.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-trace-id', traceIdOf(request)).header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    const refusal = stopping ? problem('STOPPING', 'Ask again in a moment.') : refusalOfCoding(request);
    if (refusal === undefined) done();
    else sender.send(refusal, request, reply);
  });
  // A connection that is kept alive would keep the server.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) void reply.header('connection', 'close');
    done();
  });
  app.useGlobalFilters(new ProblemFilter(sender));
  app.useGlobalPipes(new StrictValidationPipe(edge.now));
  return app;
};
