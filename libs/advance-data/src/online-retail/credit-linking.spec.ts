import { linkCredits } from './credit-linking';
import { retailClassOf } from './retail-classes';
import type { RetailInvoice } from './retail-reader';

type Line = readonly [stockCode: string, quantity: number, price: string];
const invoice = (number: string, moment: string, lines: readonly Line[], customer = '17850'): RetailInvoice => ({
  number,
  credit: number.startsWith('C'),
  moment: `2010-12-${moment}:00.000Z`,
  customer,
  country: 'United Kingdom',
  lines: lines.map(([stockCode, quantity, price], i) => ({
    ordinal: i + 1,
    stockCode,
    description: '',
    quantity,
    price,
    class: retailClassOf(number, { stockCode, quantity, price }, true),
    file: 0,
    line: i + 2,
  })),
});

describe('a credit', () => {
  it('consumes the latest earlier sales with units left, and says which by ordinal', () => {
    const { counts, effects } = linkCredits([
      invoice('C9', '05T10:00', [['85123A', -7, '2.55']]),
      invoice('1', '01T10:00', [
        ['71053', 1, '3.39'],
        ['85123A', 6, '2.55'],
      ]),
      invoice('2', '02T10:00', [['85123A', 4, '2.55']]),
    ]);
    expect(counts).toEqual({ linked: 1, partly: 0, unlinked: 0, notGoods: 0 });
    expect(effects.map(({ kind, order, lines }) => [kind, order, lines])).toEqual([
      ['return', '2', [{ ordinal: 1, quantity: 4 }]],
      ['return', '1', [{ ordinal: 2, quantity: 3 }]],
    ]);
  });

  it('up to 24 hours after the sale is a cancellation', () => {
    const sale = invoice('1', '01T10:00', [['85123A', 6, '2.55']]);
    const kindAt = (moment: string) => linkCredits([sale, invoice('C2', moment, [['85123A', -1, '2.55']])]).effects[0]?.kind;
    expect([kindAt('01T10:00'), kindAt('02T10:00'), kindAt('02T10:01')]).toEqual(['cancellation', 'cancellation', 'return']);
  });

  it.each([
    ['of another customer', invoice('C2', '03T10:00', [['85123A', -1, '2.55']], '13047'), 'unlinked'],
    ['of no customer', invoice('C2', '03T10:00', [['85123A', -1, '2.55']], ''), 'unlinked'],
    ['at another price', invoice('C2', '03T10:00', [['85123A', -1, '2.50']]), 'unlinked'],
    ['before the sale', invoice('C2', '01T09:59', [['85123A', -1, '2.55']]), 'unlinked'],
    ['for more than was sold', invoice('C2', '03T10:00', [['85123A', -9, '2.55']]), 'partly'],
    ['that is no goods', invoice('C2', '03T10:00', [['POST', -1, '18.00']]), 'notGoods'],
  ])('%s counts as such', (_, credit, expected) => {
    const { counts } = linkCredits([invoice('1', '01T10:00', [['85123A', 6, '2.55']]), credit]);
    expect(counts).toEqual({ linked: 0, partly: 0, unlinked: 0, notGoods: 0, [expected]: 1 });
  });

  it('never takes units twice', () => {
    const sale = invoice('1', '01T10:00', [['85123A', 3, '2.55']]);
    const { counts, effects } = linkCredits([
      sale,
      invoice('C2', '03T10:00', [
        ['85123A', -2, '2.55'],
        ['85123A', -2, '2.55'],
      ]),
      invoice('C3', '04T10:00', [['85123A', -1, '2.55']]),
    ]);
    expect(counts).toEqual({ linked: 1, partly: 1, unlinked: 1, notGoods: 0 });
    expect(effects).toMatchObject([{ credit: 'C2', lines: [{ ordinal: 1, quantity: 3 }] }]);
  });
});
