import { ApiUnderTest } from './api.support';
import { consignment, declaration } from './messages';
import { monthTold, tellMonth, type MonthIds } from './told-month';

interface Dossier {
  readonly case: Readonly<Record<string, unknown>>;
  readonly parts: readonly {
    readonly kind: string;
    readonly stream: string;
    readonly events: readonly { readonly type: string; readonly position: string }[];
  }[];
  readonly debts: readonly Readonly<Record<string, unknown>>[];
  readonly journal?: readonly { readonly template: string }[];
  readonly documents: readonly { readonly what: string; readonly kept: string }[];
  readonly assessments: readonly { readonly explanation: Readonly<Record<string, unknown>> }[];
}

// What an officer asks about a scheme number and a parcel, over the month of a vendor whose number somebody else used as well.
let api: ApiUnderTest;
let ids: MonthIds;
let afterMonth = '';
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api);
  afterMonth = await api.ledger.catchUp();
  const used = { consignmentNumber: 'LX000000009CN', orders: undefined };
  await api.post('intermediary:C-1', '/v1/consignments', { ...consignment(), ...used, orders: [] });
  await api.post(
    'intermediary:R-1',
    '/v1/declarations',
    declaration({
      lrn: 'L-9',
      mrn: '26FR00000000000009',
      consignmentNumber: 'LX000000009CN',
      acceptedAt: '2026-03-20T10:00:00.000Z',
      items: [
        {
          seq: 1,
          hsCode: '392410',
          description: 'boxes',
          goodsValue: '99.00',
          quantity: 9,
          additionalProcedures: ['C07', 'F48'],
          covers: [],
        },
      ],
    }),
  );
  await api.settle();
});
afterAll(() => api.stop());

const read = async (who: string, url: string): Promise<Readonly<Record<string, unknown>>> => {
  const { status, body } = await api.get(who, url);
  expect([url, status]).toEqual([url, 200]);
  return body;
};
const dossier = async (who: string, name: string, more = ''): Promise<Dossier> =>
  (await read(who, `/v1/cases/${name}/dossier${more}`)) as unknown as Dossier;

it('shows a scheme number with its holder, returns and payments, and its imports against its supplies', async () => {
  const page = await read('officer', '/v1/scheme-numbers/IM3720000014');
  expect(page).toMatchObject({
    standing: 'held',
    holder: 'V-IE-1',
    grants: [{ holder: 'V-IE-1', scheme: 'EU-IOSS', authority: 'EU-IE', validFrom: '2026-03-01' }],
  });
  expect(page['periods']).toEqual([
    expect.objectContaining({
      period: '2026-03',
      return: 'filed',
      reference: 'IE/IM3720000014/M03.2026',
      payable: '19.8',
      paid: '19.8',
      open: '0',
      currency: 'EUR',
      countries: [
        {
          country: 'FR',
          supplied: { EUR: '99' },
          imported: { EUR: '198' },
          timing: {},
          explained: { EUR: '-99' },
          residual: {},
          explainedBy: expect.objectContaining({ code: 'B10' }) as unknown,
          declared: { taxable: '99', vat: '19.8', corrections: '0' },
        },
      ],
    }),
  ]);
  const earlier = await read('officer', `/v1/scheme-numbers/IM3720000014?knownAt=${afterMonth}`);
  expect((earlier['periods'] as readonly Readonly<Record<string, unknown>>[])[0]?.['countries']).toEqual([
    expect.objectContaining({ imported: { EUR: '99' }, explained: {} }),
  ]);
});

it('shows a scheme number to its holder and the authority alone', async () => {
  await read('vendor:V-IE-1', '/v1/scheme-numbers/IM3720000014');
  expect((await api.get('vendor:V-FR-2', '/v1/scheme-numbers/IM3720000014')).status).toBe(404);
  expect((await api.get('officer', '/v1/scheme-numbers/IM0000000000')).status).toBe(404);
  expect((await api.get('cashier', '/v1/scheme-numbers/IM3720000014')).status).toBe(403);
});

it('finds a case by MRN, tracking number or order, and cases by scheme number', async () => {
  for (const query of ['mrn=26FR00000000000003', 'tracking=LX000000003CN', 'order=O-3', 'term=O-3'])
    expect([query, ((await read('officer', `/v1/cases?${query}`))['cases'] as readonly { key: string }[]).map(({ key }) => key)]).toEqual([
      query,
      [`order-${ids['order border'] ?? ''}`],
    ]);
  expect((await read('officer', '/v1/cases?scheme=IM3720000014'))['cases']).toHaveLength(2);
  expect((await read('officer', '/v1/cases?scheme=IM3720000014&status=matched'))['cases']).toHaveLength(1);
  expect((await api.get('officer', '/v1/cases?mrn=A&order=B')).body).toMatchObject({
    status: 400,
    code: 'FIELD_MALFORMED',
    field: 'order',
  });
});

it('puts all that is known of a parcel into one dossier', async () => {
  const found = await dossier('officer', `declaration-${ids['declaration border'] ?? ''}`);
  expect(found.case).toMatchObject({ key: `order-${ids['order border'] ?? ''}`, status: 'matched' });
  expect(found.parts.map(({ kind }) => kind)).toEqual(['order', 'payment', 'consignment', 'declaration']);
  expect(found.parts[3]?.events.map(({ type }) => type)).toContain('DutyAssessed');
  expect(found.debts).toEqual([
    expect.objectContaining({
      kind: 'charge',
      reference: '26FR00000000000003',
      amount: '83.40',
      statement: expect.objectContaining({ reference: ids['statement'] }) as unknown,
      receipts: [expect.objectContaining({ reference: 'E-3', amount: '83.4' })],
    }),
  ]);
  expect(found.journal?.map(({ template }) => template)).toEqual(expect.arrayContaining(['J01']));
  expect([...new Set(found.documents.map(({ what, kept }) => `${what}: ${kept}`))].sort()).toEqual([
    'request: hash only',
    'source file: hash only',
  ]);
  expect(found.assessments.map(({ explanation }) => explanation['equal'])).toEqual([true]);
});

it('draws a dossier up as it was known and effective', async () => {
  const name = `order-${ids['order ioss'] ?? ''}`;
  const whole = await dossier('officer', name);
  expect(whole.debts).toEqual([
    expect.objectContaining({
      kind: 'return',
      reference: 'IE/IM3720000014/M03.2026',
      receipts: [expect.objectContaining({ reference: 'E-1' })],
    }),
  ]);
  const early = await dossier('officer', name, '?asOf=2026-03-05T00:00:00.000Z');
  expect([early.parts.map(({ kind, events }) => [kind, events.length > 0]), early.debts]).toEqual([
    [
      ['order', true],
      ['payment', true],
      ['consignment', true],
    ],
    [],
  ]);
  const first = whole.parts[0]?.events[0]?.position ?? '';
  expect((await dossier('officer', name, `?knownAt=${first}`)).parts.map(({ events }) => events.map(({ type }) => type))).toEqual([
    ['OrderRecorded'],
  ]);
});

it('gives a vendor the dossier of its own parcel, without the books and money of others', async () => {
  const found = await dossier('vendor:V-IE-1', `order-${ids['order border'] ?? ''}`);
  expect(found.parts.map(({ kind }) => kind)).toEqual(
    ['order', 'payment', 'consignment', 'declaration'].filter((kind) => kind !== 'consignment'),
  );
  expect([found.journal, found.debts]).toEqual([undefined, []]);
  expect((await api.get('vendor:V-FR-2', `/v1/cases/order-${ids['order border'] ?? ''}/dossier`)).status).toBe(404);
});
