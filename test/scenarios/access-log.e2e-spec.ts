import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { firstHash, hashOf, type StoredRecord } from '../../apps/api/src/access-log/access-record';
import { collectorRoles, type Role } from '../../apps/api/src/identity/caller';
import { RoutePolicies } from '../../apps/api/src/identity/route-policies';
import { ApiUnderTest } from './api.support';
import { order } from './messages';

interface Read {
  readonly route: string;
  readonly role: string;
  readonly caller: string;
  readonly asked: Readonly<Record<string, string>>;
  readonly status: number;
  readonly rows?: number;
}
const now = '2026-04-20T09:00:00.000Z';
const folderOf = (api: ApiUnderTest, day = '2026-04-20'): string => path.join(api.directory, 'access-log', day);
const filesOf = (api: ApiUnderTest): readonly string[] => readdirSync(folderOf(api)).map((name) => path.join(folderOf(api), name));
const who = (role: Role): string => (collectorRoles.includes(role) ? `${role}:V-IE-1` : role);

/** Any value that a path parameter may have. */
const concrete = (route: string): string =>
  route
    .replace(
      /:(account|order|consignment|declaration|receipt|return|guarantee|claim|summary|export|payment|returnCase|break)\b/g,
      '0'.repeat(26),
    )
    .replace(/:subject\b/g, `order-${'0'.repeat(26)}`)
    .replace(/:document\b/g, '0'.repeat(64))
    .replace(/:period\b/g, '2026-01')
    .replace(/:\w+/g, 'X-1');

let api: ApiUnderTest;
beforeEach(async () => {
  api = await ApiUnderTest.start({ now });
});
afterEach(() => api.stop());

