import { returnLines } from '#enquiries';
import { returnPeriodsOf } from '#scheme-returns';
import { ApiUnderTest } from './api.support';
import { monthTold, tellMonth, type MonthIds } from './told-month';

interface Step {
  readonly kind: string;
  readonly subject?: string;
  readonly reference?: string;
  readonly amount?: string;
  readonly depth?: number;
  readonly origin?: Readonly<Record<string, unknown>>;
}
type Line = Readonly<Record<string, unknown>>;

// The chain of a month that is paid: from the money to the goods, and back.
let api: ApiUnderTest;
let ids: MonthIds;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  ids = await tellMonth(api);
});
afterAll(() => api.stop());

const id = (name: string): string => ids[name] ?? '';
const lines = async (who: string, url: string): Promise<readonly Line[]> => {
  const { status, text } = await api.get(who, url);
  expect([url, status]).toEqual([url, 200]);
  return text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
};
const chain = async (who: string, subject: string, direction: string): Promise<readonly Step[]> =>
  (await lines(who, `/v1/trace/${encodeURIComponent(subject)}/chain?direction=${direction}`)) as unknown as readonly Step[];
const steps = async (
  who: string,
  subject: string,
  direction: string,
  more = '',
): Promise<{ readonly steps: readonly Step[]; readonly next?: string }> => {
  const { status, body } = await api.get(who, `/v1/trace/${encodeURIComponent(subject)}?direction=${direction}${more}`);
  expect([subject, status]).toEqual([subject, 200]);
  return body as unknown as { readonly steps: readonly Step[] };
};
const told = (found: readonly Step[]): readonly (readonly [string, string | undefined, string | undefined])[] =>
  found.map(({ kind, reference, amount }) => [kind, reference, amount]);

it('goes down from a lump sum of the bank to the order line and its raw message', async () => {
  const found = await chain('officer', `receipt-${id('receipt E-3')}`, 'down');
  expect(told(found).filter(([kind]) => kind !== 'event')).toEqual([
    ['statement', id('statement'), '83.4'],
    ['charge', '26FR00000000000003', '83.40'],
    ['declaration', '26FR00000000000003', '83.40'],
    ['item', '26FR00000000000003/1', '300.00'],
    ['orderLine', 'O-3/1', undefined],
  ]);
  const events = found.filter(({ kind }) => kind === 'event');
  expect(events.map(({ reference }) => reference)).toEqual([
    'OrderRecorded',
    'OrderLinesRecorded',
    'OrderPaymentConfirmed',
    'SupplyExcluded',
  ]);
  expect(events[1]?.origin).toMatchObject({
    actor: 'vendor:local-vendor',
    requestHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  });
});

it('goes down from the payment of a return to its supplies and orders', async () => {
  const found = await chain('officer', `receipt-${id('receipt E-1')}`, 'down');
  expect(told(found).slice(0, 3)).toEqual([
    ['return', 'IE/IM3720000014/M03.2026', '19.8'],
    ['order', 'O-1', '19.80'],
    ['orderLine', 'O-1/1', undefined],
  ]);
});

it('goes up from an order line to the bank entry that paid it', async () => {
  expect(told(await chain('officer', `order-${id('order border')}/1`, 'up'))).toEqual([
    ['item', '26FR00000000000003/1', '300.00'],
    ['charge', '26FR00000000000003', '83.40'],
    ['statement', id('statement'), '83.40'],
    ['receipt', 'E-3', '83.4'],
  ]);
  expect(told(await chain('officer', `order-${id('order ioss')}`, 'up'))).toEqual([
    ['item', '26FR00000000000001/1', '99.00'],
    ['return', 'IE/IM3720000014/M03.2026', '19.80'],
    ['receipt', 'E-1', '19.8'],
  ]);
});

it('shows one level at a time, page by page', async () => {
  const order = `order-${id('order ioss')}`;
  const all = await steps('officer', `${order}/1`, 'down');
  expect(all.steps.length).toBeGreaterThan(3);
  const first = await steps('officer', `${order}/1`, 'down', '&limit=2');
  const second = await steps('officer', `${order}/1`, 'down', `&limit=2&cursor=${String(first.next)}`);
  expect([...first.steps, ...second.steps]).toEqual(all.steps.slice(0, 4));
});

