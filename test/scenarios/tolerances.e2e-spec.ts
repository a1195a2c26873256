import { startFollowing, stopFollowing } from '../../apps/api/src/server';
import { ApiUnderTest, type Answer } from './api.support';
import { order } from './messages';

// An order that nobody paid, and how long one waits for its payment: five days by the product.
let api: ApiUnderTest;
let position = '';
let before = '';

const header = 'rule,from,comparison,currency,absolute,perLine,percent,days\n';
const publish = (who: string, ...lines: readonly string[]): Promise<Answer> =>
  api.post(who, '/v1/rule-tables?kind=tolerances&source=a%20test&publishedAt=2026-03-01&from=2021-01-01', header + lines.join('\n'), {
    'content-type': 'text/csv',
  });
const asked = (query = ''): Promise<Answer> =>
  api.get('officer', `/v1/cases?limit=10${query}`, query === '' ? { 'x-log-position': position } : {});
const codes = ({ body }: Answer): readonly string[] =>
  (body['cases'] as readonly { readonly breaks: readonly { readonly code: string; readonly rule: string }[] }[]).flatMap(({ breaks }) =>
    breaks.map(({ code, rule }) => `${code} by ${rule}`),
  );

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-03-20T10:00:00.000Z' });
  startFollowing(api.app);
  position = (await api.post('vendor:V-IE-1', '/v1/orders', order())).headers['x-log-position'] ?? '';
});
afterAll(async () => {
  await stopFollowing(api.app);
  await api.stop();
});

it('judges by the product where nothing is published', async () => {
  const live = await asked();
  expect(codes(live)).toEqual(['B01 by reconciliation@1']);
  before = `&asOf=${String(live.body['asOf'])}&knownAt=${String(live.body['knownAt'])}`;
  expect((await api.get('vendor:V-IE-1', '/v1/tolerances')).body).toMatchObject({ rules: 'reconciliation@1', deadlines: { payment: 5 } });
});

it('takes a set whole or not at all, from an operator alone', async () => {
  const refused = await publish(
    'operator',
    'reconciliation,2026-03-10,payment,,,,,30',
    'reconciliation,2026-03-10,captured-amount,EUR,-1,,,',
  );
  expect(refused.body).toMatchObject({
    events: 0,
    lines: { accepted: 2, rejected: 1 },
    problems: [{ line: 3, problems: [{ field: 'absolute', code: 'MEASURE_INVALID' }] }],
  });
  expect((await publish('officer', 'reconciliation,2026-03-10,payment,,,,,30')).status).toBe(403);
  expect(codes(await asked())).toEqual(['B01 by reconciliation@1']);
});

it('judges by what is published from its day on, the case index too, and as it was known before', async () => {
  expect(
    (await publish('operator', 'reconciliation,2026-03-10,payment,,,,,30', 'reconciliation,2026-03-10,captured-amount,EUR,,3,,')).body,
  ).toMatchObject({ events: 1 });
  expect(
    (await publish('operator', 'reconciliation,2026-03-10,captured-amount,EUR,,3,,', 'reconciliation,2026-03-10,payment,,,,,30')).body,
  ).toMatchObject({ events: 0 });
  position =
    (await api.post('vendor:V-IE-1', '/v1/orders', order({ orderNumber: 'O-2', orderedAt: '2026-03-19T10:00:00.000Z' }))).headers[
      'x-log-position'
    ] ?? '';
  const live = await asked();
  expect([(live.body['cases'] as readonly unknown[]).length, codes(live)]).toEqual([2, []]);
  expect(codes(await asked('&asOf=2026-03-09T12:00:00.000Z'))).toEqual(['B01 by reconciliation@1']);
  expect(codes(await asked(before))).toEqual(['B01 by reconciliation@1']);
  expect(codes(await asked('&asOf=2026-05-01T12:00:00.000Z'))).toEqual(['B01 by reconciliation@2', 'B01 by reconciliation@2']);
});

it('tells which tolerances hold when', async () => {
  const told = async (query: string): Promise<unknown> => (await api.get('auditor', `/v1/tolerances${query}`)).body;
  expect(await told('')).toMatchObject({
    rules: 'reconciliation@2',
    deadlines: { payment: 30, consignment: 30 },
    tolerances: expect.arrayContaining([
      { comparison: 'captured-amount', currency: 'EUR', perLine: '3' },
      { comparison: 'captured-amount', absolute: '1', perLine: '1' },
    ]) as unknown,
  });
  expect(await told('?asOf=2026-03-09T12:00:00.000Z')).toMatchObject({ rules: 'reconciliation@1', deadlines: { payment: 5 } });
  expect(await told(`?${before.slice(1)}`)).toMatchObject({ rules: 'reconciliation@1' });
});
