import { verifyLog } from '#integrity';
import { ledgerCatalogue } from '#runtime';
import { ApiUnderTest, type Answer } from './api.support';
import { monthTold, tellMonth, type MonthIds } from './told-month';

// A payment of V-9 was identified to the account of R-1, whose statement it paid. It goes to V-9's; then R-1 pays.
let api: ApiUnderTest;
let ids: MonthIds;
let wrong: string;
let right: string;
let receipt: string;
const agreed = async (url: string, body: object, key = url): Promise<Answer> => {
  const asked = await api.post('cashier', url, body, { 'idempotency-key': key });
  return api.post('officer', url, body, { 'request-ticket': String(asked.body['ticket']) });
};
const read = async (who: string, url: string) => {
  await api.settle();
  return (await api.get(who, url)).body;
};
const entry = async (entryReference: string, amount: string, remittance: string): Promise<string> => {
  const days = { bookedOn: '2026-04-15', valueOn: '2026-04-14' };
  const of = { authority: 'EU-FR', bankAccount: 'BANK-1', currency: 'EUR' };
  return String((await api.post('cashier', '/v1/receipts', { ...of, entryReference, amount, remittance, ...days })).body['id']);
};
const transfer = () => ({ receipt, toAccount: right, transferredOn: '2026-04-18', reason: 'the payer named V-9' });
const transfers = (): string => `/v1/accounts/${wrong}/transfers`;
const typesOf = (body: Answer['body']): readonly string[] => (body['facts'] as readonly { type: string }[]).map(({ type }) => type);
const rowsOf = (body: Answer['body'], name: string) => body[name] as readonly Readonly<Record<string, unknown>>[];

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api, { paid: false });
  wrong = ids['deferment'] ?? '';
  const registered = { establishedIn: 'IE', registeredOn: '2026-01-01' };
  await api.post('operator', '/v1/collectors', { collector: 'V-9', name: 'Another', roles: ['vendor'], ...registered });
  const terms = { authority: 'EU-FR', kind: 'deferment', currency: 'EUR', cycle: 'EU-SIXTEENTH', openedOn: '2026-03-01' };
  right = String((await api.post('officer', '/v1/accounts', { ...terms, holder: 'V-9' })).body['id']);
  await api.settle();
  await api.post('operator', '/v1/close-runs', {});
  const penalty = { penaltyReference: 'PEN-V9', beneficiary: 'FR', amount: '9.00', reason: 'late', rule: 'LATE' };
  await agreed(`/v1/accounts/${right}/penalties`, { ...penalty, imposedOn: '2026-04-18', dueOn: '2026-04-30' });
  receipt = await entry('E-V9', '83.40', 'invoice 7');
  await api.post('cashier', `/v1/receipts/${receipt}/identifications`, { account: wrong });
  await api.settle();
});
afterAll(() => api.stop());

it('does not move what settles a debt, nor to what is no account of the book, and says which field', async () => {
  expect((await api.post('cashier', transfers(), transfer())).status).toBe(202);
  expect(await agreed(transfers(), transfer())).toMatchObject({
    status: 422,
    body: { code: 'PAYMENT_STILL_APPLIED', field: 'receipt', details: { references: ids['statement'] } },
  });
  const told = async (change: object) => {
    const { status, body } = await agreed(transfers(), { ...transfer(), ...change }, JSON.stringify(change));
    return [status, body['code'], body['field']];
  };
  const { accounts } = await read('officer', '/v1/accounts?authority=GB&kind=deferment');
  const ofGb = (accounts as readonly { account: string }[])[0]?.account;
  expect(await told({ toAccount: ofGb })).toEqual([422, 'BOOK_MISMATCH', 'toAccount']);
  expect(await told({ toAccount: wrong })).toEqual([409, 'RECEIPT_ALREADY_IDENTIFIED', 'toAccount']);
  expect((await api.post('cashier', transfers(), { ...transfer(), toAccount: receipt })).body).toMatchObject({
    code: 'ACCOUNT_UNKNOWN',
    field: 'toAccount',
  });
  expect((await api.post('vendor:V-9', transfers(), transfer())).status).toBe(403);
  const unknown = await entry('E-NEW', '1.00', 'no idea');
  expect((await api.post('cashier', `/v1/receipts/${unknown}/identifications`, { account: ofGb })).body).toMatchObject({
    code: 'BOOK_MISMATCH',
    field: 'account',
  });
});

