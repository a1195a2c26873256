import { breaksThrice, faultsOfBridge } from '../support/hand-made/agreement';
import { type HandMadeTrade, type ListedBreak } from '../support/hand-made/trade';
import { type Parcel, parcelOf } from '../support/hand-made/parcels';
import { closeAndFile, obligations, pay, tellParcel, worldOf } from '../support/hand-made/world';

/**
 * What a person may do wrong with money: at a desk, on statements, with returns. Each debt of these parcels is 27.53; what a story does with
 * it is said by its name. The months are over, and the bank's entries are told later than they were booked.
 */
const asOf = '2026-07-20T09:00:00.000Z';
const [due, paper] = ['2026-03-11', '0'.repeat(64)];
let trade: HandMadeTrade;
const accounts = new Map<string, string>();
const subjects = new Map<string, string>();
const desk = (ref: string): Parcel => parcelOf({ ref, model: 'desk' });
const atDesk = (ref: string, amount: string, on = due, entry = `${ref} ${amount} ${on}`): Promise<string> =>
  pay(trade, { authority: 'EU-FR', reference: desk(ref).mrn, amount, on, entry });
const takeBack = (account: string, receipt: string, amount: string): Promise<string> =>
  trade.tell('cashier', `/v1/accounts/${account}/payments/${receipt}/reversals`, {
    amount,
    reason: 'chargeback',
    reversedOn: '2026-07-18',
  });
/** Breaks of a debt, by its reference, or of a bank entry, by the entry's. */
const inShort = ({ code, amount, currency, causedBy }: ListedBreak): string =>
  `${code} ${amount} ${currency}${causedBy === undefined ? '' : ` < ${causedBy.code}`}`;
const rootsAbout = (all: readonly ListedBreak[], name: string): readonly string[] =>
  all
    .filter(({ causedBy, why }) => causedBy === undefined && why.sentence.includes(name))
    .map(inShort)
    .sort();
const accountOf = (reference: string): string => accounts.get(reference) ?? '';
const iossReturn = 'IE/IM3720000014/M03.2026';

beforeAll(async () => {
  trade = await worldOf(asOf);
  await trade.tell('officer', '/v1/accounts', {
    authority: 'EU-FR',
    holder: 'R-2',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn: '2026-03-01',
  });
  const table = ['rule,from,authority,currency,absolute,percent,days,books', 'short-payment,2026-04-01,EU-FR,EUR,50,2,,bankCharge'].join(
    '\n',
  );
  await trade.tell('operator', '/v1/rule-tables?kind=tolerances&source=a%20test&publishedAt=2026-03-01&from=2021-01-01', table, {
    'content-type': 'text/csv',
  });
  await trade.settle();
  for (const ref of ['D-PAID', 'D-UNPAID', 'D-PART', 'D-OVER', 'D-TWICE', 'D-BACK', 'D-HALFBACK', 'D-AGAIN', 'D-CONTEST'])
    subjects.set(ref, `declaration-${(await tellParcel(trade, desk(ref))).declaration ?? ''}`);
  await tellParcel(trade, parcelOf({ ref: 'I-FR', model: 'ioss', captured: '118.80' }));
  await tellParcel(trade, parcelOf({ ref: 'I-DE', model: 'ioss', country: 'DE', captured: '117.81' }));
  await tellParcel(trade, parcelOf({ ref: 'S-LATE', country: 'DE' }));
  await tellParcel(trade, parcelOf({ ref: 'S-SHORT', country: 'DE', day: '2026-04-02' }));
  const lump = { declarant: 'R-2', debtor: 'R-2', accountHolder: 'R-2' };
  for (const [ref, day] of [
    ['L-1', '2026-03-02'],
    ['L-2', '2026-04-02'],
    ['L-3', '2026-05-02'],
  ] as const)
    await tellParcel(trade, {
      ...parcelOf({ ref, day, declaration: lump, ...(ref === 'L-2' ? { item: (item) => ({ ...item, origin: 'VN' }) } : {}) }),
      declarant: 'R-2',
    });
  await closeAndFile(trade);
  for (const { reference, account } of await obligations(trade)) if (account !== undefined) accounts.set(reference, account);
});
afterAll(() => trade.end());

