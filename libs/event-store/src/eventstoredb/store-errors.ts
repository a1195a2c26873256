export type StoreConnectionFault =
  'STORE_UNREACHABLE' | 'STORE_CREDENTIALS' | 'STORE_OF_OTHER_INSTALLATION' | 'STORE_NEWER' | 'STORE_URL_INVALID' | 'STORE_WITHOUT_HEADER';

/** A store that cannot or must not be opened. The message names the server, never a password. */
export class StoreConnectionError extends Error {
  override readonly name = 'StoreConnectionError';
  constructor(
    readonly code: StoreConnectionFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The log could not be read now; nothing is wrong with what was asked. Whoever reads may ask again from where it stands. */
export class StoreReadError extends Error {
  override readonly name = 'StoreReadError';
}

/** No message of the server for as long as the deadline. */
export class StoreSilentError extends Error {
  override readonly name = 'StoreSilentError';
}

export type FaultKind = 'access_denied' | 'stream_deleted' | 'invalid' | 'passing';

interface GrpcError {
  readonly code: number;
  readonly metadata?: { getMap(): Record<string, string | Buffer> };
}
const isGrpcError = (error: unknown): error is GrpcError => error instanceof Error && 'code' in error && typeof error.code === 'number';

const codes = { invalidArgument: 3, permissionDenied: 7, unauthenticated: 16 } as const;

/** What a failed call means for the one who asked. What is not known to last is taken to pass. */
export const faultKind = (error: unknown): FaultKind => {
  if (!isGrpcError(error)) return 'passing';
  const exception = error.metadata?.getMap()['exception']?.toString();
  if (exception === 'stream-deleted') return 'stream_deleted';
  if (exception === 'access-denied' || error.code === codes.permissionDenied || error.code === codes.unauthenticated)
    return 'access_denied';
  return error.code === codes.invalidArgument ? 'invalid' : 'passing';
};

export const reasonOf = (error: unknown): string => (error instanceof Error && error.message !== '' ? error.message : String(error));
