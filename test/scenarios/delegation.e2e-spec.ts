import { type Answer, ApiUnderTest } from './api.support';
import { declaration, deferment, order } from './messages';

// A vendor lets a representative act for it, for some things and some days.
let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
});
afterAll(() => api.stop());

const forVendor = { 'on-behalf-of': 'V-IE-1' };
const codeOf = ({ status, body }: Answer): readonly unknown[] => [status, body['code']];
const written = [201, undefined];
const refused = [403, 'NOT_DELEGATED'];
const delegation = { delegate: 'R-1', delegation: 'D-1', scope: ['declare', 'read'], validFrom: '2026-04-01' };

it('needs both to be registered', async () => {
  for (const [collector, role] of [
    ['V-IE-1', 'vendor'],
    ['R-1', 'representative'],
  ] as const)
    expect(
      codeOf(
        await api.post('operator', '/v1/collectors', {
          collector,
          name: collector,
          establishedIn: 'IE',
          roles: [role],
          registeredOn: '2026-01-01',
        }),
      ),
    ).toEqual(written);
});

it('is given by the collector itself and by nobody for it', async () => {
  expect(codeOf(await api.post('intermediary:R-1', '/v1/orders', order(), forVendor))).toEqual(refused);
  expect(codeOf(await api.post('intermediary:R-1', '/v1/collectors/V-IE-1/delegations', delegation))).toEqual([403, 'NOT_OWN_COLLECTOR']);
  expect(codeOf(await api.post('intermediary:R-1', '/v1/collectors/V-IE-1/delegations', delegation, forVendor))).toEqual(refused);
  expect(codeOf(await api.post('vendor:V-IE-1', '/v1/collectors/V-IE-1/delegations', { ...delegation, collector: 'V-FR-2' }))).toEqual([
    400,
    'FIELD_UNKNOWN',
  ]);
  expect(codeOf(await api.post('vendor:V-IE-1', '/v1/collectors/V-IE-1/delegations', delegation))).toEqual(written);
  expect((await api.get('vendor:V-IE-1', '/v1/collectors/V-IE-1')).body['facts']).toMatchObject([
    { type: 'CollectorRegistered' },
    { type: 'DelegationGranted', data: { delegate: 'R-1' } },
  ]);
  expect((await api.get('vendor:V-IE-1', '/v1/collectors/V-IE-1/standing?authority=GB')).body['actsFor']).toMatchObject({
    declare: ['V-IE-1'],
  });
  expect((await api.get('intermediary:R-1', '/v1/collectors/R-1/standing?authority=GB')).body['actsFor']).toMatchObject({
    declare: ['R-1', 'V-IE-1'],
    read: ['R-1', 'V-IE-1'],
    file: ['R-1'],
  });
});

it('lets the delegate do what it says, and records both', async () => {
  const answer = await api.post('intermediary:R-1', '/v1/orders', order(), forVendor);
  expect(codeOf(answer)).toEqual(written);
  const url = `/v1/orders/${String(answer.body['id'])}`;
  expect((await api.get('intermediary:R-1', url)).status).toBe(404);
  expect((await api.get('intermediary:R-1', url, forVendor)).status).toBe(200);
  const recorded: unknown[] = [];
  for await (const { events } of api.ledger.store.readAll({ categories: ['order'] }))
    for (const { metadata } of events) recorded.push(JSON.parse(metadata));
  expect(recorded[0]).toMatchObject({ actor: 'intermediary:R-1/local-intermediary', onBehalfOf: 'V-IE-1' });
});

it('lets it do nothing else, and nobody else do that', async () => {
  expect(
    codeOf(await api.post('intermediary:R-1', '/v1/scheme-returns', { schemeNumber: 'IM3720000014', period: '2026-03' }, forVendor)),
  ).toEqual(refused);
  expect(codeOf(await api.post('intermediary:R-2', '/v1/orders', order({ orderNumber: 'O-9' }), forVendor))).toEqual(refused);
  expect(codeOf(await api.get('officer', '/v1/accounts', forVendor))).toEqual(refused);
  expect(codeOf(await api.get('intermediary:R-1', '/v1/accounts', { 'on-behalf-of': '../etc' }))).toEqual([400, 'FIELD_MALFORMED']);
});

it('has keys of its own for each it acts for', async () => {
  const key = { 'idempotency-key': 'K-1' };
  expect(codeOf(await api.post('intermediary:R-1', '/v1/orders', order({ orderNumber: 'O-2' }), { ...forVendor, ...key }))).toEqual(
    written,
  );
  expect(codeOf(await api.post('intermediary:R-1', '/v1/orders', order({ seller: 'R-1', orderNumber: 'O-2' }), key))).toEqual(written);
});

it('ends on its day', async () => {
  expect(codeOf(await api.post('vendor:V-IE-1', '/v1/collectors/V-IE-1/delegations/D-1/ends', { endedFrom: '2026-04-20' }))).toEqual(
    written,
  );
  expect(codeOf(await api.post('intermediary:R-1', '/v1/orders', order({ orderNumber: 'O-3' }), forVendor))).toEqual(refused);
  expect(codeOf(await api.get('intermediary:R-1', '/v1/accounts', forVendor))).toEqual(refused);
});

it('does not outlive a suspension: a suspended collector declares nothing until it is reinstated', async () => {
  expect(codeOf(await api.post('officer', '/v1/accounts', deferment))).toEqual(written);
  expect(
    codeOf(
      await api.post('officer', '/v1/collectors/R-1/suspensions', { authority: 'EU-FR', reason: 'arrears', suspendedFrom: '2026-03-05' }),
    ),
  ).toEqual(written);
  expect((await api.post('intermediary:R-1', '/v1/declarations', declaration())).body).toMatchObject({
    status: 403,
    code: 'COLLECTOR_SUSPENDED',
    field: 'declarant',
  });
  expect(
    codeOf(await api.post('officer', '/v1/collectors/R-1/reinstatements', { authority: 'EU-FR', reinstatedFrom: '2026-03-09' })),
  ).toEqual(written);
  expect(codeOf(await api.post('intermediary:R-1', '/v1/declarations', declaration()))).toEqual(written);
});

it('is beside responsibilities and the status of an authorised operator', async () => {
  const role = { authority: 'EU-FR', responsibility: 'declarant', authorisation: 'A-1', validFrom: '2026-01-01' };
  expect(codeOf(await api.post('officer', '/v1/collectors/R-1/responsibilities', role))).toEqual(written);
  expect(
    codeOf(await api.post('officer', '/v1/collectors/R-1/aeo-statuses', { authority: 'EU-FR', status: 'AEOC', changedFrom: '2026-02-01' })),
  ).toEqual(written);
  expect((await api.get('intermediary:R-1', '/v1/collectors/R-1/standing?authority=EU-FR')).body).toMatchObject({
    aeoStatus: 'AEOC',
    responsibilities: [{ responsibility: 'declarant', authorisation: 'A-1' }],
  });
  expect(
    codeOf(
      await api.post('officer', '/v1/collectors/R-1/responsibilities/A-1/revocations', {
        authority: 'EU-FR',
        responsibility: 'declarant',
        revokedFrom: '2026-04-01',
        reason: 'sold',
      }),
    ),
  ).toEqual(written);
  expect((await api.get('auditor', '/v1/collectors/R-1/standing?authority=EU-FR')).body['responsibilities']).toEqual([]);
  expect((await api.get('auditor', '/v1/collectors/R-1/standing?authority=EU-FR&on=2026-03-31')).body['responsibilities']).toHaveLength(1);
});