/** References of the open statements of a holder, in the order of their days. */
const statementsOf = async (holder: string, authority: string): Promise<readonly string[]> =>
  (await obligations(trade))
    .filter((one) => one.kind === 'statementToPay' && one.holder === holder && one.authority === authority)
    .map(({ reference }) => reference);

it('tells of each debt what is open, by why it is', async () => {
  await atDesk('D-PAID', '27.53');
  await atDesk('D-PART', '20.00');
  await atDesk('D-OVER', '30.00');
  await atDesk('D-TWICE', '27.53', due, 'once');
  await atDesk('D-TWICE', '27.53', due, 'twice');
  await takeBack(accountOf(desk('D-BACK').mrn), await atDesk('D-BACK', '27.53'), '27.53');
  await takeBack(accountOf(desk('D-HALFBACK').mrn), await atDesk('D-HALFBACK', '20.00'), '20.00');
  await takeBack(accountOf(desk('D-AGAIN').mrn), await atDesk('D-AGAIN', '27.53'), '27.53');
  await atDesk('D-AGAIN', '27.53', '2026-07-19');
  await trade.agree('intermediary:BUYER-D-CONTEST', `/v1/accounts/${accountOf(desk('D-CONTEST').mrn)}/contests`, {
    debt: { kind: 'charge', reference: desk('D-CONTEST').mrn, taxType: 'A00', beneficiary: 'EU', amount: '6.44' },
    contestedOn: '2026-07-18',
    document: paper,
  });
  const back = await pay(trade, { authority: 'EU-IE', reference: iossReturn, amount: '19.80', on: '2026-04-30' });
  await takeBack(accountOf(iossReturn), back, '19.80');
  const [first = '', second = ''] = await statementsOf('R-1', 'EU-DE');
  await pay(trade, { authority: 'EU-DE', reference: first, amount: '26.47', on: '2026-04-18' });
  await pay(trade, { authority: 'EU-DE', reference: second, amount: '26.17', on: '2026-05-16' });
  await pay(trade, { authority: 'EU-DE', reference: 'who knows', amount: '5.00', on: '2026-05-16', entry: 'E-STRANGE' });
  const lumps = await statementsOf('R-2', 'EU-FR');
  await pay(trade, { authority: 'EU-FR', reference: lumps.join(' '), amount: '82.29', on: '2026-04-16', entry: 'E-LUMP' });
  await trade.settle();
  const all = await trade.breaks(asOf);
  const told = Object.fromEntries(
    [
      ...['D-PAID', 'D-UNPAID', 'D-PART', 'D-BACK', 'D-HALFBACK', 'D-AGAIN', 'D-CONTEST'].map((ref) => [ref, desk(ref).mrn] as const),
      ['D-OVER', 'bank entry D-OVER 30.00'],
      ['once', 'bank entry once'],
      ['twice', 'bank entry twice'],
      ['return to FR', `${iossReturn} to FR`],
      ['return to DE', `${iossReturn} to DE`],
      ['paid late', first],
      ['paid short', second],
      ['strange', 'bank entry E-STRANGE'],
      ['lump', 'bank entry E-LUMP'],
      ...lumps.map((reference, nth) => [`statement ${String(nth + 1)} of the lump`, reference] as const),
      ['a parcel in the lump', 'origin of item 1 under 26FR00000000000L-2'],
    ].map(([name = '', reference = '']) => [name, rootsAbout(all, reference)]),
  );
  expect(told).toEqual({
    'D-PAID': [],
    'D-UNPAID': ['B54 27.53 EUR'],
    'D-PART': ['B54 7.53 EUR'],
    'D-BACK': ['B59 27.53 EUR'],
    'D-HALFBACK': ['B54 7.53 EUR', 'B59 20 EUR'],
    'D-AGAIN': [],
    'D-CONTEST': ['B54 21.09 EUR', 'B61 6.44 EUR'],
    'D-OVER': ['B55 2.47 EUR'],
    once: [],
    twice: ['B57 27.53 EUR'],
    'return to FR': ['B54 9.65 EUR', 'B59 10.15 EUR'],
    'return to DE': ['B54 9.16 EUR', 'B59 9.65 EUR'],
    'paid late': ['B58 26.47 EUR'],
    'paid short': ['B54 0.3 EUR'],
    strange: ['B56 5 EUR'],
    lump: [],
    'statement 1 of the lump': [],
    'statement 2 of the lump': [],
    'statement 3 of the lump': [],
    'a parcel in the lump': ['B25 99 EUR'],
  });
  expect(all.filter(({ causedBy }) => causedBy === undefined)).toHaveLength(Object.values(told).flat().length);
});

