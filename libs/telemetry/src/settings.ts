import { logLevels, type LogLevel } from './log/log';

/** Where metrics are served. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
  /** What a reader has to send as its bearer token; always present where the address is not loopback. */
  readonly token?: string;
}

export interface TelemetrySettings {
  readonly level: LogLevel;
  /** Absent: no metrics are served. */
  readonly metrics?: MetricsAddress;
  /** Seconds of lag from which a program is not ready. */
  readonly maxLagSeconds: number;
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
const minTokenLength = 32;

/**
 * Reads TIDEWAITER_LOG (a level; default info), TIDEWAITER_METRICS (`127.0.0.1:9464`; default off), TIDEWAITER_METRICS_TOKEN and
 * TIDEWAITER_MAX_LAG_SECONDS (default 300). What is wrong is handed to `refuse`, which throws the program's own error; the message names
 * the setting and never repeats a token.
 */
export const telemetrySettingsOf = (
  env: Readonly<Record<string, string | undefined>>,
  refuse: (message: string) => never,
): TelemetrySettings => {
  const metrics = metricsAddressOf(given(env, 'TIDEWAITER_METRICS'), given(env, 'TIDEWAITER_METRICS_TOKEN'), refuse);
  return {
    level: levelOf(given(env, 'TIDEWAITER_LOG') ?? 'info', refuse),
    maxLagSeconds: secondsOf(given(env, 'TIDEWAITER_MAX_LAG_SECONDS') ?? '300', refuse),
    ...(metrics === undefined ? {} : { metrics }),
  };
};

const given = (env: Readonly<Record<string, string | undefined>>, name: string): string | undefined =>
  env[name] === '' ? undefined : env[name];

const levelOf = (text: string, refuse: (message: string) => never): LogLevel => {
  const level = logLevels.find((known) => known === text);
  return level ?? refuse(`TIDEWAITER_LOG: expected one of ${logLevels.join(', ')}`);
};

const secondsOf = (text: string, refuse: (message: string) => never): number =>
  /^[1-9]\d{0,6}$/.test(text) ? Number.parseInt(text, 10) : refuse('TIDEWAITER_MAX_LAG_SECONDS: expected whole seconds from 1 to 9999999');

const metricsAddressOf = (
  text: string | undefined,
  token: string | undefined,
  refuse: (message: string) => never,
): MetricsAddress | undefined => {
  if (text === undefined || text === 'off') return undefined;
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const [host, port] = [bracketed ?? plain, Number.parseInt(digits, 10)];
  if (host === undefined || port > 65_535)
    return refuse('TIDEWAITER_METRICS: expected ADDRESS:PORT, like 127.0.0.1:9464 or [::1]:9464, or off');
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) return refuse('TIDEWAITER_METRICS_TOKEN: expected visible ASCII characters');
  if (token !== undefined && token.length < minTokenLength)
    return refuse(`TIDEWAITER_METRICS_TOKEN: expected at least ${String(minTokenLength)} characters`);
  if (token === undefined && !loopback.has(host))
    return refuse(
      'TIDEWAITER_METRICS: an address beyond loopback needs TIDEWAITER_METRICS_TOKEN, which readers send as their bearer token',
    );
  return { host, port, ...(token === undefined ? {} : { token }) };
};
