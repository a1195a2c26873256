import { digestLog } from '#integrity';
import { Metrics, Telemetry, Traces } from '#telemetry';
import { LedgerClock } from '../../apps/api/src/ledger/ledger-clock';
import { ReconciliationDesk } from '../../apps/api/src/reconciliation/reconciliation-desk';
import { tellBreaks } from '../../apps/api/src/telemetry/open-breaks';
import { KeptLog } from '../support/telemetry/kept-log';
import { SpanRecorder } from '../support/telemetry/recorded-spans';
import { ApiUnderTest, type Answer } from './api.support';
import { order, payment } from './messages';

const vendor = 'vendor:V-IE-1';
const now = '2026-04-20T09:00:00.000Z';
const trace = 'ab'.repeat(16);
const traceparent = `00-${trace}-${'cd'.repeat(8)}-01`;

const kept = new KeptLog();
const spans = new SpanRecorder();
const telemetry = new Telemetry(kept.log, new Metrics(), new Traces(spans));
let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now, telemetry, instruments: telemetry.instruments() });
});
afterAll(() => api.stop());

describe('the log', () => {
  it('has one line per request: by route, with who asked and the trace id that the client was told', async () => {
    const from = kept.requests.length;
    const written = await api.post(vendor, '/v1/orders', order());
    const answers: readonly Answer[] = [
      written,
      await api.get(vendor, `/v1/orders/${String(written.body['id'])}`),
      await api.get('', '/v1/cases?term=O-1'),
      await api.get('', '/nowhere/at/all'),
      await api.get('', '/v1/%zz'),
      await api.get('', '/health/live'),
    ];
    const lines = kept.requests.slice(from);
    expect(lines.map(({ level, method, route, status, role, collector }) => [level, method, route, status, role, collector])).toEqual([
      ['info', 'POST', '/v1/orders', 201, 'vendor', 'V-IE-1'],
      ['info', 'GET', '/v1/orders/:order', 200, 'vendor', 'V-IE-1'],
      ['info', 'GET', '/v1/cases', 401, undefined, undefined],
      ['info', 'GET', 'unmatched', 404, undefined, undefined],
      ['info', 'GET', 'unmatched', 400, undefined, undefined],
      ['debug', 'GET', '/health/live', 200, undefined, undefined],
    ]);
    expect(lines.map(({ ms }) => typeof ms)).toEqual(lines.map(() => 'number'));
    const told = answers.map(({ headers, body }) => headers['x-trace-id'] ?? body['traceId']);
    expect(lines.map(({ traceId }) => traceId)).toEqual(told);
  });
});

