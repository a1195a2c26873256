import { ApiUnderTest } from './api.support';
import { order, payment } from './messages';
import { monthTold, tellMonth } from './told-month';

type Entry = Readonly<{ value?: unknown; missing?: string }>;
type Record63c = Readonly<Record<string, Entry>> & { readonly keepUntil: string };

// The records that an importer under IOSS has to keep, of a supply that is whole and of one that lacks what can be lacking.
let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: monthTold });
  await tellMonth(api);
  await api.post(
    'vendor:V-IE-1',
    '/v1/orders',
    order({
      orderNumber: 'O-9',
      orderedAt: '2026-03-28T10:00:00.000Z',
      lines: [{ sku: '=BOX', quantity: 1, unitPrice: '50.00', hsCode: '39241000', origin: 'CN' }],
    }),
  );
  await api.post(
    'vendor:V-IE-1',
    '/v1/checkout-payments',
    payment({ transactionId: 'T-9', orderNumber: 'O-9', amount: '60.00', acceptedAt: '2026-03-28T11:00:00.000Z' }),
  );
  await api.settle();
});
afterAll(() => api.stop());

const url = '/v1/scheme-numbers/IM3720000014/records?from=2026-03-01&to=2026-03-31';
const records = async (who: string, query = ''): Promise<readonly Record63c[]> => {
  const { status, text } = await api.get(who, `${url}${query}`);
  expect(status).toBe(200);
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record63c);
};

it('has every letter of the article for each supply', async () => {
  const [found] = await records('vendor:V-IE-1');
  expect(found).toMatchObject({
    keepUntil: '2036-12-31',
    a: { value: 'FR' },
    b: { value: [{ ordinal: 1, description: { value: 'Lunch box' }, quantity: 9, sku: 'BOX', hsCode: '39241000' }] },
    c: { value: '2026-03-02T10:00:00.000Z' },
    d: { value: { amount: '99', currency: 'EUR' } },
    e: { value: [] },
    f: { value: [{ rate: '20', taxable: '99.00', vat: '19.80' }] },
    g: { value: { amount: '19.8', currency: 'EUR' } },
    h: { value: [{ at: '2026-03-02T10:00:00.000Z', amount: '118.80', currency: 'EUR', transaction: 'T-1' }] },
    i: { missing: 'no invoice is told to this ledger' },
    j: { value: { from: 'CN', to: 'FR' } },
    k: { value: [] },
    l: { value: 'O-1' },
    m: { value: ['LX000000001CN'] },
  });
});

it('says of what is missing why, and leaves nothing out', async () => {
  const [, found] = await records('officer');
  expect(Object.keys(found ?? {}).filter((key) => key.length === 1)).toEqual('abcdefghijklm'.split(''));
  expect(found).toMatchObject({
    b: { value: [{ description: { missing: 'the seller told none' } }] },
    l: { value: 'O-9' },
    m: { missing: 'no manifest names the order' },
  });
});

it('gives a line for each good as CSV, and no formulas', async () => {
  const { headers, text } = await api.get('vendor:V-IE-1', `${url}&format=csv`);
  expect(headers['content-type']).toContain('text/csv');
  const [head, ...lines] = text.trim().split('\r\n');
  expect(head).toBe(
    'keepUntil,l,ordinal,a,b_description,b_quantity,b_sku,c,d_amount,d_currency,e,f,g_amount,g_currency,h,i,j_from,j_to,k,m',
  );
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(",'=BOX,");
});

it('gives a number’s records to its holder and the authority, for the days asked about', async () => {
  expect((await api.get('vendor:V-FR-2', url)).status).toBe(404);
  expect((await api.get('officer', url.replace('IM3720000014', 'IM3720000099'))).status).toBe(404);
  expect((await api.get('vendor:V-IE-1', url.replace('to=2026-03-31', 'to=2026-03-02'))).text.trim().split('\n')).toHaveLength(1);
  expect((await api.get('vendor:V-IE-1', url.replace('to=2026-03-31', 'to=2026-02-01'))).body).toMatchObject({ status: 400, field: 'to' });
  expect((await api.get('vendor:V-IE-1', url.replace('IM3720000014', 'GB999999973'))).body).toMatchObject({ status: 400, field: 'number' });
});
