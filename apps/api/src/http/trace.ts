import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const known = new WeakMap<object, string>();
/** W3C Trace Context, version 00. */
const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

const header = (request: FastifyRequest): string | undefined => {
  const value = request.headers.traceparent;
  return typeof value === 'string' && traceparent.test(value) && !value.includes('-00000000000000000000000000000000-') ? value : undefined;
};

/** The trace id of a request: its caller's, else one made here; the same for the whole request. */
export const traceIdOf = (request: FastifyRequest): string => {
  const key = request.raw;
  const id = known.get(key) ?? traceparent.exec(header(request) ?? '')?.[1] ?? randomBytes(16).toString('hex');
  known.set(key, id);
  return id;
};

/** The caller's `traceparent`, kept with events outside their hash. */
export const traceparentOf = header;
