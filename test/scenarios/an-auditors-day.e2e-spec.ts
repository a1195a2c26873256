import { ApiUnderTest } from './api.support';
import { monthTold, tellMonth, type MonthIds } from './told-month';

interface Sheet {
  readonly kind: string;
  readonly reference?: string;
  readonly ties: boolean;
  readonly stages?: readonly { readonly stage: string; readonly amount: string }[];
  readonly steps?: readonly { readonly from: string; readonly explained: readonly unknown[]; readonly unexplained: string }[];
  readonly sheets?: number;
}

// Day one of an auditor, over a month of which the returns are paid and the statement in part.
let api: ApiUnderTest;
let ids: MonthIds;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api, { paid: false });
  const entry = { bankAccount: 'BANK-1', bookedOn: '2026-04-16', valueOn: '2026-04-16' };
  await api.post('cashier', '/v1/receipts', {
    ...entry,
    authority: 'EU-FR',
    entryReference: 'E-1',
    amount: '33.40',
    currency: 'EUR',
    remittance: ids['statement'],
  });
  await api.post('cashier', '/v1/receipts', {
    ...entry,
    authority: 'EU-IE',
    entryReference: 'E-2',
    amount: '19.80',
    currency: 'EUR',
    remittance: 'IE/IM3720000014/M03.2026',
  });
  await api.settle();
});
afterAll(() => api.stop());

