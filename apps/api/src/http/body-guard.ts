import { Readable } from 'node:stream';
import { MalformedJsonError, parseStrictJson } from '#event-catalogue';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem, type ProblemError } from './problem';

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
/** Those of documents, streamed to whoever keeps them. */
export const documentTypes = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/tiff',
  'text/plain',
  'text/csv',
  'application/xml',
] as const;

/** The media type of a request, without its parameters. */
export const mediaTypeOf = ({ headers }: FastifyRequest): string => headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Media types whose text we read ourselves; documents are kept as they are. */
const readTypes: readonly string[] = ['application/json', ...streamedTypes];

/**
 * Why the bytes of a body are not what we take: packed (`Content-Encoding`), which would be read or kept as if they were not, or of a text
 * that says it is not UTF-8.
 */
export const refusalOfCoding = (request: FastifyRequest): ProblemError | undefined => {
  const { 'content-encoding': coding = 'identity', 'content-type': type = '' } = request.headers;
  if (coding.toLowerCase() !== 'identity')
    return problem('CONTENT_TYPE_UNSUPPORTED', 'expected a body that is not packed', { field: 'Content-Encoding' });
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(type)?.[1] ?? 'utf-8';
  return !readTypes.includes(mediaTypeOf(request)) || /^(utf-8|us-ascii)$/i.test(charset)
    ? undefined
    : problem('CONTENT_TYPE_UNSUPPORTED', 'expected text in UTF-8', { field: 'Content-Type' });
};

/** The body of a request that is streamed, where it is of one of these types. Throws a ProblemError CONTENT_TYPE_UNSUPPORTED. */
export const streamedBody = (request: FastifyRequest, types: readonly string[]): Readable => {
  const { body } = request;
  if (!(body instanceof Readable) || !types.includes(mediaTypeOf(request)))
    throw problem('CONTENT_TYPE_UNSUPPORTED', `expected ${types.join(' or ')}`);
  return body;
};

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
  fastify.addContentTypeParser([...new Set([...streamedTypes, ...documentTypes])], (_request, payload, done) => {
    done(null, payload);
  });
};
