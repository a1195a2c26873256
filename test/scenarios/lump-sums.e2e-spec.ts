import { type Answer, ApiUnderTest } from './api.support';
import { declaration, deferment, parcels } from './messages';

// Money that pays many debts and does not say which. Each test goes on where the one before ended.
let api: ApiUnderTest;
let account = '';
let lump = '';
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
});
afterAll(() => api.stop());

const told = ({ status, body }: Answer): readonly unknown[] => [status, body['code']];
const write = async (who: string, url: string, body: unknown): Promise<string> => {
  const answer = await api.post(who, url, body);
  expect([url, ...told(answer)]).toEqual([url, 201, undefined]);
  return String(answer.body['id']);
};
const covers = async (receipt: string, query = ''): Promise<Readonly<Record<string, unknown>>> =>
  (await api.get('cashier', `/v1/receipts/${receipt}/covering-sets${query}`)).body;
const mrn = (n: number): string => `26FR0000000000001${String(n)}`;
const receive = (entryReference: string, amount: string): Promise<string> =>
  write('cashier', '/v1/receipts', {
    authority: 'EU-FR',
    bankAccount: 'BANK-1',
    entryReference,
    amount,
    currency: 'EUR',
    bookedOn: '2026-04-16',
    valueOn: '2026-04-16',
    remittance: 'PARCELS',
  });

it('begins with a carrier’s desk and the debts of five parcels', async () => {
  account = await write('officer', '/v1/accounts', { ...deferment, kind: 'consumer', cycle: 'EU-AT-ONCE' });
  await api.settle();
  const [item] = parcels.border.declaration.items;
  for (const [n, goodsValue] of [
    [1, '300.00'],
    [2, '170.00'],
    [3, '210.00'],
    [4, '400.00'],
    [5, '650.00'],
  ] as const)
    await write(
      'intermediary:R-1',
      '/v1/declarations',
      declaration({
        ...parcels.border.declaration,
        lrn: `L-1${String(n)}`,
        mrn: mrn(n),
        consignmentNumber: `LX00000001${String(n)}CN`,
        items: [{ ...item, goodsValue }],
      }),
    );
  await api.settle();
  const { openItems } = (await api.get('intermediary:R-1', `/v1/accounts/${account}/open-items`)).body as {
    openItems: readonly { reference: string; open: string }[];
  };
  expect([...new Set(openItems.map(({ reference }) => reference))].sort()).toEqual([1, 2, 3, 4, 5].map(mrn));
});

it('in suspense shows the accounts whose debts it covers as a whole', async () => {
  // The tax on the goods of 1730.00 in all is 27.8 %.
  const all = await receive('E-1', '480.94');
  await api.settle();
  expect(await covers(all)).toMatchObject({
    searched: 'accounts',
    covers: [{ account, openItems: 5, open: '480.94', status: 'exact', sets: [{ by: 'all', references: [1, 2, 3, 4, 5].map(mrn) }] }],
  });
});

it('shows the one set of debts of an account that it covers, once somebody says which account', async () => {
  lump = await receive('E-2', '322.48');
  await api.settle();
  expect(await covers(lump)).toMatchObject({ searched: 'accounts', covers: [] });
  expect(await covers(lump, `?account=${account}`)).toMatchObject({
    searched: 'account',
    covers: [{ status: 'exact', unique: true, complete: true, sets: [{ by: 'subset', references: [1, 3, 5].map(mrn) }] }],
  });
});

it('says for certain that no set comes to another amount', async () => {
  const odd = await receive('E-3', '322.47');
  await api.settle();
  expect(await covers(odd, `?account=${account}`)).toMatchObject({ covers: [{ status: 'none', complete: true, sets: [] }] });
});

it('settles that set when a cashier says so, and has nothing left to cover then', async () => {
  await write('cashier', `/v1/receipts/${lump}/identifications`, { account });
  await api.post('operator', '/v1/close-runs', {});
  await api.settle();
  const [cover] = (await covers(lump))['covers'] as readonly { sets: readonly { references: readonly string[] }[] }[];
  expect(cover).toMatchObject({ amount: '322.48', unique: true });
  const { references } = cover?.sets[0] ?? { references: [] };
  expect(
    (await api.post('cashier', `/v1/accounts/${account}/allocations`, { allocatedOn: '2026-04-17', receipt: lump, references })).status,
  ).toBe(201);
  await api.settle();
  const { openItems } = (await api.get('intermediary:R-1', `/v1/accounts/${account}/open-items`)).body as {
    openItems: readonly { reference: string }[];
  };
  expect([...new Set(openItems.map(({ reference }) => reference))].sort()).toEqual([2, 4].map(mrn));
  expect(await covers(lump)).toMatchObject({ searched: 'account', covers: [] });
});

it('is for those who handle money or audit it, and for what is a bank entry', async () => {
  expect(told(await api.get('vendor:V-IE-1', `/v1/receipts/${lump}/covering-sets`))[1]).toBe('ROLE_NOT_ALLOWED');
  expect(told(await api.get('auditor', `/v1/receipts/${lump}/covering-sets`))[0]).toBe(200);
  expect(told(await api.get('cashier', `/v1/receipts/${'0'.repeat(26)}/covering-sets`))[0]).toBe(404);
  expect(told(await api.get('cashier', `/v1/receipts/${lump}/covering-sets?account=x`))[0]).toBe(400);
});
