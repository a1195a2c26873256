import { orderStream } from '#advance-data';
import { type Answer, ApiUnderTest } from './api.support';
import { declaration, deferment, order } from './messages';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start();
});
afterAll(() => api.stop());

const ndjson = (...messages: readonly unknown[]): string =>
  messages.map((message) => (typeof message === 'string' ? message : JSON.stringify(message))).join('\n');
const upload = (who: string, query: string, body: string, type = 'application/x-ndjson'): Promise<Answer> =>
  api.post(who, `/v1/imports?${query}`, body, { 'content-type': type });

/** The job, once it is done. */
const done = async (who: string, started: Answer): Promise<Answer> => {
  expect([started.status, started.body['code'] ?? '']).toEqual([202, '']);
  const url = String(started.headers['location']);
  for (;;) {
    const job = await api.get(who, url);
    if (job.body['status'] !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const file = ndjson(
  order(),
  '{"seller":',
  order({ orderNumber: 'O-2', currency: 'XXQ' }),
  order({ orderNumber: 'O-3', seller: 'V-FR-2' }),
  order({ orderNumber: 'O-4' }),
  order({ orderNumber: 'O-4', lines: [] }),
  '['.repeat(10_000),
);

it('takes good lines, refuses bad ones with field and code, and goes on', async () => {
  const job = await done('vendor:V-IE-1', await upload('vendor:V-IE-1', 'kind=orders', file));
  expect(job.body).toMatchObject({
    status: 'completed',
    kind: 'orders',
    report: {
      read: 7,
      accepted: 2,
      rejected: { JSON_SYNTAX: 1, CURRENCY_UNKNOWN: 1, NOT_OWN_COLLECTOR: 1, FIELD_MALFORMED: 1, JSON_TOO_DEEP: 1 },
    },
  });
  const verdicts = await api.get('vendor:V-IE-1', String(job.body['verdictsAt']));
  const lines = verdicts.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ line, verdict, field }) => [line, verdict, field])).toEqual([
    [1, 'accepted', undefined],
    [2, 'rejected', 'seller'],
    [3, 'rejected', 'currency'],
    [4, 'rejected', 'seller'],
    [5, 'accepted', undefined],
    [6, 'rejected', 'lines'],
    [7, 'rejected', expect.any(String)],
  ]);
});

it('leads from what was recorded to the bytes that it was recorded from', async () => {
  const chain = await api.get('officer', `/v1/trace/${encodeURIComponent(`${orderStream('V-IE-1', 'O-4')}/1`)}/chain?direction=down`);
  const origins = chain.text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly origin?: { readonly sourceFile?: string; readonly sourceLine?: number } }).origin);
  const found = origins.find((origin) => origin?.sourceFile !== undefined);
  expect(found?.sourceLine).toBe(5);
  const url = `/v1/sources/${found?.sourceFile ?? ''}`;
  expect((await api.get('officer', url)).text).toBe(file);
  expect(JSON.parse((await api.get('auditor', `${url}?line=5`)).text)).toEqual(order({ orderNumber: 'O-4' }));
  expect((await api.get('officer', `${url}?line=8`)).status).toBe(404);
  expect((await api.get('officer', `${url}?line=0`)).body).toMatchObject({ code: 'FIELD_MALFORMED', field: 'line' });
  expect((await api.get('officer', `/v1/sources/${'0'.repeat(64)}`)).status).toBe(404);
  expect((await api.get('officer', '/v1/sources/..%2Finstallation.json')).status).toBe(400);
  expect((await api.get('vendor:V-IE-1', url)).status).toBe(403);
});

it('adds nothing when the same file comes again', async () => {
  const before = await api.events();
  const job = await done('vendor:V-IE-1', await upload('vendor:V-IE-1', 'kind=orders', file));
  expect(job.body).toMatchObject({ status: 'completed', report: { accepted: 2, replayed: 2 } });
  expect(await api.events()).toBe(before);
});

it('tells of a job whichever server is asked, and after a restart', async () => {
  const job = await done('vendor:V-IE-1', await upload('vendor:V-IE-1', 'kind=orders', file));
  const url = `/v1/imports/${String(job.body['id'])}`;
  await api.stop(true);
  api = await ApiUnderTest.start({ directory: api.directory });
  expect((await api.get('vendor:V-IE-1', url)).body).toEqual(job.body);
  expect((await api.get('vendor:V-IE-1', String(job.body['verdictsAt']))).text.trim().split('\n')).toHaveLength(7);
  expect((await api.get('vendor:V-FR-2', url)).status).toBe(404);
  expect((await api.get('vendor:V-IE-1', '/v1/imports/..%2F..%2Finstallation')).status).toBe(404);
});

