import { AppendLine } from './append-line';
import { Connection } from './connection';
import { checkedUrl, serversOf } from './connection-url';
import { loadWire } from './load-wire';
import { LogReads } from './log-reads';
import { faultKind, reasonOf, StoreConnectionError } from './store-errors';
import type { StoreHooks } from './store-hooks';

export interface EventStoreDbOptions {
  /** `esdb://[user:password@]host:2113[,host..]?tls=false&...`. Credentials are sent over TLS only. */
  readonly url: string;
  /** Identity of the installation, written into an empty store and required of one that is not. */
  readonly installation: string;
  /** Appends are refused, and any node may answer. The store must have a header. */
  readonly readOnly?: boolean;
  /**
   * Longest wait for an answer, 5000 unless told: after it an append is `unknown`. A read begins again after half of it and fails after all
   * of it.
   */
  readonly deadlineMilliseconds?: number;
  /** Name of this connection at the server. */
  readonly clientName?: string;
  readonly hooks?: StoreHooks;
}

export const defaultDeadline = 5000;

/** What every use of a server is made of. */
export interface Parts {
  readonly connection: Connection;
  readonly reads: LogReads;
  readonly line: AppendLine;
}

const partsOf = (options: Omit<EventStoreDbOptions, 'installation'>): Parts => {
  const { hooks, deadlineMilliseconds = defaultDeadline } = options;
  const url = checkedUrl(options.url, options.clientName);
  let connection: Connection;
  try {
    connection = new Connection(loadWire(), url, { requiresLeader: options.readOnly !== true }, hooks);
  } catch (fault) {
    if (fault instanceof TypeError) throw fault;
    // Without the client's message, which quotes the connection string.
    throw new StoreConnectionError(
      'STORE_URL_INVALID',
      'the connection string of EventStoreDB is not understood by its client: a host, a port, an option or a certificate file is wrong',
    );
  }
  return {
    connection,
    reads: new LogReads(connection, deadlineMilliseconds),
    line: new AppendLine(connection, deadlineMilliseconds, hooks),
  };
};

const connectionError = (fault: unknown, server: string): StoreConnectionError => {
  if (fault instanceof StoreConnectionError) return fault;
  const cause = fault instanceof Error && fault.cause !== undefined ? fault.cause : fault;
  if (faultKind(cause) === 'access_denied')
    return new StoreConnectionError('STORE_CREDENTIALS', `${server} does not accept the credentials, or does not let this user read $all`, {
      cause,
    });
  if (faultKind(cause) === 'stream_deleted')
    return new StoreConnectionError('STORE_WITHOUT_HEADER', `${server}: the header of the log was deleted`, { cause });
  return new StoreConnectionError('STORE_UNREACHABLE', `${server} does not answer: ${reasonOf(cause)}`, { cause });
};

/**
 * Does something with a store that is being opened; where that fails, the connection is let go of and the fault is a StoreConnectionError.
 */
export const opening = async <T>(
  options: Omit<EventStoreDbOptions, 'installation'>,
  use: (parts: Parts, server: string) => Promise<T>,
): Promise<T> => {
  const parts = partsOf(options);
  const server = serversOf(options.url);
  try {
    return await use(parts, server);
  } catch (fault) {
    await parts.connection.close();
    throw connectionError(fault, server);
  }
};
