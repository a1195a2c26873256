import { verifyLog } from '#integrity';
import { ledgerCatalogue } from '#runtime';
import { ApiUnderTest, type Answer } from './api.support';
import { monthTold, tellMonth, type MonthIds } from './told-month';
import { type ToldBridge } from '../support/reconciliation/told-bridge';

// A statement, a return whose authority tolerates little, and one whose authority tolerates nothing: each is paid some cents short.
let api: ApiUnderTest;
let ids: MonthIds;
const receipts: Record<string, string> = {};
const iossReturn = 'IE/IM3720000014/M03.2026';
const ukReturn = 'GB/GB999999973/Q1.2026';
const paid = async (authority: string, entryReference: string, amount: string, currency: string, remittance: string): Promise<void> => {
  const { body, status } = await api.post('cashier', '/v1/receipts', {
    bankAccount: 'BANK-1',
    bookedOn: '2026-04-16',
    valueOn: '2026-04-16',
    authority,
    entryReference,
    amount,
    currency,
    remittance,
  });
  expect([entryReference, status]).toEqual([entryReference, 201]);
  receipts[entryReference] = String(body['id']);
  await api.settle();
};
const read = async (url: string, who = 'auditor'): Promise<Record<string, unknown>> => {
  const answer: Answer = await api.get(who, url);
  expect([url, answer.status]).toEqual([url, 200]);
  return answer.body;
};
const openOf = async (reference: string): Promise<string> => {
  const { obligations } = (await read('/v1/obligations?limit=200')) as {
    readonly obligations: readonly { readonly reference?: string; readonly open?: string }[];
  };
  return obligations.find((one) => one.reference === reference && one.open !== undefined)?.open ?? 'nothing';
};
const balanceOf = async (book: string, account: string): Promise<string> => {
  const { balances } = (await read('/v1/journal/trial-balance')) as unknown as {
    readonly balances: readonly {
      readonly book: string;
      readonly lines: readonly { readonly account: string; readonly debit: string; readonly credit: string }[];
    }[];
  };
  return balances
    .filter((sheet) => sheet.book === book)
    .flatMap(({ lines }) => lines.filter((line) => line.account === account).map(({ debit, credit }) => `${debit} ${credit}`))
    .join();
};
const bridgeOf = async (book: string): Promise<ToldBridge | undefined> =>
  ((await read('/v1/bridge')) as unknown as { readonly bridges: readonly ToldBridge[] }).bridges.find(
    (one) => one.book === book && one.currency === 'EUR',
  );
const settledBecause = (bridge: ToldBridge | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    bridge?.steps
      .filter(({ from, to }) => from === 'stated' && to === 'settled')
      .flatMap(({ because }) => Object.entries(because).map(([reason, { amount }]) => [reason, amount])) ?? [],
  );

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  const table = [
    'rule,from,authority,currency,absolute,percent,days,books',
    'short-payment,2026-04-01,EU-FR,EUR,50,1,,bankCharge',
    'short-payment,2026-04-01,EU-IE,EUR,5,,5,smallDifference',
  ].join('\n');
  const published = await api.post(
    'operator',
    '/v1/rule-tables?kind=tolerances&source=a%20test&publishedAt=2026-03-01&from=2021-01-01',
    table,
    { 'content-type': 'text/csv' },
  );
  expect([published.status, published.body['events']]).toEqual([200, 2]);
  ids = await tellMonth(api, { paid: false });
  await paid('EU-FR', 'E-1', '83.10', 'EUR', ids['statement'] ?? '');
  await paid('EU-IE', 'E-2', '19.75', 'EUR', iossReturn);
  await paid('GB', 'E-3', '19.99', 'GBP', ukReturn);
});
afterAll(() => api.stop());

it('is what authorities have published, and nothing else', async () => {
  expect((await read('/v1/tolerances'))['payments']).toEqual([
    {
      authority: 'EU-FR',
      from: '2026-04-01',
      version: 2,
      tolerances: [{ currency: 'EUR', absolute: '50', percent: '1', books: 'bankCharge' }],
    },
    {
      authority: 'EU-IE',
      from: '2026-04-01',
      version: 2,
      tolerances: [{ currency: 'EUR', absolute: '5', days: 5, books: 'smallDifference' }],
    },
  ]);
  expect((await read('/v1/tolerances?asOf=2026-03-31T00:00:00.000Z'))['payments']).toEqual([]);
});

