import { type Answer, ApiUnderTest } from './api.support';
import { parcels } from './messages';

type Facts = readonly Readonly<{ type: string; data: Readonly<Record<string, unknown>> }>[];
const factsOf = ({ body }: Answer): Facts => body['facts'] as Facts;
const typesOf = (answer: Answer): readonly string[] => factsOf(answer).map(({ type }) => type);
const factOf = (answer: Answer, type: string): Readonly<Record<string, unknown>> =>
  factsOf(answer).find((fact) => fact.type === type)?.data ?? {};

// A vendor’s month, from three orders to a reconciled and paid account: each test goes on where the one before ended.
let api: ApiUnderTest;
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
});
afterAll(() => api.stop());

const write = async (who: string, url: string, body: unknown): Promise<string> => {
  const answer = await api.post(who, url, body);
  expect([url, answer.status, answer.body['code'], answer.body['field']]).toEqual([url, 201, undefined, undefined]);
  return String(answer.body['id']);
};
const read = async (who: string, url: string): Promise<Answer> => {
  const answer = await api.get(who, url);
  expect([url, answer.status]).toEqual([url, 200]);
  return answer;
};

it('begins with who collects, and the accounts', async () => {
  const registered = { establishedIn: 'IE', registeredOn: '2026-01-01' };
  await write('operator', '/v1/collectors', { collector: 'V-IE-1', name: 'A vendor', roles: ['vendor'], ...registered });
  await write('operator', '/v1/collectors', { collector: 'R-1', name: 'A representative', roles: ['representative'], ...registered });
  await write('officer', '/v1/collectors/V-IE-1/scheme-numbers', {
    scheme: 'EU-IOSS',
    schemeNumber: 'IM3720000014',
    authority: 'EU-IE',
    validFrom: '2026-03-01',
  });
  await write('officer', '/v1/collectors/V-IE-1/scheme-numbers', {
    scheme: 'UK-VAT',
    schemeNumber: 'GB999999973',
    authority: 'GB',
    validFrom: '2026-01-01',
  });
  const openedOn = '2026-03-01';
  ids['scheme EU'] = await write('officer', '/v1/accounts', {
    authority: 'EU-IE',
    holder: 'V-IE-1',
    kind: 'scheme',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn,
  });
  ids['scheme UK'] = await write('officer', '/v1/accounts', {
    authority: 'GB',
    holder: 'V-IE-1',
    kind: 'scheme',
    currency: 'GBP',
    cycle: 'UK-DUTY',
    openedOn,
  });
  ids['deferment'] = await write('officer', '/v1/accounts', {
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn,
  });
  ids['deferment UK'] = await write('officer', '/v1/accounts', {
    authority: 'GB',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'GBP',
    cycle: 'UK-DUTY',
    openedOn,
  });
});

it('goes on with orders, payments and parcels', async () => {
  for (const [name, parcel] of Object.entries(parcels)) {
    ids[`order ${name}`] = await write('vendor:V-IE-1', '/v1/orders', parcel.order);
    await write('vendor:V-IE-1', '/v1/checkout-payments', parcel.payment);
    ids[`consignment ${name}`] = await write('intermediary:C-1', '/v1/consignments', parcel.consignment);
    const { consignmentNumber } = parcel.consignment;
    await write('intermediary:C-1', `/v1/consignments/C-1/${consignmentNumber}/arrivals`, { arrivedAt: '2026-03-10T08:00:00.000Z' });
    await write('intermediary:C-1', `/v1/consignments/C-1/${consignmentNumber}/deliveries`, { deliveredAt: '2026-03-12T08:00:00.000Z' });
  }
  await api.settle();
  expect(factOf(await read('vendor:V-IE-1', `/v1/orders/${String(ids['order ioss'])}`), 'SupplyAttributed')).toMatchObject({
    scheme: 'EU-IOSS',
    period: '2026-03',
    consumptionCountry: 'FR',
  });
  expect(factOf(await read('vendor:V-IE-1', `/v1/orders/${String(ids['order uk'])}`), 'SupplyAttributed')).toMatchObject({
    scheme: 'UK-SUPPLY',
    period: '2026-Q1',
  });
  expect(factOf(await read('vendor:V-IE-1', `/v1/orders/${String(ids['order border'])}`), 'SupplyExcluded')).toMatchObject({
    regime: 'STANDARD-IMPORT',
  });
});

