import { ConfigurationError } from './installation';
import { assertKnownSettings, ledgerPlaceOf } from './ledger-place';

const servers = {
  EVENTSTORE_URL: 'esdb://u:p@h1:2113,h2:2113,h3:2113?nodePreference=leader',
  POSTGRES_URL: 'postgres://u:p@db/tidewaiter?sslmode=verify-full',
};

/** What a refused environment says, and of which setting. */
const refusal = (env: Readonly<Record<string, string>>): { readonly setting: string | undefined; readonly message: string } => {
  try {
    ledgerPlaceOf('/data', env);
  } catch (error) {
    if (error instanceof ConfigurationError) return { setting: error.setting, message: error.message };
  }
  throw new Error('was not refused');
};

it('is the data directory alone, or one beside servers', () => {
  expect(ledgerPlaceOf('/data', {})).toEqual({ dataDirectory: '/data' });
  expect(ledgerPlaceOf('/data', { EVENTSTORE_URL: '', POSTGRES_URL: '' })).toEqual({ dataDirectory: '/data' });
  expect(ledgerPlaceOf('/data', { ...servers, NODE_ENV: 'production' })).toEqual({
    dataDirectory: '/data',
    servers: { eventStoreUrl: servers.EVENTSTORE_URL, postgresUrl: servers.POSTGRES_URL },
  });
  expect(
    ledgerPlaceOf('/data', { EVENTSTORE_URL: 'esdb+discover://cluster.local:2113', POSTGRES_URL: 'postgresql://127.0.0.1:5432/t' }).servers,
  ).toBeDefined();
  expect(ledgerPlaceOf('/data', { ...servers, EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false' }).servers).toBeDefined();
});

it.each([
  ['EVENTSTORE_URL', 'half of the servers', { POSTGRES_URL: servers.POSTGRES_URL }],
  ['POSTGRES_URL', 'the other half', { EVENTSTORE_URL: servers.EVENTSTORE_URL }],
  ['EVENTSTORE_URL', 'another kind of server', { ...servers, EVENTSTORE_URL: 'http://h1:2113' }],
  ['EVENTSTORE_URL', 'no address', { ...servers, EVENTSTORE_URL: 'h1 2113' }],
  ['POSTGRES_URL', 'another database', { ...servers, POSTGRES_URL: 'mysql://u:p@db/t' }],
  ['EVENTSTORE_URL', 'an option that does not exist', { ...servers, EVENTSTORE_URL: 'esdb://h1:2113?tsl=false' }],
  ['EVENTSTORE_URL', 'no TLS in production', { ...servers, EVENTSTORE_URL: 'esdb://h1:2113?tls=false', NODE_ENV: 'production' }],
  [
    'EVENTSTORE_URL',
    'an unproved server in production',
    { ...servers, EVENTSTORE_URL: 'esdb://u:p@h1:2113?tlsVerifyCert=false', NODE_ENV: 'production' },
  ],
  [
    'EVENTSTORE_URL',
    'the password of every new server in production',
    { ...servers, EVENTSTORE_URL: 'esdb://admin:changeit@h1:2113', NODE_ENV: 'production' },
  ],
  ['POSTGRES_URL', 'no TLS in production', { ...servers, POSTGRES_URL: 'postgres://u:p@db/t', NODE_ENV: 'production' }],
  [
    'POSTGRES_URL',
    'an unproved server in production',
    { ...servers, POSTGRES_URL: 'postgres://u:p@db/t?sslmode=no-verify', NODE_ENV: 'production' },
  ],
  [
    'EVENTSTORE_URL',
    'no TLS in production, whatever is around it',
    { ...servers, EVENTSTORE_URL: 'esdb://h1:2113?TLS= false ', NODE_ENV: 'production' },
  ],
  ['EVENTSTORE_URL', 'no host', { ...servers, EVENTSTORE_URL: 'esdb://' }],
  [
    'POSTGRES_URL',
    'a mode of libpq that proves nothing in production',
    { ...servers, POSTGRES_URL: 'postgres://db/t?sslmode=require&uselibpqcompat=true', NODE_ENV: 'production' },
  ],
  ['POSTGRES_URL', 'no host', { ...servers, POSTGRES_URL: 'postgres:///t' }],
  ['POSTGRES_URL', 'a password that is not encoded', { ...servers, POSTGRES_URL: 'postgres://u:p%@db/t' }],
  [
    'POSTGRES_URL',
    'a host of production behind the loopback',
    { ...servers, POSTGRES_URL: 'postgres://u:p@localhost/t?host=db', NODE_ENV: 'production' },
  ],
  ['TIDEWAITER_PROT', 'a setting that does not exist', { TIDEWAITER_PROT: '3000' }],
])('%s: refuses %s, names the setting and repeats no secret', (setting, _, env) => {
  const told = refusal(env);
  expect(told.setting).toBe(setting);
  expect(told.message).toContain(setting);
  expect(told.message).not.toMatch(/u:p@|changeit/);
});

it.each([
  ['esdb://127.0.0.1:2113?tls=false', 'postgres://localhost/t'],
  ['esdb://admin:changeit@127.0.0.1:2113?tls=false', 'postgres:///t?host=/run/postgresql'],
])('takes the servers that development has: %s, %s', (eventStoreUrl, postgresUrl) => {
  expect(ledgerPlaceOf('/data', { EVENTSTORE_URL: eventStoreUrl, POSTGRES_URL: postgresUrl }).servers).toEqual({
    eventStoreUrl,
    postgresUrl,
  });
});

it('proves PostgreSQL under every mode that is encrypted', () => {
  for (const mode of ['require', 'verify-ca', 'verify-full'])
    expect(ledgerPlaceOf('/data', { ...servers, POSTGRES_URL: `postgres://db/t?sslmode=${mode}&a=b` }).servers?.postgresUrl).toBe(
      'postgres://db/t?sslmode=verify-full&a=b',
    );
});

it('knows every setting of its programs', () => {
  expect(() => {
    assertKnownSettings({ TIDEWAITER_DATA: '/data', TIDEWAITER_DEMO: 'off', TIDEWAITER_METRICS_TOKEN: 'x', HOME: '/root' });
  }).not.toThrow();
});
