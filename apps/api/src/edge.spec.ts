import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Body, Controller, Get, Module, Param, Post, StreamableFile } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CollectorRegister } from '#collectors';
import { amount, currency, integer, list, oneOf, optional, record, reference } from '#event-catalogue';
import { StoreReadError } from '#event-store';
import { ReadModelConnectionError, type ReadModelConnectionFault } from '#read-model';
import { Telemetry } from '#telemetry';
import { KeptLog } from '../../../test/support/telemetry/kept-log';
import { createApplication } from './application';
import { bodyOf } from './http/field';
import { Writing, type WriteRequest } from './http/request-context';
import { answerToUnreadable } from './http/unreadable-request';
import { Acting } from './identity/acting';
import { IdentityModule } from './identity/identity.module';
import { LocalIssuer } from './identity/local-issuer';
import { Policy, Public } from './identity/policy';
import { RouteWithoutPolicyError } from './identity/route-policies';
import { quietEdge } from './telemetry/edge';

const part = record({ sku: reference, quantity: integer(1) });
class SampleDto extends bodyOf(
  record({ amount, currency, kinds: optional(list(oneOf('a', 'b'), { max: 2 })), parts: list(part, { min: 1, max: 3 }) }),
) {}

@Controller('v1/samples')
class SampleController {
  @Post()
  @Policy({ roles: ['vendor'], scope: 'own-collector' })
  write(@Body() body: SampleDto, @Writing() request: WriteRequest): { parts: number; scope: string; hash: string } {
    return { parts: body.parts.length, scope: request.scope.kind, hash: request.requestHash };
  }

  @Get('boom')
  @Public()
  boom(): never {
    throw new Error('SELECT secret FROM /etc/passwd');
  }

  @Get('lost/:server')
  @Public()
  lost(@Param('server') server: string): never {
    if (server === 'log') throw new StoreReadError('the store could not be read: 14 UNAVAILABLE at db.internal');
    throw new ReadModelConnectionError(server as ReadModelConnectionFault, 'PostgreSQL at db.internal cannot work now');
  }

  /** Waits for a database that never answers. */
  @Get('waits')
  @Public()
  waits(): Promise<never> {
    return new Promise(() => undefined);
  }

