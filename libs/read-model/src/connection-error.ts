/**
 * What is wrong with the server of a read model, or with the address under which we look for it. UNREACHABLE (also: it went away, it does
 * not answer in time, takes no writes for now) may pass by itself; the others want somebody to change something. TABLES: they are not those
 * that this program has made; whoever writes there makes them anew.
 */
export type ReadModelConnectionFault =
  | 'POSTGRES_UNREACHABLE'
  | 'POSTGRES_CREDENTIALS'
  | 'POSTGRES_TOO_OLD'
  | 'POSTGRES_URL_INVALID'
  | 'POSTGRES_NOT_UTF8'
  | 'POSTGRES_OF_OTHER_INSTALLATION'
  | 'POSTGRES_NEWER'
  | 'POSTGRES_TABLES';

/** The server of a read model cannot be used. The message names the server and never a password. */
export class ReadModelConnectionError extends Error {
  override readonly name = 'ReadModelConnectionError';

  constructor(
    readonly code: ReadModelConnectionFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether it may pass without anybody's doing. */
  get passing(): boolean {
    return this.code === 'POSTGRES_UNREACHABLE';
  }
}
