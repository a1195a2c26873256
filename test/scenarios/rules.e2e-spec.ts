import { ApiUnderTest } from './api.support';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
});
afterAll(() => api.stop());

const table = 'Date,USD,XXY,\n2030-01-02,1.1684,1,\n2030-02-30,1,,\n';
const publish = (who: string, query: string, body: string) =>
  api.post(who, `/v1/rule-tables?source=a%20test&publishedAt=2026-01-01&from=2021-01-01&${query}`, body, { 'content-type': 'text/csv' });

it('shows the rule sets in force on a day', async () => {
  const now = await api.get('vendor:V-IE-1', '/v1/rule-sets');
  expect(now.body).toMatchObject({
    on: '2026-04-20',
    ruleSets: expect.arrayContaining([expect.objectContaining({ id: 'EU-IOSS', returnCurrency: 'EUR' })]) as unknown,
  });
  expect((await api.get('auditor', '/v1/rule-sets?on=2020-01-01')).body).toEqual({ on: '2020-01-01', ruleSets: [] });
  expect((await api.get('auditor', '/v1/rule-sets/EU-IOSS')).body).toMatchObject({ id: 'EU-IOSS', threshold: { amount: '150.00' } });
  expect((await api.get('auditor', '/v1/rule-sets/NOWHERE')).status).toBe(404);
});

it('publishes a public table once, with a verdict on every line', async () => {
  const first = await publish('operator', 'kind=ecb', table);
  expect([first.status, first.body]).toEqual([
    200,
    expect.objectContaining({ events: 1, lines: { accepted: 1, rejected: 1, unsupported: 1 } }),
  ]);
  const before = await api.events();
  expect((await publish('operator', 'kind=ecb', table)).body).toMatchObject({ events: 0 });
  expect(await api.events()).toBe(before);
});

it('refuses a file of another kind, another media type and another role', async () => {
  expect((await publish('operator', 'kind=tariff', table)).body).toMatchObject({ status: 422, code: 'TABLE_FORMAT' });
  expect((await api.post('operator', '/v1/rule-tables?kind=ecb&source=a&publishedAt=2026-01-01&from=2021-01-01', {})).status).toBe(415);
  expect((await publish('officer', 'kind=ecb', table)).status).toBe(403);
  expect((await publish('operator', 'kind=prices', table)).body).toMatchObject({ status: 400, field: 'kind' });
});
