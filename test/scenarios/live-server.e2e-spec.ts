import { stop } from '../../apps/api/src/graceful-stop';
import { startFollowing, stopFollowing } from '../../apps/api/src/server';
import { ApiUnderTest } from './api.support';
import { order, payment } from './messages';

// The server as it runs: processes and read models follow the log by themselves, over real connections.
let api: ApiUnderTest;
let address: string;
let stopped = false;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
  startFollowing(api.app);
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  address = await api.app.getUrl();
});
afterAll(async () => {
  if (!stopped) await api.stop();
});

const write = async (url: string, body: unknown, key: string): Promise<Response> =>
  fetch(`${address}${url}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${await api.token('vendor:V-IE-1')}`, 'content-type': 'application/json', 'idempotency-key': key },
  });

it('reads what it wrote when it names the position it was given', async () => {
  for (let i = 0; i < 20; i += 1) {
    const written = await write('/v1/orders', order({ orderNumber: `N-${String(i)}` }), `order-${String(i)}`);
    const position = written.headers.get('x-log-position') ?? '';
    const found = await api.get('vendor:V-IE-1', `/v1/cases?term=N-${String(i)}`, { 'x-log-position': position });
    expect((found.body['cases'] as unknown[]).length).toBe(1);
  }
});

it('lets what follows from a fact follow by itself', async () => {
  const { id } = (await (await write('/v1/orders', order(), 'order')).json()) as { id: string };
  await write('/v1/checkout-payments', payment(), 'payment');
  const types = async (): Promise<readonly string[]> =>
    ((await api.get('officer', `/v1/orders/${id}`)).body['facts'] as { type: string }[]).map(({ type }) => type);
  for (let i = 0; i < 200 && !(await types()).includes('SupplyAttributed'); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await types()).toEqual(['OrderRecorded', 'OrderLinesRecorded', 'OrderPaymentConfirmed', 'SupplyAttributed']);
  const ready = await fetch(`${address}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([200, expect.objectContaining({ ready: true, processes: 'following' })]);
});

it('answers every request in flight before it stops', async () => {
  const before = await api.events();
  const requests = Array.from({ length: 50 }, (_, i) =>
    write('/v1/orders', order({ orderNumber: `S-${String(i)}` }), `stop-${String(i)}`).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  await Promise.race(requests);
  stopped = true;
  await stop({ stopServing: () => api.app.close(), stopFollowing: () => stopFollowing(api.app), closeLedger: api.ledger.close });
  const statuses = await Promise.all(requests);
  // 201 written, 503 told to come again, 0 never accepted as a connection: nothing else, and nothing acknowledged is missing.
  expect(statuses.filter((status) => ![201, 503, 0].includes(status))).toEqual([]);
  const again = await ApiUnderTest.start({ directory: api.directory });
  expect((await again.events()) - before).toBeGreaterThanOrEqual(2 * statuses.filter((status) => status === 201).length);
  await again.stop();
});
