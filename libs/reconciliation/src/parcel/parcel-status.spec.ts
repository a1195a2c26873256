import { asOf, told } from '../../../../test/support/reconciliation/ask';
import {
  advised,
  arrived,
  assessed,
  cancelled,
  excluded,
  order,
  orderLine,
  payment,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import {
  charged,
  filed,
  granted,
  identified,
  periodClosed,
  periodOpened,
  received,
  settled,
} from '../../../../test/support/reconciliation/settlement';
import { standardImport, upToArrival, wholeStory, without } from '../../../../test/support/reconciliation/whole-stories';

/** Sold in the first hour of May at the authority, when it was still April in UTC; nothing is filed yet. */
const nearMidnight = without('SchemeReturnFiled', 'ChargePosted', 'PaymentAllocated').map((e) =>
  e.type === 'SupplyAttributed' ? supply('1', '20.00', '4.00', { suppliedAt: '2026-04-30T23:40:00.000Z' }) : e,
);

type Transit = readonly [leg: string, story: readonly StoryEvent[], day: string, deadline: string];
const transits: readonly Transit[] = [
  ['payment', order('1', [orderLine(1, 2, '10.00')]), '2026-05-05', '2026-05-06T10:00:00.000Z'],
  [
    'consignment',
    [...order('1', [orderLine(1, 2, '10.00')]), payment('1', '20.00'), excluded('1', 'STANDARD-IMPORT', 'x')],
    '2026-05-05',
    '2026-05-31T10:00:00.000Z',
  ],
  ['arrival', wholeStory, '2026-05-08', '2026-06-01T10:00:00.000Z'],
  ['declaration', upToArrival, '2026-05-09', '2026-05-10T10:00:00.000Z'],
  ['assessment', standardImport(), '2026-05-09', '2026-05-10T12:00:00.000Z'],
  ['charge', standardImport(assessed('L1', '24.00')), '2026-05-09', '2026-05-10T12:00:00.000Z'],
  ['statement', standardImport(assessed('L1', '24.00'), periodOpened(), charged('L1', '24.00')), '2026-05-20', '2026-06-06T23:59:59.999Z'],
  [
    'receipt',
    standardImport(assessed('L1', '24.00'), periodOpened(), charged('L1', '24.00'), periodClosed('24.00')),
    '2026-06-10',
    '2026-06-16T23:59:59.999Z',
  ],
  ['return', wholeStory, '2026-06-01', '2026-06-30T23:59:59.999Z'],
  ['return', nearMidnight, '2026-06-15', '2026-06-30T23:59:59.999Z'],
];

describe('a parcel case', () => {
  it('matches when order, payment, consignment, declaration, assessment, return and payment of the return agree', async () => {
    const reconciliation = await told(wholeStory);
    const { cases } = await reconciliation.list(asOf('2026-07-01'), {}, { limit: 10 });
    expect(cases).toMatchObject([
      {
        status: 'matched',
        breaks: [],
        parts: [{ units: 2, money: '20', currency: 'EUR', reach: 'declared', disposition: { status: 'matched' } }],
      },
    ]);
    expect(cases[0]?.matches.filter(({ distance }) => distance !== 'the same key')).toEqual([
      { rule: 'captured-amount@1', legs: ['order 1', 'payment T-1'], tolerance: '0.01', distance: '0', currency: 'EUR', score: 100 },
      { rule: 'declared-value@1', legs: ['order 1', 'declaration 26FRL1'], tolerance: '0.005', distance: '0', currency: 'EUR', score: 100 },
    ]);
  });

  it.each(transits)('waits for the %s until its deadline', async (leg, story, day, deadline) => {
    const { cases } = await (await told(story)).list(asOf(day), {}, { limit: 10 });
    expect(cases).toMatchObject([{ status: 'inTransit', breaks: [], next: { leg, deadline } }]);
  });

  it('matches a standard import whose charge is on a paid statement', async () => {
    const story = standardImport(
      assessed('L1', '24.00'),
      periodOpened(),
      charged('L1', '24.00'),
      periodClosed('24.00'),
      received('B-1', '24.00'),
      identified('B-1'),
      settled('statement', '24.00'),
    );
    const { cases } = await (await told(story)).list(asOf('2026-06-20'), {}, { limit: 10 });
    expect(cases).toMatchObject([{ status: 'matched', breaks: [] }]);
  });

  it('is outside where the order is: no rule set, no goods, cancelled', async () => {
    const lines = [orderLine(1, 2, '10.00'), orderLine(2, 3, '1.00'), orderLine(3, 1, '4.00', { class: 'freight' })];
    const story = [
      ...order('1', lines),
      cancelled('1', [{ ordinal: 2, quantity: 2 }]),
      payment('1', '27.00'),
      excluded('1', 'OUTSIDE', 'no_rule_set'),
      advised('P1', ['1']),
      arrived('P1'),
    ];
    const { cases } = await (await told(story)).list(asOf('2026-07-01'), {}, { limit: 10 });
    const parts = cases[0]?.parts.map(({ ordinal, units, money, disposition }) => [
      ordinal,
      units,
      money,
      'reason' in disposition ? disposition.reason : disposition.status,
    ]);
    expect(cases[0]?.status).toBe('outside');
    expect(parts?.sort()).toEqual([
      [1, 2, '20', 'no_rule_set'],
      [2, 1, '1', 'no_rule_set'],
      [2, 2, '2', 'cancelled_before_dispatch'],
      [3, 1, '4', 'no_goods'],
    ]);
  });

  it('finds the return of a supply that was late in the next one', async () => {
    const late = [
      granted(),
      ...filed('0.00', '0.00', { rows: [], balances: [], payable: '0.00' }),
      ...without('SchemeNumberGranted', 'SchemeReturnFiled', 'ChargePosted', 'PaymentAllocated'),
    ];
    const { cases } = await (await told(late)).list(asOf('2026-07-20'), {}, { limit: 10 });
    expect(cases).toMatchObject([{ status: 'inTransit', next: { leg: 'return', deadline: '2026-08-31T23:59:59.999Z' } }]);
  });
});
