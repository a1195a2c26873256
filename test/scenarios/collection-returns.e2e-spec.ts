import { type Answer, ApiUnderTest } from './api.support';
import { advised, collected, declared, parcel, schemeNumber } from './parcels-under-arrangement';

// A post returns what it collected from recipients under special arrangements, and no other VAT. Each test goes on where the one before
// ended.
let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-08-10T09:00:00.000Z' });
});
afterAll(() => api.stop());

const post = 'intermediary:POST-1';
const told = ({ status, body }: Answer): readonly unknown[] => [status, body['code'], body['field']];
const imported = async (kind: string, messages: readonly unknown[]): Promise<void> => {
  const started = await api.post(post, `/v1/imports?kind=${kind}`, messages.map((message) => JSON.stringify(message)).join('\n'), {
    'content-type': 'application/x-ndjson',
  });
  expect([kind, started.status]).toEqual([kind, 202]);
  let job = await api.get(post, String(started.headers['location']));
  for (; job.body['status'] === 'running'; job = await api.get(post, String(started.headers['location'])))
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(job.body).toMatchObject({ status: 'completed', report: { accepted: messages.length, rejected: {} } });
  await api.settle();
};

it('begins with an authorisation that nobody else can be granted', async () => {
  for (const collector of ['POST-1', 'POST-2'])
    expect(
      told(
        await api.post('operator', '/v1/collectors', {
          collector,
          name: collector,
          establishedIn: 'FR',
          roles: ['intermediary'],
          registeredOn: '2026-07-01',
        }),
      )[0],
    ).toBe(201);
  const grant = { scheme: 'EU-SA', schemeNumber, authority: 'EU-FR', validFrom: '2026-07-01' };
  expect(told(await api.post('officer', '/v1/collectors/POST-1/scheme-numbers', grant))[0]).toBe(201);
  expect(told(await api.post('officer', '/v1/collectors/POST-2/scheme-numbers', grant))).toEqual([
    409,
    'SCHEME_NUMBER_HELD_BY_ANOTHER',
    'schemeNumber',
  ]);
  expect(
    told(
      await api.post('officer', '/v1/accounts', {
        authority: 'EU-FR',
        holder: 'POST-1',
        kind: 'deferment',
        currency: 'EUR',
        cycle: 'EU-SIXTEENTH',
        openedOn: '2026-07-01',
      }),
    )[0],
  ).toBe(201);
  await api.settle();
});

it('is computed from what was collected, without the parcel that could not be delivered', async () => {
  await imported('consignments', [1, 2].map(advised));
  await imported('declarations', [1, 2].map(declared));
  await imported('consignments', [collected(1), { ...parcel(2), attemptedAt: '2026-07-12T10:00:00.000Z', reason: 'UNKNOWN' }]);
  const { body } = await api.get(post, `/v1/collection-returns/${schemeNumber}/2026-07/preview`);
  expect(body).toMatchObject({
    figures: { payable: '8.60', rows: [{ rate: '20', taxable: '43.00', vat: '8.60', consignments: 1 }] },
    undelivered: [{ consignmentNumber: 'LX000000002CN', expected: '8.60', collected: '0.00' }],
    outstanding: [],
  });
  expect((await api.get('intermediary:POST-2', `/v1/collection-returns/${schemeNumber}/2026-07/preview`)).status).toBe(404);
});

it('is filed once, by who holds the authorisation', async () => {
  const filing = { schemeNumber, period: '2026-07' };
  expect(told(await api.post('intermediary:POST-2', '/v1/collection-returns', filing))[0]).toBe(404);
  expect(told(await api.post(post, '/v1/collection-returns', { ...filing, period: '2026-13' }))).toEqual([400, 'PERIOD_UNKNOWN', 'period']);
  expect(told(await api.post(post, '/v1/collection-returns', { ...filing, period: '2026-08' }))[1]).toBe('PERIOD_NOT_ENDED');
  expect(told(await api.post(post, '/v1/collection-returns', filing))[0]).toBe(201);
  await api.settle();
  expect((await api.get(post, '/v1/collection-returns')).body['returns']).toMatchObject([
    { period: '2026-07', payable: '8.60', returnReference: `FR/${schemeNumber}/M07.2026` },
  ]);
  expect((await api.get('auditor', `/v1/collection-returns/${schemeNumber}/2026-07`)).body).toMatchObject({
    collected: '8.60',
    dueOn: '2026-08-31',
  });
  expect((await api.get('intermediary:POST-2', '/v1/collection-returns')).body).toEqual({ returns: [] });
});

it('is none of the returns of vendors, and whoever looks for it there is told where it is', async () => {
  const elsewhere = `/v1/scheme-returns/${schemeNumber}/2026-07/lines`;
  expect((await api.get('auditor', elsewhere)).body).toMatchObject({
    status: 400,
    code: 'FIELD_MALFORMED',
    field: 'number',
    detail: `${schemeNumber} is held under EU-SA; its returns are told under /v1/collection-returns`,
  });
  expect((await api.get('vendor:V-9', elsewhere)).status).toBe(404);
});

it('ends with the authorisation', async () => {
  const withdrawal = { scheme: 'EU-SA', withdrawnFrom: '2026-10-01', reason: 'asked for' };
  expect(told(await api.post('officer', `/v1/collectors/POST-1/scheme-numbers/${schemeNumber}/withdrawals`, withdrawal))[0]).toBe(201);
  expect(told(await api.post('officer', `/v1/collectors/POST-2/scheme-numbers/${schemeNumber}/withdrawals`, withdrawal))[0]).not.toBe(201);
});