it('is broken off when the server stops, and goes on when the file comes again', async () => {
  const long = ndjson(...Array.from({ length: 600 }, (_, i) => order({ orderNumber: `L-${String(i)}` })));
  const started = await upload('vendor:V-IE-1', 'kind=orders', long);
  await api.app.close();
  const stopped = await api.events();
  await api.ledger.close();
  api = await ApiUnderTest.start({ directory: api.directory });
  expect(await api.events()).toBe(stopped);
  const job = await api.get('vendor:V-IE-1', String(started.headers['location']));
  expect(job.body).toMatchObject({ status: 'aborted', source: { bytes: long.length } });
  const again = await done('vendor:V-IE-1', await upload('vendor:V-IE-1', 'kind=orders', long));
  expect(again.body).toMatchObject({ id: job.body['id'], status: 'completed', report: { read: 600, accepted: 600, rejected: {} } });
});

it('tells what would be without doing it', async () => {
  const before = await api.events();
  const job = await done(
    'vendor:V-IE-1',
    await upload('vendor:V-IE-1', 'kind=orders&dryRun=true', ndjson(order({ orderNumber: 'O-9' }), '{}')),
  );
  expect(job.body).toMatchObject({ dryRun: true, report: { read: 2, accepted: 1, rejected: { FIELD_MISSING: 1 } } });
  expect(await api.events()).toBe(before);
});

it('reads declarations, each declarant its own', async () => {
  const lines = ndjson(declaration(), declaration({ lrn: 'L-2', declarant: 'R-2' }), declaration({ lrn: 'L-3', authority: 'EU-QQ' }));
  const early = await done('intermediary:R-1', await upload('intermediary:R-1', 'kind=declarations', lines));
  expect(early.body).toMatchObject({ report: { read: 3, accepted: 0, rejected: { ACCOUNT_UNKNOWN: 2, AUTHORITY_UNKNOWN: 1 } } });
  expect((await api.post('officer', '/v1/accounts', deferment)).status).toBe(201);
  // The same file, now that there is an account, is a run of its own.
  const job = await done('intermediary:R-1', await upload('intermediary:R-1', 'kind=declarations', lines));
  expect(job.body).toMatchObject({ report: { read: 3, accepted: 1, rejected: { NOT_OWN_COLLECTOR: 1, AUTHORITY_UNKNOWN: 1 } } });
});

it('refuses a declaration whose account holder has no deferment account, and writes nothing', async () => {
  const before = await api.events();
  const refused = await api.post('intermediary:R-1', '/v1/declarations', declaration({ lrn: 'L-4', accountHolder: 'NOBODY' }));
  expect(refused).toMatchObject({ status: 404, body: { code: 'ACCOUNT_UNKNOWN', field: 'accountHolder' } });
  expect(await api.events()).toBe(before);
  expect((await api.post('intermediary:R-1', '/v1/declarations', declaration({ lrn: 'L-4' }))).status).toBe(201);
});

it('reads CSV', async () => {
  const csv =
    'psp,transactionId,seller,orderNumber,acceptedAt,amount,currency\nP-1,T-1,V-IE-1,O-1,2026-03-02T10:00:00.000Z,118.80,EUR\nP-1,T-2,V-IE-1,O-4,2026-03-02T10:00:00.000Z,1.5,EUR\n';
  const job = await done('vendor:V-IE-1', await upload('vendor:V-IE-1', 'kind=payments', csv, 'text/csv'));
  expect(job.body).toMatchObject({ report: { read: 2, accepted: 1, rejected: { AMOUNT_WRONG_SCALE: 1 } } });
});

it('shows a job to nobody else, and takes no other media type', async () => {
  const started = await upload('vendor:V-IE-1', 'kind=orders', ndjson(order({ orderNumber: 'O-7' })));
  const url = String(started.headers['location']);
  expect((await api.get('vendor:V-FR-2', url)).status).toBe(404);
  expect((await api.get('operator', url)).status).toBe(200);
  expect((await upload('vendor:V-IE-1', 'kind=orders', '{}', 'application/json')).body).toMatchObject({ status: 415 });
  expect((await upload('vendor:V-IE-1', 'kind=orders', 'a', 'text/plain')).body).toMatchObject({ status: 415 });
  expect((await api.post('vendor:V-IE-1', '/v1/orders', ndjson(order()), { 'content-type': 'application/x-ndjson' })).body).toMatchObject({
    status: 415,
  });
  expect((await upload('intermediary:R-1', 'kind=declarations', 'a,b', 'text/csv')).body).toMatchObject({ status: 415 });
  expect((await upload('vendor:V-IE-1', 'kind=returns', '')).body).toMatchObject({ status: 400, field: 'kind' });
});