describe('S-19, S-22: a canary', () => {
  const canary = 'c4n4ry0Pl4nted';

  it('that is sent as key, token, cookie, value or personal data is in no log line, no error body and no metric', async () => {
    const bearer = `Bearer ${await api.token(vendor)}`;
    const headers = {
      cookie: `session=${canary}`,
      'x-forwarded-for': canary,
      'user-agent': canary,
      'content-type': 'application/json',
      'idempotency-key': `key-${canary}`,
    };
    const ask = (method: 'GET' | 'POST', url: string, payload?: string, more: Readonly<Record<string, string>> = {}) =>
      api.app.inject({
        method,
        url,
        headers: { authorization: bearer, ...headers, ...more },
        ...(payload === undefined ? {} : { payload }),
      });
    const answers = [
      await ask('POST', '/v1/orders', JSON.stringify(order({ orderNumber: 'O-2', buyerId: canary }))),
      await ask('POST', '/v1/orders', JSON.stringify(order({ orderNumber: 'O-2', buyerId: `${canary}2` }))),
      await ask('POST', '/v1/orders', JSON.stringify(order({ orderNumber: 'O-3', destination: canary, currency: canary }))),
      await ask('POST', '/v1/orders', `{"seller": ${canary}`),
      await ask('POST', '/v1/orders', '{}', { 'if-match': canary }),
      await ask('GET', `/v1/cases?term=${canary}`),
      await ask('GET', `/v1/cases?status=${canary}`),
      await ask('GET', `/v1/orders/${canary}`),
      await ask('GET', `/${canary}`),
      await ask('GET', `/v1/%zz${canary}`),
      await ask('GET', '/v1/cases', undefined, { authorization: `Bearer ${canary}` }),
      await ask('GET', '/v1/cases', undefined, { authorization: `Basic ${canary}` }),
      await ask('GET', '/v1/cases', undefined, { 'x-log-position': canary }),
      await ask('GET', '/v1/cases', undefined, { traceparent: canary, tracestate: canary }),
    ];
    const refused = answers.filter(({ statusCode }) => statusCode >= 400);
    expect(refused.length).toBeGreaterThan(8);
    expect(refused.filter(({ body }) => body.includes(canary)).map(({ body }) => body)).toEqual([]);
    expect(kept.records.filter((record) => JSON.stringify(record).includes(canary))).toEqual([]);
    expect(await telemetry.metrics.text()).not.toContain(canary);
    expect(JSON.stringify(spans.spans)).not.toContain(canary);
  });

  it('and the installation’s own keys are not told either', async () => {
    const { buyerKey } = api.ledger.installation;
    const secrets = [Buffer.from(buyerKey).toString('hex'), Buffer.from(buyerKey).toString('base64'), await api.token('officer')];
    for (const text of [kept.text, await telemetry.metrics.text(), JSON.stringify(spans.spans)])
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

describe('the metrics', () => {
  it('count requests by route and status, commands, appends, batches of read models, effects of processes', async () => {
    await api.post(vendor, '/v1/orders', order({ orderNumber: 'O-9' }));
    await api.post(vendor, '/v1/checkout-payments', payment({ orderNumber: 'O-9', transactionId: 'T-9' }));
    await api.settle();
    const text = await telemetry.metrics.text();
    for (const line of [
      /^tidewaiter_http_request_seconds_count\{method="POST",route="\/v1\/orders",status="201"\} \d+$/m,
      /^tidewaiter_commands_total\{category="payment",outcome="accepted"\} 1$/m,
      /^tidewaiter_store_appends_total\{outcome="appended",code=""\} \d+$/m,
      /^tidewaiter_projected_events_total\{projection="journal"\} \d+$/m,
      /^tidewaiter_projection_batch_seconds_count [1-9]\d*$/m,
      /^tidewaiter_process_effects_total\{process="[\w-]+",outcome="accepted"\} \d+$/m,
    ])
      expect(text).toMatch(line);
  });

  it('have no more series however many addresses and words a client invents', async () => {
    await api.get(vendor, '/v1/orders/0');
    await api.get('', '/nowhere');
    const series = async (): Promise<number> => (await telemetry.metrics.text()).split('\n').length;
    const before = await series();
    for (let i = 0; i < 50; i += 1) {
      await api.get(vendor, `/v1/orders/${String(i)}?x=${String(i)}`);
      await api.get('', `/nowhere/${String(i)}`);
    }
    expect(await series()).toBe(before);
  });

  it('tell open breaks by code and the money in them, and zero where there is none', async () => {
    const report = await api.app.get(ReconciliationDesk).report({ asOf: await api.app.get(LedgerClock).now() });
    tellBreaks(telemetry.metrics, report);
    const [[code, { count }] = ['', { count: 0 }]] = Object.entries(report.totals.breaks).filter((entry) => entry[1].count > 0);
    const text = await telemetry.metrics.text();
    expect(count).toBeGreaterThan(0);
    expect(text).toContain(`tidewaiter_open_breaks{code="${code}"} ${String(count)}\n`);
    expect(text.match(/^tidewaiter_open_breaks\{code="B\d+"\} \d+$/gm)?.length).toBeGreaterThan(20);
    expect(text).toMatch(/^tidewaiter_open_breaks_money\{currency="EUR"\} \d+(\.\d+)?$/m);
  });
});

describe('a trace', () => {
  it('goes from the request through command and append to read models and processes', async () => {
    await api.post(vendor, '/v1/orders', order({ orderNumber: 'T-1' }), { traceparent });
    await api.post(vendor, '/v1/checkout-payments', payment({ orderNumber: 'T-1', transactionId: 'T-T1' }), { traceparent });
    await api.settle();
    const own = spans.spans.filter(({ traceId }) => traceId === trace);
    const request = own.find(({ name }) => name === 'POST /v1/orders');
    const command = own.find(({ name }) => name.startsWith('command order'));
    const append = own.find(({ name, parent }) => name === 'append' && parent === command?.spanId);
    expect([request?.parent, command?.parent, append?.parent]).toEqual(['cd'.repeat(8), request?.spanId, command?.spanId]);
    expect(own.some(({ name }) => name.startsWith('process '))).toBe(true);
    const linked = spans.named('projection batch').flatMap(({ links }) => links);
    expect(linked).toContain(command?.spanId);
    expect(own.filter(({ ended }) => !ended)).toEqual([]);
    expect(kept.requests.filter(({ traceId }) => traceId === trace)).toHaveLength(2);
  });

  it('changes no digest: the log with traces has the content and head of the log without', async () => {
    const digests = async (headers: Readonly<Record<string, string>>) => {
      const other = await ApiUnderTest.start({
        now,
        telemetry: new Telemetry(
          new KeptLog().log,
          new Metrics(),
          new Traces(headers['traceparent'] === undefined ? undefined : new SpanRecorder()),
        ),
      });
      const { buyerId: _buyer, ...unnamed } = order();
      await other.post(vendor, '/v1/orders', unnamed, headers);
      await other.post(vendor, '/v1/checkout-payments', payment(), headers);
      await other.settle();
      const { content, head } = await digestLog(other.ledger.store, other.ledger.catalogue);
      let traced = 0;
      for await (const { events } of other.ledger.store.readAll())
        traced += events.filter(({ metadata }) => metadata.includes('"traceparent"')).length;
      const all = await other.events();
      await other.stop();
      return { content, head, traced, all };
    };
    const [bare, traced] = [await digests({}), await digests({ traceparent })];
    expect(bare.traced).toBe(0);
    expect(traced.traced).toBe(traced.all);
    expect([traced.content, traced.head, traced.all]).toEqual([bare.content, bare.head, bare.all]);
  });
});
