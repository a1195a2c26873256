import { ApiUnderTest } from './api.support';
import { order } from './messages';
import { monthTold, tellMonth, type MonthIds } from './told-month';

interface Hit {
  readonly kind: string;
  readonly subject: string;
  readonly written: string;
  readonly match: string;
  readonly links: Readonly<Record<string, string>>;
}

// One box for whatever somebody has in hand, over the month of a vendor.
let api: ApiUnderTest;
let ids: MonthIds;
let beforeOther = '';
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api);
  beforeOther = await api.ledger.catchUp();
  await api.post('vendor:V-FR-2', '/v1/orders', order({ seller: 'V-FR-2', orderNumber: 'O-1', schemeNumber: undefined }));
  await api.settle();
});
afterAll(() => api.stop());

const ask = async (who: string, q: string, more = ''): Promise<readonly Hit[]> => {
  const { status, body } = await api.get(who, `/v1/search?q=${encodeURIComponent(q)}${more}`);
  expect([q, status, body['complete']]).toEqual([q, 200, true]);
  return body['hits'] as readonly Hit[];
};
const named = (hits: readonly Hit[]): readonly string[] => hits.map(({ kind, written }) => `${kind} ${written}`);

it.each([
  ['O-2', 'order O-2', 'order uk', 'order'],
  ['lx 000 000 003 cn', 'consignment LX000000003CN', 'consignment border', 'consignment'],
  ['26fr00000000000003', 'declaration 26FR00000000000003', 'declaration border', 'declaration'],
  ['L-3', 'declaration L-3', 'declaration border', 'declaration'],
  ['T-1', 'payment T-1', 'payment ioss', 'payment'],
  ['E-3', 'receipt E-3', 'receipt E-3', 'receipt'],
])('finds %s, however it is written, and leads there', async (q, name, id, category) => {
  const [hit] = await ask('officer', q);
  expect(hit).toMatchObject({ match: 'exact', subject: `${category}-${ids[id] ?? ''}` });
  expect(named([hit as Hit])).toEqual([name]);
  expect((await api.get('officer', hit?.links['self'] ?? '')).status).toBe(200);
});

it('finds scheme numbers, collectors, statements and returns', async () => {
  expect(named(await ask('officer', 'IM3720000014'))).toEqual(['schemeNumber IM3720000014']);
  expect(named(await ask('officer', 'v-ie-1'))).toEqual(['collector V-IE-1']);
  expect(named(await ask('officer', ids['statement'] ?? ''))).toEqual([`statement ${ids['statement'] ?? ''}`]);
  expect(named(await ask('officer', 'IE/IM3720000014/M03.2026'))).toEqual(['return IE/IM3720000014/M03.2026']);
});

it('finds an amount, in every currency or in one', async () => {
  expect(named(await ask('officer', '83.40'))).toEqual(['charge 83.40 EUR', 'receipt 83.40 EUR', 'statement 83.40 EUR']);
  expect(named(await ask('officer', '120.00'))).toEqual(['payment 120.00 GBP']);
  expect(named(await ask('officer', '120.00 EUR'))).toEqual([]);
});

it('answers what is called exactly so first, then what begins so, page by page', async () => {
  expect((await ask('officer', '26FR')).map(({ match }) => match)).toEqual(['prefix', 'prefix']);
  const first = await api.get('officer', '/v1/search?q=LX000&limit=2');
  expect(named(first.body['hits'] as readonly Hit[])).toEqual(['consignment LX000000001CN', 'consignment LX000000002CN']);
  const second = await api.get('officer', `/v1/search?q=LX000&limit=2&cursor=${String(first.body['next'])}`);
  expect(named(second.body['hits'] as readonly Hit[])).toEqual(['consignment LX000000003CN']);
  expect(second.body['next']).toBeUndefined();
  expect(named(await ask('officer', '26FR', '&kind=order'))).toEqual([]);
});

it('shows everybody only what is theirs', async () => {
  expect(await ask('officer', 'O-1')).toHaveLength(2);
  expect((await ask('vendor:V-IE-1', 'O-1')).map(({ subject }) => subject)).toEqual([`order-${ids['order ioss'] ?? ''}`]);
  expect(named(await ask('vendor:V-FR-2', 'O-1'))).toEqual(['order O-1']);
  expect(named(await ask('vendor:V-FR-2', '26FR'))).toEqual([]);
  expect(named(await ask('vendor:V-FR-2', '19.80'))).toEqual([]);
  expect(named(await ask('vendor:V-IE-1', 'E-1'))).toEqual(['receipt E-1']);
  expect(named(await ask('vendor:V-IE-1', 'E-3'))).toEqual([]);
  expect(named(await ask('intermediary:R-1', 'E-3'))).toEqual(['receipt E-3']);
  expect(named(await ask('vendor:V-IE-1', 'LX000000001CN'))).toEqual(['consignment LX000000001CN']);
});

it('knows what was known', async () => {
  expect(await ask('officer', 'O-1', `&knownAt=${beforeOther}`)).toHaveLength(1);
});

it('refuses what names nothing', async () => {
  expect((await api.get('officer', '/v1/search?q=--')).body).toMatchObject({ status: 400, code: 'FIELD_MALFORMED', field: 'q' });
  expect((await api.get('officer', '/v1/search')).body).toMatchObject({ status: 400, field: 'q' });
  expect((await api.get('officer', '/v1/search?q=A&cursor=x')).body).toMatchObject({ code: 'CURSOR_INVALID' });
});
