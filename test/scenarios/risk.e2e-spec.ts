import { ApiUnderTest } from './api.support';
import { consignment, order } from './messages';

/** TV-60 over HTTP: three parcels of EUR 60 of one buyer at one seller within 24 hours. Each test goes on where the one before ended. */
let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start();
  for (const [number, hour] of [['1', '00'], ['2', '12'], ['3', '23']] as const) {
    const line = { sku: 'BOX', description: 'Lunch box', quantity: 1, unitPrice: '60.00', hsCode: '39241000', origin: 'CN' };
    const { status } = await api.post('vendor:V-IE-1', '/v1/orders', order({ orderNumber: number, orderedAt: `2026-03-01T${hour}:00:00.000Z`, lines: [line] }));
    expect(status).toBe(201);
  }
  expect((await api.post('intermediary:C-1', '/v1/consignments', consignment({ orders: [{ seller: 'V-IE-1', orderNumber: '1' }] }))).status).toBe(201);
  await api.settle();
});
afterAll(() => api.stop());

type Finding = Readonly<{ id: string; code: string; sentence: string; figure: Readonly<Record<string, string>>; evidence: readonly Readonly<{ stream: string; position: string }>[] }>;
type Row = Readonly<{ provider: string; kind: string; messages: number }>;
const ask = async <T>(as: string, route: string): Promise<T> => {
  const { status, body } = await api.get(as, route);
  expect([route, status]).toEqual([route, 200]);
  return body as T;
};
const later = 'asOf=2027-01-01T00:00:00.000Z';

it('shows an officer what is worth a look, with the rows it rests on', async () => {
  const { findings } = await ask<{ findings: readonly Finding[] }>('officer', `/v1/risk/indicators?code=R01&${later}`);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    figure: { name: 'excess', value: '30.00', unit: 'EUR' },
    sentence: '3 orders of one buyer at V-IE-1 within 72 hours, each at most EUR 150.00, together EUR 180.00: worth a look.',
    asOf: '2027-01-01T00:00:00.000Z',
  });
  for (const { stream } of findings[0]?.evidence ?? []) expect((await api.get('officer', `/v1/orders/${stream.slice('order-'.length)}`)).status).toBe(200);
  expect((await ask<{ findings: unknown[] }>('auditor', `/v1/risk/indicators?code=R02&${later}`)).findings).toEqual([]);
});

it('answers as known before the third order was told', async () => {
  const { findings } = await ask<{ findings: readonly Finding[] }>('officer', `/v1/risk/indicators?code=R01&${later}`);
  const third = findings[0]?.evidence.map(({ position }) => position).sort()[1] ?? '';
  expect((await ask<{ findings: unknown[] }>('officer', `/v1/risk/indicators?code=R01&${later}&knownAt=${third}`)).findings).toEqual([]);
});

it('pages at one position of the log, and takes no cursor of another list', async () => {
  const whole = await ask<{ findings: readonly Finding[]; next?: string }>('officer', `/v1/risk/indicators?${later}`);
  expect(whole.next).toBeUndefined();
  const first = await ask<{ findings: readonly Finding[]; next?: string }>('officer', `/v1/risk/indicators?${later}&limit=1`);
  expect(first.findings).toEqual(whole.findings.slice(0, 1));
  if (whole.findings.length > 1) expect((await ask<{ findings: readonly Finding[] }>('officer', `/v1/risk/indicators?${later}&limit=1&cursor=${first.next ?? ''}`)).findings).toEqual(whole.findings.slice(1, 2));
  expect((await api.get('officer', `/v1/risk/indicators?${later}&code=R03&cursor=${first.next ?? 'x'}`)).status).toBe(400);
});

it('shows a provider its own data quality and nobody else’s', async () => {
  const rows = async (as: string, query = ''): Promise<readonly string[]> => (await ask<{ rows: readonly Row[] }>(as, `/v1/risk/data-quality?${later}${query}`)).rows.map(({ provider, kind, messages }) => `${provider} ${kind} ${String(messages)}`);
  const [own, carriers] = [['V-IE-1 order 3', 'V-IE-1 orderLines 3'], ['C-1 manifest 1']];
  expect(await rows('officer')).toEqual([...carriers, ...own]);
  expect(await rows('vendor:V-IE-1')).toEqual(own);
  expect(await rows('intermediary:C-1')).toEqual(carriers);
  expect(await rows('vendor:V-IE-1', '&provider=C-1')).toEqual([]);
  expect(await rows('officer', '&provider=C-1')).toEqual(carriers);
  expect(await rows('officer', '&month=2026-04')).toEqual([]);
});

it('lets no vendor see findings, and no month that is none', async () => {
  expect((await api.get('vendor:V-IE-1', '/v1/risk/indicators')).status).toBe(403);
  expect((await api.get('officer', '/v1/risk/data-quality?month=2026-13')).status).toBe(400);
  expect((await api.get('officer', '/v1/risk/indicators?code=R14')).status).toBe(400);
});
