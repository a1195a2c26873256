import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { ApiUnderTest } from './api.support';
import { order } from './messages';

// Clients that ask for what cannot be, or ask it in a way that nobody reads: none of it is answered as if they had asked for something else.
let api: ApiUnderTest;
let id: string;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  id = String((await api.post('vendor:V-IE-1', '/v1/orders', order())).body['id']);
  await api.settle();
});
afterAll(() => api.stop());

const refused = async (who: string, url: string): Promise<readonly unknown[]> => {
  const { status, body } = await api.get(who, url);
  return [url, status, body['code'], body['field']];
};

it('refuses a write with a query that nobody reads, and writes nothing', async () => {
  const before = await api.events();
  for (const field of ['dryRun', 'asOf', 'cursor', 'toString', '__proto__']) {
    const { status, body } = await api.post('vendor:V-IE-1', `/v1/orders?${field}=true`, order({ orderNumber: 'O-2' }));
    expect([field, status, body['code'], body['field']]).toEqual([field, 400, 'FIELD_UNKNOWN', field]);
  }
  expect(await api.events()).toBe(before);
});

it('refuses fields of a query that every object inherits', async () => {
  for (const url of ['/v1/accounts', '/v1/cases', '/v1/collectors/V-IE-1', '/v1/journal/trial-balance'])
    for (const field of ['constructor', 'toString', 'hasOwnProperty', '__proto__'])
      expect(await refused('officer', `${url}?${field}=1`)).toEqual([`${url}?${field}=1`, 400, 'FIELD_UNKNOWN', field]);
});

it('refuses a time that ends before it begins', async () => {
  const days = 'from=2026-04-02&to=2026-04-01';
  for (const url of [
    `/v1/statistics?${days}`,
    `/v1/sample?of=orders&size=1&seed=x&${days}`,
    `/v1/scheme-numbers/IM3720000014/records?${days}`,
    `/v1/summary-gaps?authority=EU-FR&declarant=R-1&accountHolder=R-1&days=10&${days}`,
    '/v1/excluded-supplies?from=2026-04-02T00:00:00.000Z&to=2026-04-01T00:00:00.000Z',
  ])
    expect(await refused('officer', url)).toEqual([url, 400, 'FIELD_MALFORMED', 'to']);
});

it('refuses a currency that does not exist, and less than nothing', async () => {
  for (const [url, field] of [
    ['/v1/statistics?currency=XXX', 'currency'],
    ['/v1/obligations?currency=XXX', 'currency'],
    ['/v1/breaks/worklist?minimumAmount=1.00&currency=XXX', 'currency'],
    ['/v1/breaks/summary?by=code&minimumAmount=-1.00&currency=EUR', 'minimumAmount'],
  ] as const)
    expect(await refused('officer', url)).toEqual([url, 400, 'FIELD_MALFORMED', field]);
});

it('refuses a moment that does not exist, whatever else the route asks for', async () => {
  for (const url of ['/v1/collection-returns', '/v1/declarations', '/v1/cases', `/v1/orders/${id}`])
    expect(await refused('officer', `${url}?asOf=2026-02-30T00:00:00.000Z`)).toEqual([
      `${url}?asOf=2026-02-30T00:00:00.000Z`,
      400,
      'DATE_INVALID',
      'asOf',
    ]);
  for (const url of ['/v1/collection-returns', '/v1/declarations', `/v1/orders/${id}`])
    expect(await refused('officer', `${url}?asOf=2026-04-01`)).toEqual([`${url}?asOf=2026-04-01`, 400, 'FIELD_MALFORMED', 'asOf']);
});

it('does not wait for a position that the log has not come to', async () => {
  const beyond = { 'x-log-position': '99999999999999999999.99999999999999999999' };
  const { status, body } = await api.get('officer', '/v1/accounts', beyond);
  expect([status, body['code'], body['field']]).toEqual([400, 'FIELD_MALFORMED', 'X-Log-Position']);
});