it('shows each party the steps that are its own', async () => {
  const receipt = `receipt-${id('receipt E-3')}`;
  expect((await api.get('vendor:V-IE-1', `/v1/trace/${receipt}?direction=down`)).status).toBe(404);
  expect(told((await steps('intermediary:R-1', receipt, 'down')).steps)).toEqual([['statement', id('statement'), '83.4']]);
  // The declarant sees which order lines its item covers, and not what the seller told of them.
  expect((await chain('intermediary:R-1', receipt, 'down')).map(({ kind }) => kind)).toEqual([
    'statement',
    'charge',
    'declaration',
    'item',
    'orderLine',
  ]);
  // The seller sees its declared item, and neither charge nor money of the declarant.
  expect(told(await chain('vendor:V-IE-1', `order-${id('order border')}`, 'up'))).toEqual([['item', '26FR00000000000003/1', '300.00']]);
  expect((await api.get('vendor:V-FR-2', `/v1/trace/order-${id('order border')}/chain?direction=up`)).status).toBe(404);
});

it('refuses what is no part of a chain', async () => {
  expect((await api.get('officer', '/v1/trace/nothing?direction=down')).body).toMatchObject({ status: 400, field: 'subject' });
  expect((await api.get('officer', `/v1/trace/receipt-${id('receipt E-3')}`)).body).toMatchObject({ status: 400, field: 'direction' });
  expect((await api.get('officer', `/v1/trace/order-${'0'.repeat(26)}?direction=up`)).status).toBe(404);
});

it('ties a statement to order lines, to the last cent', async () => {
  const found = await lines('intermediary:R-1', `/v1/statements/${id('statement')}/lines`);
  expect(found).toEqual([
    expect.objectContaining({
      kind: 'charge',
      reference: '26FR00000000000003',
      total: '83.40',
      items: [
        expect.objectContaining({
          seq: 1,
          goodsValue: '300.00',
          covers: [{ order: `order-${id('order border')}`, seller: 'V-IE-1', orderNumber: 'O-3', ordinal: 1, quantity: 200 }],
        }),
      ],
    }),
    expect.objectContaining({
      kind: 'total',
      charges: { count: 1, lines: '83.4', statement: '83.4' },
      adjustments: { count: 0, lines: '0', statement: '0' },
      addsUp: true,
    }),
  ]);
  expect((await api.get('vendor:V-IE-1', `/v1/statements/${id('statement')}/lines`)).status).toBe(404);
});

it('ties a return to its orders, by computing it again', async () => {
  const found = await lines('vendor:V-IE-1', '/v1/scheme-returns/IM3720000014/2026-03/lines');
  expect(found).toEqual([
    expect.objectContaining({
      kind: 'supply',
      orderNumber: 'O-1',
      country: 'FR',
      rows: [{ rate: '20', rateCategory: 'standard', taxable: '99.00', vat: '19.80' }],
      orderLines: [{ ordinal: 1, quantity: 9, unitPrice: '11.00', hsCode: '39241000' }],
    }),
    expect.objectContaining({ kind: 'total', supplies: 1, payable: { lines: '19.80', return: '19.80' }, differences: [], addsUp: true }),
  ]);
  expect((await api.get('vendor:V-FR-2', '/v1/scheme-returns/IM3720000014/2026-03/lines')).status).toBe(404);
  expect((await lines('vendor:V-IE-1', '/v1/scheme-returns/IM3720000014/2026-04/lines')).at(-1)).toMatchObject({
    kind: 'total',
    supplies: 0,
    addsUp: true,
  });
});

it('says of a return that its supplies do not give, by which figures it differs', async () => {
  const { views, rules } = api.ledger;
  const filed = (await returnPeriodsOf(views, { schemeNumber: 'IM3720000014' })).find(({ period }) => period === '2026-03')?.filed;
  if (filed === undefined) throw new Error('the return was not filed');
  const { scheme, schemeNumber, holder, authority, period, filedOn } = filed;
  const found = [];
  for await (const line of returnLines(views, {
    request: { scheme, schemeNumber, holder, authority, period, filedOn },
    rules: rules.current(),
    filed: { ...filed, payable: '19.81' },
  }))
    found.push(line);
  expect(found.at(-1)).toMatchObject({ addsUp: false, differences: [{ figure: 'payable', lines: '19.80', return: '19.81' }] });
});
