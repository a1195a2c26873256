import { telemetrySettingsOf } from './settings';

const refuse = (message: string): never => {
  throw new RangeError(message);
};
const token = 't'.repeat(32);

it('logs at info, serves no metrics and waits five minutes, unless told', () => {
  expect(telemetrySettingsOf({}, refuse)).toEqual({ level: 'info', maxLagSeconds: 300 });
  expect(telemetrySettingsOf({ TIDEWAITER_METRICS: 'off', TIDEWAITER_LOG: '' }, refuse)).toEqual({ level: 'info', maxLagSeconds: 300 });
});

it.each([
  ['127.0.0.1:9464', '127.0.0.1', 9464],
  ['[::1]:0', '::1', 0],
  ['localhost:1', 'localhost', 1],
])('serves metrics on %s', (text, host, port) => {
  expect(telemetrySettingsOf({ TIDEWAITER_METRICS: text }, refuse).metrics).toEqual({ host, port });
});

it('serves metrics beyond loopback to whoever sends the token', () => {
  expect(telemetrySettingsOf({ TIDEWAITER_METRICS: '0.0.0.0:9464', TIDEWAITER_METRICS_TOKEN: token }, refuse).metrics).toEqual({
    host: '0.0.0.0',
    port: 9464,
    token,
  });
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['TIDEWAITER_LOG', { TIDEWAITER_LOG: 'loud' }],
  ['TIDEWAITER_LOG', { TIDEWAITER_LOG: 'INFO' }],
  ['TIDEWAITER_METRICS', { TIDEWAITER_METRICS: '9464' }],
  ['TIDEWAITER_METRICS', { TIDEWAITER_METRICS: '127.0.0.1:99999' }],
  ['TIDEWAITER_METRICS', { TIDEWAITER_METRICS: 'http://127.0.0.1:1' }],
  ['TIDEWAITER_METRICS_TOKEN', { TIDEWAITER_METRICS: '0.0.0.0:9464' }],
  ['TIDEWAITER_METRICS_TOKEN', { TIDEWAITER_METRICS: '0.0.0.0:9464', TIDEWAITER_METRICS_TOKEN: 'short-canary' }],
  ['TIDEWAITER_MAX_LAG_SECONDS', { TIDEWAITER_MAX_LAG_SECONDS: '0' }],
  ['TIDEWAITER_MAX_LAG_SECONDS', { TIDEWAITER_MAX_LAG_SECONDS: '5m' }],
])('refuses a wrong %s by name', (name, env) => {
  expect(() => telemetrySettingsOf(env, refuse)).toThrow(name);
  expect(() => telemetrySettingsOf(env, refuse)).not.toThrow('canary');
});
