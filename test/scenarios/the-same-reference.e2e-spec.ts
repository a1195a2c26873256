import { ApiUnderTest } from './api.support';
import { consignment, declaration, deferment, order, payment } from './messages';

// Two sellers, two carriers and two declarants who number alike. What names a thing is its issuer with the reference.
let api: ApiUnderTest;
const tell = async (who: string, url: string, body: unknown): Promise<string> => {
  const answer = await api.post(who, url, body);
  expect([url, answer.status, answer.body['detail']]).toEqual([url, 201, undefined]);
  return String(answer.body['id']);
};
const told: Record<string, Readonly<Record<string, string>>> = {};

const tellParcel = async (seller: string, carrier: string, declarant: string, mrn: string) => {
  const own = { seller, orderNumber: 'O-1' };
  const [item] = declaration().items;
  told[declarant] = {
    order: await tell(`vendor:${seller}`, '/v1/orders', order({ ...own, schemeNumber: undefined })),
    payment: await tell(`vendor:${seller}`, '/v1/checkout-payments', payment({ ...own, psp: `P-${declarant}` })),
    consignment: await tell(
      `intermediary:${carrier}`,
      '/v1/consignments',
      consignment({ carrier, orders: [own], schemeNumber: undefined }),
    ),
    declaration: await tell(
      `intermediary:${declarant}`,
      '/v1/declarations',
      declaration({
        declarant,
        debtor: declarant,
        carrier,
        seller,
        mrn,
        dataset: 'H7',
        scheme: undefined,
        schemeNumber: undefined,
        suppliedOn: undefined,
        statedValue: undefined,
        items: [{ ...item, additionalProcedures: ['C07'], covers: [{ ...own, ordinal: 1, quantity: 9 }] }],
      }),
    ),
  };
};

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
  await tell('officer', '/v1/accounts', deferment);
  await tellParcel('V-IE-1', 'C-1', 'R-1', '26FR00000000000001');
  await tellParcel('V-FR-2', 'C-2', 'R-2', '26FR00000000000002');
  await api.settle();
});
afterAll(() => api.stop());

const casesBy = async (query: string): Promise<readonly { readonly key: string; readonly sellers?: readonly string[] }[]> =>
  (await api.get('officer', `/v1/cases?${query}`)).body['cases'] as readonly { readonly key: string }[];
const found = async (q: string): Promise<readonly string[]> =>
  ((await api.get('officer', `/v1/search?q=${q}`)).body['hits'] as readonly { readonly subject: string }[]).map(({ subject }) => subject);

it.each(['order=O-1', 'tracking=LX000000001CN'])('finds both parcels by %s, and each is a case of its own', async (query) => {
  const keys = [told['R-1'], told['R-2']].map((ids) => `order-${String(ids?.['order'])}`).sort();
  expect((await casesBy(query)).map(({ key }) => key).sort()).toEqual(keys);
});

it('joins what is told of one parcel by its senders, and nothing of the other', async () => {
  for (const mrn of ['26FR00000000000001', '26FR00000000000002']) {
    const ids = Object.values(told).find((_ids, i) => mrn.endsWith(String(i + 1)));
    const [one, ...others] = await casesBy(`mrn=${mrn}`);
    expect([one?.key, others]).toEqual([`order-${String(ids?.['order'])}`, []]);
    const dossier = JSON.stringify((await api.get('officer', `/v1/cases/${String(one?.key)}/dossier`)).body);
    for (const [declarant, of] of Object.entries(told))
      for (const [what, id] of Object.entries(of)) expect([declarant, what, dossier.includes(id)]).toEqual([declarant, what, of === ids]);
  }
});

it('finds both declarations by the local reference that both declarants gave', async () => {
  expect([...(await found('L-1'))].sort()).toEqual(
    [told['R-1'], told['R-2']].map((ids) => `declaration-${String(ids?.['declaration'])}`).sort(),
  );
});

it('keeps summaries apart that two declarants made for one holder under one reference', async () => {
  const summary = (declarant: string, submittedOn: string) => ({
    authority: 'EU-FR',
    declarant,
    accountHolder: 'R-1',
    direction: 'entry',
    summaryReference: 'S-1',
    from: '2026-03-01',
    to: '2026-04-01',
    submittedOn,
    dueOn: '2026-04-11',
    currency: 'EUR',
  });
  const own = await tell('intermediary:R-1', '/v1/summaries', summary('R-1', '2026-04-10'));
  const other = await tell('operator', '/v1/summaries', summary('R-2', '2026-04-15'));
  await api.settle();
  const { cases } = (await api.get('officer', '/v1/period-cases')).body as {
    readonly cases: readonly { readonly key: string; readonly status: string; readonly breaks: readonly { readonly id: string }[] }[];
  };
  const summaries = cases.filter(({ key }) => key.startsWith('summary-'));
  expect(summaries.map(({ key, status }) => [key, status])).toEqual([
    ['summary-EU-FR-R-1-S-1', 'matched'],
    [`summary-${other}`, 'broken'],
  ]);
  expect((await api.get('officer', `/v1/cases/summary-${other}/candidates`)).body).toMatchObject({ caseKey: `summary-${other}` });
  expect([...(await found('S-1'))].sort()).toEqual([`summary-${own}`, `summary-${other}`].sort());
  const late = summaries.at(1)?.breaks[0]?.id ?? '';
  expect((await api.get('officer', `/v1/breaks/${late}?case=summary-${other}`)).body).toMatchObject({ derived: { code: 'B33' } });
});
