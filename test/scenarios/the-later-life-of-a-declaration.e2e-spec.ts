import { createHash } from 'node:crypto';
import { type Answer, ApiUnderTest } from './api.support';
import { consignment, declaration, deferment, parcels } from './messages';

// What becomes of declarations, summaries, exports and money that no bank entry tells. Each test goes on where the one before ended.
let api: ApiUnderTest;
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
});
afterAll(() => api.stop());

const told = ({ status, body }: Answer): readonly unknown[] => [status, body['code'], body['field'], body['detail']];
const write = async (who: string, url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
  const answer = await api.post(who, url, body, headers);
  expect([url, ...told(answer)]).toEqual([url, 201, undefined, undefined, undefined]);
  return String(answer.body['id']);
};
const read = async (who: string, url: string): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await api.get(who, url);
  expect([url, ...told(answer)]).toEqual([url, 200, undefined, undefined, undefined]);
  return answer.body;
};
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

const { border } = parcels;
const [item] = border.declaration.items;
const amendment = (change: Readonly<Record<string, unknown>> = {}) => ({
  ...declaration({ ...border.declaration, items: [{ ...item, goodsValue: '400.00' }] }),
  format: 'tidewaiter/amendment/1',
  amendedAt: '2026-03-12T10:00:00.000Z',
  reason: 'value',
  requestedBy: 'R-1',
  ...change,
});

it('begins with two declarations of one holder', async () => {
  ids['account'] = await write('officer', '/v1/accounts', deferment);
  await api.settle();
  ids['first'] = await write('intermediary:R-1', '/v1/declarations', border.declaration);
  ids['second'] = await write(
    'intermediary:R-1',
    '/v1/declarations',
    declaration({
      ...border.declaration,
      lrn: 'L-9',
      mrn: '26FR00000000000009',
      consignmentNumber: 'LX000000009CN',
      acceptedAt: '2026-03-11T10:00:00.000Z',
    }),
  );
  await api.settle();
});

it('amends one: the difference is a debt', async () => {
  const url = `/v1/declarations/${String(ids['first'])}/amendments`;
  expect(told(await api.post('intermediary:R-2', url, amendment()))[1]).toBe('NOT_OWN_COLLECTOR');
  expect(told(await api.post('intermediary:R-1', `/v1/declarations/${String(ids['second'])}/amendments`, amendment()))[2]).toBe('lrn');
  expect(told(await api.post('intermediary:R-1', url, amendment({ version: 7 })))[1]).toBe('VERSION_DIFFERS');
  await write('intermediary:R-1', url, amendment());
  await api.settle();
  const { facts } = await read('officer', `/v1/declarations/${String(ids['first'])}`);
  expect(
    (facts as readonly { readonly type: string; readonly data: { readonly payable?: string } }[])
      .filter(({ type }) => type === 'DutyAssessed')
      .map(({ data }) => data.payable),
  ).toEqual(['83.40', '111.20']);
});

it('shows the authority’s own tax beside ours', async () => {
  const url = `/v1/declarations/${String(ids['first'])}/authority-tax`;
  const lines = [
    { seq: 1, taxType: 'A00', base: '400.00', rate: '6.5', assessed: '26.00', payable: '26.00' },
    { seq: 1, taxType: 'B00', base: '426.00', rate: '20', assessed: '85.20', payable: '90.00' },
  ];
  await write('operator', url, { mrn: '26FR00000000000003', version: 2, message: 'TAX-1', currency: 'EUR', lines });
  expect(await read('intermediary:R-1', url)).toMatchObject({
    messages: [
      {
        message: 'TAX-1',
        comparison: {
          ours: '111.20',
          theirs: '116.00',
          differences: [{ taxType: 'B00', figure: 'payable', difference: '4.80', distance: '480' }],
        },
      },
    ],
  });
});

it('takes the other back whole when an officer agrees', async () => {
  const url = `/v1/declarations/${String(ids['second'])}/invalidations`;
  const body = {
    ground: 'undelivered',
    appliedOn: '2026-04-18',
    invalidatedOn: '2026-04-19',
    evidence: [{ kind: 'SupportingEvidence', document: sha('tracking'), receivedOn: '2026-04-18' }],
  };
  expect(told(await api.post('intermediary:C-1', url, body))[0]).toBe(404);
  const asked = await api.post('intermediary:R-1', url, { ...body, ground: 'regret' });
  expect(told(await api.post('officer', url, { ...body, ground: 'regret' }, { 'request-ticket': String(asked.body['ticket']) }))[1]).toBe(
    'GROUND_UNKNOWN',
  );
  const ticket = (await api.post('intermediary:R-1', url, body)).body['ticket'];
  const answer = await api.post('officer', url, body, { 'request-ticket': String(ticket) });
  expect(told(answer)).toEqual([201, undefined, undefined, undefined]);
  await api.settle();
  const { facts } = await read('officer', `/v1/declarations/${String(ids['second'])}`);
  expect((facts as readonly { readonly type: string }[]).map(({ type }) => type)).toContain('DeclarationInvalidated');
  // Nothing of it is payable any more: a sample counts what a declaration comes to now.
  const { population } = await read('auditor', '/v1/sample?of=declarations&from=2026-03-01&to=2026-03-31&size=9&seed=S');
  expect(population).toEqual({ count: 2, sums: { EUR: '111.2' } });
});

