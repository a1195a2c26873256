import fc from 'fast-check';
import { type ReturnReportedData } from '../return-case.state';
import { type CandidateSource, type ReturnCandidate } from './candidate';
import { matchReturn } from './match-return';
import {
  amended,
  cancelled,
  exported,
  imported,
  matched,
  ordered,
  reported,
  seller,
  sentBack,
  shipped,
  unmatched,
} from './matching.examples';
import { ReturnCandidates } from './return-candidates';
import { type TradeEvent } from './trade-facts';

const folded = (...events: readonly (TradeEvent | readonly TradeEvent[])[]): ReturnCandidates =>
  events.flat().reduce((index, event) => index.fold(event), new ReturnCandidates());
/** `rule: item of mrn x units (order line)`, or the reason with the criterion and distance of the nearest. */
const answer = (report: Partial<ReturnReportedData>, source: CandidateSource): string => {
  const found = matchReturn(reported(report), source);
  if (found.kind === 'unmatched')
    return [
      found.reason,
      ...found.candidates.map(({ mrn, seq, criterion, distance }) => `${mrn ?? '-'}/${String(seq ?? '-')} ${criterion}: ${distance}`),
    ].join('; ');
  return `${found.rule}: ${found.units.map(({ mrn, seq, order, quantity, serial }) => `${mrn ?? '-'}/${String(seq ?? '-')}${order === undefined ? '' : ` ${order.orderNumber}.${String(order.ordinal)}`} x${String(quantity)}${serial === undefined ? '' : ` ${serial}`}`).join(', ')}`;
};

const trade: readonly TradeEvent[] = [
  ...ordered('O-1', { sku: 'SHIRT', quantity: 3 }, { sku: 'COAT', quantity: 1 }),
  shipped('P-1', 'O-1'),
  ...imported(
    'M-1',
    'P-1',
    { quantity: 3, hsCode: '610910', covers: [['O-1', 1, 3]] },
    { quantity: 1, hsCode: '620193', covers: [['O-1', 2, 1]] },
  ),
  ...ordered('O-2', { sku: 'LAMP', quantity: 2 }, { sku: 'GIFT CARD', quantity: 1, class: 'service' }),
  shipped('P-2', 'O-2'),
];
const index = folded(...trade);

describe('a return is matched', () => {
  it.each<[string, Partial<ReturnReportedData>, string]>([
    [
      'by its original parcel and the commodity code',
      { original: { consignmentNumber: 'P-1' }, lines: [{ hsCode: '6109100010', quantity: 2 }] },
      'consignment: M-1/1 O-1.1 x2',
    ],
    [
      'by its original parcel as a whole',
      { original: { consignmentNumber: 'P-1' }, lines: [{ quantity: 4 }] },
      'consignment: M-1/1 O-1.1 x3, M-1/2 O-1.2 x1',
    ],
    ['by MRN and article', { original: { mrn: 'M-1' }, lines: [{ sku: 'COAT', quantity: 1 }] }, 'mrn_item: M-1/2 O-1.2 x1'],
    ['by order and line', { original: { seller, orderNumber: 'O-1' }, lines: [{ ordinal: 1, quantity: 1 }] }, 'order_line: M-1/1 O-1.1 x1'],
    [
      'by an order that nobody declared',
      { original: { seller, orderNumber: 'O-2' }, lines: [{ quantity: 2 }] },
      'order_line: -/- O-2.1 x2',
    ],
    ['by a parcel that nobody declared', { original: { consignmentNumber: 'P-2' }, lines: [{ quantity: 1 }] }, 'consignment: -/- O-2.1 x1'],
    [
      'by article, seller and window',
      { original: { seller }, lines: [{ sku: 'SHIRT', quantity: 1 }] },
      'sku_seller_window: M-1/1 O-1.1 x1',
    ],
    [
      'by the next key where one leads nowhere',
      { original: { consignmentNumber: 'UNKNOWN', mrn: 'M-9', seller, orderNumber: 'O-2' }, lines: [{ sku: 'LAMP', quantity: 1 }] },
      'order_line: -/- O-2.1 x1',
    ],
    [
      'line by line, those that say more of their goods first',
      { original: { mrn: 'M-1' }, lines: [{ quantity: 3 }, { sku: 'COAT', quantity: 1 }] },
      'mrn_item: M-1/2 O-1.2 x1, M-1/1 O-1.1 x3',
    ],
  ])('%s', (_, report, expected) => {
    expect(answer(report, index)).toBe(expected);
  });

  it('by what its announced parcel says of the parcel that it answers', () => {
    const announced = folded(...trade, sentBack('R-1', { mrn: 'M-1' }));
    expect(answer({ consignmentNumber: 'R-1', lines: [{ sku: 'COAT', quantity: 1 }] }, announced)).toBe('cross_reference: M-1/2 O-1.2 x1');
    expect(answer({ consignmentNumber: 'R-1', original: { mrn: 'M-9' }, lines: [{ quantity: 1 }] }, announced)).toBe('NO_CANDIDATE');
  });
  it('by serial number, where somebody knows it', () => {
    const known = folded(...trade).withSerials('M-1', 2, ['S-1']);
    expect(answer({ lines: [{ serial: 'S-1', quantity: 1 }] }, known)).toBe('serial: M-1/2 O-1.2 x1 S-1');
    expect(answer({ lines: [{ serial: 'S-2', quantity: 1 }] }, known)).toBe('NO_CANDIDATE');
    expect(answer({ original: { mrn: 'M-1' }, lines: [{ serial: 'S-2', sku: 'COAT', quantity: 1 }] }, known)).toContain(
      'NO_CANDIDATE; M-1/1 sku: stated COAT, recorded SHIRT; M-1/2 serial: stated S-2',
    );
  });
  it('with goods that left, where they come back (UCC Art. 203)', () => {
    const left = folded(...trade, exported('X-1', 5));
    expect(answer({ ground: 'reimported', original: { mrn: 'X-1' }, lines: [{ quantity: 2 }] }, left)).toBe('mrn_item: X-1/1 x2');
    expect(answer({ ground: 'reimported', original: { mrn: 'M-1' }, lines: [{ quantity: 1 }] }, left)).toBe('NO_CANDIDATE');
  });
});

