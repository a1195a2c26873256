import { StoreConnectionError } from './store-errors';

const invalid = (reason: string): StoreConnectionError => new StoreConnectionError('STORE_URL_INVALID', `the connection string of EventStoreDB is not valid: ${reason}`);

/** The servers of a connection string, without its credentials, for messages. */
export const serversOf = (url: string): string => /^[^:]+:\/\/(?:[^@/?]*@)?([^/?]*)/.exec(url)?.[1] ?? 'the store';

/**
 * The connection string as it is given to the client. Throws StoreConnectionError (STORE_URL_INVALID), whose message never repeats the string: it may
 * hold a password. Credentials with `tls=false`, as servers for development are often named, are left out: without TLS they are never sent.
 */
export const checkedUrl = (url: string, clientName?: string): string => {
  const match = /^(esdb|esdb\+discover):\/\/(?:([^@/?]*)@)?([^@/?]+)\/?(?:\?(.*))?$/.exec(url.trim());
  if (match === null) throw invalid('it is of the form esdb://[user:password@]host:port?option=value');
  const [, scheme = '', credentials, servers = '', query = ''] = match;
  const options = new Map(query.split('&').filter((pair) => pair !== '').map((pair) => [(pair.split('=')[0] ?? '').toLowerCase(), pair]));
  if (credentials !== undefined && !/^[^:]+:.+$/.test(credentials)) throw invalid('credentials are of the form user:password');
  // The client does not know it and says so on stderr, with the whole string.
  options.delete('tlsverifycert');
  if (!options.has('connectionname') && clientName !== undefined) options.set('connectionname', `connectionName=${encodeURIComponent(clientName)}`);
  const secure = !/^tls=\s*false\s*$/i.test(options.get('tls') ?? '');
  // The client takes what is between the first two colons for the password.
  const given = credentials === undefined || !secure ? '' : `${credentials.replace(/:.*/s, '')}:${credentials.replace(/^[^:]*:/, '').replaceAll(':', '%3A')}@`;
  return `${scheme}://${given}${servers}${options.size === 0 ? '' : `?${[...options.values()].join('&')}`}`;
};
