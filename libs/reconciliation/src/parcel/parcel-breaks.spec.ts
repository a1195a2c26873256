import { breakId } from '#break-work';
import { declarationStream } from '#declarations';
import { type Break } from '../case';
import { type BreakCode } from '../break-catalogue';
import { asOf, told } from '../../../../test/support/reconciliation/ask';
import { contested, reversed } from '../../../../test/support/reconciliation/account-life';
import {
  advised,
  arrived,
  assessed,
  cancelled,
  declared,
  excluded,
  iossNumber,
  item,
  order,
  orderLine,
  payment,
  refused,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import { charged, granted, periodClosed, periodOpened, settled } from '../../../../test/support/reconciliation/settlement';
import { standardImport, upToArrival, wholeStory, without } from '../../../../test/support/reconciliation/whole-stories';

const declaration = declarationStream('EU-FR', 'R-1', 'L1');
const covers = (quantity: number): readonly { order: string; ordinal: number; quantity: number }[] => [
  { order: '1', ordinal: 1, quantity },
];
/** Another declaration of the whole story's parcel. */
const redeclared = (...events: readonly StoryEvent[]): readonly StoryEvent[] => [...upToArrival, ...events];

const breaksOf = async (story: readonly StoryEvent[], day: string): Promise<readonly Break[]> => {
  const reconciliation = await told(story);
  const { cases } = await reconciliation.list(asOf(day), {}, { limit: 10 });
  return cases.flatMap(({ breaks }) => breaks);
};
const summary = (breaks: readonly Break[]): readonly string[] =>
  breaks.map(
    ({ code, amount, currency, causedBy }) =>
      `${code} ${amount} ${currency}${causedBy === undefined ? '' : ` because of ${causedBy.code}`}`,
  );

type Row = readonly [what: string, code: BreakCode, story: readonly StoryEvent[], day: string, expected: readonly string[]];
const rows: readonly Row[] = [
  ['an order that nobody paid in 5 days', 'B01', order('1', [orderLine(1, 2, '10.00')]), '2026-05-07', ['B01 20 EUR']],
  [
    'a capture below the order',
    'B03',
    wholeStory.map((e) => (e.type === 'CheckoutPaymentCaptured' ? payment('1', '23.00') : e)),
    '2026-07-01',
    ['B03 1 EUR'],
  ],
  [
    'goods at price zero beside priced ones',
    'B07',
    [...order('1', [orderLine(1, 2, '10.00'), orderLine(2, 1, '0')]), payment('1', '24.00')],
    '2026-05-02',
    ['B07 0 EUR'],
  ],
  [
    'goods without a code',
    'B08',
    [...order('1', [{ ordinal: 1, sku: 'X', quantity: 2, unitPrice: '10.00', class: 'goods' }]), payment('1', '20.00')],
    '2026-05-02',
    ['B08 20 EUR'],
  ],
  [
    'a code under which several rates stand',
    'B08',
    redeclared(...declared('L1', 'P1', [item(1, '20.00', covers(2))]), refused('L1', 'CLASSIFICATION_AMBIGUOUS')),
    '2026-07-01',
    ['B08 20 EUR'],
  ],
  [
    'an unknown destination',
    'B09',
    [
      ...order('1', [orderLine(1, 2, '10.00')], { destination: undefined } as object),
      payment('1', '20.00'),
      excluded('1', 'OUTSIDE', 'destination_unknown'),
    ],
    '2026-05-02',
    ['B09 20 EUR'],
  ],
  [
    'a rate that is missing',
    'B09',
    redeclared(...declared('L1', 'P1', [item(1, '20.00', covers(2))]), refused('L1', 'EXCHANGE_RATE_MISSING')),
    '2026-07-01',
    ['B09 20 EUR'],
  ],
  ['a parcel that arrives without order data', 'B10', [advised('P1', ['1']), arrived('P1')], '2026-05-09', ['B10 0 -']],
  [
    'a paid order in no parcel after 30 days',
    'B11',
    [...order('1', [orderLine(1, 2, '10.00')]), payment('1', '20.00'), excluded('1', 'STANDARD-IMPORT', 'above_threshold')],
    '2026-06-01',
    ['B11 20 EUR'],
  ],
  ['arrival without a declaration', 'B20', upToArrival, '2026-05-12', ['B20 20 EUR']],
  [
    'an undeclared parcel whose goods have no code',
    'B20',
    [
      ...order('1', [{ ordinal: 1, sku: 'X', quantity: 2, unitPrice: '10.00', class: 'goods' }]),
      payment('1', '20.00'),
      excluded('1', 'OUTSIDE', 'CLASSIFICATION_MISSING'),
      advised('P1', ['1']),
      arrived('P1'),
    ],
    '2026-05-12',
    ['B08 20 EUR', 'B20 20 EUR because of B08'],
  ],
  [
    'two declarations of one parcel',
    'B21',
    [
      ...wholeStory,
      ...declared('L2', 'P1', [item(1, '20.00', covers(2))], { acceptedAt: '2026-05-11T12:00:00.000Z' }),
      assessed('L2', '0.00', '4.00'),
    ],
    '2026-07-01',
    ['B21 20 EUR'],
  ],
  [
    'a line left out of the declaration',
    'B22',
    [
      ...upToArrival.map((e) =>
        e.type === 'OrderLinesRecorded'
          ? { ...e, data: { lines: [orderLine(1, 2, '10.00'), orderLine(2, 1, '5.00')] } }
          : e.type === 'OrderRecorded'
            ? { ...e, data: { ...e.data, goods: '25.00' } }
            : e.type === 'CheckoutPaymentCaptured'
              ? payment('1', '29.00')
              : e,
      ),
      ...declared('L1', 'P1', [item(1, '20.00', covers(2))]),
      assessed('L1', '0.00', '4.00'),
    ],
    '2026-07-01',
    ['B22 5 EUR'],
  ],
  [
    'an item for a line that the order does not have',
    'B22',
    redeclared(
      ...declared('L1', 'P1', [item(1, '20.00', [...covers(2), { order: '1', ordinal: 9, quantity: 1 }])]),
      assessed('L1', '0.00', '4.00'),
    ),
    '2026-07-01',
    ['B22 0 EUR'],
  ],
  [
    'fewer units declared than ordered',
    'B26',
    redeclared(...declared('L1', 'P1', [item(1, '10.00', covers(1))]), assessed('L1', '0.00', '2.00')),
    '2026-07-01',
    ['B26 10 EUR', 'B45 2 EUR because of B26'],
  ],
  [
    'fewer units in a declaration that names no lines',
    'B26',
    redeclared(...declared('L1', 'P1', [item(1, '20.00', [], 1)]), assessed('L1', '0.00', '4.00')),
    '2026-07-01',
    ['B26 0 EUR'],
  ],
  ['a scheme number that nobody was granted', 'B28', without('SchemeNumberGranted'), '2026-06-20', ['B28 20 EUR']],
  [
    'a scheme number that had expired',
    'B28',
    [granted(iossNumber, 'V-IE-1', '2026-01-01', '2026-03-31'), ...without('SchemeNumberGranted')],
    '2026-07-01',
    ['B28 20 EUR'],
  ],
  [
    'a scheme number of another seller',
    'B28',
    [granted(iossNumber, 'V-IE-2'), ...without('SchemeNumberGranted')],
    '2026-07-01',
    ['B28 20 EUR'],
  ],
  ['a debt assessed and never charged', 'B40', standardImport(assessed('L1', '24.00')), '2026-05-12', ['B40 24 EUR']],
  [
    'a charge beyond the assessment',
    'B41',
    standardImport(assessed('L1', '24.00'), periodOpened(), charged('L1', '30.00')),
    '2026-05-12',
    ['B41 6 EUR'],
  ],
  [
    'a charge without an assessment',
    'B41',
    standardImport(periodOpened(), charged('L1', '30.00')),
    '2026-05-12',
    ['B41 30 EUR', 'B48 200 EUR'],
  ],
  [
    'a return that was due and not filed',
    'B50',
    without('SchemeReturnFiled', 'ChargePosted', 'PaymentAllocated'),
    '2026-07-01',
    ['B50 0 - because of B50'],
  ],
  [
    'a return under a number that nobody held, which none is due of',
    'B28',
    without('SchemeNumberGranted', 'SchemeReturnFiled', 'ChargePosted', 'PaymentAllocated'),
    '2026-07-01',
    ['B28 20 EUR', 'B50 0 - because of B28'],
  ],
  ['a return that was due and not paid', 'B54', without('PaymentAllocated'), '2026-07-01', ['B54 0 EUR because of B54']],
  [
    'a statement that was due and not paid',
    'B54',
    standardImport(assessed('L1', '24.00'), periodOpened(), charged('L1', '24.00'), periodClosed('24.00')),
    '2026-06-17',
    ['B54 0 - because of B54'],
  ],
  [
    'a statement whose payment was taken back',
    'B54',
    [
      ...standardImport(assessed('L1', '24.00'), periodOpened(), charged('L1', '24.00'), periodClosed('24.00')),
      settled('statement', '24.00'),
      reversed('24.00'),
    ],
    '2026-06-17',
    ['B54 0 - because of B59'],
  ],
  [
    'a statement in dispute',
    'B61',
    [...standardImport(assessed('L1', '24.00'), periodOpened(), charged('L1', '24.00'), periodClosed('24.00')), contested('24.00')],
    '2026-06-17',
    ['B61 0 - because of B61'],
  ],
  [
    'a period that ended without a statement',
    'B62',
    standardImport(assessed('L1', '24.00'), periodOpened(), charged('L1', '24.00')),
    '2026-06-10',
    ['B62 0 - because of B62'],
  ],
];

describe('the breaks of a parcel', () => {
  it('says why a value does not match', async () => {
    const story = redeclared(...declared('L1', 'P1', [item(1, '12.50', covers(2))]), assessed('L1', '0.00', '2.50'));
    const [found] = await breaksOf(story, '2026-07-01');
    expect(found).toEqual({
      id: breakId('B23', declaration),
      code: 'B23',
      subject: declaration,
      severity: 'S1',
      whoActs: 'customs',
      amount: '7.5',
      currency: 'EUR',
      since: '2026-05-09T12:00:00.000Z',
      dueBy: '2026-05-19',
      rule: 'reconciliation@1',
      legalExpiry: { on: '2029-05-09', right: 'notification', law: 'Regulation (EU) 952/2013 Art. 103(1)' },
      why: {
        criterion: 'value declared under 26FRL1',
        expected: '20 EUR',
        found: '12.5 EUR',
        distance: '7.5',
        tolerance: '0.005',
        sentence: 'value declared under 26FRL1: expected 20 EUR, found 12.5 EUR; the difference is 7.5, tolerated 0.005.',
      },
    });
  });

  it('tells the seller that a scheme number is somebody else’s, and not whose', async () => {
    const found = await breaksOf([granted(iossNumber, 'V-IE-2'), ...without('SchemeNumberGranted')], '2026-07-01');
    expect(found).toMatchObject([{ code: 'B28', why: { found: 'a number of somebody else' } }]);
    expect(JSON.stringify(found)).not.toContain('V-IE-2');
  });

  it.each(rows)('%s is %s', async (_what, _code, story, day, expected) => {
    expect(summary(await breaksOf(story, day))).toEqual(expected);
  });

  it.each([
    ['19.00', ['B03 1 EUR']],
    ['20.00', []],
    ['24.00', []],
    ['25.00', ['B03 1 EUR']],
  ])(
    'judges %s for an order of 20, whose VAT nobody decided, by none and by the highest of its destination',
    async (captured, expected) => {
      const story = [...order('1', [orderLine(1, 2, '10.00')]), payment('1', captured)];
      expect(summary(await breaksOf(story, '2026-05-04'))).toEqual(expected);
    },
  );

  it('is a late declaration’s break only while the declaration is missing', async () => {
    const story = redeclared(
      ...declared('L1', 'P1', [item(1, '20.00', covers(2))], { acceptedAt: '2026-05-20T12:00:00.000Z' }),
      assessed('L1', '0.00', '4.00', '2026-05-20T12:00:00.000Z'),
    );
    expect(summary(await breaksOf(story, '2026-05-15'))).toEqual(['B20 20 EUR']);
    expect(summary(await breaksOf(story, '2026-05-21'))).toEqual([]);
  });

  it('takes a capture of the remaining units for the whole price', async () => {
    const story = [
      ...order('1', [orderLine(1, 3, '10.00')]),
      cancelled('1', [{ ordinal: 1, quantity: 1 }]),
      payment('1', '20.00'),
      excluded('1', 'STANDARD-IMPORT', 'above_threshold'),
    ];
    expect(await breaksOf(story, '2026-05-05')).toEqual([]);
  });

  it('counts a supply that its order alone makes', async () => {
    expect(
      summary(
        await breaksOf([...order('1', [orderLine(1, 2, '10.00')]), payment('1', '24.00'), supply('1', '20.00', '4.00')], '2026-05-02'),
      ),
    ).toEqual([]);
  });
});
