import path from 'node:path';
import { parseArgs } from 'node:util';

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
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  /** Load the demo into an empty data directory. */
  readonly demo: boolean;
  readonly externalIssuer?: ExternalIssuer;
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

const externalIssuerOf = (env: Environment): ExternalIssuer | undefined => {
  const { TIDEWAITER_ISSUER: issuer, TIDEWAITER_AUDIENCE: audience, TIDEWAITER_JWKS_URI: jwks } = env;
  if (issuer === undefined && audience === undefined && jwks === undefined) return undefined;
  if (issuer === undefined || audience === undefined || jwks === undefined)
    throw new SettingsError('an issuer of tokens needs TIDEWAITER_ISSUER, TIDEWAITER_AUDIENCE and TIDEWAITER_JWKS_URI together');
  const jwksUri = URL.canParse(jwks) ? new URL(jwks) : undefined;
  if (jwksUri?.protocol !== 'https:' && !(jwksUri?.protocol === 'http:' && loopback.has(jwksUri.hostname)))
    throw new SettingsError('TIDEWAITER_JWKS_URI: expected an https address');
  return { issuer, audience, jwksUri };
};

/**
 * The settings of the server, from arguments (`--data DIR --port N --host ADDRESS --token ROLE[:COLLECTOR]`) before the environment
 * (TIDEWAITER_DATA, PORT, HOST, TIDEWAITER_DEMO=off). Throws SettingsError, and so refuses to listen beyond loopback without an issuer:
 * the local one gives its tokens to whoever can read the data directory.
 */
export const settingsOf = (argv: readonly string[], env: Environment): ApiSettings => {
  const { values } = parseArgs({
    args: [...argv],
    options: { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, token: { type: 'string' } },
    strict: true,
  });
  const host = values.host ?? env.HOST ?? '127.0.0.1';
  const externalIssuer = externalIssuerOf(env);
  if (!loopback.has(host) && externalIssuer === undefined)
    throw new SettingsError(`refusing to listen on ${host}: configure an issuer of tokens (TIDEWAITER_ISSUER, TIDEWAITER_AUDIENCE, TIDEWAITER_JWKS_URI) or stay on 127.0.0.1`);
  return {
    dataDirectory: path.resolve(values.data ?? env.TIDEWAITER_DATA ?? './data'),
    host,
    port: portOf(values.port ?? env.PORT ?? '3000'),
    demo: env.TIDEWAITER_DEMO !== 'off',
    ...(externalIssuer === undefined ? {} : { externalIssuer }),
    ...(values.token === undefined ? {} : { token: values.token }),
  };
};