  /** Loses its database when a part of the answer is sent. */
  @Get('half')
  @Public()
  half(): StreamableFile {
    const lines = async function* (): AsyncGenerator<string> {
      yield 'x'.repeat(100_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
      throw new ReadModelConnectionError('POSTGRES_UNREACHABLE', 'PostgreSQL at db.internal went away');
    };
    return new StreamableFile(Readable.from(lines()));
  }
}

@Controller('v1/open')
class OpenController {
  @Get()
  forgotten(): string {
    return 'nobody said who may';
  }
}

const acting = new Acting({ current: () => Promise.resolve(new CollectorRegister()) }, { today: () => Promise.resolve('2026-03-01') });
const folder = mkdtempSync(path.join(os.tmpdir(), 'tidewaiter-edge-'));
const good = { amount: '1.00', currency: 'EUR', parts: [{ sku: 'A', quantity: 1 }] };
const log = new KeptLog();
let app: NestFastifyApplication;
let viewsAreSilent = false;
let token: string;

beforeAll(async () => {
  const issuer = await LocalIssuer.open(folder);
  @Module({ imports: [IdentityModule.forRules(issuer.rules(), acting)], controllers: [SampleController] })
  class Root {}
  app = await createApplication(Root, {
    ...quietEdge(),
    telemetry: new Telemetry(log.log),
    patience: 100,
    viewsAreSilent: () => Promise.resolve(viewsAreSilent),
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  token = await issuer.token({ subject: 'anna', role: 'vendor', collector: 'V-IE-1' });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const post = (payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: '/v1/samples',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'k-1', 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

it('lets a good request through, scoped to its collector', async () => {
  const answer = await post(good);
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toMatchObject({ parts: 1, scope: 'own' });
});

it('hashes the request by its meaning, not by its spelling', async () => {
  const [a, b] = await Promise.all([post(good), post('{ "parts": [{"quantity":1,"sku":"A"}], "currency": "EUR", "amount": "1.00" }')]);
  expect(a.json<{ hash: string }>().hash).toBe(b.json<{ hash: string }>().hash);
});

it.each<[string, unknown, number, string, string | undefined]>([
  ['broken JSON', '{"amount":', 400, 'JSON_SYNTAX', 'amount'],
  ['10 kB of [', '['.repeat(10_000), 400, 'JSON_TOO_DEEP', undefined],
  ['a doubled field', '{"amount":"1.00","amount":"2.00"}', 400, 'JSON_DUPLICATE_KEY', undefined],
  ['__proto__', '{"__proto__":{"admin":true}}', 400, 'JSON_FORBIDDEN_KEY', undefined],
  ['a huge exponent', '{"amount":1e9000000}', 400, 'JSON_NUMBER_OUT_OF_RANGE', 'amount'],
  ['an array for the object', [good], 400, 'BODY_NOT_OBJECT', undefined],
  ['a string for the object', '"x"', 400, 'BODY_NOT_OBJECT', undefined],
  ['null', 'null', 400, 'BODY_NOT_OBJECT', undefined],
  ['an unknown field', { ...good, role: 'admin' }, 400, 'FIELD_UNKNOWN', 'role'],
  ['an unknown field inside', { ...good, parts: [{ sku: 'A', quantity: 1, role: 'admin' }] }, 400, 'FIELD_UNKNOWN', 'parts[0].role'],
  ['a field that every object inherits', { ...good, toString: 1 }, 400, 'FIELD_UNKNOWN', 'toString'],
  ['such a field inside', { ...good, parts: [{ sku: 'A', quantity: 1, valueOf: 1 }] }, 400, 'FIELD_UNKNOWN', 'parts[0].valueOf'],
  ['a missing field', { currency: 'EUR', parts: good.parts }, 400, 'FIELD_MISSING', 'amount'],
  ['a missing list', { amount: '1.00', currency: 'EUR' }, 400, 'FIELD_MISSING', 'parts'],
  ['a number for an amount', { ...good, amount: 1 }, 400, 'FIELD_MALFORMED', 'amount'],
  ['a small currency', { ...good, currency: 'eur' }, 400, 'FIELD_MALFORMED', 'currency'],
  ['a wrong entry', { ...good, kinds: ['a', 'c'] }, 400, 'FIELD_MALFORMED', 'kinds[1]'],
  ['too many entries', { ...good, parts: [1, 2, 3, 4] }, 400, 'FIELD_MALFORMED', 'parts'],
  ['a wrong field inside', { ...good, parts: [{ sku: 'A', quantity: 0 }] }, 400, 'FIELD_MALFORMED', 'parts[0].quantity'],
  ['a null inside', { ...good, parts: [null] }, 400, 'FIELD_MALFORMED', 'parts[0]'],
  ['a control character', { ...good, parts: [{ sku: 'A\u0000', quantity: 1 }] }, 400, 'FIELD_MALFORMED', 'parts[0].sku'],
  ['more than 256 kB', `{"amount":"${'1'.repeat(300_000)}"}`, 413, 'BODY_TOO_LARGE', undefined],
  ['an empty body', '', 400, 'BODY_MISSING', undefined],
])('refuses %s', async (_what, payload, status, code, field) => {
  const answer = await post(payload);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.json()).toMatchObject({ status, code });
  expect(answer.statusCode).toBe(status);
  if (field !== undefined) expect(answer.json<{ field?: string }>().field).toBe(field);
});

it('refuses what is not UTF-8, and other media types', async () => {
  const bytes = await app.inject({
    method: 'POST',
    url: '/v1/samples',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: Buffer.from([0x22, 0xff, 0x22]),
  });
  expect(bytes.json()).toMatchObject({ status: 400, code: 'JSON_NOT_WELL_FORMED' });
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])
    expect((await post('a=b', { 'content-type': type })).json()).toMatchObject({ status: 415, code: 'CONTENT_TYPE_UNSUPPORTED' });
});

it.each([
  ['a packed body', { 'content-encoding': 'gzip' }, 'Content-Encoding'],
  ['a text of another code', { 'content-type': 'application/json; charset=utf-16' }, 'Content-Type'],
])('refuses %s', async (_what, headers, field) => {
  expect((await post(good, headers)).json()).toMatchObject({ status: 415, code: 'CONTENT_TYPE_UNSUPPORTED', field });
});

it.each([{ 'content-encoding': 'identity' }, { 'content-type': 'application/json; charset="UTF-8"' }])(
  'takes a body that is as it says: %j',
  async (headers) => {
    expect((await post(good, headers)).statusCode).toBe(201);
  },
);

it('needs an Idempotency-Key, and one of ours for If-Match', async () => {
  const without = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const missing = await app.inject({ method: 'POST', url: '/v1/samples', headers: without, payload: JSON.stringify(good) });
  expect(missing.json()).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_MISSING' });
  expect((await post(good, { 'idempotency-key': 'a b' })).json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_INVALID' });
  expect((await post(good, { 'if-match': '*' })).json()).toMatchObject({ code: 'IF_MATCH_INVALID' });
});

it('says nothing about its inside when it fails', async () => {
  const answer = await app.inject({
    method: 'GET',
    url: '/v1/samples/boom',
    headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
  });
  expect(answer.json()).toEqual({
    type: 'urn:tidewaiter:problem:INTERNAL',
    title: 'The server failed; nothing more is known.',
    status: 500,
    code: 'INTERNAL',
    detail: 'The server failed; nothing more is known.',
    traceId: 'a'.repeat(32),
  });
  expect(log.records).toContainEqual(
    expect.objectContaining({
      level: 'error',
      msg: 'a request failed',
      traceId: 'a'.repeat(32),
      error: expect.objectContaining({ message: 'SELECT secret FROM /etc/passwd' }) as unknown,
    }),
  );
});

it.each<[string, string, string]>([
  ['log', 'STORE_SILENT', 'a request failed while the store is silent'],
  ...(['POSTGRES_UNREACHABLE', 'POSTGRES_CREDENTIALS', 'POSTGRES_URL_INVALID', 'POSTGRES_TABLES', 'POSTGRES_NEWER'] as const).map(
    (fault): [string, string, string] => [fault, 'VIEWS_UNAVAILABLE', 'a request failed while the read models could not be asked'],
  ),
])('says that it may be asked again when its server was lost (%s), though it may be back by now', async (server, code, logged) => {
  const answer = await app.inject({ method: 'GET', url: `/v1/samples/lost/${server}` });
  expect([answer.statusCode, answer.headers['retry-after'], answer.json<{ code: string }>().code]).toEqual([503, '1', code]);
  expect(answer.body).not.toContain('db.internal');
  expect(log.records).toContainEqual(expect.objectContaining({ level: 'error', msg: logged }));
});

it('answers who waits for a database that says nothing', async () => {
  viewsAreSilent = true;
  const answer = await app.inject({ method: 'GET', url: '/v1/samples/waits' });
  viewsAreSilent = false;
  expect([answer.statusCode, answer.headers['retry-after'], answer.json<{ code: string }>().code]).toEqual([503, '1', 'VIEWS_UNAVAILABLE']);
});

it('tells why an answer broke off, and does not blame the client', async () => {
  await app.listen(0, '127.0.0.1');
  await expect(fetch(`${await app.getUrl()}/v1/samples/half`).then((answer) => answer.text())).rejects.toThrow();
  // The server hears of its own connection's end a little later than the client.
  const ended = (): boolean => log.records.some(({ msg, route }) => msg === 'request' && route === '/v1/samples/half');
  while (!ended()) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(log.records).toContainEqual(
    expect.objectContaining({
      level: 'error',
      msg: 'an answer broke off',
      route: '/v1/samples/half',
      error: expect.objectContaining({ message: 'PostgreSQL at db.internal went away' }) as unknown,
    }),
  );
  expect(log.records).toContainEqual(expect.objectContaining({ msg: 'request', route: '/v1/samples/half', status: 500 }));
});

it('answers unknown routes and malformed addresses as problems', async () => {
  expect((await app.inject({ method: 'GET', url: '/nowhere' })).json()).toMatchObject({ status: 404, code: 'ROUTE_UNKNOWN' });
  expect((await app.inject({ method: 'GET', url: '/v1/%zz' })).json()).toMatchObject({ status: 400, code: 'REQUEST_MALFORMED' });
});

it.each([
  ['HPE_INVALID_METHOD', 400, 'REQUEST_MALFORMED'],
  ['HPE_HEADER_OVERFLOW', 431, 'HEADERS_TOO_LARGE'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408, 'REQUEST_TOO_SLOW'],
])('answers what is no request (%s) with a problem, and ends the connection', (fault, status, code) => {
  const [head = '', body = ''] = answerToUnreadable(fault, 'a'.repeat(32)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} [A-Z]`));
  expect(head).toContain('\r\ncontent-type: application/problem+json\r\n');
  expect(head).toContain(`\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n`);
  expect(head).toContain('\r\nconnection: close');
  expect(JSON.parse(body)).toMatchObject({ status, code, traceId: 'a'.repeat(32) });
});

it('refuses to start with a route that has no policy', async () => {
  const issuer = await LocalIssuer.open(folder);
  @Module({ imports: [IdentityModule.forRules(issuer.rules(), acting)], controllers: [OpenController] })
  class Root {}
  const unguarded = await createApplication(Root);
  await expect(unguarded.init()).rejects.toThrow(RouteWithoutPolicyError);
});

it('keeps the key of the installation to its owner', async () => {
  expect(statSync(path.join(folder, 'keys', 'local-issuer.pem')).mode & 0o777).toBe(0o600);
  expect((await LocalIssuer.open(folder)).issuer).toBe((await LocalIssuer.open(folder)).issuer);
});
