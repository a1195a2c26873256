import { StoreConnectionError } from './store-errors';

const invalid = (reason: string): StoreConnectionError =>
  new StoreConnectionError('STORE_URL_INVALID', `the connection string of EventStoreDB is not valid: ${reason}`);

/** The servers of a connection string, without its credentials, for messages. */
export const serversOf = (url: string): string => /^[^:]+:\/\/(?:[^@/?]*@)?([^/?]*)/.exec(url)?.[1] ?? 'the store';

/**
 * The connection string as it is given to the client. Throws StoreConnectionError (STORE_URL_INVALID), whose message never repeats the
 * string: it may hold a password. Credentials with `tls=false`, as servers for development are often named, are left out: without TLS they
 * are never sent.
 */
export const checkedUrl = (url: string, clientName?: string): string => {
  const match = /^(esdb|esdb\+discover):\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/.exec(url.trim());
  if (match === null) throw invalid('it is of the form esdb://[user:password@]host:port?option=value');
  const [, scheme = '', credentials, servers = '', query = ''] = match;
  const options = new Map(
    query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => [(pair.split('=')[0] ?? '').toLowerCase(), pair]),
  );
  if (credentials !== undefined && !/^[^:]+:.+$/.test(credentials)) throw invalid('credentials are of the form user:password');
  // The client does not know it and says so on stderr, with the whole string.
  options.delete('tlsverifycert');
  if (!options.has('connectionname') && clientName !== undefined)
    options.set('connectionname', `connectionName=${encodeURIComponent(clientName)}`);
  const secure = !/^tls=\s*false\s*$/i.test(options.get('tls') ?? '');
  // The client takes what is between the first two colons for the password.
  const given =
    credentials === undefined || !secure
      ? ''
      : `${credentials.replace(/:.*/s, '')}:${credentials.replace(/^[^:]*:/, '').replaceAll(':', '%3A')}@`;
  return `${scheme}://${given}${servers}${options.size === 0 ? '' : `?${[...options.values()].join('&')}`}`;
};

const defaultKeepAliveTimeout = 10_000;
let clients = 0;

/**
 * The same connection string with a timeout of its own for this client, some milliseconds longer. gRPC shares connections between all
 * clients of a process whose options are equal, and with them the wait before it tries to connect again, which grows to two minutes while a
 * server is away: a new client would wait as long as the one that it replaces.
 */
export const unsharedUrl = (url: string): string => {
  clients = (clients + 1) % 1000;
  const given = /([?&]keepAliveTimeout=)(-?\d+)/i.exec(url);
  if (given === null) return `${url}${url.includes('?') ? '&' : '?'}keepAliveTimeout=${String(defaultKeepAliveTimeout + clients)}`;
  const [pair, name = '', milliseconds = ''] = given;
  return milliseconds.startsWith('-') ? url : url.replace(pair, `${name}${String(Number(milliseconds) + clients)}`);
};
