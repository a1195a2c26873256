import { checkedUrl, serversOf } from './connection-url';
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

it.each(['http://h:2113', 'esdb://', 'esdb://user:canary@', 'esdb://user:p@canary@h:2113', 'esdb://canary@h:2113', 'esdb://:canary@h:2113', 'esdb://user:@h:2113', 'canary'])('refuses %s and does not repeat it', (url) => {
  const refuse = (): unknown => checkedUrl(url);
  expect(refuse).toThrow(StoreConnectionError);
  expect(refuse).not.toThrow('canary');
});

it('names servers without credentials', () => {
  expect(serversOf('esdb://user:canary@h1:2113,h2:2113/?tls=true')).toBe('h1:2113,h2:2113');
});
