import { collectorRoles, roles, type Role } from '../../apps/api/src/identity/caller';
import { RoutePolicies, type GuardedRoute } from '../../apps/api/src/identity/route-policies';
import { ApiUnderTest } from './api.support';
import { consignment, order, payment } from './messages';

const who = (role: Role): string => (collectorRoles.includes(role) ? `${role}:V-XX-9` : role);
/** Any value that a path parameter may have. */
const concrete = (path: string): string =>
  path
    .replace(
      /:(account|order|consignment|declaration|receipt|return|guarantee|claim|summary|export|payment|returnCase|break)\b/g,
      '0'.repeat(26),
    )
    .replace(/:subject\b/g, `order-${'0'.repeat(26)}`)
    .replace(/:document\b/g, '0'.repeat(64))
    .replace(/:(period)\b/g, '2026-01')
    .replace(/:\w+/g, 'X-1');

let api: ApiUnderTest;
let table: readonly GuardedRoute[];
beforeAll(async () => {
  api = await ApiUnderTest.start();
  table = api.app.get(RoutePolicies).table();
});
afterAll(() => api.stop());

const ask = (route: GuardedRoute, as: string) =>
  route.method === 'GET' ? api.get(as, concrete(route.path)) : api.post(as, concrete(route.path), {});

it('is said for every route that the router serves', () => {
  const printed = api.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const served = [...printed.matchAll(/\((?:[A-Z]+(?:, )?)+\)/g)].length;
  expect(table.length).toBeGreaterThan(20);
  expect(served).toBe(new Set(table.map(({ path }) => path)).size);
});

it('lets nobody in without a token, but for health and the description', async () => {
  for (const route of table) {
    const { status } = await ask(route, '');
    expect([route.path, status]).toEqual([route.path, route.policy === 'public' ? 200 : 401]);
  }
});

it('refuses every role that a policy does not name', async () => {
  for (const route of table) {
    if (route.policy === 'public') continue;
    for (const role of roles) {
      const { status, body } = await ask(route, who(role));
      const refused = status === 403 && body['code'] === 'ROLE_NOT_ALLOWED';
      expect([route.method, route.path, role, refused]).toEqual([route.method, route.path, role, !route.policy.roles.includes(role)]);
    }
  }
});

/** What a role may write, without what it may only agree to. */
const writableBy = (role: Role): readonly string[] =>
  table
    .filter(
      ({ method, path, policy }) =>
        method !== 'GET' &&
        !/\/(quote|verifications|simulations)$/.test(path) &&
        policy !== 'public' &&
        policy.roles.includes(role) &&
        policy.approvers?.includes(role) !== true,
    )
    .map(({ path }) => path);

it('lets auditors read only', () => {
  expect(writableBy('auditor')).toEqual([]);
});

it('lets officers keep the registers, and agree to what others ask', () => {
  expect(writableBy('officer').filter((path) => !/^\/v1\/(collectors|accounts|guarantees)/.test(path))).toEqual([
    '/v1/declarations/:declaration/authority-tax',
    '/v1/exports/:export/exits',
    '/v1/receipts/:receipt/identifications',
    '/v1/claims/:claim/approvals',
    '/v1/claims/:claim/rejections',
    '/v1/claims/:claim/set-offs',
    '/v1/distributions',
    '/v1/breaks/:break/assignments',
    '/v1/breaks/:break/comments',
    '/v1/breaks/:break/evidence',
    '/v1/breaks/:break/links',
    '/v1/breaks/:break/resolutions',
    '/v1/breaks/:break/reopenings',
    '/v1/breaks/:break/undo',
    '/v1/breaks/bulk',
    '/v1/matches',
    '/v1/matches/:match/undo',
    '/v1/evidence-requests',
    '/v1/evidence-requests/:request/withdrawals',
  ]);
});

it('lets vendors say something about a break and bring documents, nothing else', () => {
  expect(writableBy('vendor').filter((path) => path.startsWith('/v1/breaks'))).toEqual([
    '/v1/breaks/:break/comments',
    '/v1/breaks/:break/evidence',
  ]);
});

