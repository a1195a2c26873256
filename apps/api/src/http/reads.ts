import type { FastifyRequest } from 'fastify';

/** What only reads: a HEAD is a GET whose answer is not sent (RFC 9110 section 9.3.2), and so is let in, recorded and refused like one. */
export const reads = ({ method }: Pick<FastifyRequest, 'method'>): boolean => method === 'GET' || method === 'HEAD';
