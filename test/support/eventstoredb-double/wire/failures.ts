import { Metadata, status, type ServerErrorResponse } from '@grpc/grpc-js';

/** A call that failed, as the server says it: a status and, in the trailers, the name of the exception. */
export type Failure = ServerErrorResponse;

const failure = (code: status, details: string, trailers: Readonly<Record<string, string>> = {}): Failure => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export const failures = {
  streamDeleted: (stream: string) =>
    failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream }),
  appendTooLarge: (bytes: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytes} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(bytes),
    }),
  wrongVersion: (operation: string, stream: string, expected: string, actual: string | undefined) =>
    failure(
      status.FAILED_PRECONDITION,
      `${operation} failed due to WrongExpectedVersion. Stream: '${stream}', Expected version: ${expected}, Actual version: ${actual ?? 'NoStream'}`,
      {
        exception: 'wrong-expected-version',
        'stream-name': stream,
        'expected-version': expected,
        ...(actual === undefined ? {} : { 'actual-version': actual }),
      },
    ),
  notLeader: ({ host, port }: Endpoint) =>
    failure(status.NOT_FOUND, `Leader info available at ${host}:${port}`, {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  unauthenticated: () => failure(status.UNAUTHENTICATED, 'Unauthenticated'),
  invalidPosition: (position: string) => failure(status.INVALID_ARGUMENT, `No event begins at position ${position}`),
  invalidArgument: (reason: string) => failure(status.INVALID_ARGUMENT, reason),
  internal: () => failure(status.INTERNAL, 'Something went wrong inside the server'),
  unavailable: () => failure(status.UNAVAILABLE, 'The server is not ready'),
  tooSlow: () => failure(status.ABORTED, 'Consumer too slow to handle event while live'),
} as const;

export const isFailure = (error: unknown): error is Failure => error instanceof Error && 'code' in error && typeof error.code === 'number';