it('quotes what a declaration will cost without recording it', async () => {
  const before = await api.events();
  const quote = await api.post('intermediary:R-1', '/v1/assessments/quote', parcels.border.declaration);
  expect(quote.status).toBe(200);
  expect(JSON.stringify(quote.body['totals'])).toContain('"19.50"');
  const elsewhere = await api.post('intermediary:R-1', '/v1/assessments/quote', { ...parcels.border.declaration, jurisdiction: 'PT' });
  expect(elsewhere).toMatchObject({ status: 422, body: { code: 'JURISDICTION_DIFFERS' } });
  expect(await api.events()).toBe(before);
});

it('declares, assesses, charges and releases', async () => {
  for (const [name, parcel] of Object.entries(parcels))
    ids[`declaration ${name}`] = await write('intermediary:R-1', '/v1/declarations', parcel.declaration);
  await api.settle();
  const ioss = await read('officer', `/v1/declarations/${String(ids['declaration ioss'])}`);
  expect(typesOf(ioss)).toEqual([
    'DeclarationLodged',
    'DeclarationItemsRecorded',
    'DutyAssessed',
    'AssessmentLinesRecorded',
    'ReleaseGranted',
  ]);
  expect(factOf(ioss, 'DutyAssessed')).toMatchObject({ payable: '0.00', accountedIn: { scheme: 'EU-IOSS', period: '2026-03' } });
  const border = await read('officer', `/v1/declarations/${String(ids['declaration border'])}`);
  expect(factOf(border, 'DutyAssessed')).toMatchObject({ payable: '83.40', currency: 'EUR' });
  expect(typesOf(border)).toContain('ReleaseGranted');
  const explained = await read('intermediary:R-1', `/v1/declarations/${String(ids['declaration border'])}/explanation`);
  expect(explained.body).toMatchObject({ kind: 'explained', equal: true, differences: [] });
});

it('closes the month with a statement', async () => {
  const run = await api.post('operator', '/v1/close-runs', {});
  expect(run.status).toBe(200);
  await api.settle();
  const { body } = await read('intermediary:R-1', '/v1/statements?authority=EU-FR');
  expect(body['statements']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        period: expect.stringContaining('2026-03') as unknown,
        charged: '83.40',
        closing: '83.40',
        chargeCount: 1,
      }),
    ]),
  );
  expect((await api.post('operator', '/v1/close-runs', {})).body).toEqual({ statements: [] });
  expect((await api.post('operator', '/v1/close-runs', { until: '2030-01-01' })).body).toMatchObject({ status: 400, field: 'until' });
});

it('files the returns from the facts', async () => {
  const preview = await read('vendor:V-IE-1', '/v1/scheme-returns/IM3720000014/2026-03/preview');
  expect(preview.body).toMatchObject({
    figures: { payable: '19.80', rows: [{ country: 'FR', rate: '20', taxable: '99.00', vat: '19.80', supplies: 1 }] },
    outstanding: [],
  });
  await write('vendor:V-IE-1', '/v1/scheme-returns', { schemeNumber: 'IM3720000014', period: '2026-03' });
  await write('vendor:V-IE-1', '/v1/scheme-returns', { schemeNumber: 'GB999999973', period: '2026-Q1' });
  await api.settle();
  const filed = await read('vendor:V-IE-1', '/v1/scheme-returns/IM3720000014/2026-03');
  expect(filed.body).toMatchObject({ returnReference: 'IE/IM3720000014/M03.2026', payable: '19.80' });
  expect(
    (await read('vendor:V-IE-1', '/v1/scheme-returns/IM3720000014/2026-03/supplies?country=FR&rate=20')).text.trim().split('\n'),
  ).toHaveLength(1);
  expect((await read('vendor:V-IE-1', '/v1/scheme-returns/IM3720000014/2026-03/export?format=csv')).text).toContain('row,FR,2026-03,');
  expect((await read('vendor:V-IE-1', '/v1/scheme-returns/IM3720000014/2026-03/export?format=json')).body).toMatchObject({
    vatReturnReferenceNumber: 'IE/IM3720000014/M03.2026',
    totalAmountVatDue: '19.80',
  });
  expect((await api.get('vendor:V-FR-2', '/v1/scheme-returns/IM3720000014/2026-03/preview')).status).toBe(404);
  expect((await api.post('vendor:V-IE-1', '/v1/scheme-returns', { schemeNumber: 'IM3720000014', period: '2026-04' })).body).toMatchObject({
    code: 'PERIOD_NOT_ENDED',
  });
});

