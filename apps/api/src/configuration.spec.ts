import path from 'node:path';
import { settingsOf, SettingsError } from './configuration';

const issuer = {
  TIDEWAITER_ISSUER: 'https://login.example',
  TIDEWAITER_AUDIENCE: 'tidewaiter',
  TIDEWAITER_JWKS_URI: 'https://login.example/keys',
};

it('listens on loopback, port 3000, with ./data, unless told', () => {
  expect(settingsOf([], {})).toEqual({
    place: { dataDirectory: path.resolve('./data') },
    host: '127.0.0.1',
    port: 3000,
    demo: true,
    help: false,
    accessLogDays: 400,
  });
});

it('takes arguments before the environment', () => {
  const env = { PORT: '4000', TIDEWAITER_DATA: '/a', TIDEWAITER_DEMO: 'off' };
  expect(settingsOf(['--data', '/b', '--port', '5000'], env)).toMatchObject({ place: { dataDirectory: '/b' }, port: 5000, demo: false });
  expect(settingsOf([], env)).toMatchObject({ place: { dataDirectory: '/a' }, port: 4000 });
  expect(settingsOf([], { TIDEWAITER_DATA: '' }).place.dataDirectory).toBe(path.resolve('./data'));
});

it.each(['0.0.0.0', '::', '10.0.0.1', 'tidewaiter.example'])('refuses to listen on %s without an issuer of tokens', (host) => {
  expect(() => settingsOf([], { HOST: host })).toThrow(SettingsError);
  expect(settingsOf([], { HOST: host, ...issuer })).toMatchObject({ host, externalIssuer: { issuer: 'https://login.example' } });
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['half an issuer', { TIDEWAITER_ISSUER: 'https://login.example' }],
  ['keys over plain http', { ...issuer, TIDEWAITER_JWKS_URI: 'http://login.example/keys' }],
  ['keys from a file', { ...issuer, TIDEWAITER_JWKS_URI: 'file:///etc/keys' }],
  ['no address of keys', { ...issuer, TIDEWAITER_JWKS_URI: 'keys' }],
  ['a port that is none', { PORT: '70000' }],
  ['reads that are kept for no day', { TIDEWAITER_ACCESS_LOG_DAYS: '0' }],
  ['a port in words', { PORT: 'http' }],
])('refuses %s', (_what, env) => {
  expect(() => settingsOf([], env)).toThrow(SettingsError);
});

it.each([['--nope'], ['extra'], ['--port'], ['--help=yes']])('refuses the argument %s and says what there is', (argument) => {
  expect(() => settingsOf([argument], {})).toThrow(SettingsError);
  expect(() => settingsOf([argument], {})).toThrow('--token ROLE[:COLLECTOR]');
});

it.each(['--help', '-h'])('prints how it is started for %s', (argument) => {
  expect(settingsOf([argument], {}).help).toBe(true);
});
