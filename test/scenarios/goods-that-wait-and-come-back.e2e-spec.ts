import { createHash } from 'node:crypto';
import { type Answer, ApiUnderTest } from './api.support';
import { consignment, declaration, order, parcels, payment } from './messages';

// Goods that wait for security, are released when a statement is paid, and go back in part: from the guarantee to the refund that is paid.
// Each test goes on where the one before ended.
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
const read = async (who: string, url: string): Promise<Answer> => {
  const answer = await api.get(who, url);
  expect([url, ...told(answer)]).toEqual([url, 200, undefined, undefined, undefined]);
  return answer;
};
/** One person asks, another agrees to the same request with the ticket. */
const agreed = async (asker: string, url: string, body: unknown): Promise<string> => {
  const asked = await api.post(asker, url, body);
  expect([url, ...told(asked)]).toEqual([url, 202, undefined, undefined, undefined]);
  return write('officer', url, body, { 'request-ticket': String(asked.body['ticket']) });
};
const typesOf = async (url: string): Promise<readonly string[]> =>
  ((await read('officer', url)).body['facts'] as readonly { readonly type: string }[]).map(({ type }) => type);
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The border parcel of the month, and another like it a day later. */
const { border } = parcels;
const second = {
  order: order({ ...border.order, orderNumber: 'O-4' }),
  payment: payment({ ...border.payment, transactionId: 'T-4', orderNumber: 'O-4' }),
  consignment: consignment({
    ...border.consignment,
    consignmentNumber: 'LX000000004CN',
    orders: [{ seller: 'V-IE-1', orderNumber: 'O-4' }],
  }),
  declaration: declaration({
    ...border.declaration,
    lrn: 'L-4',
    mrn: '26FR00000000000004',
    consignmentNumber: 'LX000000004CN',
    acceptedAt: '2026-03-11T10:00:00.000Z',
    items: [{ ...border.declaration.items[0], covers: [{ seller: 'V-IE-1', orderNumber: 'O-4', ordinal: 1, quantity: 200 }] }],
  }),
};

it('begins with an account and a guarantee that covers one parcel and not two', async () => {
  ids['account'] = await write('officer', '/v1/accounts', {
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn: '2026-03-01',
  });
  await api.settle();
  const guarantee = {
    authority: 'EU-FR',
    guarantor: 'BANK-1',
    guaranteeReference: 'GRN-1',
    holder: 'R-1',
    form: 'undertaking',
    amount: '100.00',
    currency: 'EUR',
    validFrom: '2026-03-01',
  };
  expect(
    told(await api.post('officer', '/v1/guarantees', { ...guarantee, shares: [{ account: ids['account'], share: '100.01' }] })),
  ).toEqual([422, 'SHARES_EXCEED_GUARANTEE', 'shares', expect.any(String)]);
  ids['guarantee'] = await write('officer', '/v1/guarantees', { ...guarantee, shares: [{ account: ids['account'], share: '100.00' }] });
  await api.settle();
});

it('releases the first parcel and holds the second', async () => {
  for (const [name, parcel] of Object.entries({ first: border, second })) {
    await write('vendor:V-IE-1', '/v1/orders', parcel.order);
    await write('vendor:V-IE-1', '/v1/checkout-payments', parcel.payment);
    await write('intermediary:C-1', '/v1/consignments', parcel.consignment);
    ids[name] = await write('intermediary:R-1', '/v1/declarations', parcel.declaration);
    await api.settle();
  }
  expect(await typesOf(`/v1/declarations/${String(ids['first'])}`)).toContain('ReleaseGranted');
  expect(await typesOf(`/v1/declarations/${String(ids['second'])}`)).toContain('ReleaseHeld');
  const { body } = await read('intermediary:R-1', `/v1/accounts/${String(ids['account'])}/declined-charges`);
  expect(body['charges']).toMatchObject([
    { reference: '26FR00000000000004', reason: 'GUARANTEE_EXCEEDED', missing: '66.80', total: '83.40' },
  ]);
  const standing = await read('intermediary:R-1', `/v1/guarantees/${String(ids['guarantee'])}`);
  expect(standing.body).toMatchObject({
    amount: '100.00',
    shares: [{ share: '100.00', exposure: '83.40', utilisation: '83.4', forecast: { exposure: '83.40' } }],
  });
  expect((await api.get('vendor:V-IE-1', `/v1/guarantees/${String(ids['guarantee'])}`)).status).toBe(404);
});

