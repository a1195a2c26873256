import { verifyLog } from '#integrity';
import { ledgerCatalogue } from '#runtime';
import { ApiUnderTest, type Answer } from './api.support';
import { monthTold, tellMonth, type MonthIds } from './told-month';

// A statement of which a part is written off; then money comes for it. And the terms of its account, and a penalty.
let api: ApiUnderTest;
let ids: MonthIds;
let debt: Readonly<{ kind: string; reference: string; taxType: string; beneficiary: string; dueOn: string; open: string }>;
const account = (): string => `/v1/accounts/${ids['deferment'] ?? ''}`;
/** Asked for by a cashier, agreed to by an officer. */
const agreed = async (url: string, body: object): Promise<Answer> => {
  const asked = await api.post('cashier', url, body);
  return api.post('officer', url, body, { 'request-ticket': String(asked.body['ticket']) });
};
const openItems = async () => {
  await api.settle();
  return (await api.get('cashier', `${account()}/open-items`)).body['openItems'] as readonly (typeof debt)[];
};
const named = () => ({ kind: debt.kind, reference: debt.reference, taxType: debt.taxType, beneficiary: debt.beneficiary });

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api, { paid: false });
  const [first] = await openItems();
  if (first === undefined) throw new Error('nothing is open');
  debt = first;
});
afterAll(() => api.stop());

it('pays what was written off with the cash of a receipt, as of its own due day', async () => {
  const document = 'a'.repeat(64);
  const writeOff = { debt: { ...named(), amount: debt.open }, document, writtenOffOn: '2026-04-17' };
  expect((await agreed(`${account()}/write-offs`, writeOff)).status).toBe(201);
  expect((await openItems()).some((item) => item.taxType === debt.taxType && item.beneficiary === debt.beneficiary)).toBe(false);

  const { body: entry } = await api.post('cashier', '/v1/receipts', {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    entryReference: 'E-AFTER-ALL',
    amount: debt.open,
    currency: 'EUR',
    bookedOn: '2026-04-18',
    valueOn: '2026-04-18',
    remittance: 'NOTHING-KNOWN-1',
  });
  const receipt = String(entry['id']);
  const others = (await openItems()).length;
  await api.post('cashier', `/v1/receipts/${receipt}/identifications`, { account: ids['deferment'] });
  await api.settle();
  const recovery = { receipt, debt: { ...named(), amount: debt.open }, recoveredOn: '2026-04-18' };
  // What came settles what is owed first, by the order of the account; no more than is left of it pays a debt that was given up.
  expect(others).toBeGreaterThan(0);
  expect(await api.post('cashier', `${account()}/recoveries`, recovery)).toMatchObject({
    status: 422,
    body: { code: 'UNAPPLIED_EXCEEDED', field: 'debt.amount' },
  });
  const { body: more } = await api.post('cashier', '/v1/receipts', {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    entryReference: 'E-MORE',
    amount: '500.00',
    currency: 'EUR',
    bookedOn: '2026-04-18',
    valueOn: '2026-04-18',
  });
  await api.post('cashier', `/v1/receipts/${String(more['id'])}/identifications`, { account: ids['deferment'] });
  await api.settle();
  const recovered = { ...recovery, receipt: String(more['id']) };
  expect((await api.post('cashier', `${account()}/recoveries`, recovered)).status).toBe(201);
  await api.settle();
  const paid = (await api.get('cashier', `${account()}/payments/${recovered.receipt}`)).body['allocations'];
  expect(paid).toEqual(expect.arrayContaining([expect.objectContaining({ ...named(), rule: 'by-hand' })]));
  expect(await api.post('cashier', `${account()}/recoveries`, { ...recovered, debt: { ...named(), amount: '0.01' } })).toMatchObject({
    body: { code: 'DEBT_NOT_OPEN', field: 'debt.amount' },
  });
});

