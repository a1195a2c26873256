import { hidden } from './redacted';
import { SilentLog, type LogLevel } from './log';
import { PinoLog } from './pino-log';

const opened = (level: LogLevel = 'trace') => {
  const chunks: string[] = [];
  return { log: PinoLog.open({ level, program: 'test', sink: { write: (line) => chunks.push(line) } }), text: () => chunks.join('') };
};
type Told = Readonly<Record<string, unknown>>;
const recordsOf = (text: string): readonly Told[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Told);
const tell = (fields: Told, message = 'said'): Told => {
  const { log, text } = opened();
  log.info(message, fields);
  return recordsOf(text())[0] ?? {};
};

it('writes one JSON document a line, with level, moment and program', () => {
  const { log, text } = opened();
  log.warn('the store is slow', { milliseconds: 12, position: 5n });
  expect(recordsOf(text())).toEqual([
    {
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      pid: process.pid,
      program: 'test',
      milliseconds: 12,
      position: '5',
      msg: 'the store is slow',
    },
  ]);
});

it('writes its own level and graver ones, and nothing when it is silent', () => {
  const { log, text } = opened('warn');
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) log[level](level);
  expect(recordsOf(text()).map(({ level }) => level)).toEqual(['warn', 'error', 'fatal']);
  expect([log.writes('warn'), log.writes('info'), log.writes('silent')]).toEqual([true, false, false]);
  const quiet = opened('silent');
  quiet.log.fatal('nobody hears');
  expect(quiet.text()).toBe('');
  expect(new SilentLog().writes('fatal')).toBe(false);
});

it('keeps fields of a log for all its records, and its own names for itself', () => {
  const { log, text } = opened();
  log.with({ importRun: 'r-1' }).info('began', { level: 'forged', time: 0, msg: 'forged' });
  expect(text().match(/"level"/g)).toHaveLength(1);
  expect(recordsOf(text())[0]).toMatchObject({ level: 'info', importRun: 'r-1', level_: 'forged', msg_: 'forged', msg: 'began' });
});

describe('S-09: what comes from outside', () => {
  const lines = ['\n', '\r\n', '\r', '\u2028', '\u2029', '\u0085', '\v', '\f', '\0'];
  const hostile = [
    ...lines.map((line) => `a${line}{"level":"fatal","msg":"forged"}`),
    '\u001b[2J\u001b[31mred\u001b[0m',
    '\u009b31m',
    '"}\n{"level":"fatal"',
    '\\" \\n \\u000a',
    '\u202egnp.exe',
    '\ufeffbom',
    '\ud800 lone',
    '\udc00',
    '%s %o %d',
    '__proto__',
    'x'.repeat(1_000_000),
    `${'a'.repeat(50_000)}\n`.repeat(20),
    '://@'.repeat(20_000),
  ];

  it('is one record a line: as many lines out as records in', () => {
    const { log, text } = opened();
    for (const word of hostile) {
      log.info(word);
      log.info('field', { word, [word]: word, deep: { list: [word], [word]: { word } } });
      log.error('fault', { error: new Error(word, { cause: new TypeError(word) }) });
    }
    const out = text();
    expect(recordsOf(out)).toHaveLength(3 * hostile.length);
    // Nothing a terminal or a reader of lines acts on, but the line feeds that end records.
    // eslint-disable-next-line no-control-regex -- it is about control characters
    expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e\ufeff]/);
    expect(recordsOf(out).every(({ level }) => level === 'info' || level === 'error')).toBe(true);
  });

  it('is told in bounded size', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 'x'.repeat(10_000) : Array.from({ length: 60 }, () => nested(depth - 1)));
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    for (const value of [
      nested(3),
      circular,
      'x'.repeat(1e6),
      Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${String(i)}`, 'v'])),
    ])
      expect(JSON.stringify(tell({ value })).length).toBeLessThan(200_000);
  });

  it('never makes a log fail', () => {
    const bad = {
      get broken(): never {
        throw new Error('no');
      },
    };
    const gone = Proxy.revocable({}, {});
    gone.revoke();
    expect(
      tell({
        bad,
        when: new Date(Number.NaN),
        bytes: Buffer.from('secret'),
        map: new Map([['a', 1]]),
        f: () => 1,
        n: Number.NaN,
        nothing: null,
      }),
    ).toMatchObject({
      bad: { broken: '[unreadable]' },
      when: '[no date]',
      bytes: '[6 bytes]',
      map: '[1 entries]',
      f: '[function]',
      n: 'NaN',
      nothing: null,
    });
    expect(tell({ gone: gone.proxy })).toMatchObject({ fields: '[unreadable]' });
  });
});

describe('S-19: a secret', () => {
  const canary = 'c4n4ry-Sup3rS3cret';

  it.each([
    'authorization',
    'Authorization',
    'proxy-authorization',
    'cookie',
    'set-cookie',
    'Idempotency-Key',
    'idempotencyKey',
    'token',
    'access_token',
    'refreshToken',
    'password',
    'PGPASSWORD',
    'clientSecret',
    'buyerKey',
    'buyer_id',
    'connectionString',
    'privateKey',
    'email',
    'iban',
    'recipientName',
    'street',
  ])('is not told under the name %s', (name) => {
    expect(tell({ [name]: canary, deep: { [name]: canary } })).toMatchObject({ [name]: hidden, deep: { [name]: hidden } });
  });

  it.each([
    `Authorization: Bearer ${canary}`,
    `basic ${canary}`,
    `esdb://admin:${canary}@db:2113?tls=true`,
    `postgres://tidewaiter:p@ss${canary}@db/ledger`,
    `{"password":"${canary}"}`,
    `password=${canary}&x=1`,
    `access_token: ${canary}`,
    `buyer-id=${canary}`,
    `eyJhbGciOiJFZERTQSJ9.${canary}.x`,
    `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`.replace('-Sup', 'Sup'),
    `${canary}@example.org`,
  ])('is not told inside a text: %s', (text) => {
    const secret = text.includes('c4n4rySup') ? 'c4n4rySup' : canary;
    for (const told of [
      tell({ text }),
      tell({}, text),
      tell({ error: new Error(text) }),
      tell({ error: new Error('outer', { cause: text }) }),
    ])
      expect(JSON.stringify(told)).not.toContain(secret);
  });

  it('is told apart from an id: an IBAN is one by its check digits', () => {
    expect(tell({ a: 'paid from NL91ABNA0417164300 today', b: 'NL92ABNA0417164300' })).toMatchObject({
      a: `paid from ${hidden} today`,
      b: 'NL92ABNA0417164300',
    });
  });
});
