import {
  amended,
  approved,
  cancelled,
  delivered,
  exported,
  imported,
  matched,
  opened,
  ordered,
  released,
  reported,
  reserved,
  seller,
  sentBack,
  shipped,
  unmatched,
} from './matching.examples';
import { QuantityLedger } from './quantity-ledger';
import { type TradeEvent } from './trade-facts';

const ledger = (...events: readonly (TradeEvent | readonly TradeEvent[])[]): QuantityLedger =>
  events.flat().reduce((counts, event) => counts.fold(event), new QuantityLedger());
const line = (of: QuantityLedger, ordinal = 1) => of.ofOrderLine(seller, 'O-1', ordinal);
const units = [{ mrn: 'M-1', seq: 1, order: { seller, orderNumber: 'O-1', ordinal: 1 }, quantity: 2 }];
const way: readonly TradeEvent[] = [
  ...ordered('O-1', { sku: 'SHIRT', quantity: 5 }),
  cancelled('O-1', 1, 1),
  shipped('P-1', 'O-1'),
  ...imported('M-1', 'P-1', { quantity: 4, covers: [['O-1', 1, 4]] }),
  opened(reported({ returnReference: 'RET-1', consignmentNumber: 'R-1' })),
  matched('RET-1', units),
  sentBack('R-1', {}),
  ...exported('X-1', 2, { mrn: 'M-1', seq: 1, quantity: 2 }),
  delivered('R-1'),
  reserved('M-1', 'CLAIM', 1, 2),
  approved('CLAIM'),
];

describe('the quantity ledger', () => {
  it('follows units from the order to the refund', () => {
    const all = ledger(...way);
    const back = { returnRequested: 2, returnShipped: 2, exported: 2, received: 2, refunded: 2 };
    expect(line(all)).toEqual({ ordered: 4, shipped: 4, imported: 4, ...back });
    expect(all.ofItem('M-1', 1)).toEqual({ imported: 4, ...back });
  });

  it('counts each step when it happens', () => {
    const steps = way.map((_, i) => Object.values(line(ledger(...way.slice(0, i + 1))) ?? {}).join(' '));
    expect(steps).toEqual([
      '',
      '5 0 0 0 0 0 0 0',
      '4 0 0 0 0 0 0 0',
      '4 4 0 0 0 0 0 0',
      '4 4 0 0 0 0 0 0',
      '4 4 4 0 0 0 0 0',
      '4 4 4 0 0 0 0 0',
      '4 4 4 2 0 0 0 0',
      '4 4 4 2 2 0 0 0',
      '4 4 4 2 2 0 0 0',
      '4 4 4 2 2 2 0 0',
      '4 4 4 2 2 2 2 0',
      '4 4 4 2 2 2 2 0',
      '4 4 4 2 2 2 2 2',
    ]);
  });

  it('does not depend on whether the parcel or the match came first', () => {
    const came = way.slice(0, 4);
    const case1 = [opened(reported({ returnReference: 'RET-1', consignmentNumber: 'R-1' })), matched('RET-1', units)];
    expect(line(ledger(came, sentBack('R-1', {}), delivered('R-1'), case1))).toEqual(
      line(ledger(came, case1, sentBack('R-1', {}), delivered('R-1'))),
    );
  });

  it('takes back what is taken back: a match, a reservation, the items of a former version', () => {
    expect(line(ledger(...way, unmatched('RET-1')))).toMatchObject({ returnRequested: 0, returnShipped: 0, received: 0 });
    expect(line(ledger(...way.slice(0, -1), released('M-1', 'CLAIM'), approved('CLAIM')))).toMatchObject({ refunded: 0 });
    expect(line(ledger(...way, amended('M-1', 'P-1', { quantity: 3, covers: [['O-1', 1, 3]] })))).toMatchObject({ imported: 3 });
  });

  it('tells exit and refund of an item by the item alone, where several lines stand behind it', () => {
    const shared = ledger(
      ordered('O-1', { sku: 'A', quantity: 1 }, { sku: 'A', quantity: 1 }),
      imported('M-1', 'P-1', {
        quantity: 2,
        covers: [
          ['O-1', 1, 1],
          ['O-1', 2, 1],
        ],
      }),
      reserved('M-1', 'CLAIM', 1, 1),
      approved('CLAIM'),
    );
    expect([shared.ofItem('M-1', 1)?.refunded, line(shared)?.refunded, line(shared, 2)?.refunded]).toEqual([1, 0, 0]);
  });
});