it('releases the second when the statement of the first is paid, and shows what was paid too much', async () => {
  expect((await api.post('operator', '/v1/close-runs', {})).status).toBe(200);
  await api.settle();
  const { body } = await read('intermediary:R-1', '/v1/statements?authority=EU-FR');
  const [statement] = body['statements'] as readonly Readonly<Record<string, string>>[];
  expect(statement).toMatchObject({ charged: '83.40', closing: '83.40' });
  const whole = await read('intermediary:R-1', `/v1/accounts/${String(ids['account'])}/periods/${String(statement?.['period'])}/statement`);
  expect(whole.body).toMatchObject({
    opening: '0.00',
    charged: '83.40',
    applied: '0.00',
    closing: '83.40',
    security: { exposure: '83.40' },
    declinedCount: 1,
  });
  ids['statement'] = String(statement?.['statementReference']);
  ids['receipt'] = await write('cashier', '/v1/receipts', {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    entryReference: 'E-1',
    amount: '90.00',
    currency: 'EUR',
    bookedOn: '2026-04-16',
    valueOn: '2026-04-16',
    remittance: ids['statement'],
  });
  await api.settle();
  await api.settle();
  expect(await typesOf(`/v1/declarations/${String(ids['second'])}`)).toContain('ReleaseGranted');
  expect((await read('intermediary:R-1', `/v1/accounts/${String(ids['account'])}/declined-charges`)).body['charges']).toEqual([]);
  expect((await read('intermediary:R-1', `/v1/accounts/${String(ids['account'])}/unapplied`)).body['unapplied']).toMatchObject([
    { receipt: ids['receipt'], amount: '6.60' },
  ]);
});