it('moves all of it when the allocation is undone, once, and settles what is open on the right account', async () => {
  const undoing = { receipt, references: [ids['statement']], undoneOn: '2026-04-17', reason: 'paid by another' };
  expect((await api.post('cashier', `/v1/accounts/${wrong}/allocation-undoings`, undoing)).status).toBe(201);
  expect(rowsOf(await read('cashier', `/v1/accounts/${wrong}/unapplied`), 'unapplied')).toMatchObject([{ receipt, amount: '83.40' }]);
  const [first, again] = [await agreed(transfers(), transfer(), 'MOVE-1'), await agreed(transfers(), transfer(), 'MOVE-1')];
  expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
  expect(rowsOf(await read('cashier', `/v1/accounts/${wrong}/unapplied`), 'unapplied')).toEqual([]);
  expect(rowsOf(await read('vendor:V-9', `/v1/accounts/${right}/unapplied`), 'unapplied')).toMatchObject([
    { receipt, amount: '74.40', bookedOn: '2026-04-15' },
  ]);
  expect(rowsOf(await read('vendor:V-9', `/v1/accounts/${right}/open-items`), 'openItems')).toEqual([]);
  expect(rowsOf(await read('vendor:V-9', '/v1/receipts'), 'receipts')).toMatchObject([
    { receipt, account: right, status: 'credited', allocated: '9.00' },
  ]);
  expect(await agreed(transfers(), transfer(), 'MOVE-2')).toMatchObject({
    status: 422,
    body: { code: 'UNAPPLIED_EXCEEDED', field: 'receipt' },
  });
});

it('is in the history of the entry, of both accounts and of what people did', async () => {
  const url = `/v1/receipts/${receipt}`;
  expect(typesOf(await read('auditor', url))).toEqual(['ReceiptRecorded', 'ReceiptIdentified', 'ReceiptIdentified']);
  // A vendor sees its own entry, and not for whom it had been taken.
  expect(typesOf(await read('vendor:V-9', url))).toEqual(['ReceiptRecorded', 'ReceiptIdentified']);
  expect((await api.get('intermediary:R-1', url)).status).toBe(404);
  expect((await api.get('intermediary:R-1', `${url}/allocations`)).status).toBe(404);
  expect(rowsOf(await read('vendor:V-9', `${url}/allocations`), 'allocations')).toHaveLength(1);
  const settledThen = rowsOf(await read('auditor', `${url}/allocations`), 'allocations').map(({ account }) => account);
  expect(new Set(settledThen)).toEqual(new Set([wrong, right]));
  expect(rowsOf(await read('auditor', '/v1/manual-entries'), 'entries')).toContainEqual(
    expect.objectContaining({
      event: 'PaymentTransferred',
      how: 'fourEyes',
      amount: '83.40',
      reference: receipt,
      reason: 'the payer named V-9',
    }),
  );
  const settled = JSON.stringify(await read('auditor', `/v1/trace/receipt-${receipt}?direction=down`));
  expect(settled).toContain('"status":"transferred"');
  expect(settled).toContain('PEN-V9');
  const own = await api.get('vendor:V-9', `/v1/trace/receipt-${receipt}?direction=down`);
  expect([own.body['steps'], (await api.get('intermediary:R-1', `/v1/trace/receipt-${receipt}?direction=down`)).status]).toMatchObject([
    [{ reference: 'PEN-V9' }],
    404,
  ]);
});

it('ties out both ways once the right payment came, and leaves nothing in suspense under the entry', async () => {
  await entry('E-R1', '83.40', `PAYMENT ${ids['statement'] ?? ''}`);
  await api.settle();
  const { text } = await api.get('auditor', '/v1/tie-out?authority=EU-FR');
  const sheets = text
    .split('\n')
    .filter((line) => line.includes(ids['statement'] ?? ''))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(sheets).toMatchObject([{ ties: true }]);
  const posted = rowsOf(await read('auditor', '/v1/journal/entries?account=2010&limit=500'), 'entries');
  const lines = posted.flatMap(({ template, lines: all }) =>
    (all as readonly Readonly<Record<string, string>>[])
      .filter((line) => line['account'] === '2010' && line['receipt'] === receipt)
      .map(({ debit, credit }) => [template, debit, credit]),
  );
  expect(lines).toEqual([
    ['J13', '0.00', '83.40'],
    ['J09', '83.40', '0.00'],
    ['J43', '0.00', '83.40'],
    ['J09', '83.40', '0.00'],
  ]);
  expect((await verifyLog(api.ledger.store, ledgerCatalogue)).findings).toEqual([]);
});
