import { LedgerWatch, Telemetry, type LedgerInstruments } from '#telemetry';
import { usualPatience } from '../../apps/api/src/telemetry/edge';
import { KeptLog } from '../support/telemetry/kept-log';
import { SwitchedStore } from '../support/telemetry/switched-store';
import { ApiUnderTest } from './api.support';
import { order } from './messages';

// D-01: the store goes away while the server runs, and comes back.
const canary = 'c4n4ry-of-the-store';
const kept = new KeptLog();
const telemetry = new Telemetry(kept.log);
let store: SwitchedStore;
const instruments: LedgerInstruments = {
  ...telemetry.instruments(),
  store: (inner) => {
    store = new SwitchedStore(inner, `14 UNAVAILABLE: esdb://admin:${canary}@db.internal:2113`);
    return telemetry.instruments().store(store);
  },
};
let api: ApiUnderTest;
let known: string;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z', telemetry, instruments, patience: 600 });
  known = String((await api.post('vendor:V-IE-1', '/v1/orders', order())).body['id']);
  await api.settle();
  await api.app.get(LedgerWatch).standing();
});
afterAll(() => api.stop());

describe.each(['hangs', 'fails'] as const)('D-01: while the store %s', (state) => {
  const key = { 'idempotency-key': `during-${state}` };
  const message = order({ orderNumber: `O-${state}` });
  let before: number;
  beforeAll(async () => {
    before = await api.events();
    store.take(state);
  });
  afterAll(() => {
    store.giveBack();
  });

  it('a write is told to come again, with the usual patience within five seconds', async () => {
    expect(usualPatience).toBeLessThan(5000);
    const { status, body, headers, text } = await api.post('vendor:V-IE-1', '/v1/orders', message, key);
    expect([status, body['code'], headers['retry-after']]).toEqual([503, 'OUTCOME_UNKNOWN', '1']);
    expect(text).not.toContain(canary);
  });

  it('lists go on and say how old they are; what is read from the log itself says that the store is silent', async () => {
    for (const url of ['/v1/cases?status=inTransit', '/v1/reconciliation', '/v1/journal/trial-balance']) {
      const { status, headers } = await api.get('officer', url);
      expect([url, status, headers['x-log-position'], headers['x-log-age']]).toEqual([
        url,
        200,
        expect.stringMatching(/^\d{20}\.\d{20}$/),
        expect.stringMatching(/^\d+$/),
      ]);
    }
    const single = await api.get('officer', `/v1/orders/${known}`);
    expect([single.status, single.body['code'], single.headers['retry-after']]).toEqual([503, 'STORE_SILENT', '1']);
    expect(single.text).not.toContain(canary);
  });

  it('it lives and is not ready', async () => {
    expect((await api.get('', '/health/live')).status).toBe(200);
    // A look serves for a second.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const ready = await api.get('', '/health/ready');
    expect([ready.status, ready.headers['retry-after'], ready.body]).toEqual([
      503,
      '5',
      expect.objectContaining({ ready: false, store: 'silent', projections: [] }),
    ]);
    expect(await telemetry.metrics.text()).toContain('tidewaiter_store_answers 0\n');
  });

  it('once it is back the same request has its one effect, and everything is as it was', async () => {
    store.giveBack();
    // Its first attempts go on by themselves: this one finds the answer, or gives it.
    const again = await api.post('vendor:V-IE-1', '/v1/orders', message, key);
    expect(again.status).toBe(201);
    await api.settle();
    expect((await api.events()) - before).toBe(2);
    expect((await api.get('officer', `/v1/orders/${known}`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await api.get('', '/health/ready')).body).toMatchObject({ ready: true, store: 'answers' });
  });
});

it('nobody is told what the store said with its password', () => {
  expect(kept.text).toContain('a request failed while the store is silent');
  expect(kept.text).not.toContain(canary);
});