it('is paid, and every payment finds its debt', async () => {
  const entry = { bankAccount: 'BANK-1', bookedOn: '2026-04-16', valueOn: '2026-04-16' };
  const { body } = await read('intermediary:R-1', '/v1/statements?authority=EU-FR');
  expect((await api.get('vendor:V-IE-1', '/v1/statements?authority=EU-FR')).body).toEqual({ statements: [] });
  const reference = (body['statements'] as { statementReference: string; charged: string }[]).find(
    ({ charged }) => charged === '83.40',
  )?.statementReference;
  const receipts = [
    { authority: 'EU-IE', entryReference: 'E-1', amount: '19.80', currency: 'EUR', remittance: 'IE/IM3720000014/M03.2026' },
    { authority: 'GB', entryReference: 'E-2', amount: '20.00', currency: 'GBP', remittance: 'GB/GB999999973/Q1.2026' },
    { authority: 'EU-FR', entryReference: 'E-3', amount: '83.40', currency: 'EUR', remittance: `PAYMENT ${String(reference)}` },
  ];
  for (const receipt of receipts) ids[receipt.entryReference] = await write('cashier', '/v1/receipts', { ...entry, ...receipt });
  await api.settle();
  expect(typesOf(await read('vendor:V-IE-1', `/v1/receipts/${String(ids['E-1'])}`))).toEqual(['ReceiptRecorded', 'ReceiptIdentified']);
  expect((await api.get('vendor:V-IE-1', `/v1/receipts/${String(ids['E-3'])}`)).status).toBe(404);
  const periods = await read('intermediary:R-1', `/v1/accounts/${String(ids['deferment'])}/periods`);
  const open = (periods.body['periods'] as { period: string; status: string }[]).find(({ status }) => status === 'open')?.period;
  expect((await read('intermediary:R-1', `/v1/accounts/${String(ids['deferment'])}/periods/${String(open)}`)).body).toMatchObject({
    period: { opening: '83.40', applied: '83.40' },
    charges: [],
  });
  expect((await read('intermediary:R-1', `/v1/accounts/${String(ids['deferment'])}/open-items`)).body).toEqual({ openItems: [] });
  expect((await read('cashier', `/v1/receipts/${String(ids['E-3'])}/allocations`)).body['allocations']).toHaveLength(2);
  expect((await read('vendor:V-IE-1', '/v1/receipts')).body['receipts']).toHaveLength(2);
});

it('balances, in every book and currency', async () => {
  const { body } = await read('auditor', '/v1/journal/trial-balance');
  const balances = body['balances'] as { book: string; currency: string; debit: string; credit: string }[];
  expect(balances.map(({ book, currency }) => `${book} ${currency}`)).toEqual(expect.arrayContaining(['EU-FR EUR', 'EU-IE EUR', 'GB GBP']));
  for (const { book, debit, credit } of balances) expect([book, debit]).toEqual([book, credit]);
  const first = await read('auditor', '/v1/journal/entries?limit=3');
  const second = await read('auditor', `/v1/journal/entries?limit=3&cursor=${String(first.body['next'])}`);
  expect(second.body['entries']).not.toEqual(first.body['entries']);
  expect((await api.get('auditor', `/v1/journal/entries?book=GB&cursor=${String(first.body['next'])}`)).body).toMatchObject({
    code: 'CURSOR_INVALID',
  });
  expect((await read('auditor', '/v1/journal/export?format=hledger')).text).toContain('83.40 EUR');
});

it('is reconciled: every parcel is matched, and nothing is lost', async () => {
  const { body } = await read('officer', '/v1/reconciliation');
  expect(body).toMatchObject({ items: { matched: 3, inTransit: 0, broken: 0, outside: {} }, breaks: {} });
  for (const orderNumber of ['O-1', 'O-2', 'O-3']) {
    const { body: found } = await read('vendor:V-IE-1', `/v1/cases?term=${orderNumber}`);
    expect(found['cases']).toEqual([expect.objectContaining({ status: 'matched', breaks: [] })]);
  }
  expect((await read('vendor:V-FR-2', '/v1/cases')).body).toMatchObject({ cases: [] });
  expect((await api.get('vendor:V-FR-2', `/v1/cases/order-${String(ids['order ioss'])}`)).status).toBe(404);
  const early = await read('officer', '/v1/reconciliation?asOf=2026-03-02T12:00:00.000Z');
  expect(early.body).toMatchObject({ items: { matched: 0, inTransit: 3 } });
  expect((await read('officer', '/v1/bridge')).body['bridges']).not.toEqual([]);
  expect((await read('vendor:V-IE-1', '/v1/period-cases')).body['cases']).not.toEqual([]);
});

it('is proved: the whole log verifies', async () => {
  expect((await api.post('auditor', '/v1/integrity/verifications', {})).status).toBe(202);
  let answer = await read('auditor', '/v1/integrity');
  for (let i = 0; i < 200 && answer.body['status'] === 'running'; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer = await read('auditor', '/v1/integrity');
  }
  expect(answer.body).toMatchObject({ place: 'notLookedAt', status: 'sound', report: { events: await api.events(), findingCount: 0 } });
});
