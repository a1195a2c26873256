import path from 'node:path';
import { ConfigurationError } from '#runtime';
import { settingsOf, usage } from './settings';

const servers = { EVENTSTORE_URL: 'esdb://app:canary@h1:2113', POSTGRES_URL: 'postgres://app:canary@db/t?sslmode=verify-full' };

it('works for the servers of the environment, in ./data unless told', () => {
  expect(settingsOf([], servers)).toMatchObject({
    dataDirectory: path.resolve('./data'),
    servers: { eventStoreUrl: servers.EVENTSTORE_URL, postgresUrl: servers.POSTGRES_URL },
    help: false,
  });
});

it('takes arguments before the environment', () => {
  const env = { ...servers, TIDEWAITER_DATA: '/a' };
  expect(settingsOf(['--data', '/b'], env).dataDirectory).toBe('/b');
  expect(settingsOf([], env).dataDirectory).toBe('/a');
  expect(settingsOf([], { ...servers, TIDEWAITER_DATA: '' }).dataDirectory).toBe(path.resolve('./data'));
});

it.each<[string, Readonly<Record<string, string>>, string]>([
  ['a ledger without servers, which one program keeps up', {}, 'EVENTSTORE_URL: needed by a projector'],
  ['half of the servers', { EVENTSTORE_URL: servers.EVENTSTORE_URL }, 'POSTGRES_URL: needed'],
  ['a setting that does not exist', { ...servers, TIDEWAITER_PROT: '1' }, 'TIDEWAITER_PROT: no such setting'],
])('refuses %s', (_what, env, says) => {
  expect(() => settingsOf([], env)).toThrow(ConfigurationError);
  expect(() => settingsOf([], env)).toThrow(says);
  expect(() => settingsOf([], env)).not.toThrow('canary');
});

it.each([['--nope'], ['extra'], ['--data'], ['--help=yes']])('refuses the argument %s and says what there is', (argument) => {
  expect(() => settingsOf([argument], servers)).toThrow(ConfigurationError);
  expect(() => settingsOf([argument], servers)).toThrow('--data DIRECTORY');
});

it.each(['--help', '-h'])('prints how it is started for %s, whatever the settings are', (argument) => {
  expect(settingsOf([argument], { TIDEWAITER_PROT: '1' }).help).toBe(true);
  expect(usage).toMatch(/^npm run projector -- \[OPTIONS\]/);
});
