import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { problem, problemBody, problemMediaType } from './problem';
import type { EdgeProblemCode } from './problem-codes';
import { newTraceId } from './trace';

/** What Node says of a connection on which no request could be read. */
export interface ConnectionFault extends Error {
  readonly code?: string;
}

const problems: Readonly<Record<string, readonly [code: EdgeProblemCode, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['HEADERS_TOO_LARGE', 'expected an address and headers of at most 16 KiB together'],
  ERR_HTTP_REQUEST_TIMEOUT: ['REQUEST_TOO_SLOW', 'expected the headers within 10 seconds and the whole request within 30'],
};

/** The answer to what was no request: a problem like any other, after which the connection ends, for what follows on it is nobody's. */
export const answerToUnreadable = (code: string | undefined, traceId: string): string => {
  const [known, detail] = problems[code ?? ''] ?? ['REQUEST_MALFORMED', 'expected a request of HTTP/1.1'];
  const body = problemBody(problem(known, detail), traceId);
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${String(body.status)} ${STATUS_CODES[body.status] ?? ''}`,
    `content-type: ${problemMediaType}`,
    `content-length: ${String(Buffer.byteLength(text, 'utf8'))}`,
    `x-trace-id: ${traceId}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
    'connection: close',
    '',
    text,
  ].join('\r\n');
};

/** Replaces Fastify's answer, which is no problem and lets a proxy send the next request on the same connection. */
export const endUnreadable = (error: ConnectionFault, socket: Socket): void => {
  if (error.code !== 'ECONNRESET' && socket.writable) socket.write(answerToUnreadable(error.code, newTraceId()));
  socket.destroy();
};
