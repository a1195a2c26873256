import { ConfigurationError } from './installation';

/** The servers of a ledger that outgrew one machine. Addresses carry credentials: they are never printed. */
export interface LedgerServers {
  /** EventStoreDB, which holds the log: `esdb://...`. */
  readonly eventStoreUrl: string;
  /** PostgreSQL, which holds read models, checkpoints of processes and leases: `postgres://...`. */
  readonly postgresUrl: string;
}

/**
 * Where a ledger lives: a data directory alone, or one beside servers. The directory then holds what is no part of the log: the
 * installation's identity, source files, verdicts. Plain data, so that a thread can be handed it.
 */
export interface LedgerPlace {
  readonly dataDirectory: string;
  readonly servers?: LedgerServers;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that a program of ours reads; another name that begins so is a slip that would be obeyed by nobody. */
const knownSettings: ReadonlySet<string> = new Set([
  'TIDEWAITER_DATA',
  'TIDEWAITER_DEMO',
  'TIDEWAITER_DEBUG',
  'TIDEWAITER_ISSUER',
  'TIDEWAITER_AUDIENCE',
  'TIDEWAITER_JWKS_URI',
  'TIDEWAITER_LOG',
  'TIDEWAITER_METRICS',
  'TIDEWAITER_METRICS_TOKEN',
  'TIDEWAITER_MAX_LAG_SECONDS',
  'TIDEWAITER_ACCESS_LOG_DAYS',
]);

/** Throws ConfigurationError for a setting that no program of ours reads. */
export const assertKnownSettings = (env: Environment): void => {
  const unknown = Object.keys(env).find((name) => name.startsWith('TIDEWAITER_') && !knownSettings.has(name));
  if (unknown !== undefined)
    throw new ConfigurationError(`${unknown}: no such setting; known are ${[...knownSettings].join(', ')}`, unknown);
};

const isProduction = (env: Environment): boolean => env['NODE_ENV'] === 'production';

const given = (env: Environment, name: string): string | undefined => (env[name] === '' ? undefined : env[name]);

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Parses an address without ever repeating it: it may carry a password. */
const addressOf = (setting: string, text: string, schemes: readonly string[]): URL => {
  // Several hosts are no URL of the standard; one of them stands for the form of all.
  const single = text.replace(/^([a-z+]+:\/\/(?:[^@/]*@)?)([^,/?]+)(?:,[^/?]+)/, '$1$2');
  const url = URL.canParse(single) ? new URL(single) : undefined;
  if (url === undefined || !schemes.includes(url.protocol))
    throw new ConfigurationError(
      `${setting}: expected an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`,
      setting,
    );
  return url;
};

const isEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const refuse = (setting: string, message: string): never => {
  throw new ConfigurationError(`${setting}: ${message}`, setting);
};

/** An address of EventStoreDB as it was given. Throws ConfigurationError that names `setting`. */
export const checkedEventStoreUrl = (text: string, env: Environment, setting = 'EVENTSTORE_URL'): string => {
  const production = isProduction(env);
  const url = addressOf(setting, text, ['esdb:', 'esdb+discover:']);
  if (url.hostname === '') refuse(setting, 'it names no host');
  // As the client reads them.
  const parameters = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value.trim().toLowerCase()]));
  const known = new Set([
    'tls',
    'tlsverifycert',
    'tlscafile',
    'usercertfile',
    'userkeyfile',
    'nodepreference',
    'keepaliveinterval',
    'keepalivetimeout',
    'maxdiscoverattempts',
    'discoveryinterval',
    'gossiptimeout',
    'throwonappendfailure',
    'defaultdeadline',
    'connectionname',
  ]);
  const unknown = [...url.searchParams.keys()].find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined) refuse(setting, `no such option: ${unknown}`);
  const tls = parameters.get('tls') !== 'false';
  if (production && !tls) refuse(setting, 'tls=false is refused in production (NODE_ENV=production)');
  if (production && parameters.get('tlsverifycert') === 'false')
    refuse(setting, 'tlsVerifyCert=false is refused in production (NODE_ENV=production)');
  if (production && url.password === 'changeit') refuse(setting, 'the password is the one that every new server has');
  return text;
};

const checkPostgres = (text: string, env: Environment): void => {
  const url = addressOf('POSTGRES_URL', text, ['postgres:', 'postgresql:']);
  // A host among the parameters takes the place of the other one; a path is a socket of this machine.
  const host = url.searchParams.get('host') ?? url.hostname;
  if (host === '') refuse('POSTGRES_URL', 'it names no host');
  if (!isEncoded(url.username) || !isEncoded(url.password)) refuse('POSTGRES_URL', 'a % in user or password is written %25');
  const mode = url.searchParams.get('sslmode');
  const secure = (mode === 'require' || mode === 'verify-ca' || mode === 'verify-full') && url.searchParams.get('uselibpqcompat') === null;
  if (isProduction(env) && !secure && !loopback.has(host) && !host.startsWith('/'))
    refuse('POSTGRES_URL', 'sslmode=require, verify-ca or verify-full is needed in production (NODE_ENV=production)');
};

/** The driver takes these for verify-full, and says at length that it will not do so for ever. */
const provedModes = /([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/;
const pinned = (text: string): string => (text.includes('uselibpqcompat') ? text : text.replace(provedModes, '$1verify-full'));

/**
 * Where the environment says that the ledger lives: EVENTSTORE_URL and POSTGRES_URL together, or neither. Throws ConfigurationError that
 * names the setting for half of them, an address of another kind, an option that does not exist, and in production for what is not
 * encrypted.
 */
export const ledgerPlaceOf = (dataDirectory: string, env: Environment): LedgerPlace => {
  assertKnownSettings(env);
  const [eventStoreUrl, postgresUrl] = [given(env, 'EVENTSTORE_URL'), given(env, 'POSTGRES_URL')];
  if (eventStoreUrl === undefined && postgresUrl === undefined) return { dataDirectory };
  if (eventStoreUrl === undefined) return refuse('EVENTSTORE_URL', 'needed where POSTGRES_URL is given: log and read models move together');
  if (postgresUrl === undefined) return refuse('POSTGRES_URL', 'needed where EVENTSTORE_URL is given: log and read models move together');
  checkedEventStoreUrl(eventStoreUrl, env);
  checkPostgres(postgresUrl, env);
  return { dataDirectory, servers: { eventStoreUrl, postgresUrl: pinned(postgresUrl) } };
};