it('gives unapplied cash back when another person than who asks agrees', async () => {
  const url = `/v1/accounts/${String(ids['account'])}/repayments`;
  const body = { receipt: ids['receipt'], amount: '6.60', repaidOn: '2026-04-18', paymentReference: 'REPAY-1' };
  const before = await api.events();
  const asked = await api.post('officer', url, body);
  expect(asked.status).toBe(202);
  const ticket = { 'request-ticket': String(asked.body['ticket']) };
  expect(told(await api.post('officer', url, body, ticket))[1]).toBe('SAME_PERSON');
  const byCashier = await api.post('cashier', url, body);
  const [said = '', signature = ''] = String(byCashier.body['ticket']).split('.');
  expect(told(await api.post('officer', url, { ...body, amount: '6.59' }, { 'request-ticket': `${said}.${signature}` }))[1]).toBe(
    'TICKET_INVALID',
  );
  expect(
    told(
      await api.post('officer', url, body, {
        'request-ticket': `${said}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
      }),
    )[1],
  ).toBe('TICKET_INVALID');
  expect(told(await api.post('cashier', url, body, { 'request-ticket': `${said}.${signature}` }))[1]).toBe('ROLE_NOT_ALLOWED');
  expect(told(await api.post('vendor:V-IE-1', url, body))[0]).toBe(404);
  expect(await api.events()).toBe(before);
  await write('officer', url, body, { 'request-ticket': `${said}.${signature}` });
  const again = await api.post('officer', url, body, { 'request-ticket': `${said}.${signature}` });
  expect([again.status, again.headers['idempotency-replayed'], await api.events()]).toEqual([201, 'true', before + 1]);
  await api.settle();
  expect((await read('cashier', `/v1/accounts/${String(ids['account'])}/unapplied`)).body).toEqual({ unapplied: [] });
});

it('takes the goods that go back and finds what they were', async () => {
  const report = {
    format: 'tidewaiter/return/1',
    reporter: 'V-IE-1',
    returnReference: 'RMA-1',
    reportedAt: '2026-04-17T10:00:00.000Z',
    ground: 'withdrawn',
    original: { carrier: 'C-1', consignmentNumber: 'LX000000003CN' },
    lines: [{ sku: 'BOX', quantity: 80 }],
  };
  expect(told(await api.post('vendor:V-FR-2', '/v1/return-cases', report))[1]).toBe('NOT_OWN_COLLECTOR');
  ids['case'] = await write('vendor:V-IE-1', '/v1/return-cases', report);
  await api.settle();
  await write('vendor:V-IE-1', `/v1/return-cases/${ids['case']}/matches`, {});
  await api.settle();
  expect((await read('intermediary:C-1', '/v1/return-cases')).body['returnCases']).toMatchObject([{ status: 'matched', units: 80 }]);
  expect((await read('vendor:V-FR-2', '/v1/return-cases')).body['returnCases']).toEqual([]);
  expect((await api.get('vendor:V-FR-2', `/v1/return-cases/${ids['case']}`)).status).toBe(404);
  expect((await read('intermediary:R-1', `/v1/declarations/${String(ids['first'])}/refund-position`)).body).toMatchObject({
    units: [{ seq: 1, imported: 200, returned: 80, refunded: 0 }],
  });
});

const claim = (claimReference: string, taken: number) => ({
  format: 'tidewaiter/claim/1',
  authority: 'EU-FR',
  jurisdiction: 'FR',
  claimant: 'R-1',
  claimReference,
  handler: 'R-1',
  basis: 'withdrawn',
  returnCase: ids['case'],
  entitlement: { model: 'traditional', payee: 'representative', payeeParty: 'R-1' },
  counted: { from: 'acceptance', day: '2026-03-10' },
  lines: [
    { taxType: 'A00', beneficiary: 'EU', paid: '19.50' },
    { taxType: 'B00', beneficiary: 'FR', paid: '63.90' },
  ].map((line) => ({ declaration: ids['first'], mrn: '26FR00000000000003', seq: 1, ...line, units: { of: 200, before: 0, taken } })),
  currency: 'EUR',
  claimedOn: '2026-04-20',
});

it('is asked for the tax on them, once, with its documents', async () => {
  ids['claim'] = await write('intermediary:R-1', '/v1/claims', claim('CL-1', 80));
  await api.settle();
  const url = `/v1/claims/${ids['claim']}`;
  expect((await read('intermediary:R-1', url)).body).toMatchObject({ status: 'waiting_for_evidence', total: '33.36', role: 'claimant' });
  for (const kind of ['ImportDeclaration', 'ProofOfExportOrDestruction', 'ReturnTracking', 'ProofOfAuthority']) {
    const answer = await api.post('intermediary:R-1', `${url}/evidence?kind=${kind}`, `%PDF-1.4 ${kind}`, {
      'content-type': 'application/pdf',
    });
    expect([kind, ...told(answer)]).toEqual([kind, 201, undefined, undefined, undefined]);
  }
  expect(
    told(await api.post('intermediary:R-1', `${url}/evidence?kind=ReturnTracking`, 'a,b', { 'content-type': 'application/x-ndjson' }))[1],
  ).toBe('CONTENT_TYPE_UNSUPPORTED');
  expect((await read('officer', url)).body).toMatchObject({ status: 'complete', role: 'authority' });
  expect((await read('officer', `${url}/evidence/${sha('%PDF-1.4 ReturnTracking')}`)).text).toBe('%PDF-1.4 ReturnTracking');
  expect((await api.get('officer', `${url}/evidence/${sha('something else')}`)).status).toBe(404);
  expect((await api.get('vendor:V-FR-2', url)).status).toBe(404);
  await write('intermediary:R-1', '/v1/claims', claim('CL-2', 200));
  await api.settle();
  expect((await read('officer', '/v1/claims?status=rejected')).body['claims']).toMatchObject([
    { claimReference: 'CL-2', status: 'rejected' },
  ]);
});

it('is decided by another person, and paid once', async () => {
  const url = `/v1/claims/${String(ids['claim'])}`;
  expect((await read('officer', '/v1/claims/worklist?authority=EU-FR')).body['claims']).toMatchObject([
    { claim: ids['claim'], task: 'decide' },
  ]);
  await write('officer', `${url}/approvals`, { approvedOn: '2026-04-20', document: sha('decision'), settlement: 'payment' });
  await api.settle();
  const run = { authority: 'EU-FR', paidOn: '2026-04-20' };
  const paid = await api.post('cashier', '/v1/refund-payment-runs', run);
  expect(paid.body['payments']).toMatchObject([
    { amount: '33.36', currency: 'EUR', payeeParty: 'R-1', number: 1, paymentReference: `RF${String(ids['claim'])}` },
  ]);
  await api.settle();
  expect((await api.post('cashier', '/v1/refund-payment-runs', run)).body).toEqual({ payments: [] });
  expect((await read('intermediary:R-1', url)).body).toMatchObject({ status: 'paid', payment: { number: 1, amount: '33.36' } });
  const bank = { name: 'Treasury', iban: 'FR1420041010050500013M02606' };
  const file = {
    authority: 'EU-FR',
    version: '001.001.09',
    messageId: 'RUN-1',
    executeOn: '2026-04-21',
    currency: 'EUR',
    debtor: bank,
    creditors: [{ party: 'R-1', name: 'A representative', iban: 'IE29AIBK93115212345678' }],
    from: 1,
    to: 9,
  };
  const pain = await api.post('cashier', '/v1/refund-payment-files', file);
  expect([pain.status, pain.headers['content-type']]).toEqual([200, 'application/xml']);
  expect(pain.text).toContain(`<EndToEndId>RF${String(ids['claim'])}</EndToEndId>`);
  expect(told(await api.post('cashier', '/v1/refund-payment-files', { ...file, debtor: { ...bank, iban: 'FR00' } }))[1]).toBe(
    'FIELD_MALFORMED',
  );
});

it('lets a debt be disputed and the rest of it be paid, by the words of two persons', async () => {
  const account = `/v1/accounts/${String(ids['account'])}`;
  const debt = { kind: 'penalty', reference: 'PEN-1', taxType: 'PEN', beneficiary: 'FR', amount: '50.00' };
  await agreed('cashier', `${account}/penalties`, {
    penaltyReference: 'PEN-1',
    beneficiary: 'FR',
    amount: '50.00',
    reason: 'late',
    rule: 'FR-410',
    imposedOn: '2026-04-17',
    dueOn: '2026-05-17',
  });
  await agreed('intermediary:R-1', `${account}/contests`, { debt, contestedOn: '2026-04-18', document: sha('contest') });
  await agreed('intermediary:R-1', `${account}/contest-ends`, { debt, endedOn: '2026-04-19', document: sha('end') });
  await agreed('cashier', `${account}/penalties/PEN-1/reductions`, {
    beneficiary: 'FR',
    amount: '30.00',
    reducedOn: '2026-04-19',
    document: sha('reduction'),
  });
  await agreed('intermediary:R-1', `${account}/remissions`, {
    debt: { ...debt, amount: '15.00' },
    ground: 'UCC-120',
    remittedOn: '2026-04-19',
    document: sha('remission'),
  });
  await agreed('cashier', `${account}/write-offs`, {
    debt: { ...debt, amount: '5.00' },
    writtenOffOn: '2026-04-19',
    document: sha('write-off'),
  });
  await api.settle();
  const open = (await read('intermediary:R-1', `${account}/open-items`)).body['openItems'] as readonly { readonly kind: string }[];
  expect(open.filter(({ kind }) => kind === 'penalty')).toEqual([]);
});

/** A claim with every document it needs. */
const completeClaim = async (reference: string, returnCase: string): Promise<string> => {
  const body = { ...claim(reference, 10), returnCase };
  const lines = body.lines.map((line) => ({ ...line, units: { ...line.units, before: 80 } }));
  const url = `/v1/claims/${await write('intermediary:R-1', '/v1/claims', { ...body, lines })}`;
  await api.settle();
  for (const kind of ['ImportDeclaration', 'ProofOfExportOrDestruction', 'ReturnTracking', 'ProofOfAuthority'])
    await write('intermediary:R-1', `${url}/evidence?kind=${kind}`, `%PDF-1.4 ${kind} ${reference}`, { 'content-type': 'application/pdf' });
  return url;
};

it('is set off or rejected, as the officer decides', async () => {
  const returnCase = await write('vendor:V-IE-1', '/v1/return-cases', {
    format: 'tidewaiter/return/1',
    reporter: 'V-IE-1',
    returnReference: 'RMA-2',
    reportedAt: '2026-04-18T10:00:00.000Z',
    ground: 'withdrawn',
    original: { carrier: 'C-1', consignmentNumber: 'LX000000003CN' },
    lines: [{ sku: 'BOX', quantity: 20 }],
  });
  await api.settle();
  await write('vendor:V-IE-1', `/v1/return-cases/${returnCase}/matches`, {});
  await api.settle();
  const [first, other] = [await completeClaim('CL-3', returnCase), await completeClaim('CL-4', returnCase)];
  await write('officer', `${first}/approvals`, { approvedOn: '2026-04-20', document: sha('set off'), settlement: 'offset' });
  await write('cashier', `${first}/set-offs`, { account: ids['account'], requestedOn: '2026-04-20' });
  await write('officer', `${other}/rejections`, { reason: 'NOT_PROVEN', message: 'another parcel', rejectedOn: '2026-04-20' });
  await api.settle();
  expect((await read('intermediary:R-1', first)).body).toMatchObject({ status: 'offset' });
  expect((await read('intermediary:R-1', other)).body).toMatchObject({ status: 'rejected' });
});

it('raises the guarantee, and asks the guarantor for what is due', async () => {
  const guarantee = `/v1/guarantees/${String(ids['guarantee'])}`;
  await write('officer', `${guarantee}/changes`, { reason: 'increased', amount: '150.00', changedOn: '2026-04-20' });
  await agreed('cashier', `${guarantee}/calls`, {
    account: ids['account'],
    callReference: 'CALL-1',
    statement: ids['statement'],
    amount: '20.00',
    calledOn: '2026-04-20',
  });
  await api.settle();
  expect((await read('officer', guarantee)).body).toMatchObject({ amount: '150.00', called: '20.00' });
});

it('gives each beneficiary what was collected for it', async () => {
  const share = { authority: 'EU-FR', beneficiary: 'EU', currency: 'EUR', distribution: 'EU-2026-04' };
  expect(told(await api.post('cashier', '/v1/distributions', { ...share, from: '2026-03-01', to: '2026-05-01' }))[2]).toBe('to');
  await write('cashier', '/v1/distributions', { ...share, from: '2026-03-01', to: '2026-04-20' });
  expect((await read('auditor', '/v1/distributions?authority=EU-FR')).body['shares']).toMatchObject([
    { distribution: 'EU-2026-04', status: 'due', lines: [{ taxType: 'A00', collected: '19.50' }] },
  ]);
  await agreed('cashier', '/v1/distribution-payments', { ...share, paidOn: '2026-04-20', paymentReference: 'D-1' });
  expect((await read('auditor', '/v1/distributions?authority=EU-FR')).body['shares']).toMatchObject([
    { status: 'paid', payment: { paymentReference: 'D-1' } },
  ]);
});

it('balances, in every book and currency', async () => {
  await api.settle();
  const { body } = await read('auditor', '/v1/journal/trial-balance');
  for (const { book, debit, credit } of body['balances'] as readonly { book: string; debit: string; credit: string }[])
    expect([book, debit]).toEqual([book, credit]);
});
