import { ApiUnderTest } from './api.support';
import { monthTold, tellMonth, type MonthIds } from './told-month';

interface Obligation {
  readonly kind: string;
  readonly state: string;
  readonly reference?: string;
  readonly holder: string;
  readonly amount?: string;
  readonly open?: string;
}
interface Owed {
  readonly obligations: readonly Obligation[];
  readonly sums?: readonly unknown[];
  readonly next?: string;
}

// What a collector has to do, from the end of the month to the payment: each test goes on where the one before ended.
let api: ApiUnderTest;
let ids: MonthIds;
let beforeFiling = '';
let toldThen: Owed;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api, { filed: false, paid: false });
  beforeFiling = await api.ledger.catchUp();
  toldThen = await owed('officer');
});
afterAll(() => api.stop());

const owed = async (who: string, query = ''): Promise<Owed> => {
  const { status, body } = await api.get(who, `/v1/obligations${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body as unknown as Owed;
};

it('tells a vendor which returns to file, with what they would come to, and which period runs', async () => {
  const { obligations, sums } = await owed('vendor:V-IE-1');
  expect(obligations).toEqual([
    expect.objectContaining({
      kind: 'returnToFile',
      state: 'due',
      dueOn: '2026-04-30',
      authority: 'EU-IE',
      reference: 'IE/IM3720000014/M03.2026',
      amount: '19.8',
      currency: 'EUR',
      preview: true,
    }),
    expect.objectContaining({
      kind: 'returnToFile',
      state: 'due',
      dueOn: '2026-05-07',
      authority: 'GB',
      reference: 'GB/GB999999973/Q1.2026',
      amount: '20',
      currency: 'GBP',
      preview: true,
    }),
    expect.objectContaining({ kind: 'returnToFile', state: 'upcoming', dueOn: '2026-05-31', period: '2026-04', amount: '0' }),
    expect.objectContaining({ kind: 'returnToFile', state: 'upcoming', dueOn: '2026-08-07', period: '2026-Q2', amount: '0' }),
  ]);
  expect(sums).toEqual([]);
});

it('finds a return to file by the currency that it will be paid in', async () => {
  const { obligations } = await owed('vendor:V-IE-1', '?currency=GBP');
  expect(obligations).toEqual([
    expect.objectContaining({ reference: 'GB/GB999999973/Q1.2026', amount: '20', currency: 'GBP' }),
    expect.objectContaining({ reference: 'GB/GB999999973/Q2.2026', amount: '0', currency: 'GBP' }),
  ]);
});

it('tells a declarant which statement to pay, by when and with which reference', async () => {
  const { obligations, sums } = await owed('intermediary:R-1');
  expect(obligations).toEqual([
    expect.objectContaining({
      kind: 'statementToPay',
      state: 'overdue',
      dueOn: '2026-04-16',
      authority: 'EU-FR',
      reference: ids['statement'],
      amount: '83.4',
      paid: '0',
      open: '83.4',
      currency: 'EUR',
    }),
  ]);
  expect(sums).toEqual([{ currency: 'EUR', open: '83.4', due: '0', overdue: '83.4', count: 1 }]);
});

it('asks for payment once a return is filed', async () => {
  for (const [schemeNumber, period] of [
    ['IM3720000014', '2026-03'],
    ['GB999999973', '2026-Q1'],
  ])
    expect((await api.post('vendor:V-IE-1', '/v1/scheme-returns', { schemeNumber, period })).status).toBe(201);
  await api.settle();
  const { obligations, sums } = await owed('vendor:V-IE-1', '?state=due');
  expect(obligations).toEqual([
    expect.objectContaining({
      kind: 'returnToPay',
      reference: 'IE/IM3720000014/M03.2026',
      open: '19.8',
      beneficiaries: [{ beneficiary: 'FR', amount: '19.8', open: '19.8' }],
    }),
    expect.objectContaining({ kind: 'returnToPay', reference: 'GB/GB999999973/Q1.2026', open: '20' }),
  ]);
  expect(sums).toEqual([
    { currency: 'EUR', open: '19.8', due: '19.8', overdue: '0', count: 1 },
    { currency: 'GBP', open: '20', due: '20', overdue: '0', count: 1 },
  ]);
});

it('counts what was paid in part', async () => {
  const receipt = {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    bookedOn: '2026-04-16',
    valueOn: '2026-04-16',
    entryReference: 'E-9',
    amount: '33.40',
    currency: 'EUR',
    remittance: ids['statement'],
  };
  expect((await api.post('cashier', '/v1/receipts', receipt)).status).toBe(201);
  await api.settle();
  expect((await owed('intermediary:R-1')).obligations).toEqual([
    expect.objectContaining({ kind: 'statementToPay', state: 'overdue', amount: '83.4', paid: '33.4', open: '50' }),
  ]);
  expect((await owed('intermediary:R-1', '?asOf=2026-04-10T12:00:00.000Z')).obligations).toEqual([
    expect.objectContaining({ kind: 'statementToPay', state: 'due', paid: '0', open: '83.4' }),
  ]);
});

it('tells what was written off apart from what was paid', async () => {
  const account = `/v1/accounts/${ids['deferment'] ?? ''}`;
  const { taxType, beneficiary } =
    ((await api.get('officer', `${account}/open-items`)).body['openItems'] as readonly Readonly<Record<string, string>>[])[0] ?? {};
  const debt = { kind: 'statement', reference: ids['statement'], taxType, beneficiary, amount: '5.00' };
  const body = { debt, document: 'a'.repeat(64), writtenOffOn: '2026-04-20' };
  const { ticket } = (await api.post('cashier', `${account}/write-offs`, body)).body;
  expect((await api.post('officer', `${account}/write-offs`, body, { 'request-ticket': String(ticket) })).status).toBe(201);
  await api.settle();
  expect((await owed('intermediary:R-1')).obligations).toEqual([
    expect.objectContaining({ kind: 'statementToPay', amount: '83.4', paid: '33.4', settledOtherwise: '5', open: '45' }),
  ]);
});

it('answers an earlier knowledge as it was, with the previews of then', async () => {
  expect(toldThen.obligations.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['statementToPay', '83.4'],
    ['returnToFile', '19.8'],
    ['returnToFile', '20'],
    ['returnToFile', '0'],
    ['returnToFile', '0'],
  ]);
  expect(await owed('officer', `?knownAt=${beforeFiling}`)).toEqual(toldThen);
});

it('gives pages that add up to the whole, and each its own', async () => {
  const { obligations } = await owed('officer');
  const first = await owed('officer', '?limit=2');
  const second = await owed('officer', `?limit=2&cursor=${String(first.next)}`);
  const third = await owed('officer', `?limit=2&cursor=${String(second.next)}`);
  expect([...first.obligations, ...second.obligations, ...third.obligations]).toEqual(obligations);
  expect([first.sums?.length, second.sums, third.next]).toEqual([2, undefined, undefined]);
  expect((await owed('vendor:V-FR-2')).obligations).toEqual([]);
  expect((await owed('vendor:V-FR-2', '?holder=V-IE-1')).obligations).toEqual([]);
  expect((await owed('officer', '?holder=R-1')).obligations).toHaveLength(1);
  expect((await owed('officer', '?kind=returnToPay&currency=GBP')).obligations).toHaveLength(1);
  expect((await api.get('officer', '/v1/obligations?state=late')).body).toMatchObject({ status: 400, field: 'state' });
});
