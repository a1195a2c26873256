import { checkedUrl, serversOf, unsharedUrl } from './connection-url';
import { StoreConnectionError } from './store-errors';

it.each([
  ['esdb://127.0.0.1:2113?tls=false', 'esdb://127.0.0.1:2113?tls=false'],
  ['  esdb://h1:2113,h2:2113/?nodePreference=leader  ', 'esdb://h1:2113,h2:2113?nodePreference=leader'],
  ['esdb+discover://user:pw@cluster:2113', 'esdb+discover://user:pw@cluster:2113'],
])('gives %s to the client as %s', (url, given) => {
  expect(checkedUrl(url)).toBe(given);
});

it('names the connection where it has no name yet', () => {
  expect(checkedUrl('esdb://h:2113?tls=true', 'a b')).toBe('esdb://h:2113?tls=true&connectionName=a%20b');
  expect(checkedUrl('esdb://h:2113?connectionName=mine', 'a b')).toBe('esdb://h:2113?connectionName=mine');
});

it.each(['tls=false', 'TLS=false', 'tls= false'])('leaves the credentials of a server without TLS unsent: %s', (option) => {
  expect(checkedUrl(`esdb://user:pw@127.0.0.1:2113?${option}`)).toBe(`esdb://127.0.0.1:2113?${option}`);
});

it('does not hand on an option of which the client would complain with the whole string', () => {
  expect(checkedUrl('esdb://user:pw@h:2113?tlsVerifyCert=false&tlsCAFile=/ca.crt')).toBe('esdb://user:pw@h:2113?tlsCAFile=/ca.crt');
});

it('keeps a password with a colon whole', () => {
  expect(checkedUrl('esdb://user:a:b:c@h:2113')).toBe('esdb://user:a%3Ab%3Ac@h:2113');
});

it.each([
  'http://h:2113',
  'esdb://',
  'esdb://user:canary@',
  'esdb://user:p@canary@h:2113',
  'esdb://canary@h:2113',
  'esdb://:canary@h:2113',
  'esdb://user:@h:2113',
  'canary',
])('refuses %s and does not repeat it', (url) => {
  const refuse = (): unknown => checkedUrl(url);
  expect(refuse).toThrow(StoreConnectionError);
  expect(refuse).not.toThrow('canary');
});

it('names servers without credentials', () => {
  expect(serversOf('esdb://user:canary@h1:2113,h2:2113/?tls=true')).toBe('h1:2113,h2:2113');
});

describe('the connection string of one client', () => {
  it('is another one each time, so that gRPC shares no connection and no wait between clients', () => {
    const strings = Array.from({ length: 5 }, () => unsharedUrl('esdb://127.0.0.1:2113?tls=false'));
    expect(new Set(strings).size).toBe(5);
    for (const string of strings) expect(string).toMatch(/^esdb:\/\/127\.0\.0\.1:2113\?tls=false&keepAliveTimeout=1\d{4}$/);
    expect(unsharedUrl('esdb://host:2113')).toMatch(/^esdb:\/\/host:2113\?keepAliveTimeout=1\d{4}$/);
  });

  it('keeps what is asked for, in whatever letters, and leaves alone what is switched off', () => {
    const [one, two] = [
      unsharedUrl('esdb://h:1?keepalivetimeout=30000&tls=true'),
      unsharedUrl('esdb://h:1?keepalivetimeout=30000&tls=true'),
    ];
    expect(one).toMatch(/^esdb:\/\/h:1\?keepalivetimeout=30\d{3}&tls=true$/);
    expect(two).not.toBe(one);
    expect(unsharedUrl('esdb://h:1?keepAliveTimeout=-1')).toBe('esdb://h:1?keepAliveTimeout=-1');
  });
});