it('covers what stands by a summary, and shows what no summary covers in time', async () => {
  const summary = {
    authority: 'EU-FR',
    declarant: 'R-1',
    accountHolder: 'R-1',
    direction: 'entry',
    summaryReference: 'S-1',
    from: '2026-03-01',
    to: '2026-04-01',
    submittedOn: '2026-04-15',
    dueOn: '2026-04-11',
    currency: 'EUR',
  };
  const gaps = '/v1/summary-gaps?authority=EU-FR&declarant=R-1&accountHolder=R-1&from=2026-03-01&to=2026-04-01&days=10';
  expect(await read('intermediary:R-1', gaps)).toMatchObject({
    missing: [{ mrn: '26FR00000000000003', dueOn: '2026-04-11' }, { mrn: '26FR00000000000009' }],
    late: [],
  });
  expect(told(await api.get('intermediary:R-2', gaps))[1]).toBe('NOT_OWN_COLLECTOR');
  expect(told(await api.post('intermediary:R-1', '/v1/summaries', { ...summary, itemCount: 2 }))[1]).toBe('ITEM_COUNT_DIFFERS');
  expect(told(await api.post('intermediary:R-1', '/v1/summaries', { ...summary, mrns: ['26FR99'] }))[1]).toBe('DECLARATION_UNKNOWN');
  ids['summary'] = await write('intermediary:R-1', '/v1/summaries', { ...summary, itemCount: 1, declarationCount: 1 });
  expect(await read('officer', `/v1/summaries/${ids['summary']}`)).toMatchObject({
    facts: [
      {
        data: {
          declarationCount: 1,
          totals: [
            { taxType: 'A00', payable: '26.00' },
            { taxType: 'B00', payable: '85.20' },
          ],
        },
      },
      { type: 'SummaryDeclarationsListed' },
    ],
  });
  await api.settle();
  const { cases } = (await read('officer', '/v1/period-cases')) as { cases: readonly { readonly key: string }[] };
  const legs = ['summary S-1', 'declarations accepted from 2026-03-01 to 2026-04-01'];
  expect(cases.find(({ key }) => key === 'summary-EU-FR-R-1-S-1')).toMatchObject({
    breaks: [{ code: 'B33', why: { criterion: 'day of summary S-1' } }],
    matches: [
      { rule: 'summary-count@1', legs, unique: true },
      { rule: 'summary-value@1', legs, tolerance: '0', distance: '0', currency: 'EUR', score: 100, unique: true },
    ],
  });
  expect(await read('officer', '/v1/cases/summary-EU-FR-R-1-S-1/candidates')).toMatchObject({
    caseKey: 'summary-EU-FR-R-1-S-1',
    missing: [],
  });
  expect(await read('intermediary:R-1', gaps)).toMatchObject({
    missing: [{ mrn: '26FR00000000000009' }],
    late: [{ mrn: '26FR00000000000003', submittedOn: '2026-04-15' }],
  });
});

it('takes exports and the word of the office of exit, and a summary of them', async () => {
  const exported = {
    authority: 'EU-FR',
    declarant: 'R-1',
    lrn: 'X-1',
    mrn: '26FR0000000000EX01',
    exporter: 'R-1',
    destination: 'CN',
    acceptedAt: '2026-04-10T10:00:00.000Z',
    acceptedOn: '2026-04-10',
    items: [
      {
        seq: 1,
        hsCode: '39241000',
        description: 'lunch boxes',
        quantity: 80,
        original: { mrn: '26FR00000000000003', seq: 1, quantity: 80 },
      },
    ],
  };
  expect(told(await api.post('vendor:V-IE-1', '/v1/exports', exported))[1]).toBe('NOT_OWN_COLLECTOR');
  ids['export'] = await write('intermediary:R-1', '/v1/exports', exported);
  await write('officer', `/v1/exports/${ids['export']}/exits`, { exitedOn: '2026-04-12', confirmation: 'EXIT-1' });
  expect(await read('intermediary:R-1', `/v1/exports/${ids['export']}`)).toMatchObject({
    facts: [{ type: 'ExportDeclared' }, { type: 'ExitConfirmed' }],
  });
  expect(
    told(await api.post('officer', `/v1/exports/${String(ids['first'])}/exits`, { exitedOn: '2026-04-12', confirmation: 'EXIT-1' }))[0],
  ).toBe(404);
  const summary = {
    authority: 'EU-FR',
    declarant: 'R-1',
    accountHolder: 'R-1',
    direction: 'exit',
    summaryReference: 'S-X',
    from: '2026-04-01',
    to: '2026-05-01',
    submittedOn: '2026-04-20',
    dueOn: '2026-05-11',
    currency: 'EUR',
  };
  await write('intermediary:R-1', '/v1/summaries', { ...summary, mrns: ['26FR0000000000EX01'] });
});