const tieOut = async (query = ''): Promise<readonly Sheet[]> => {
  const { status, text } = await api.get('auditor', `/v1/tie-out${query}`);
  expect([query, status]).toEqual([query, 200]);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sheet);
};
const sample = async (query: string): Promise<Readonly<Record<string, unknown>>> => {
  const { status, body } = await api.get('auditor', `/v1/sample?${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body;
};

it('ties each return and statement from its goods to the bank, and says what is open', async () => {
  const sheets = await tieOut();
  const figures: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
    sheets.map(({ reference = '', stages = [] }) => [reference, stages.map(({ stage, amount }) => `${stage} ${amount}`)]),
  );
  expect(figures['IE/IM3720000014/M03.2026']).toEqual([
    'orders 19.8',
    'return 19.8',
    'assessed 19.8',
    'charged 19.8',
    'settled 19.8',
    'bank 19.8',
  ]);
  expect(figures['GB/GB999999973/Q1.2026']).toEqual(['orders 20', 'return 20', 'assessed 20', 'charged 20', 'settled 0', 'bank 0']);
  expect(figures[ids['statement'] ?? '']).toEqual(['assessments 83.4', 'statement 83.4', 'charged 83.4', 'settled 33.4', 'bank 33.4']);
  const openOf = (reference: string | undefined) =>
    sheets.find((sheet) => sheet.reference === reference)?.steps?.find(({ from }) => from === 'charged');
  expect(openOf('GB/GB999999973/Q1.2026')).toMatchObject({ explained: [{ by: 'timing', amount: '20' }], unexplained: '0' });
  expect(openOf(ids['statement'])).toMatchObject({ explained: [{ by: 'B54', amount: '50' }], unexplained: '0' });
  expect(sheets.at(-1)).toMatchObject({ kind: 'total', differing: 0, ties: true });
});

it('ties out one collector, number or period', async () => {
  expect((await tieOut('?schemeNumber=IM3720000014')).map(({ reference }) => reference)).toEqual(['IE/IM3720000014/M03.2026', undefined]);
  expect((await tieOut('?holder=R-1&authority=GB')).at(-1)).toMatchObject({ sheets: expect.any(Number) as number, ties: true });
  expect(await tieOut('?holder=NOBODY')).toEqual([expect.objectContaining({ kind: 'total', sheets: 0, ties: true })]);
});

it('draws a sample that can be drawn again, and says of what', async () => {
  const query = 'of=declarations&from=2026-03-01&to=2026-03-31&size=2&seed=2026-1';
  const drawn = await sample(query);
  expect(drawn).toMatchObject({
    population: { count: 3, sums: { EUR: '83.4', GBP: '0' } },
    strata: [{ stratum: 'all', count: 3, drawn: 2 }],
  });
  expect(drawn['units']).toHaveLength(2);
  expect(String(drawn['position'])).toMatch(/^\d{20}\.\d{20}$/);
  expect(await sample(query)).toEqual(drawn);
  const byMoney = await sample('of=declarations&from=2026-03-01&to=2026-03-31&size=5&seed=S&monetaryUnit=true');
  expect(byMoney['units']).toEqual([
    expect.objectContaining({ reference: '26FR00000000000003', amount: '83.4', certain: true, points: 1 }),
  ]);
  expect((await sample('of=orders&from=2026-03-01&to=2026-03-01&size=10&seed=S&stratify=currency'))['strata']).toEqual([
    expect.objectContaining({ stratum: 'EUR', count: 2, drawn: 2 }),
    expect.objectContaining({ stratum: 'GBP', count: 1, drawn: 1 }),
  ]);
  expect((await sample('of=entries&from=2026-04-15&to=2026-04-16&size=10&seed=S&stratify=authority'))['strata']).not.toEqual([]);
  expect((await api.get('auditor', `/v1/sample?${query.replace('to=2026-03-31', 'to=2026-02-01')}`)).body).toMatchObject({
    status: 400,
    field: 'to',
  });
  expect((await api.get('auditor', `/v1/sample?${query.replace('size=2', 'size=2000')}`)).body).toMatchObject({
    status: 400,
    field: 'size',
  });
});

it('lists what people asked for, agreed to and did by hand', async () => {
  const debt = { kind: 'statement', reference: ids['statement'], taxType: 'A00', beneficiary: 'EU', amount: '5.00' };
  const accounts = `/v1/accounts/${ids['deferment'] ?? ''}`;
  const openItems = (await api.get('officer', `${accounts}/open-items`)).body['openItems'] as readonly {
    taxType: string;
    beneficiary: string;
  }[];
  const body = {
    debt: { ...debt, taxType: openItems[0]?.taxType, beneficiary: openItems[0]?.beneficiary },
    document: 'a'.repeat(64),
    writtenOffOn: '2026-04-20',
  };
  const asked = await api.post('cashier', `${accounts}/write-offs`, body);
  expect([asked.status, asked.body['code'], asked.body['detail']]).toEqual([202, undefined, undefined]);
  const done = await api.post('officer', `${accounts}/write-offs`, body, { 'request-ticket': String(asked.body['ticket']) });
  expect([done.status, done.body['detail']]).toEqual([201, undefined]);
  const unknown = await api.post('cashier', '/v1/receipts', {
    authority: 'GB',
    bankAccount: 'BANK-1',
    entryReference: 'E-7',
    amount: '20.00',
    currency: 'GBP',
    bookedOn: '2026-04-16',
    valueOn: '2026-04-16',
  });
  const accountOfVendor = (
    (await api.get('officer', '/v1/accounts?authority=GB&kind=scheme')).body['accounts'] as readonly { account: string }[]
  )[0]?.account;
  expect(
    (await api.post('cashier', `/v1/receipts/${String(unknown.body['id'])}/identifications`, { account: accountOfVendor })).status,
  ).toBe(201);
  await api.settle();
  const { entries } = (await api.get('auditor', '/v1/manual-entries')).body as {
    readonly entries: readonly Readonly<Record<string, unknown>>[];
  };
  expect(entries).toEqual([
    expect.objectContaining({
      event: 'DebtWrittenOff',
      how: 'fourEyes',
      requestedBy: 'LOCAL-CASHIER',
      approvedBy: 'LOCAL-OFFICER',
      amount: '5.00',
      currency: 'EUR',
      reference: ids['statement'],
      document: 'a'.repeat(64),
      book: 'EU-FR',
    }),
    expect.objectContaining({ event: 'ReceiptIdentified', how: 'byHand', actor: 'cashier:local-cashier', book: 'GB' }),
  ]);
  expect((await api.get('auditor', '/v1/manual-entries?how=byHand&book=GB')).body['entries']).toHaveLength(1);
  expect((await api.get('auditor', '/v1/manual-entries?person=LOCAL-OFFICER')).body['entries']).toHaveLength(1);
  const first = (await api.get('auditor', '/v1/manual-entries?limit=1')).body;
  expect((await api.get('auditor', `/v1/manual-entries?limit=1&cursor=${String(first['next'])}`)).body['entries']).toEqual(
    entries.slice(1),
  );
  expect((await tieOut(`?holder=R-1&authority=EU-FR`)).find(({ reference }) => reference === ids['statement'])).toMatchObject({
    ties: true,
    steps: expect.arrayContaining([
      expect.objectContaining({ from: 'settled', explained: [{ by: 'writtenOff', amount: '5' }] }),
    ]) as unknown,
  });
});

it('shows the journal by account, as of and as known', async () => {
  const entriesOf = async (query: string) =>
    (await api.get('auditor', `/v1/journal/entries?limit=500${query}`)).body['entries'] as readonly {
      readonly position: string;
      readonly effectiveAt: string;
      readonly lines: readonly { readonly account: string }[];
    }[];
  const all = await entriesOf('');
  const touching = (account: string) => all.filter(({ lines }) => lines.some((line) => line.account === account));
  for (const account of ['1000', '1100', '4010'])
    expect([account, await entriesOf(`&account=${account}`)]).toEqual([account, touching(account)]);
  const known = touching('1100')[1]?.position ?? '';
  expect(await entriesOf(`&account=1100&knownAt=${known}`)).toEqual(touching('1100').slice(0, 2));
  expect(await entriesOf('&account=1000&asOf=2026-04-10T00:00:00.000Z')).toEqual([]);
  const first = (await api.get('auditor', '/v1/journal/entries?account=1100&limit=1')).body;
  expect((await api.get('auditor', `/v1/journal/entries?account=1100&limit=1&cursor=${String(first['next'])}`)).body['entries']).toEqual(
    touching('1100').slice(1, 2),
  );
  expect((await api.get('auditor', '/v1/journal/entries?account=1')).body).toMatchObject({ status: 400, field: 'account' });
});

it('is for the authority alone', async () => {
  for (const url of ['/v1/tie-out', '/v1/manual-entries', '/v1/sample?of=orders&from=2026-03-01&to=2026-03-01&size=1&seed=S'])
    expect([url, (await api.get('vendor:V-IE-1', url)).status]).toEqual([url, 403]);
});
