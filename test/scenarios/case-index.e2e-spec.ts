import type { CaseAnswers } from '#reconciliation';
import { KeptIndex } from '../../apps/api/src/reconciliation/kept-index';
import { ReconciliationDesk } from '../../apps/api/src/reconciliation/reconciliation-desk';
import { startFollowing, stopFollowing } from '../../apps/api/src/server';
import { ApiUnderTest, type Answer } from './api.support';
import { order } from './messages';

// The server as it runs: the case index follows by itself, and lists, totals and bridges are asked of it.
let api: ApiUnderTest;
let position = '';
let pages: jest.SpiedFunction<CaseAnswers['list']>;
const [line] = order().lines;

const buy = async (seller: string, orderNumber: string, change: object = {}): Promise<void> => {
  const answer = await api.post(`vendor:${seller}`, '/v1/orders', order({ seller, orderNumber, ...change }));
  expect([answer.status, answer.body['code']]).toEqual([201, undefined]);
  position = answer.headers['x-log-position'] ?? '';
};
/** Reads what was written last. */
const read = (who: string, url: string): Promise<Answer> => api.get(who, url, { 'x-log-position': position });
type Listed = Readonly<{ key: string; orders: readonly { seller: string }[] }>;
const casesOf = ({ body }: Answer): readonly Listed[] => body['cases'] as readonly Listed[];
const momentOf = ({ body }: Answer): string => `asOf=${String(body['asOf'])}&knownAt=${String(body['knownAt'])}`;

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-09-01T10:00:00.000Z' });
  pages = jest.spyOn(api.app.get(ReconciliationDesk).cases, 'list');
  startFollowing(api.app);
  await buy('V-IE-1', 'A');
  await buy('V-IE-1', 'B');
  await buy('V-FR-2', 'C', { lines: [{ ...line, quantity: 1, unitPrice: '400.00' }] });
});
afterAll(async () => {
  await stopFollowing(api.app);
  await api.stop();
});

it('has asked itself for a page of all cases and one of those with breaks when its index was there, and nobody else did', async () => {
  while (pages.mock.results.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  await Promise.all(pages.mock.results.map(({ value }) => value as Promise<unknown>));
  expect(pages.mock.calls.map(([, filter]) => filter)).toEqual([{}, { status: 'broken' }]);
});

it('answers of where the index is, and says so', async () => {
  const listed = await read('officer', '/v1/cases?code=B01&totals=true');
  expect(casesOf(listed).length).toBe(3);
  expect(listed.body['totals']).toMatchObject({ cases: 3 });
  expect(await api.app.get(KeptIndex).index()?.snapshot()).toEqual({ moment: listed.body['asOf'], position: listed.body['knownAt'] });
});

it('answers the same on demand to whoever names the moment and the position later', async () => {
  const urls = [
    '/v1/cases?totals=true',
    '/v1/cases?status=broken&month=2026-03&totals=true',
    '/v1/cases?collector=V-FR-2&totals=true',
    '/v1/bridge',
    '/v1/bridge?month=2026-03',
    '/v1/bridge?collector=V-IE-1&country=FR',
    '/v1/bridge?month=2025-01',
    '/v1/breaks/worklist?code=B01',
    '/v1/reconciliation',
  ];
  const live = await Promise.all(urls.map((url) => read('officer', url)));
  const moments = live.map((answer) => momentOf(answer.body['asOf'] === undefined ? (live[0] as Answer) : answer));
  await buy('V-IE-1', 'D');
  await read('officer', '/v1/cases');
  for (const [i, url] of urls.entries()) {
    const again = await api.get('officer', `${url}${url.includes('?') ? '&' : '?'}${moments[i] ?? ''}`);
    expect([url, again.status, again.body]).toEqual([url, 200, live[i]?.body]);
  }
});

it('goes through the pages of a list as it was when it began', async () => {
  const whole = casesOf(await read('officer', '/v1/cases?limit=100')).map(({ key }) => key);
  const pages: string[] = [];
  let cursor = '';
  for (let page = 0; page < whole.length; page += 1) {
    const answer = await api.get('officer', `/v1/cases?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    pages.push(...casesOf(answer).map(({ key }) => key));
    cursor = (answer.body['next'] as string | undefined) ?? '';
    await buy('V-IE-1', `E${String(page)}`);
    await read('officer', '/v1/cases?limit=1');
  }
  expect(pages).toEqual(whole);
  expect(cursor).toBe('');
});

it('leads from a figure of the bridge of a month to the cases behind it', async () => {
  const bridge = await read('officer', '/v1/bridge?month=2026-03');
  type Step = Readonly<{ from: string; to: string; because: Record<string, { cases: number }> }>;
  const found = (bridge.body['bridges'] as readonly Readonly<{ book: string; currency: string; steps: readonly Step[] }>[]).flatMap(
    ({ book, currency, steps }) =>
      steps.flatMap(({ from, to, because }) =>
        Object.entries(because).map(([reason, { cases }]) => ({ book, currency, from, to, reason, cases })),
      ),
  );
  expect(found.length).toBeGreaterThan(0);
  for (const { cases, ...figure } of found) {
    const behind = await api.get(
      'officer',
      `/v1/cases?month=2026-03&totals=true&limit=500&${new URLSearchParams(figure).toString()}&${momentOf(bridge)}`,
    );
    expect([casesOf(behind).length, (behind.body['totals'] as { cases: number }).cases]).toEqual([cases, cases]);
  }
});

it('says what a figure is made of, and what each case adds to it', async () => {
  const bridge = await read('officer', '/v1/bridge');
  const [one] = bridge.body['bridges'] as readonly Readonly<{ book: string; currency: string; rows: Record<string, string> }>[];
  const named = new URLSearchParams({ book: one?.book ?? '', currency: one?.currency ?? '', stage: 'ordered' }).toString();
  const figure = await api.get('officer', `/v1/bridge/figure?${named}&${momentOf(bridge)}`);
  expect(figure.body).toMatchObject({ amount: one?.rows['ordered'], ofCases: one?.rows['ordered'], periods: [] });
  const parts = (casesOf(await api.get('officer', `/v1/cases?${named}&limit=500&${momentOf(bridge)}`)) as readonly unknown[]).map((found) =>
    Number((found as { inFigure: string }).inFigure),
  );
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Number(one?.rows['ordered']), 6);
  for (const incomplete of ['stage=ordered', 'book=EU-FR&currency=EUR&from=ordered', `${named}&reason=timing`])
    expect((await api.get('officer', `/v1/bridge/figure?${incomplete}`)).body['code']).toBe('FIELD_MISSING');
});

it('shows a vendor its own cases, how many they are, and nothing of what is at stake for others', async () => {
  const own = await read('vendor:V-FR-2', '/v1/cases?totals=true');
  expect(casesOf(own).map(({ orders }) => orders.map(({ seller }) => seller))).toEqual([['V-FR-2']]);
  expect(own.body['totals']).toEqual({ cases: 1 });
  expect((await read('vendor:V-FR-2', '/v1/cases?collector=V-IE-1&totals=true')).body).toMatchObject({ cases: [], totals: { cases: 0 } });
  expect((await read('vendor:V-FR-2', '/v1/bridge')).status).toBe(403);
});

it.each(['month=2026-13', 'month=march', 'chapter=6', 'model=somebody', 'country=fr'])('refuses %s', async (query) => {
  expect((await api.get('officer', `/v1/cases?${query}`)).status).toBe(400);
  expect((await api.get('officer', `/v1/bridge?${query}`)).status).toBe(400);
});