it('has the same sums in worklist, totals, summary and bridge, and tells what it tolerates', async () => {
  for (const moment of ['2026-03-12T12:00:00.000Z', '2026-04-17T12:00:00.000Z', '2026-05-20T00:00:00.000Z', asOf]) {
    const { worklist, totals, summary } = await breaksThrice(trade, moment);
    expect(totals).toEqual(worklist);
    expect(summary).toEqual(worklist);
    expect(await faultsOfBridge(trade, moment)).toEqual([]);
  }
  expect((await trade.read(`/v1/reconciliation?asOf=${asOf}`))['tolerated']).toMatchObject({
    'short-payment': { count: 1, amount: { EUR: '0.3' } },
  });
  const { bridges } = (await trade.read(`/v1/bridge?asOf=${asOf}`)) as unknown as {
    readonly bridges: readonly {
      book: string;
      currency: string;
      steps: readonly { from: string; because: Readonly<Record<string, { amount: string }>> }[];
    }[];
  };
  const openOf = (book: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      bridges
        .filter((one) => one.book === book && one.currency === 'EUR')
        .flatMap(({ steps }) => steps.filter(({ from }) => from === 'stated').flatMap(({ because }) => Object.entries(because)))
        .flatMap(([reason, { amount }]) => (amount === '0' ? [] : [[reason, amount]])),
    );
  expect([openOf('EU-FR'), openOf('EU-IE'), openOf('EU-DE')]).toEqual([
    { 'break:B54': '63.68', 'break:B59': '47.53', 'break:B61': '6.44', 'outside:tolerated': '0.3' },
    { 'break:B54': '18.81', 'break:B59': '19.8' },
    { 'break:B54': '0.3' },
  ]);
});

it('is late and open no more once the money comes, and was as known before', async () => {
  const { knownAt } = (await trade.read(`/v1/reconciliation?asOf=${asOf}`)) as { readonly knownAt: string };
  const before = await breaksThrice(trade, asOf);
  await atDesk('D-UNPAID', '27.53', '2026-07-19');
  await atDesk('D-HALFBACK', '27.53', '2026-07-19');
  await pay(trade, { authority: 'EU-IE', reference: iossReturn, amount: '38.61', on: '2026-07-19', entry: 'E-ALL' });
  const all = await trade.breaks(asOf);
  expect(['D-UNPAID', 'D-HALFBACK'].map((ref) => rootsAbout(all, desk(ref).mrn))).toEqual([[], []]);
  // All of it once: what had been paid in time and was taken back is paid late as well.
  expect(rootsAbout(all, iossReturn)).toEqual(['B58 38.61 EUR']);
  expect(await breaksThrice(trade, asOf, knownAt)).toEqual(before);
  const { worklist, totals } = await breaksThrice(trade, asOf);
  expect(totals).toEqual(worklist);
});
