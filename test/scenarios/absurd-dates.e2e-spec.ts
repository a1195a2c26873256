import { ApiUnderTest } from './api.support';
import { consignment, declaration, deferment, order, parcels, payment } from './messages';

// Dates that no message can mean: before 2000, after 2099, or of what is said to have happened and lies weeks ahead.
let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
  expect((await api.post('officer', '/v1/accounts', deferment)).status).toBe(201);
  await api.settle();
});
afterAll(() => api.stop());

const noon = (day: string): string => `${day}T12:00:00.000Z`;
const receipt = (change: object) => ({
  authority: 'EU-FR',
  bankAccount: 'BANK-1',
  entryReference: 'E-1',
  amount: '1.00',
  currency: 'EUR',
  bookedOn: '2026-04-20',
  valueOn: '2026-04-20',
  ...change,
});
const summary = {
  authority: 'EU-FR',
  declarant: 'R-1',
  accountHolder: 'R-1',
  direction: 'entry',
  summaryReference: 'S-1',
  currency: 'EUR',
  from: '2026-03-01',
  to: '2026-04-01',
  submittedOn: '2200-01-01',
  dueOn: '2026-04-11',
};
const dated: readonly (readonly [who: string, url: string, field: string, message: (day: string) => object])[] = [
  ['cashier', '/v1/receipts', 'bookedOn', (day) => receipt({ bookedOn: day })],
  ['cashier', '/v1/receipts', 'valueOn', (day) => receipt({ entryReference: 'E-2', valueOn: day })],
  ['vendor:V-IE-1', '/v1/orders', 'orderedAt', (day) => order({ orderedAt: noon(day) })],
  ['vendor:V-IE-1', '/v1/checkout-payments', 'acceptedAt', (day) => payment({ acceptedAt: noon(day) })],
  ['intermediary:C-1', '/v1/consignments', 'dispatchedAt', (day) => consignment({ dispatchedAt: noon(day) })],
  [
    'intermediary:C-1',
    '/v1/consignments',
    'receivedAt',
    (day) => consignment({ consignmentNumber: 'LX000000009CN', receivedAt: noon(day) }),
  ],
  ['intermediary:R-1', '/v1/declarations', 'acceptedAt', (day) => declaration({ ...parcels.border.declaration, acceptedAt: noon(day) })],
];

describe.each(dated)('of %s at %s, %s', (who, url, field, message) => {
  it.each([
    ['0001-01-01', 400, 'DATE_OUT_OF_RANGE'],
    ['1999-12-31', 400, 'DATE_OUT_OF_RANGE'],
    ['2200-01-01', 400, 'DATE_OUT_OF_RANGE'],
    ['2026-05-05', 400, 'DATE_AHEAD'],
    ['2026-05-04', 201, undefined],
  ])('%s is answered %i %s', async (day, status, code) => {
    const answer = await api.post(who, url, message(day));
    expect([answer.status, answer.body['code'], answer.body['field']]).toEqual([status, code, code === undefined ? undefined : field]);
  });
});

it.each([
  ['intermediary:R-1', '/v1/summaries', summary, 'submittedOn'],
  ['officer', '/v1/accounts', { ...deferment, holder: 'R-9', openedOn: '1999-12-31' }, 'openedOn'],
])('is refused in any other request, by its field: %s %s', async (who, url, body, field) => {
  const { status, body: told } = await api.post(who, url, body);
  expect([status, told['code'], told['field']]).toEqual([400, 'DATE_OUT_OF_RANGE', field]);
});

it('may be to come where it is no report of what happened', async () => {
  const later = await api.post('officer', '/v1/accounts', { ...deferment, holder: 'R-8', openedOn: '2026-07-01' });
  expect([later.status, later.body['detail']]).toEqual([201, undefined]);
});
