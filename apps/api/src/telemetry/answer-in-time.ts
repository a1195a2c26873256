import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, type ProblemError } from '../http/problem';
import { reads } from '../http/reads';
import type { Edge } from './edge';

/** What a request is told while the store is silent: a write may still land, under its key. */
export const problemOfSilence = (request: FastifyRequest): ProblemError =>
  reads(request)
    ? problem('STORE_SILENT', 'Lists go on; what is read from the log itself waits. Ask again in a moment.')
    : problem('OUTCOME_UNKNOWN', 'Send the same request with the same Idempotency-Key again.');

/** What a request is told that needs the read models while they cannot be asked. */
export const problemOfViews = (): ProblemError =>
  problem('VIEWS_UNAVAILABLE', 'Ask again in a moment; a write with the same Idempotency-Key.');

/**
 * A request that waits for a store, or a database of the read models, which does not answer is answered all the same (503): its work goes on
 * behind it. On healthy ones it may take as long as it takes.
 */
export const installAnswerInTime = (
  fastify: FastifyInstance,
  edge: Edge,
  send: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void,
): void => {
  const waiting = new WeakMap<object, NodeJS.Timeout>();
  const over = (request: FastifyRequest): void => {
    clearTimeout(waiting.get(request.raw));
    waiting.delete(request.raw);
  };
  const watch = (request: FastifyRequest, reply: FastifyReply): void => {
    const look = async (): Promise<void> => {
      const [storeIsSilent, viewsAreSilent] = await Promise.all([edge.storeIsSilent(request), edge.viewsAreSilent()]);
      if (reply.sent || !waiting.has(request.raw)) return;
      if (storeIsSilent) send(problemOfSilence(request), request, reply);
      else if (viewsAreSilent) send(problemOfViews(), request, reply);
      else watch(request, reply);
    };
    waiting.set(request.raw, setTimeout(() => void look(), edge.patience).unref());
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    // How the store is, is what these answer; they have deadlines of their own.
    if (request.routeOptions.url?.startsWith('/health/') !== true) watch(request, reply);
    done();
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    over(request);
    done();
  });
  fastify.addHook('onRequestAbort', (request, done) => {
    over(request);
    done();
  });
};
