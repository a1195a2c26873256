import path from 'node:path';
import { parseArgs } from 'node:util';
import { present } from '#event-catalogue';
import { ledgerPlaceOf, type LedgerPlace } from '#runtime';
import { usualDays } from './access-log/access-log';

export const usage = `npm start -- [OPTIONS]

  --data DIRECTORY            data directory (default: $TIDEWAITER_DATA, else ./data)
  --port NUMBER               port to listen on; 0 takes a free one (default: $PORT, else 3000)
  --host ADDRESS              address to listen on (default: $HOST, else 127.0.0.1)
  --token ROLE[:COLLECTOR]    print a fresh token for a caller and exit
  --help                      print this and exit

TIDEWAITER_DEMO=off leaves an empty data directory empty. TIDEWAITER_ISSUER, TIDEWAITER_AUDIENCE and TIDEWAITER_JWKS_URI name an issuer of tokens.
EVENTSTORE_URL and POSTGRES_URL together name the servers that hold the ledger; processes and read models are then the work of projectors (npm run projector).
TIDEWAITER_LOG is the level of the log on stderr: fatal, error, warn, info (default), debug, trace, silent. TIDEWAITER_METRICS=127.0.0.1:9464 serves
metrics there; beyond loopback TIDEWAITER_METRICS_TOKEN is needed. TIDEWAITER_MAX_LAG_SECONDS (default 300) is the lag from which it is not ready. TIDEWAITER_ACCESS_LOG_DAYS
(default 400) is how long it is kept who read what.`;

/** The server cannot start with these settings; the message says what to change. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** An issuer of tokens outside this installation. */
export interface ExternalIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: URL;
}

export interface ApiSettings {
  /** Where the ledger lives: in a data directory, or on the servers that EVENTSTORE_URL and POSTGRES_URL name. */
  readonly place: LedgerPlace;
  readonly host: string;
  readonly port: number;
  /** Load the demo into an empty data directory. */
  readonly demo: boolean;
  readonly externalIssuer?: ExternalIssuer;
  /** Days for which the log of reads is kept. */
  readonly accessLogDays: number;
  /** Print how the server is started and exit. */
  readonly help: boolean;
  /** Print one fresh token (`role` or `role:COLLECTOR`) and exit. */
  readonly token?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

const portOf = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number.parseInt(text, 10) : -1;
  if (port < 0 || port > 65_535) throw new SettingsError(`PORT: expected a number from 0 to 65535, got ${text}`);
  return port;
};

const accessLogDaysOf = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new SettingsError(`TIDEWAITER_ACCESS_LOG_DAYS: expected whole days from 1 to 99999, got ${text}`);
  return Number.parseInt(text, 10);
};

const externalIssuerOf = (env: Environment): ExternalIssuer | undefined => {
  const [issuer, audience, jwks] = ['TIDEWAITER_ISSUER', 'TIDEWAITER_AUDIENCE', 'TIDEWAITER_JWKS_URI'].map((name) =>
    env[name] === '' ? undefined : env[name],
  );
  if (issuer === undefined && audience === undefined && jwks === undefined) return undefined;
  if (issuer === undefined || audience === undefined || jwks === undefined)
    throw new SettingsError('an issuer of tokens needs TIDEWAITER_ISSUER, TIDEWAITER_AUDIENCE and TIDEWAITER_JWKS_URI together');
  const jwksUri = URL.canParse(jwks) ? new URL(jwks) : undefined;
  if (jwksUri?.protocol !== 'https:' && !(jwksUri?.protocol === 'http:' && loopback.has(jwksUri.hostname)))
    throw new SettingsError('TIDEWAITER_JWKS_URI: expected an https address');
  return { issuer, audience, jwksUri };
};

/** Node's own words say which argument is wrong (errors ERR_PARSE_ARGS_*). */
const isOfArguments = (error: unknown): error is { readonly code: string; readonly message: string } =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

const argumentsOf = (argv: readonly string[]) => {
  try {
    const options = {
      data: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      token: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args: [...argv], options, strict: true }).values;
  } catch (error) {
    throw isOfArguments(error) ? new SettingsError(`${error.message}\n\n${usage}`) : error;
  }
};

/** A variable that is set to nothing is not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/**
 * The settings of the server, from arguments (`--data DIR --port N --host ADDRESS --token ROLE[:COLLECTOR]`) before the environment
 * (TIDEWAITER_DATA, PORT, HOST, TIDEWAITER_DEMO=off). Throws SettingsError, and so refuses to listen beyond loopback without an issuer:
 * the local one gives its tokens to whoever can read the data directory.
 */
export const settingsOf = (argv: readonly string[], env: Environment): ApiSettings => {
  const values = argumentsOf(argv);
  const host = values.host ?? env.HOST ?? '127.0.0.1';
  const externalIssuer = externalIssuerOf(env);
  if (!loopback.has(host) && externalIssuer === undefined)
    throw new SettingsError(
      `refusing to listen on ${host}: configure an issuer of tokens (TIDEWAITER_ISSUER, TIDEWAITER_AUDIENCE, TIDEWAITER_JWKS_URI) or stay on 127.0.0.1`,
    );
  return {
    place: ledgerPlaceOf(path.resolve(values.data ?? given(env.TIDEWAITER_DATA) ?? './data'), env),
    host,
    port: portOf(values.port ?? env.PORT ?? '3000'),
    demo: env.TIDEWAITER_DEMO !== 'off',
    accessLogDays: accessLogDaysOf(env.TIDEWAITER_ACCESS_LOG_DAYS ?? String(usualDays)),
    help: values.help === true,
    ...present({ externalIssuer, token: values.token }),
  };
};