it('closes the debt, says by which rule, and posts what is tolerated', async () => {
  expect([await openOf(ids['statement'] ?? ''), await openOf(iossReturn), await openOf(ukReturn)]).toEqual(['nothing', 'nothing', '0.01']);
  const rest = {
    kind: 'statement',
    reference: ids['statement'],
    amount: '0.30',
    currency: 'EUR',
    toldOn: '2026-04-16',
    books: 'bankCharge',
    because: 'short-payment@2',
    receipt: receipts['E-1'],
  };
  expect(await read(`/v1/statements/${ids['statement'] ?? ''}`)).toMatchObject({ toleratedRests: [rest] });
  expect(await read(`/v1/receipts/${receipts['E-1'] ?? ''}/allocations`)).toMatchObject({ tolerated: [rest] });
  expect(await read(`/v1/accounts/${ids['deferment'] ?? ''}/payments/${receipts['E-1'] ?? ''}`)).toMatchObject({ tolerated: [rest] });
  expect(await read(`/v1/receipts/${receipts['E-3'] ?? ''}/allocations`)).not.toHaveProperty('tolerated');
  expect([await balanceOf('EU-FR', '5030'), await balanceOf('EU-IE', '2900'), await balanceOf('GB', '5030')]).toEqual([
    '0.30 0.00',
    '0.05 0.00',
    '',
  ]);
  expect((await api.get('auditor', '/v1/journal/export?format=hledger')).text).toContain('5030');
  expect((await verifyLog(api.ledger.store, ledgerCatalogue)).findings).toEqual([]);
});

it('stands on the chain between the bank debit and the statement, from both ends', async () => {
  const period = String(
    ((await read(`/v1/trace/receipt-${receipts['E-1'] ?? ''}?direction=down`))['steps'] as readonly { subject?: string }[])[0]?.subject,
  );
  const tolerated = {
    kind: 'toleration',
    reference: ids['statement'],
    on: '2026-04-16',
    amount: '0.3',
    currency: 'EUR',
    says: { rule: 'short-payment@2', allowed: '0.50', books: 'bankCharge', beside: `receipt-${receipts['E-1'] ?? ''}` },
  };
  expect((await read(`/v1/trace/receipt-${receipts['E-1'] ?? ''}?direction=down`))['steps']).toMatchObject([
    { kind: 'statement', reference: ids['statement'], amount: '83.1' },
    tolerated,
  ]);
  const { steps } = (await read(`/v1/trace/${period}?direction=up`)) as unknown as {
    readonly steps: readonly { readonly says?: Readonly<Record<string, string>> }[];
  };
  expect(steps).toMatchObject([{ kind: 'receipt', subject: `receipt-${receipts['E-1'] ?? ''}`, amount: '83.1' }, tolerated]);
  const [stream = '', revision] = (steps[1]?.says?.['event'] ?? '').split('@');
  const { entries } = (await read(`/v1/journal/entries?stream=${stream}&account=5030`)) as unknown as {
    readonly entries: readonly { readonly revision: string | number; readonly template: string }[];
  };
  expect(entries.map((entry) => [String(entry.revision), entry.template])).toEqual([[revision, 'J12']]);
  const chain = (await api.get('auditor', `/v1/trace/receipt-${receipts['E-1'] ?? ''}/chain?direction=down`)).text;
  expect(chain).toContain('"toleration"');
  expect(chain).toContain('"declaration"');
});

it('is a list, and a file with header and hash', async () => {
  const rows = [
    { reference: ids['statement'], amount: '0.30', because: 'short-payment@2', allowed: '0.50', books: 'bankCharge', toldOn: '2026-04-16' },
    { reference: iossReturn, amount: '0.05', because: 'short-payment@2', allowed: '0.05', books: 'smallDifference', toldOn: '2026-04-16' },
  ];
  const listed = (await read('/v1/tolerated-differences'))['differences'] as readonly object[];
  expect(listed).toHaveLength(2);
  expect(listed).toEqual(expect.arrayContaining(rows.map((row) => expect.objectContaining(row) as unknown)));
  const first = await read('/v1/tolerated-differences?limit=1');
  expect(
    [first['differences'], (await read(`/v1/tolerated-differences?limit=1&cursor=${String(first['next'])}`))['differences']].flat(),
  ).toEqual(listed);
  expect((await read(`/v1/tolerated-differences?account=${ids['deferment'] ?? ''}`))['differences']).toMatchObject([rows[0]]);
  expect((await api.get('vendor:V-IE-1', '/v1/tolerated-differences')).body['code']).toBe('ROLE_NOT_ALLOWED');
  const csv = await api.get('auditor', '/v1/tolerated-differences', { accept: 'text/csv' });
  expect(csv.text.split('\r\n')[0]).toMatch(/^toldOn,account,holder,kind,reference,/);
  const manifest = JSON.parse(Buffer.from(String(csv.headers['x-export-manifest']), 'base64url').toString()) as Record<string, unknown>;
  expect(manifest).toMatchObject({
    dataset: 'tolerated-differences',
    rows: 2,
    content: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
  });
});