describe('a return is not matched', () => {
  it.each<[string, Partial<ReturnReportedData>, string]>([
    ['without a key that leads anywhere', { original: { mrn: 'M-9' } }, 'NO_CANDIDATE'],
    [
      'with several that fit equally',
      { original: { mrn: 'M-1' } },
      'AMBIGUOUS; M-1/1 several: 3 units fit equally, asked 1; M-1/2 several: 1 units fit equally, asked 1',
    ],
    [
      'with more units than came',
      { original: { mrn: 'M-1' }, lines: [{ sku: 'COAT', quantity: 2 }] },
      'QUANTITY_EXCEEDED; M-1/2 quantity: asked 2, free 1 of 1',
    ],
    [
      'against a key that says otherwise',
      { original: { consignmentNumber: 'P-1', mrn: 'M-2' } },
      'NO_CANDIDATE; M-1/1 mrn: stated M-2, recorded M-1; M-1/2 mrn: stated M-2, recorded M-1',
    ],
    [
      'with goods that are not in the parcel',
      { original: { mrn: 'M-1' }, lines: [{ hsCode: '640399', quantity: 1 }] },
      'NO_CANDIDATE; M-1/1 hsCode: stated 640399, recorded 610910; M-1/2 hsCode: stated 640399, recorded 620193',
    ],
    [
      'beyond the window of its article',
      { reportedAt: '2026-12-01T10:00:00.000Z', original: { seller }, lines: [{ sku: 'SHIRT', quantity: 1 }] },
      'NO_CANDIDATE; M-1/1 window: 151 days before the return, at most 90',
    ],
    [
      'with a service',
      { original: { seller, orderNumber: 'O-2' }, lines: [{ ordinal: 2, quantity: 1 }] },
      'NO_CANDIDATE; -/- ordinal: stated 2, recorded 1',
    ],
  ])('%s', (_, report, expected) => {
    expect(answer(report, index)).toBe(expected);
  });
});

