import { ApiUnderTest } from './api.support';
import { monthTold, tellMonth, type MonthIds } from './told-month';

// A statement that was paid, and paid again by entries that carry no identification of their payer's.
let api: ApiUnderTest;
let ids: MonthIds;
const receipts: Record<string, string> = {};
const pay = async (entryReference: string, amount: string, remittance: string): Promise<void> => {
  const { status, body } = await api.post('cashier', '/v1/receipts', {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    entryReference,
    amount,
    currency: 'EUR',
    remittance,
    bookedOn: '2026-04-17',
    valueOn: '2026-04-17',
  });
  expect([entryReference, status, body['detail']]).toEqual([entryReference, 201, undefined]);
  receipts[entryReference] = String(body['id']);
  await api.settle();
};
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api, { paid: false });
  const statement = ids['statement'] ?? '';
  await pay('E-1', '83.40', statement);
  await pay('E-2', '83.40', `payment of ${statement.toLowerCase()}`);
  await pay('E-3', '20.00', statement);
});
afterAll(() => api.stop());

it('is a duplicate where amount, payer and statement are those of the payment, else money that settles nothing', async () => {
  const { body } = await api.get('officer', '/v1/receipt-cases?asOf=2026-05-15T00:00:00.000Z');
  const cases = body['cases'] as readonly {
    readonly entryReference: string;
    readonly status: string;
    readonly breaks: readonly { readonly code: string; readonly amount: string; readonly why: { readonly found: string } }[];
  }[];
  expect(
    cases.map(({ entryReference, status, breaks }) => [entryReference, status, breaks.map(({ code, amount }) => `${code} ${amount}`)]),
  ).toEqual(
    expect.arrayContaining([
      ['E-1', 'matched', []],
      ['E-2', 'broken', ['B57 83.4']],
      ['E-3', 'broken', ['B55 20']],
    ]),
  );
  expect(cases.find(({ entryReference }) => entryReference === 'E-2')?.breaks[0]?.why.found).toBe(
    `it repeats receipt ${receipts['E-1'] ?? ''}`,
  );
});

it('is no break any more when the money is given back', async () => {
  const url = `/v1/accounts/${ids['deferment'] ?? ''}/repayments`;
  const repayment = { receipt: receipts['E-2'], amount: '83.40', repaidOn: '2026-04-18', paymentReference: 'OUT-1' };
  const { body: asked } = await api.post('cashier', url, repayment);
  const answer = await api.post('officer', url, repayment, { 'request-ticket': String(asked['ticket']) });
  expect([answer.status, answer.body['detail']]).toEqual([201, undefined]);
  await api.settle();
  const { body } = await api.get('officer', '/v1/breaks/worklist?code=B57&asOf=2026-05-15T00:00:00.000Z');
  expect(body['breaks']).toEqual([]);
});
