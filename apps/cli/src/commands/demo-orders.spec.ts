import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';

type Document = Readonly<Record<string, unknown>>;

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const line = (invoice: string, more: { readonly quantity?: string; readonly price?: string; readonly country?: string } = {}): string =>
  [
    invoice,
    '85123A',
    'METAL LANTERN',
    more.quantity ?? '6',
    '2011-06-01 08:26:00',
    more.price ?? '2.55',
    '17850',
    more.country ?? 'France',
  ].join(',');

/** What customs were told: the MRN of each declaration. */
const mrnsOf = (cases: readonly Document[]): readonly string[] =>
  cases.flatMap(({ declarations }) => (declarations as readonly { readonly mrn: string }[]).map(({ mrn }) => mrn));

describe('demo on a shop’s lines', () => {
  const cli = new CommandLine();
  afterAll(() => {
    cli.remove();
  });
  const demo = (...lines: readonly string[]) =>
    cli.json('demo', '--noise', '0', '--rebase', '2026-06-20', '--orders', cli.file('shop.csv', [header, ...lines].join('\n')));

  it('tells what other shops may have written, and nothing disappears', async () => {
    const { code, document } = await demo(
      line('1'),
      line('2', { quantity: '1', price: '0.001' }),
      line('3', { quantity: '0' }),
      line('4', { quantity: '999999999', price: '999999999999.99' }),
      line('é'.repeat(100)),
      line('a5'),
      line('b5'),
      line('6', { country: 'Mexico' }),
      line('7', { country: 'West Indies' }),
      line('8', { country: 'Mexico', quantity: '1', price: '0.001' }),
    );
    expect([code, document['lines']]).toMatchObject([exitCodes.done, { read: 10, accepted: 10, rejected: {}, classes: { goods: 10 } }]);
    // Goods for less than a penny are goods; the fourth order is worth more than an amount may be.
    expect([document['orders'], document['refused']]).toEqual([
      { 'EU-IOSS': 5, destination_unknown: 1, no_rule_set: 2, withoutGoods: 1 },
      { 'orders/ORDER_VALUE_TOO_LARGE': 1 },
    ]);
    expect(document['declarations']).toEqual({ lodged: 5, assessed: 5, refused: 0, released: 5 });
    const { items, breaks } = document['reconciliation'] as { readonly items: Document; readonly breaks: Document };
    expect(items).toMatchObject({ matched: 4, inTransit: 0, broken: 3, outside: { no_goods: 1, no_rule_set: 1, rejected: 1 } });
    expect(breaks).toMatchObject({ B01: { count: 2 }, B09: { count: 1 }, B20: { count: 0 } });
    expect((document['sums'] as Document)['sales']).toBe('999999998999990000091.812');
  }, 60_000);

  it('gives no two declarations one MRN', async () => {
    const { document } = await cli.json('cases');
    const mrns = mrnsOf(document['cases'] as readonly Document[]);
    expect(mrns).toHaveLength(5);
    expect(new Set(mrns).size).toBe(5);
  });

  it.each([
    ['no line', [], 'no order in 0 lines; expected the Online Retail layout'],
    ['no order', [line('C1', { quantity: '-1' })], 'no order in 1 lines; expected the Online Retail layout'],
    ['no line that can be read', [line('1', { quantity: 'six' })], 'line 2: NUMBER_INVALID Quantity: expected a whole number'],
  ])('refuses files with %s and says why', async (_, lines, why) => {
    const { code, document } = await demo(...lines);
    expect([code, document['error']]).toMatchObject([
      exitCodes.couldNotRun,
      { code: 'NO_LINES', field: '--orders', message: expect.stringContaining(why) as string },
    ]);
  });
});