describe('units that went back', () => {
  const back = matched('RET-0', [{ mrn: 'M-1', seq: 1, order: { seller, orderNumber: 'O-1', ordinal: 1 }, quantity: 2 }]);
  it('do not go back again', () => {
    expect(answer({ original: { mrn: 'M-1' }, lines: [{ sku: 'SHIRT', quantity: 2 }] }, folded(...trade, back))).toBe(
      'QUANTITY_EXCEEDED; M-1/1 quantity: asked 2, free 1 of 3',
    );
  });
  it('do not make the rest ambiguous', () => {
    const coat = matched('RET-2', [{ mrn: 'M-1', seq: 2, order: { seller, orderNumber: 'O-1', ordinal: 2 }, quantity: 1 }]);
    expect(answer({ original: { mrn: 'M-1' } }, folded(...trade, coat))).toBe('mrn_item: M-1/1 O-1.1 x1');
  });
  it('are there again when the match was taken back', () => {
    expect(answer({ original: { mrn: 'M-1' }, lines: [{ sku: 'SHIRT', quantity: 3 }] }, folded(...trade, back, unmatched('RET-0')))).toBe(
      'mrn_item: M-1/1 O-1.1 x3',
    );
  });
  it('count for all order lines that an item covers, whichever line they were matched to', () => {
    const shared = folded(
      ordered('O-3', { sku: 'A', quantity: 2 }, { sku: 'A', quantity: 2 }),
      imported('M-3', 'P-3', {
        quantity: 4,
        covers: [
          ['O-3', 1, 2],
          ['O-3', 2, 2],
        ],
      }),
      matched('RET-3', [{ mrn: 'M-3', seq: 1, quantity: 3 }]),
    );
    expect(answer({ original: { mrn: 'M-3' }, lines: [{ quantity: 2 }] }, shared)).toContain('QUANTITY_EXCEEDED');
    expect(answer({ original: { mrn: 'M-3' }, lines: [{ quantity: 1 }] }, shared)).toBe('mrn_item: M-3/1 O-3.1 x1');
  });
});

it('a later version of a declaration is what came in, and what was cancelled was never sent', () => {
  const changed = folded(...trade, amended('M-1', 'P-1', { quantity: 2, covers: [['O-1', 1, 2]] }), cancelled('O-2', 1, 1));
  expect(answer({ original: { mrn: 'M-1' }, lines: [{ quantity: 2 }] }, changed)).toBe('mrn_item: M-1/1 O-1.1 x2');
  expect(answer({ original: { seller, orderNumber: 'O-2' }, lines: [{ quantity: 2 }] }, changed)).toContain('QUANTITY_EXCEEDED');
});

describe('whatever came and whatever is reported', () => {
  const candidate = fc.record({
    seq: fc.integer({ min: 1, max: 6 }),
    sku: fc.constantFrom('A', 'B', 'C'),
    hsCode: fc.constantFrom('610910', '620193'),
    quantity: fc.integer({ min: 1, max: 4 }),
    gone: fc.integer({ min: 0, max: 4 }),
  });
  const line = fc.record({
    quantity: fc.integer({ min: 1, max: 4 }),
    sku: fc.constantFrom('A', 'B', 'C', undefined),
    hsCode: fc.constantFrom('610910', '620193', undefined),
  });
  const candidates = fc.uniqueArray(candidate, { selector: ({ seq }) => seq, minLength: 1, maxLength: 6 });
  const sourceOf = (found: readonly ReturnCandidate[]): CandidateSource => ({
    crossReference: () => undefined,
    ofParcel: () => [],
    ofDeclaration: () => found,
    ofOrder: () => [],
    ofSerial: () => [],
    ofGoods: () => [],
  });

  it('all units are found, of goods that fit, never more than are free, and the order of the candidates does not matter', () => {
    fc.assert(
      fc.property(candidates, fc.array(line, { minLength: 1, maxLength: 3 }), fc.integer(), (goods, lines, turn) => {
        const came = goods.map(({ gone, ...rest }): ReturnCandidate => ({
          direction: 'import',
          mrn: 'M',
          serials: [],
          day: '2026-07-03',
          ...rest,
          free: Math.max(0, rest.quantity - gone),
        }));
        const report = reported({
          original: { mrn: 'M' },
          lines: lines.map(({ sku, hsCode, quantity }) => ({
            quantity,
            ...(sku === undefined ? {} : { sku }),
            ...(hsCode === undefined ? {} : { hsCode }),
          })),
        });
        const found = matchReturn(report, sourceOf(came));
        const turned = [...came.slice(Math.abs(turn) % came.length), ...came.slice(0, Math.abs(turn) % came.length)].reverse();
        expect(matchReturn(report, sourceOf(turned))).toEqual(found);
        if (found.kind === 'unmatched') return;
        const taken = new Map(found.units.map(({ seq = 0, quantity }) => [seq, quantity]));
        for (const { seq = 0, free } of came) expect(taken.get(seq) ?? 0).toBeLessThanOrEqual(free);
        expect([...taken.values()].reduce((a, b) => a + b, 0)).toBe(lines.reduce((a, b) => a + b.quantity, 0));
        for (const sku of ['A', 'B', 'C']) {
          const asked = lines.filter((l) => l.sku === sku).reduce((a, b) => a + b.quantity, 0);
          const given = came.filter((c) => c.sku === sku).reduce((a, { seq = 0 }) => a + (taken.get(seq) ?? 0), 0);
          expect(given).toBeGreaterThanOrEqual(asked);
        }
      }),
      { numRuns: 300 },
    );
  });
});
