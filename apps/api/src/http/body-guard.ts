import { MalformedJsonError, parseStrictJson } from '#event-catalogue';
import type { FastifyInstance } from 'fastify';
import { problem } from './problem';

/** Largest body of one command, in bytes. Files for import are streamed and have no such limit. */
export const bodyLimit = 256 * 1024;
const maxDepth = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true });

const textOf = (body: Buffer): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw new MalformedJsonError('JSON_NOT_WELL_FORMED', 0, '$', 'expected UTF-8');
  }
};

/** Reads a JSON body: one document, checked before anything is built from it. Throws MalformedJsonError or a ProblemError. */
export const parseBody = (body: Buffer): unknown => {
  if (body.length === 0) throw problem('BODY_MISSING', 'The body is empty.');
  return parseStrictJson(textOf(body), { maxBytes: bodyLimit, maxDepth });
};

/** The media types that are streamed to an import, unread. Every other route refuses them (415). */
export const streamedTypes = ['application/x-ndjson', 'text/csv'] as const;

/** Replaces Fastify's parsers: JSON only, strictly; NDJSON and CSV as streams; anything else is 415. */
export const installBodyGuard = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
    try {
      done(null, parseBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser([...streamedTypes], (_request, payload, done) => {
    done(null, payload);
  });
};