it('charges interest on a statement that nobody paid, as it was previewed', async () => {
  ids['late'] = await write('officer', '/v1/accounts', { ...deferment, holder: 'R-2', openedOn: '2025-12-01' });
  await api.settle();
  const parties = { declarant: 'R-2', debtor: 'R-2', accountHolder: 'R-2' };
  await write(
    'intermediary:R-2',
    '/v1/declarations',
    declaration({
      ...border.declaration,
      ...parties,
      lrn: 'L-12',
      mrn: '25FR00000000000012',
      consignmentNumber: 'LX000000012CN',
      acceptedAt: '2025-12-10T10:00:00.000Z',
      items: [{ ...item, goodsValue: '30000.00' }],
    }),
  );
  await api.settle();
  expect((await api.post('operator', '/v1/close-runs', {})).status).toBe(200);
  await api.settle();
  const statements = (await read('officer', '/v1/statements?authority=EU-FR'))['statements'] as readonly Readonly<Record<string, string>>[];
  const of = (holder: string, charged: string) =>
    String(statements.find((one) => one['holder'] === holder && one['charged'] === charged)?.['statementReference']);
  ids['statement'] = of('R-1', '194.60');
  const url = `/v1/accounts/${ids['late']}/interest`;
  const debt = {
    kind: 'statement',
    reference: of('R-2', '8340.00'),
    taxType: 'B00',
    beneficiary: 'FR',
    rule: 'EU-ARREARS',
    to: '2026-04-20',
  };
  const asked = (change: Readonly<Record<string, string>> = {}) => `${url}?${new URLSearchParams({ ...debt, ...change }).toString()}`;
  // 6,390.00 due on 16 January: 93 days at 4.15 % a year are 67.5684.
  expect(await read('intermediary:R-2', asked())).toMatchObject({
    amount: { amount: '67.57', currency: 'EUR' },
    days: 93,
    spans: [{ principal: '6390.00', percent: '4.15' }],
  });
  expect(told(await api.get('officer', asked({ rule: 'NONE' })))).toEqual([422, 'INTEREST_NOT_COMPUTABLE', 'rule', expect.any(String)]);
  expect((await api.get('officer', asked({ reference: 'EU-FR-S99' }))).status).toBe(404);
  expect((await api.get('intermediary:R-1', asked())).status).toBe(404);
  const charge = { ...debt, chargedOn: '2026-04-19', dueOn: '2026-05-16' };
  expect((await api.post('officer', url, { ...charge, to: '2026-03-01' })).body['events']).toEqual([
    { type: 'InterestCharged', index: '0' },
  ]);
  // Computed anew, the charge of before is taken back; the same again adds nothing.
  expect((await api.post('officer', url, charge)).body['events']).toHaveLength(2);
  expect((await api.post('officer', url, charge)).body['events']).toEqual([]);
  await api.settle();
  const items = (await read('officer', `/v1/accounts/${ids['late']}/open-items`))['openItems'] as readonly Readonly<
    Record<string, string>
  >[];
  expect(items.filter(({ kind }) => kind === 'interest')).toMatchObject([{ open: '67.57' }]);
});

