import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenSpan, Telemetry } from '#telemetry';
import { headerTraceparent, rememberTraceparent, traceIdOf } from '../http/trace';
import { admittedCaller } from '../identity/caller';

/** A request that no route fits. Its address is the client's words, and so nobody else's. */
const unmatched = 'unmatched';

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? unmatched;

/** One log line, one measurement and one span per request: by route, never by address, and nothing of what was said in it. */
export class RequestWatch {
  readonly #open = new WeakMap<object, OpenSpan>();
  /** Answers that broke off on our side, when a part of them was sent. */
  readonly #brokenOff = new WeakMap<object, Error>();

  constructor(private readonly telemetry: Telemetry) {}

  /** From here on every request of this server is watched. Before other hooks: what they answer is watched too. */
  install(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, _reply, done) => {
      this.begin(request);
      done();
    });
    // Only here: what runs before reads the body, in turns that belong to the connection.
    fastify.addHook('preHandler', (request, _reply, done) => {
      const span = this.#open.get(request.raw);
      if (span === undefined) done();
      else span.within(done);
    });
    fastify.addHook('onSend', (request, _reply, payload, done) => {
      if (payload instanceof Readable)
        payload.once('error', (fault) => {
          this.#brokenOff.set(request.raw, fault);
        });
      done(null, payload);
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.#end(request, reply, 'request');
      done();
    });
    fastify.addHook('onRequestAbort', (request, done) => {
      const error = this.#brokenOff.get(request.raw);
      if (error !== undefined)
        this.telemetry.log.error('an answer broke off', { traceId: traceIdOf(request), route: routeOf(request), error });
      if (error === undefined) this.#end(request, undefined, 'request given up by its client');
      else this.#end(request, undefined, 'request', 500);
      done();
    });
  }

  /** For requests that Fastify answers before any hook. */
  watchBare(request: FastifyRequest, reply: FastifyReply): void {
    this.begin(request);
    reply.raw.once('finish', () => {
      this.#end(request, reply, 'request');
    });
  }

  begin(request: FastifyRequest): void {
    const { method } = request;
    const route = routeOf(request);
    const span = this.telemetry.traces.begin(`${method} ${route}`, {
      parent: headerTraceparent(request),
      kind: 'server',
      attributes: { 'http.request.method': method, 'http.route': route },
    });
    this.#open.set(request.raw, span);
    rememberTraceparent(request, span.traceparent);
  }

  /** 499, as nginx writes it: the client has gone. */
  #end(request: FastifyRequest, reply: FastifyReply | undefined, message: string, status = reply?.statusCode ?? 499): void {
    const span = this.#open.get(request.raw);
    if (span === undefined) return;
    this.#open.delete(request.raw);
    const { method } = request;
    const route = routeOf(request);
    const milliseconds = reply?.elapsedTime;
    if (milliseconds !== undefined)
      this.telemetry.metrics.observe('requestSeconds', { method, route, status: String(status) }, milliseconds / 1000);
    span.attribute('http.response.status_code', status);
    span.end(status >= 500 ? String(status) : undefined);
    const caller = admittedCaller(request);
    // Whoever looks after the server asks for its health all the time.
    const level = status >= 500 ? 'warn' : route.startsWith('/health/') ? 'debug' : 'info';
    this.telemetry.log.write(level, message, {
      method,
      route,
      status,
      traceId: traceIdOf(request),
      ...(milliseconds === undefined ? {} : { ms: Math.round(milliseconds * 10) / 10 }),
      ...(caller === undefined ? {} : { role: caller.role }),
      ...(caller?.collector === undefined ? {} : { collector: caller.collector }),
      ...(caller?.onBehalfOf === undefined ? {} : { onBehalfOf: caller.onBehalfOf }),
    });
  }
}