it('undoes an allocation that was a mistake: the debt is owed again, and the cash is there for another', async () => {
  const { body: entry } = await api.post('cashier', '/v1/receipts', {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    entryReference: 'E-MISTAKE',
    amount: '7.00',
    currency: 'EUR',
    bookedOn: '2026-04-18',
    valueOn: '2026-04-18',
  });
  const receipt = String(entry['id']);
  const penalty = { penaltyReference: 'PEN-OF-ANOTHER', beneficiary: 'FR', amount: '9.00', reason: 'late', rule: 'LATE' };
  expect((await agreed(`${account()}/penalties`, { ...penalty, imposedOn: '2026-04-18', dueOn: '2026-04-30' })).status).toBe(201);
  await api.post('cashier', `/v1/receipts/${receipt}/identifications`, { account: ids['deferment'] });
  const openOf = async () => (await openItems()).filter(({ reference }) => reference === 'PEN-OF-ANOTHER').map(({ open }) => open);
  expect(await openOf()).toEqual(['2.00']);
  const undoing = { receipt, undoneOn: '2026-04-19', reason: 'meant for another debt' };
  const url = `${account()}/allocation-undoings`;
  expect(await api.post('cashier', url, { ...undoing, references: ['PEN-OF-ANOTHER', 'PEN-NONE'] })).toMatchObject({
    status: 422,
    body: { code: 'ALLOCATION_UNKNOWN', field: 'references[1]' },
  });
  expect((await api.post('cashier', url, { ...undoing, references: ['PEN-OF-ANOTHER'] })).status).toBe(201);
  expect(await openOf()).toEqual(['9.00']);
  const cash = (await api.get('cashier', `${account()}/unapplied`)).body['unapplied'];
  expect(cash).toEqual(expect.arrayContaining([expect.objectContaining({ receipt, amount: '7.00', bookedOn: '2026-04-18' })]));
  expect((await verifyLog(api.ledger.store, ledgerCatalogue)).findings).toEqual([]);
});

it('takes the limit of a period, in the currency of the account', async () => {
  const terms = { changedOn: '2026-04-18', reason: 'agreed with the holder' };
  expect((await api.post('officer', `${account()}/terms`, { ...terms, limit: '100.001' })).body).toMatchObject({ field: 'limit' });
  expect((await api.post('officer', `${account()}/terms`, { ...terms, limit: '100.00' })).status).toBe(201);
  await api.settle();
  expect((await api.get('cashier', account())).body).toMatchObject({
    facts: [{ type: 'AccountOpened' }, { type: 'AccountTermsChanged', data: { limit: '100.00', currency: 'EUR' } }],
  });
});

it('is told of a guarantee, of terms and of a suspension on their day, for they hold at once', async () => {
  const share = { account: ids['deferment'], share: '1000.00' };
  const guarantee = {
    authority: 'EU-FR',
    guarantor: 'BANK-9',
    guaranteeReference: 'GRN-LATER',
    holder: 'R-1',
    form: 'undertaking',
    amount: '1000.00',
    currency: 'EUR',
    shares: [share],
  };
  const asked: readonly (readonly [string, object])[] = [
    ['/v1/guarantees', { ...guarantee, validFrom: '2026-04-21' }],
    [`${account()}/terms`, { reservePercent: '30', changedOn: '2026-04-21', reason: 'AEO' }],
    [`${account()}/suspensions`, { reason: 'ARREARS', suspendedOn: '2026-04-21' }],
  ];
  const codes = await Promise.all(
    asked.map(async ([url, body]) => {
      const answer = await api.post('officer', url, body);
      return [answer.status, answer.body['code'], answer.body['field']];
    }),
  );
  expect(codes).toEqual([
    [400, 'FIELD_MALFORMED', 'validFrom'],
    [400, 'FIELD_MALFORMED', 'changedOn'],
    [400, 'FIELD_MALFORMED', 'suspendedOn'],
  ]);
  expect((await api.post('officer', '/v1/guarantees', { ...guarantee, validFrom: '2026-04-20' })).status).toBe(201);
});

it('imposes no other penalty under the reference of one that an earlier period had', async () => {
  // The periods of this cycle are days.
  const { body } = await api.post('officer', '/v1/accounts', {
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'cash',
    currency: 'EUR',
    cycle: 'CN-CBEC',
    openedOn: '2026-04-17',
  });
  await api.settle();
  const penalties = `/v1/accounts/${String(body['id'])}/penalties`;
  const penalty = { penaltyReference: 'PEN-1', beneficiary: 'FR', amount: '10.00', reason: 'late', rule: 'LATE', dueOn: '2026-04-30' };
  const withdrawn = { beneficiary: 'FR', amount: '10.00', reducedOn: '2026-04-17', document: 'a'.repeat(64) };
  expect((await agreed(penalties, { ...penalty, imposedOn: '2026-04-17' })).status).toBe(201);
  expect((await agreed(`${penalties}/PEN-1/reductions`, withdrawn)).status).toBe(201);
  await api.post('operator', '/v1/close-runs', { until: '2026-04-18' });
  await api.settle();
  const again = { ...penalty, imposedOn: '2026-04-18' };
  expect((await agreed(penalties, again)).body).toMatchObject({ code: 'PENALTY_ALREADY_IMPOSED', field: 'penaltyReference' });
  expect((await agreed(penalties, { ...again, penaltyReference: 'PEN-2' })).status).toBe(201);
});
