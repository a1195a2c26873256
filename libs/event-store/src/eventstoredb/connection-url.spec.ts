import { unsharedUrl } from './connection-url';

describe('the connection string of one client', () => {
  it('is another one each time, so that gRPC shares no connection and no wait between clients', () => {
    const strings = Array.from({ length: 5 }, () => unsharedUrl('esdb://127.0.0.1:2113?tls=false'));
    expect(new Set(strings).size).toBe(5);
    for (const string of strings) expect(string).toMatch(/^esdb:\/\/127\.0\.0\.1:2113\?tls=false&keepAliveTimeout=1\d{4}$/);
    expect(unsharedUrl('esdb://host:2113')).toMatch(/^esdb:\/\/host:2113\?keepAliveTimeout=1\d{4}$/);
  });

  it('keeps what is asked for, in whatever letters, and leaves alone what is switched off', () => {
    const [one, two] = [unsharedUrl('esdb://h:1?keepalivetimeout=30000&tls=true'), unsharedUrl('esdb://h:1?keepalivetimeout=30000&tls=true')];
    expect(one).toMatch(/^esdb:\/\/h:1\?keepalivetimeout=30\d{3}&tls=true$/);
    expect(two).not.toBe(one);
    expect(unsharedUrl('esdb://h:1?keepAliveTimeout=-1')).toBe('esdb://h:1?keepAliveTimeout=-1');
  });
});