it('refuses a cursor that it did not give, and fails of none', async () => {
  await api.post('vendor:V-IE-1', '/v1/orders', order({ orderNumber: 'O-3' }));
  await api.settle();
  const url = '/v1/cases?limit=1';
  const next = String((await api.get('officer', url)).body['next']);
  const [version, mark, position, last] = JSON.parse(Buffer.from(next, 'base64url').toString('utf8')) as readonly [
    number,
    string,
    string,
    string,
  ];
  const forged = (...parts: readonly unknown[]): string => `${url}&cursor=${Buffer.from(JSON.stringify(parts)).toString('base64url')}`;
  expect((await api.get('officer', forged(version, mark, position, last))).status).toBe(200);
  for (const wrong of [
    forged(version, mark, position, 'a b c'),
    forged(version, mark, position, `2026-02-30T00:00:00.000Z ${last.slice(25)}`),
    forged(version, mark, 'x', last),
    forged(version, '0'.repeat(16), position, last),
    forged(version, mark, position, null),
  ])
    expect(await refused('officer', wrong)).toEqual([wrong, 400, 'CURSOR_INVALID', 'cursor']);
  const beyond = forged(version, mark, '99999999999999999999.99999999999999999999', last);
  expect(await refused('officer', beyond)).toEqual([beyond, 400, 'FIELD_MALFORMED', 'cursor']);
});

it('does nothing of what a precondition forbids', async () => {
  const reported = await api.post('vendor:V-IE-1', '/v1/return-cases', {
    format: 'tidewaiter/return/1',
    reporter: 'V-IE-1',
    returnReference: 'R-1',
    reportedAt: '2026-04-01T00:00:00.000Z',
    ground: 'withdrawn',
    original: { orderNumber: 'O-9', seller: 'V-IE-1' },
    lines: [{ quantity: 1 }],
  });
  expect(reported.status).toBe(201);
  const before = await api.events();
  const stale = { 'if-match': '"7"' };
  expect((await api.post('vendor:V-IE-1', `/v1/return-cases/${String(reported.body['id'])}/matches`, {}, stale)).body).toMatchObject({
    status: 412,
    code: 'PRECONDITION_FAILED',
  });
  for (const [who, url, body] of [
    ['operator', '/v1/close-runs', {}],
    ['cashier', '/v1/refund-payment-runs', { authority: 'EU-FR', paidOn: '2026-04-20' }],
  ] as const)
    expect((await api.post(who, url, body, stale)).body).toMatchObject({ status: 400, code: 'IF_MATCH_INVALID', field: 'If-Match' });
  expect(await api.events()).toBe(before);
});

it('answers HEAD like the GET that it stands for, without what was asked', async () => {
  const head = async (who: string, url: string) => {
    const authorization = `Bearer ${await api.token(who)}`;
    const { statusCode, headers, body } = await api.app.inject({ method: 'HEAD', url, headers: { authorization } });
    return [statusCode, headers['content-type'], body];
  };
  expect(await head('vendor:V-IE-1', `/v1/orders/${id}`)).toEqual([200, 'application/json; charset=utf-8', '']);
  expect(await head('vendor:V-FR-2', `/v1/orders/${id}`)).toEqual([404, 'application/problem+json', '']);
  expect(await head('officer', '/v1/journal/trial-balance?sort=amount')).toEqual([400, 'application/problem+json', '']);
  expect((await head('officer', `/v1/orders/${id}?knownAt=99999999999999999999.99999999999999999999`))[0]).toBe(400);
});

/** All that the server sends on a connection of its own until it ends it. */
const said = async (words: string): Promise<string> => {
  const { port } = new URL(await api.app.getUrl());
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(words);
  return text(socket);
};

it.each([
  ['no HTTP', 'EHLO example.org\r\n\r\n', 400, 'REQUEST_MALFORMED'],
  [
    'two lengths',
    'POST /v1/orders HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n',
    400,
    'REQUEST_MALFORMED',
  ],
  ['letters beyond ASCII in the address', 'GET /v1/orders/\u00e9 HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'REQUEST_MALFORMED'],
  ['headers beyond their limit', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
])('answers %s with a problem and ends the connection', async (_what, words, status, code) => {
  const answer = await said(words);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
  expect(answer).toContain('content-type: application/problem+json\r\n');
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status, code });
});