const log = async (query = '', from = '2026-04-20T00:00:00.000Z', to = '2026-04-20T23:59:59.999Z') => {
  const { status, body } = await api.get('auditor', `/v1/access-log?from=${from}&to=${to}${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body as unknown as { readonly records: readonly Read[]; readonly broken: readonly unknown[]; readonly next?: string };
};

it('has every read of every route, by its caller, with what was asked and what came of it', async () => {
  const routes = api.app
    .get(RoutePolicies)
    .table()
    .filter(({ method, policy }) => method === 'GET' && policy !== 'public');
  expect(routes.length).toBeGreaterThan(40);
  const answered = [];
  for (const { path: route, policy } of routes) {
    if (policy === 'public') continue;
    const [role = 'auditor'] = policy.roles;
    const { status } = await api.get(who(role), concrete(route));
    answered.push([route, role, status]);
  }
  const { records, broken } = await log('&limit=500');
  expect(records.map(({ route, role, status }) => [route, role, status])).toEqual(answered);
  expect(broken).toEqual([]);
});

it('has a HEAD, which tells how many there are and that they are there', async () => {
  await api.app.inject({
    method: 'HEAD',
    url: '/v1/orders/00000000000000000000000000',
    headers: { authorization: `Bearer ${await api.token('officer')}` },
  });
  expect((await log()).records).toEqual([expect.objectContaining({ route: '/v1/orders/:order', role: 'officer', status: 404 })]);
});

it('names nobody in clear, and still answers who read a thing and what a person read', async () => {
  const { body } = await api.post('vendor:V-IE-1', '/v1/orders', order());
  await api.settle();
  await api.get('vendor:V-IE-1', `/v1/orders/${String(body['id'])}`);
  await api.get('officer', `/v1/orders/${String(body['id'])}`);
  await api.get('officer', '/v1/search?q=Anna%20Smith');
  await api.get('officer', '/v1/cases?order=O-1&asOf=2026-04-01T00:00:00.000Z');
  expect((await log(`&subject=${String(body['id'])}`)).records.map(({ role, rows }) => [role, rows])).toEqual([
    ['vendor', 2],
    ['officer', 2],
  ]);
  expect((await log('&person=local-officer')).records.map(({ route }) => route)).toEqual(['/v1/orders/:order', '/v1/search', '/v1/cases']);
  expect((await log('&q=Anna%20Smith')).records).toHaveLength(1);
  expect((await log('&collector=V-IE-1&role=vendor&route=/v1/orders/:order')).records).toHaveLength(1);
  expect((await log('&route=/v1/cases')).records).toEqual([
    expect.objectContaining({ asked: { order: 'O-1' }, asOf: '2026-04-01T00:00:00.000Z', status: 200, rows: 1 }),
  ]);
  const stored = filesOf(api)
    .map((file) => readFileSync(file, 'utf8'))
    .join('');
  expect(stored).not.toMatch(/Anna|Smith|local-officer|local-auditor/);
});

it('leaves the ledger’s log as it was', async () => {
  await api.post('vendor:V-IE-1', '/v1/orders', order());
  const before = await api.events();
  await api.get('officer', '/v1/cases');
  expect(await api.events()).toBe(before);
});

it('gives pages, and names lines that were changed or taken out', async () => {
  for (let i = 0; i < 4; i += 1) await api.get('officer', `/v1/search?q=A${String(i)}`);
  const first = await log('&limit=3&role=officer');
  const second = await log(`&limit=3&role=officer&cursor=${String(first.next)}`);
  expect([first.records.length, second.records.length, second.next]).toEqual([3, 1, undefined]);
  const [file = ''] = filesOf(api);
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [lines[0], ...lines.slice(2)].join('\n'));
  appendFileSync(file, '{"at":\n');
  const { broken } = await log('&role=officer');
  expect(broken).toEqual([
    { file: expect.stringContaining('2026-04-20/') as string, line: 2 },
    expect.objectContaining({ line: lines.length - 1 }),
  ]);
});

it('goes on after a start, as one chain', async () => {
  await api.get('officer', '/v1/cases');
  const { directory } = api;
  await api.stop(true);
  api = await ApiUnderTest.start({ now, directory });
  await api.get('officer', '/v1/cases');
  expect(await log('&role=officer')).toMatchObject({ records: [{ route: '/v1/cases' }, { route: '/v1/cases' }], broken: [] });
});

it('tells the reads of several servers, and of one that was started again, in the order in which they were answered', async () => {
  await api.get('officer', '/v1/cases');
  const [file = ''] = filesOf(api);
  const [own = ''] = readFileSync(file, 'utf8').split('\n');
  const { prev: _prev, hash: _hash, ...told } = JSON.parse(own) as StoredRecord;
  // Of a server whose name comes first, one read before and one after.
  let prev = firstHash;
  for (const [at, route] of [
    ['2026-04-20T08:59:59.000Z', '/v1/breaks'],
    ['2026-04-20T09:00:01.000Z', '/v1/bridge'],
  ] as const) {
    const record = { ...told, at, route };
    const hash = hashOf(record, prev);
    appendFileSync(path.join(path.dirname(file), 'a-server-1.ndjson'), `${JSON.stringify({ ...record, prev, hash })}\n`);
    prev = hash;
  }
  const first = await log('&role=officer&limit=2');
  const second = await log(`&role=officer&limit=2&cursor=${String(first.next)}`);
  expect([...first.records, ...second.records].map(({ route }) => route)).toEqual(['/v1/breaks', '/v1/cases', '/v1/bridge']);
  expect([first.broken, second.broken]).toEqual([[], []]);
});

it('forgets what is older than it is to be kept', async () => {
  const { directory } = api;
  for (const day of ['2026-04-18', '2026-04-19', '2024-01-01']) mkdirSync(path.join(directory, 'access-log', day), { recursive: true });
  await api.stop(true);
  api = await ApiUnderTest.start({ now, directory, accessLogDays: 1 });
  await api.get('officer', '/v1/cases');
  expect(readdirSync(path.join(directory, 'access-log')).sort()).toEqual(['2026-04-19', '2026-04-20']);
});

it('refuses a read that cannot be recorded', async () => {
  rmSync(path.join(api.directory, 'access-log'), { recursive: true, force: true });
  writeFileSync(path.join(api.directory, 'access-log'), 'in the way');
  expect(existsSync(folderOf(api))).toBe(false);
  expect(await api.get('officer', '/v1/cases')).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
});

it('is for auditors alone, and of 31 days at most', async () => {
  for (const role of ['officer', 'operator', 'vendor:V-IE-1'])
    expect([role, (await api.get(role, `/v1/access-log?from=${now}&to=${now}`)).status]).toEqual([role, 403]);
  expect((await api.get('auditor', '/v1/access-log?from=2026-01-01T00:00:00.000Z&to=2026-04-01T00:00:00.000Z')).body).toMatchObject({
    status: 400,
    field: 'to',
  });
});