it('is told by reconciliation: in the totals, at the case, in the bridge and in the tie-out, with nothing unexplained', async () => {
  expect((await read('/v1/reconciliation'))['tolerated']).toMatchObject({ 'short-payment': { count: 2, amount: { EUR: '0.35' } } });
  const { cases } = (await read('/v1/period-cases')) as unknown as {
    readonly cases: readonly {
      readonly key: string;
      readonly status: string;
      readonly matches?: readonly unknown[];
      readonly beneficiaries: readonly { readonly tolerated?: string }[];
    }[];
  };
  const short = cases.filter(({ beneficiaries }) => beneficiaries.some(({ tolerated }) => tolerated !== undefined));
  expect(short.map(({ status, matches = [] }) => [status, matches.at(-1)])).toEqual(
    expect.arrayContaining([
      [
        'matched',
        {
          rule: 'short-payment@2',
          legs: [`statement ${ids['statement'] ?? ''}`, 'its payment'],
          tolerance: '0.5',
          distance: '0.3',
          currency: 'EUR',
          score: 100,
        },
      ],
      [
        'matched',
        {
          rule: 'short-payment@2',
          legs: [`return ${iossReturn}`, 'its payment'],
          tolerance: '0.05',
          distance: '0.05',
          currency: 'EUR',
          score: 100,
        },
      ],
    ]),
  );
  const [french, irish] = [await bridgeOf('EU-FR'), await bridgeOf('EU-IE')];
  expect([french?.rows['stated'], french?.rows['settled'], settledBecause(french)]).toEqual([
    '83.4',
    '83.1',
    { 'outside:tolerated': '0.3' },
  ]);
  expect([irish?.rows['stated'], irish?.rows['settled'], settledBecause(irish)]).toEqual([
    '19.8',
    '19.75',
    { 'outside:tolerated': '0.05' },
  ]);
  const sheets = (await api.get('auditor', '/v1/tie-out')).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly reference?: string; readonly ties: boolean; readonly steps?: readonly unknown[] });
  expect(sheets.every(({ ties }) => ties)).toBe(true);
  for (const [reference, amount] of [
    [ids['statement'], '0.3'],
    [iossReturn, '0.05'],
  ])
    expect(sheets.find((sheet) => sheet.reference === reference)?.steps).toEqual(
      expect.arrayContaining([expect.objectContaining({ from: 'settled', explained: [{ by: 'tolerated', amount }], unexplained: '0' })]),
    );
});

it('is owed again when the bank takes the payment back, and what was known before stays as it was', async () => {
  const before = (await read('/v1/reconciliation')) as { readonly knownAt?: string };
  const known = `asOf=2026-04-20T09:00:00.000Z&knownAt=${before.knownAt ?? ''}`;
  const told = await read(`/v1/reconciliation?${known}`);
  const answer = await api.post('cashier', `/v1/accounts/${ids['deferment'] ?? ''}/payments/${receipts['E-1'] ?? ''}/reversals`, {
    amount: '83.10',
    reason: 'chargeback',
    reversedOn: '2026-04-18',
  });
  expect([answer.status, answer.body['detail']]).toEqual([201, undefined]);
  await api.settle();
  expect(await openOf(ids['statement'] ?? '')).toBe('83.4');
  // What the entry had settled is told with what became of the entry, in both directions.
  expect((await read(`/v1/trace/receipt-${receipts['E-1'] ?? ''}?direction=down`))['steps']).toMatchObject([
    { kind: 'statement', amount: '83.1', says: { status: 'reversed' } },
    { kind: 'toleration', amount: '0.3' },
    { kind: 'toleration', amount: '-0.3' },
  ]);
  expect(
    ((await read(`/v1/statements/${ids['statement'] ?? ''}`))['toleratedRests'] as readonly { amount: string; because: string }[]).map(
      ({ amount, because }) => `${amount} ${because}`,
    ),
  ).toEqual(['0.30 short-payment@2', '-0.30 paymentReversed']);
  expect(await balanceOf('EU-FR', '5030')).toBe('0.30 0.30');
  expect(settledBecause(await bridgeOf('EU-FR'))).not.toHaveProperty('outside:tolerated');
  expect((await read('/v1/reconciliation'))['tolerated']).toMatchObject({ 'short-payment': { count: 1, amount: { EUR: '0.05' } } });
  expect(await read(`/v1/reconciliation?${known}`)).toEqual(told);
});

it('is tolerated again with the next payment; what comes later for the rest is unapplied cash', async () => {
  await paid('EU-FR', 'E-4', '83.00', 'EUR', ids['statement'] ?? '');
  await paid('EU-FR', 'E-5', '0.40', 'EUR', ids['statement'] ?? '');
  expect(await balanceOf('EU-FR', '5030')).toBe('0.70 0.30');
  expect((await read(`/v1/accounts/${ids['deferment'] ?? ''}/unapplied`))['unapplied']).toEqual([
    expect.objectContaining({ receipt: receipts['E-5'], amount: '0.40' }),
  ]);
  expect((await verifyLog(api.ledger.store, ledgerCatalogue)).findings).toEqual([]);
});
