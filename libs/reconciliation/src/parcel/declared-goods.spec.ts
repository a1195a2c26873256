import { asOf, parcelBreaks, told } from '../../../../test/support/reconciliation/ask';
import {
  advised,
  arrived,
  assessed,
  declared,
  excluded,
  item,
  order,
  orderLine,
  payment,
  refused,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';

type Line = ReturnType<typeof orderLine>;
type Item = ReturnType<typeof item>;
const covers = [{ order: '1', ordinal: 1, quantity: 2 }];

/** The whole story with another order line, parcel or declared item. */
const retold = ({
  line = {},
  goods = {},
  head = {},
  parcel = {},
}: {
  line?: Partial<Line>;
  goods?: Partial<Item>;
  head?: Parameters<typeof declared>[3];
  parcel?: object;
}): readonly StoryEvent[] =>
  wholeStory.flatMap((event): readonly StoryEvent[] => {
    if (event.type === 'OrderLinesRecorded') return [{ ...event, data: { lines: [orderLine(1, 2, '10.00', line)] } }];
    if (event.type === 'DeclarationLodged') return declared('L1', 'P1', [{ ...item(1, '20.00', covers), ...goods }], head);
    if (event.type === 'DeclarationItemsRecorded') return [];
    return [event.type === 'ConsignmentAdvised' ? { ...event, data: { ...event.data, ...parcel } } : event];
  });

type Row = readonly [what: string, story: readonly StoryEvent[], expected: readonly string[]];
const judge = (rows: readonly Row[]): void => {
  it.each(rows)('%s', async (_what, story, expected) => {
    expect(await parcelBreaks(story, '2026-07-01')).toEqual(expected);
  });
};

describe('the commodity code that is declared', () => {
  judge([
    ['is B24 where its six digits are not those ordered', retold({ goods: { hsCode: '620342' } }), ['B24 20 EUR']],
    ['may say more digits, or fewer', retold({ line: { hsCode: '610910' }, goods: { hsCode: '61091000' } }), []],
    [
      'is not compared with an order that says none',
      retold({ line: { hsCode: undefined } as object, goods: { hsCode: '620342' } }),
      ['B08 20 EUR'],
    ],
    ['of an item that names no lines is B24 where no line has it', retold({ goods: { hsCode: '620342', covers: [] } }), ['B24 20 EUR']],
    ['of an item that names no lines is right where a line has it', retold({ goods: { covers: [] } }), []],
    [
      'explains why nothing could be assessed',
      [...retold({ goods: { hsCode: '620342' } }).filter(({ type }) => type !== 'DutyAssessed'), refused('L1', 'CLASSIFICATION_AMBIGUOUS')],
      ['B24 20 EUR', 'B08 20 EUR because of B24'],
    ],
  ]);

  it('is said with the item and the code that was ordered', async () => {
    const { cases } = await (await told(retold({ goods: { hsCode: '620342' } }))).list(asOf('2026-07-01'), {}, { limit: 10 });
    expect(cases[0]?.breaks[0]?.why.sentence).toBe(
      'commodity code of item 1 under 26FRL1: expected 610910 as ordered, found 620342; the difference is 1 lines.',
    );
    expect(cases[0]?.parts.map(({ disposition }) => disposition)).toEqual([{ status: 'broken', code: 'B24' }]);
  });
});

describe('the origin that is declared', () => {
  judge([
    ['is B25 where it is not the one ordered', retold({ line: { origin: 'CN' }, goods: { origin: 'BD' } }), ['B25 20 EUR']],
    ['is right where it is the same', retold({ line: { origin: 'CN' }, goods: { origin: 'CN' } }), []],
    ['is not compared where the declaration states none', retold({ line: { origin: 'CN' } }), []],
    ['is not compared where the order states none', retold({ goods: { origin: 'BD' } }), []],
  ]);
});

describe('currency and rate of a declaration', () => {
  /** Accepted in March 2025: the rate published on the penultimate Wednesday of February holds. */
  const exchange = (rate: string): object => ({
    acceptedAt: '2025-03-09T12:00:00.000Z',
    exchangeRow: { base: 'EUR', quote: 'GBP', rate, day: '2025-02-19', sourceDate: '2025-02-19' },
  });
  const inTime = (story: readonly StoryEvent[]): readonly StoryEvent[] =>
    story.map((event) => (event.type === 'SchemeNumberGranted' ? { ...event, data: { ...event.data, validFrom: '2025-01-01' } } : event));
  const lawful = '0.82838';
  judge([
    ['are right at the customs rate of the day', inTime(retold({ head: exchange(lawful) })), []],
    ['are right at that rate with few digits', inTime(retold({ head: exchange('0.8284') })), []],
    ['are B27 at another rate', inTime(retold({ head: exchange('0.86') })), ['B27 0.6324 GBP']],
    [
      'are B27 where the figure of the order stands under another currency',
      inTime(retold({ head: { ...exchange(lawful), currency: 'GBP' } })),
      ['B27 3.4324 GBP'],
    ],
    [
      'are B23 where the value is too low at the customs rate',
      inTime(retold({ goods: { goodsValue: '10.00' }, head: { currency: 'GBP', acceptedAt: '2025-03-09T12:00:00.000Z' } })),
      ['B23 6.5676 GBP'],
    ],
  ]);
});

it('a rate with few digits is told with what it changes of the value', async () => {
  const few = retold({
    head: {
      acceptedAt: '2025-03-09T12:00:00.000Z',
      exchangeRow: { base: 'EUR', quote: 'GBP', rate: '0.8284', day: '2025-02-19', sourceDate: '2025-02-19' },
    },
  });
  const { cases } = await (await told(few)).list(asOf('2026-07-01'), {}, { limit: 1 });
  expect(cases[0]?.matches).toContainEqual({
    rule: 'exchange-rate@1',
    legs: ['rate under 26FRL1', 'customs rate of 2025-03-09'],
    tolerance: '0.0082838',
    distance: '0.0004',
    currency: 'GBP',
    score: 100,
  });
});

describe('the manifest of a parcel', () => {
  const weighed = { line: { grossMass: '2.000' } };
  judge([
    ['is B12 where it was told after the parcel arrived', retold({ parcel: { receivedAt: '2026-05-10T08:00:00.000Z' } }), ['B12 0 -']],
    ['is in time before', retold({ parcel: { receivedAt: '2026-05-09T10:00:00.000Z' } }), []],
    [
      'is B13 where its mass differs by more than a tenth from the order',
      retold({ ...weighed, parcel: { grossMass: '2.201' } }),
      ['B13 20 EUR'],
    ],
    ['may differ by a tenth', retold({ ...weighed, parcel: { grossMass: '2.2' } }), []],
    ['may differ by 100 g of a light parcel', retold({ line: { grossMass: '0.05' }, parcel: { grossMass: '0.15' } }), []],
    [
      'is compared with the mass declared, where that is told',
      retold({ ...weighed, goods: { grossMass: '3' }, parcel: { grossMass: '3' } }),
      [],
    ],
    [
      'is explained by units that were not declared',
      retold({
        ...weighed,
        goods: {
          grossMass: '1',
          goodsValue: '10.00',
          quantity: 1,
          covers: [{ seller: 'V-IE-1', orderNumber: '1', ordinal: 1, quantity: 1 }],
        },
        parcel: { grossMass: '2' },
      }),
      ['B26 10 EUR', 'B13 20 EUR because of B26'],
    ],
    ['is B13 where it counts other pieces', retold({ parcel: { pieces: 3 } }), ['B13 20 EUR']],
    ['is right with the pieces of the order', retold({ parcel: { pieces: 2 } }), []],
  ]);

  it('that was late breaks no unit: its goods are matched', async () => {
    const { cases } = await (
      await told(retold({ parcel: { receivedAt: '2026-05-10T08:00:00.000Z' } }))
    ).list(asOf('2026-07-01'), {}, { limit: 10 });
    expect(cases[0]?.parts.map(({ disposition }) => disposition.status)).toEqual(['matched']);
  });
});

describe('an order in several parcels', () => {
  const half = (parcel: string, lrn: string): readonly StoryEvent[] => [
    advised(parcel, ['1']),
    arrived(parcel),
    ...declared(lrn, parcel, [item(1, '10.00', [{ order: '1', ordinal: 1, quantity: 1 }])]),
    assessed(lrn, '0.00', '2.00'),
  ];
  const split = [
    ...wholeStory.filter(
      ({ type }) => type.startsWith('Order') || type.startsWith('Checkout') || type === 'SupplyAttributed' || type.startsWith('Scheme'),
    ),
    ...half('P1', 'L1'),
    ...half('P2', 'L2'),
  ];
  it('is told as B14, and its units are matched', async () => {
    const { cases } = await (await told(split)).list(asOf('2026-06-12'), {}, { limit: 10 });
    expect(cases[0]?.breaks).toMatchObject([{ code: 'B14', amount: '20', currency: 'EUR', why: { found: '2: P1, P2' } }]);
    expect(new Set(cases[0]?.parts.map(({ disposition }) => disposition.status))).toEqual(new Set(['inTransit']));
  });
  it('that came in one after the other went back undelivered is not split', async () => {
    const story: readonly StoryEvent[] = [
      ...order('1', [orderLine(1, 2, '10.00')]),
      payment('1', '24.00'),
      supply('1', '20.00', '4.00'),
      excluded('2', 'OUTSIDE', 'no_rule_set'),
      advised('P1', ['1']),
      arrived('P1'),
    ];
    expect((await parcelBreaks(story, '2026-05-09')).filter((found) => found.startsWith('B14'))).toEqual([]);
  });
});