it('takes a direct debit on its way, and opens the debt again when it is rejected', async () => {
  const account = `/v1/accounts/${String(ids['account'])}`;
  const debit = {
    means: 'directDebit',
    provider: 'BANK-1',
    paymentReference: 'DD-1',
    amount: '26.00',
    currency: 'EUR',
    bookedOn: '2026-04-17',
    valueOn: '2026-04-17',
    postedOn: '2026-04-17',
    remittance: ids['statement'],
    final: false,
  };
  expect(told(await api.post('vendor:V-IE-1', `${account}/payments`, debit))[1]).toBe('ROLE_NOT_ALLOWED');
  expect(told(await api.post('cashier', `${account}/payments`, { ...debit, amount: '26.001' }))[2]).toBe('amount');
  const first = await api.post('cashier', `${account}/payments`, debit);
  expect(told(first).slice(0, 2)).toEqual([201, undefined]);
  const payment = String(first.headers['location']);
  await api.settle();
  expect(await read('intermediary:R-1', payment)).toMatchObject({
    allocations: [{ rule: expect.any(String) as unknown, amount: expect.any(String) as unknown }],
  });
  const back = await api.post('cashier', `${payment}/reversals`, {
    amount: '26.00',
    reason: 'rejected',
    returnReason: 'AM04',
    reversedOn: '2026-04-18',
  });
  expect(told(back).slice(0, 2)).toEqual([201, undefined]);
  const card = { ...debit, means: 'card', provider: 'P-1', paymentReference: 'CARD-1', amount: '30.00' };
  const captured = await api.post('cashier', `${account}/payments`, card);
  expect(told(captured).slice(0, 2)).toEqual([201, undefined]);
  await api.settle();
  const isFinal = { amount: '30.00', settledOn: '2026-04-19' };
  expect(told(await api.post('cashier', `${String(captured.headers['location'])}/settlements`, isFinal)).slice(0, 2)).toEqual([
    201,
    undefined,
  ]);
  await api.settle();
  expect(told(await api.post('cashier', `${payment}/settlements`, { amount: '26.00', settledOn: '2026-04-19' }))[1]).toBe(
    'PAYMENT_ALREADY_FINAL',
  );
  expect(told(await api.post('cashier', `${account}/allocations`, { allocatedOn: '2026-04-19' }))[1]).toBe('NOTHING_TO_ALLOCATE');
});

it('finds the account of money in suspense by hand, or sends it back', async () => {
  const entry = { authority: 'EU-FR', bankAccount: 'BANK-1', currency: 'EUR', bookedOn: '2026-04-16', valueOn: '2026-04-16' };
  const lost = await write('cashier', '/v1/receipts', { ...entry, entryReference: 'E-8', amount: '500.00' });
  const stray = await write('cashier', '/v1/receipts', { ...entry, entryReference: 'E-9', amount: '9.00' });
  await api.settle();
  await write('cashier', `/v1/receipts/${lost}/identifications`, { account: ids['account'] });
  expect(told(await api.post('cashier', `/v1/receipts/${'0'.repeat(26)}/identifications`, { account: ids['account'] }))[0]).toBe(404);
  const body = { amount: '9.00', currency: 'EUR', returnedOn: '2026-04-18', paymentReference: 'BACK-1' };
  const { ticket } = (await api.post('cashier', `/v1/receipts/${stray}/returns`, body)).body;
  await write('officer', `/v1/receipts/${stray}/returns`, body, { 'request-ticket': String(ticket) });
  await api.settle();
  const { receipts } = await read('cashier', '/v1/receipts');
  expect(
    (receipts as readonly Readonly<Record<string, string>>[])
      .map(({ entryReference, status }) => `${String(entryReference)} ${String(status)}`)
      .sort(),
  ).toEqual(['E-8 credited', 'E-9 returned']);
});

it('keeps the terms of an account, and takes nothing more on it once it is closed', async () => {
  const account = `/v1/accounts/${String(ids['account'])}`;
  expect(told(await api.post('officer', `${account}/terms`, { reservePercent: '130', changedOn: '2026-04-18', reason: 'AEO' }))[1]).toBe(
    'GUARANTEE_INVALID',
  );
  await write('officer', `${account}/terms`, { aeo: 'AEOC', reservePercent: '30', changedOn: '2026-04-18', reason: 'AEO' });
  await write('officer', `${account}/suspensions`, { reason: 'ARREARS', suspendedOn: '2026-04-18' });
  await write('officer', `${account}/reinstatements`, { reinstatedOn: '2026-04-19' });
  await write('officer', `${account}/closures`, { closedOn: '2026-04-20', reason: 'asked for' });
  expect(told(await api.post('officer', `${account}/terms`, { reservePercent: '50', changedOn: '2026-04-20', reason: 'late' }))[1]).toBe(
    'ACCOUNT_CLOSED',
  );
  await api.settle();
  await write('intermediary:C-1', '/v1/consignments', consignment({ consignmentNumber: 'LX000000007CN' }));
  const { balances } = await read('auditor', '/v1/journal/trial-balance');
  for (const { book, debit, credit } of balances as readonly { book: string; debit: string; credit: string }[])
    expect([book, debit]).toEqual([book, credit]);
});
