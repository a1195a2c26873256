import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const known = new WeakMap<object, string>();
const spans = new WeakMap<object, string>();
/** W3C Trace Context, version 00. */
const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's `traceparent`, where it sent one that is well-formed. */
export const headerTraceparent = (request: FastifyRequest): string | undefined => {
  const value = request.headers.traceparent;
  return typeof value === 'string' && traceparent.test(value) && !value.includes('-00000000000000000000000000000000-') ? value : undefined;
};

/** A trace id of our own. */
export const newTraceId = (): string => randomBytes(16).toString('hex');

/** The trace id of a request: its caller's, else one made here; the same for the whole request. */
export const traceIdOf = (request: FastifyRequest): string => {
  const key = request.raw;
  const id = known.get(key) ?? traceparent.exec(traceparentOf(request) ?? '')?.[1] ?? newTraceId();
  known.set(key, id);
  return id;
};

/** The span of a request, where a tracer records one: what the request causes belongs to it. */
export const rememberTraceparent = (request: FastifyRequest, own: string | undefined): void => {
  // Without a tracer it is the caller's again; that is kept as it came.
  if (own !== undefined && own.slice(0, 52) !== headerTraceparent(request)?.slice(0, 52)) spans.set(request.raw, own);
};

/** The `traceparent` of a request, kept with events outside their hash: its own span's, else its caller's, else none. */
export const traceparentOf = (request: FastifyRequest): string | undefined => spans.get(request.raw) ?? headerTraceparent(request);