it('lets cashiers handle money, and never agree to what they ask', () => {
  expect(table.filter(({ policy }) => policy !== 'public' && policy.approvers?.includes('cashier') === true)).toEqual([]);
  expect(
    writableBy('cashier').filter(
      (path) =>
        !/^\/v1\/accounts\/:account\/(payments|allocations|allocation-undoings|transfers|recoveries|repayments|contest|remissions|write-offs|penalties)/.test(
          path,
        ),
    ),
  ).toEqual([
    '/v1/guarantees/:guarantee/calls',
    '/v1/receipts',
    '/v1/receipts/:receipt/identifications',
    '/v1/receipts/:receipt/returns',
    '/v1/claims/:claim/set-offs',
    '/v1/refund-payment-runs',
    '/v1/refund-payment-files',
    '/v1/distributions',
    '/v1/distribution-payments',
  ]);
});

it('takes two persons for what costs a beneficiary money', () => {
  for (const { path, policy } of table)
    if (
      /(remissions|write-offs|penalties|reductions|contests|repayments|transfers|calls|receipt\/returns|invalidations|distribution-payments)$/.test(
        path,
      )
    )
      expect([path, policy === 'public' ? undefined : policy.approvers]).toEqual([path, ['officer']]);
});

it('knows no other method, no other case and no trailing slash', async () => {
  const { app } = api;
  const authorization = `Bearer ${await api.token('operator')}`;
  const statuses = await Promise.all([
    app.inject({ method: 'PUT', url: '/v1/orders', headers: { authorization } }),
    app.inject({ method: 'DELETE', url: '/v1/orders', headers: { authorization } }),
    app.inject({ method: 'GET', url: '/V1/journal/trial-balance', headers: { authorization } }),
    app.inject({ method: 'GET', url: '/v1/journal/trial-balance/', headers: { authorization } }),
    app.inject({ method: 'POST', url: '/v1/journal/trial-balance', headers: { authorization, 'x-http-method-override': 'GET' } }),
  ]);
  expect(statuses.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
});

describe('what is another’s', () => {
  const canary = 'CANARY-7781';
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    const written = {
      orders: await api.post('vendor:V-IE-1', '/v1/orders', order({ lines: [{ ...order().lines[0], description: canary }] })),
      'checkout-payments': await api.post('vendor:V-IE-1', '/v1/checkout-payments', payment()),
      consignments: await api.post('intermediary:C-1', '/v1/consignments', consignment({ manifestId: canary })),
      accounts: await api.post('officer', '/v1/accounts', {
        authority: 'GB',
        holder: 'V-IE-1',
        kind: 'deferment',
        currency: 'GBP',
        cycle: 'UK-DUTY',
        openedOn: '2026-01-01',
      }),
    };
    for (const [name, { status, body }] of Object.entries(written)) {
      expect([name, status]).toEqual([name, 201]);
      ids[name] = String(body['id']);
    }
  });

  it('is found by its owner and by the authority', async () => {
    for (const [name, id] of Object.entries(ids)) {
      expect([name, (await api.get('vendor:V-IE-1', `/v1/${name}/${id}`)).status]).toEqual([name, 200]);
      expect([name, (await api.get('officer', `/v1/${name}/${id}`)).status]).toEqual([name, 200]);
    }
  });

  it('is as absent for another vendor as what does not exist', async () => {
    for (const [name, id] of Object.entries(ids)) {
      const foreign = await api.get('vendor:V-FR-2', `/v1/${name}/${id}`);
      const absent = await api.get('vendor:V-FR-2', `/v1/${name}/${'0'.repeat(26)}`);
      expect([name, foreign.status]).toEqual([name, 404]);
      const without = ({ traceId: _traceId, ...body }: Record<string, unknown>) => body;
      expect(without(foreign.body)).toEqual(without(absent.body));
      expect(foreign.text).not.toContain(canary);
    }
  });

  it('cannot be written for another, whether it exists or not', async () => {
    const before = await api.events();
    const tries = [
      await api.post('vendor:V-FR-2', '/v1/orders', order({ orderNumber: 'O-2' })),
      await api.post('vendor:V-FR-2', '/v1/orders', order()),
      await api.post('vendor:V-FR-2', '/v1/checkout-payments', payment({ transactionId: 'T-2' })),
      await api.post('intermediary:R-1', '/v1/consignments', consignment({ consignmentNumber: 'LX2' })),
    ];
    expect(tries.map(({ body }) => body['code'])).toEqual(Array.from(tries, () => 'NOT_OWN_COLLECTOR'));
    expect(await api.events()).toBe(before);
  });

  it('is not taken for own by a party of two roles that acts in the other one', async () => {
    expect((await api.get('intermediary:V-IE-1', `/v1/orders/${String(ids['orders'])}`)).status).toBe(200);
    expect((await api.get('intermediary:R-1', `/v1/orders/${String(ids['orders'])}`)).status).toBe(404);
  });
});
