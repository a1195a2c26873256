import { type Break } from '../case';
import { type BreakCode } from '../break-catalogue';
import { type ReconciliationReport } from '../case-tally';
import { asOf, told } from '../../../../test/support/reconciliation/ask';
import {
  advised,
  arrived,
  assessed,
  declared,
  excluded,
  iossNumber,
  item,
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
  withdrawn,
} from '../../../../test/support/reconciliation/settlement';
import { wholeStory, without } from '../../../../test/support/reconciliation/whole-stories';

const refiled = (...events: readonly StoryEvent[]): readonly StoryEvent[] => [...without('SchemeReturnFiled', 'ChargePosted'), ...events];
/** One order of `value` sold and imported, or only sold, or only imported. */
const sold = (number: string, value: string, vat: string): readonly StoryEvent[] => [
  ...order(number, [orderLine(1, 1, value)]),
  payment(number, (Number(value) + Number(vat)).toFixed(2)),
  supply(number, value, vat),
];
const imported = (number: string, value: string, currency = 'EUR'): readonly StoryEvent[] => [
  advised(`P${number}`, [number]),
  arrived(`P${number}`),
  ...declared(`L${number}`, `P${number}`, [item(1, value, [{ order: number, ordinal: 1, quantity: 1 }])], { currency }),
  assessed(`L${number}`, '0.00', '0.00'),
];
const deferment = (charge: string): readonly StoryEvent[] => [
  ...order('9', [orderLine(1, 1, '200.00')]),
  payment('9', '200.00'),
  ...imported('9', '200.00'),
  periodOpened(),
  charged('L9', charge),
  periodClosed(charge),
];

const report = async (story: readonly StoryEvent[], day: string): Promise<ReconciliationReport> => (await told(story)).reconcile(asOf(day));
const summary = (cases: readonly { readonly breaks: readonly Break[] }[]): readonly string[] =>
  cases.flatMap(({ breaks }) =>
    breaks.map(
      ({ code, amount, currency, causedBy }) =>
        `${code} ${amount} ${currency}${causedBy === undefined ? '' : ` because of ${causedBy.code}`}`,
    ),
  );

describe('a period case', () => {
  it('matches a return that equals its supplies, its imports and its payment', async () => {
    const { periods, receipts, totals } = await report(wholeStory, '2026-07-01');
    expect(periods).toMatchObject([
      {
        key: 'return-IM3720000015-2026-05',
        status: 'matched',
        breaks: [],
        beneficiaries: [{ beneficiary: 'FR', declared: '4.00', settled: '4', open: '0' }],
      },
      { period: '2026-06', status: 'inTransit', next: { leg: 'return', deadline: '2026-07-31T23:59:59.999Z' } },
    ]);
    expect(receipts).toMatchObject([{ status: 'matched', allocated: '4' }]);
    expect(totals.breaks).toEqual({});
  });

  /** Sold in the first hour of May at the authority, when it was still April in UTC; nothing is filed yet. */
  const nearMidnight = without('SchemeReturnFiled', 'ChargePosted', 'PaymentAllocated').map((e) =>
    e.type === 'SupplyAttributed' ? supply('1', '20.00', '4.00', { suppliedAt: '2026-04-30T23:40:00.000Z' }) : e,
  );
  it('expects no return of the period before a supply in the first hour of its own', async () => {
    const { periods } = await report(nearMidnight, '2026-06-15');
    expect(periods).toMatchObject([{ period: '2026-05', status: 'inTransit', breaks: [] }]);
  });

  type Row = readonly [what: string, code: BreakCode, story: readonly StoryEvent[], day: string, expected: readonly string[]];
  const rows: readonly Row[] = [
    ['a return that nobody filed', 'B50', without('SchemeReturnFiled', 'ChargePosted', 'PaymentAllocated'), '2026-07-01', ['B50 0 -']],
    ['a return below its supplies', 'B51', refiled(...filed('3.00', '20.00')), '2026-06-20', ['B55 1 EUR', 'B51 1 EUR'].sort().reverse()],
    [
      'a country that the return left out',
      'B51',
      [
        ...refiled(...filed('4.00', '20.00')),
        ...order('2', [orderLine(1, 1, '10.00')]),
        payment('2', '11.90'),
        supply('2', '10.00', '1.90', { consumptionCountry: 'DE' }),
      ].sort(filedLast),
      '2026-06-20',
      ['B51 1.9 EUR'],
    ],
    [
      'goods sold and never imported, beyond 5 %',
      'B52',
      [...sold('2', '50.00', '10.00'), ...refiled(...filed('14.00', '70.00'))],
      '2026-09-15',
      ['B54 10 EUR', 'B52 50 EUR because of B11', 'B50 0 -', 'B50 0 -'],
    ],
    [
      'an import under the number that nobody sold',
      'B52',
      [...imported('3', '900.00'), ...wholeStory],
      '2026-07-01',
      ['B52 900 EUR because of B10'],
    ],
    [
      'an import under the number whose order was sold otherwise',
      'B29',
      [
        ...order('3', [orderLine(1, 1, '40.00')]),
        payment('3', '40.00'),
        excluded('3', 'STANDARD-IMPORT', 'no_scheme_number'),
        ...imported('3', '40.00'),
        ...wholeStory,
      ],
      '2026-07-01',
      ['B29 40 EUR'],
    ],
    [
      'imports sold otherwise, one of them with a fault of its own',
      'B29',
      [
        ...order('3', [orderLine(1, 1, '40.00')]),
        payment('3', '40.00'),
        excluded('3', 'STANDARD-IMPORT', 'no_scheme_number'),
        ...imported('3', '40.00'),
        ...imported('4', '900.00'),
        ...wholeStory,
      ],
      '2026-07-01',
      ['B29 40 EUR', 'B52 900 EUR because of B10'],
    ],
    [
      'an import whose order is not paid yet',
      'B52',
      [...order('3', [orderLine(1, 1, '900.00')], { orderedAt: '2026-06-28T10:00:00.000Z' }), ...imported('3', '900.00'), ...wholeStory],
      '2026-07-01',
      [],
    ],
    [
      'an import in a currency for which no return has a rate',
      'B52',
      [...imported('3', '900.00', 'CNY'), ...imported('4', '100.00'), ...wholeStory],
      '2026-07-01',
      ['B52 100 EUR because of B10', 'B52 900 CNY because of B10'],
    ],
    ['a return that was due and not paid', 'B54', without('PaymentAllocated'), '2026-07-01', ['B54 4 EUR']],
    ['a return paid in part', 'B54', [...without('PaymentAllocated'), settled('return', '1.50')], '2026-07-01', ['B54 2.5 EUR']],
    ['a return never charged', 'B40', without('ChargePosted', 'PaymentAllocated'), '2026-06-12', ['B40 4 EUR']],
    ['a statement that was due and not paid', 'B54', deferment('24.00'), '2026-06-17', ['B54 24 EUR']],
  ];
  it.each(rows)('%s is %s', async (_what, _code, story, day, expected) => {
    const { periods } = await report(story, day);
    expect([...summary(periods)].sort()).toEqual([...expected].sort());
  });

  it('expects a return of each period in which the number was held, once however often it was granted', async () => {
    const missing = async (...events: readonly StoryEvent[]): Promise<readonly string[]> =>
      (await report([...wholeStory, ...events], '2026-10-15')).periods.flatMap(({ period, breaks }) =>
        breaks.map(({ code }) => `${code} ${period}`),
      );
    expect(await missing()).toEqual(['B50 2026-06', 'B50 2026-07', 'B50 2026-08']);
    expect(await missing(withdrawn('2026-06-10'))).toEqual(['B50 2026-06']);
    expect(await missing(withdrawn('2026-06-10'), granted(iossNumber, 'V-IE-1', '2026-06-20', '2026-08-31'))).toEqual([
      'B50 2026-06',
      'B50 2026-07',
      'B50 2026-08',
    ]);
    expect(await missing(withdrawn('2026-06-10'), granted(iossNumber, 'V-NL-2', '2026-08-01', '2026-08-31'))).toEqual([
      'B50 2026-06',
      'B50 2026-08',
    ]);
  });

  it('says in the bridge what it says of itself: a charge that is late is a break there too', async () => {
    const story = without('ChargePosted', 'PaymentAllocated');
    const reasons = async (day: string): Promise<readonly string[]> =>
      (await report(story, day)).bridges.flatMap(({ steps }) =>
        steps.filter(({ from, to }) => from === 'payable' && to === 'charged').flatMap(({ because }) => Object.keys(because)),
      );
    expect(await reasons('2026-06-10')).toEqual(['timing']);
    expect(await reasons('2026-06-12')).toEqual(['break:B40']);
  });

  it('explains an import of a later month by the month of its supply', async () => {
    const late = wholeStory.map((event) =>
      event.type === 'DeclarationLodged' ? { ...event, data: { ...event.data, acceptedOn: '2026-07-02' } } : event,
    );
    expect(summary((await report(late, '2026-07-05')).periods)).toEqual([]);
  });

  it.each([[['AT', 'DE', 'IT', 'PL']], [['PL', 'IT', 'DE', 'AT']]])(
    'compares imports with supplies in the order of the countries, whichever of %s was sold to first',
    async (countries) => {
      const story = countries.flatMap((consumptionCountry, i) => [
        ...order(`${String(i)}0`, [orderLine(1, 1, '10.00')]),
        payment(`${String(i)}0`, '12.00'),
        supply(`${String(i)}0`, '10.00', '2.00', { consumptionCountry }),
      ]);
      const { periods } = await report([...story, ...wholeStory], '2026-06-12');
      const compared = periods.flatMap(({ matches = [] }) =>
        matches.flatMap(({ rule, legs }) => (rule === 'import-listing@1' ? [legs[0].slice(-2)] : [])),
      );
      expect(compared).toEqual(['AT', 'DE', 'FR', 'IT', 'PL']);
    },
  );

  it('has no B52 for what is still on its way', async () => {
    const story = [...sold('2', '50.00', '10.00'), ...refiled(...filed('14.00', '70.00'))];
    expect(summary((await report(story, '2026-06-12')).periods)).toEqual([]);
  });

  it('carries a supply that became known late as a correction of the next return', async () => {
    const lateSupply = supply('2', '10.00', '2.00');
    const next = filed('2.00', '0.00', {
      period: '2026-06',
      start: '2026-06-01',
      end: '2026-07-01',
      dueOn: '2026-07-31',
      returnReference: 'next',
      return: '0'.repeat(26),
      rows: [],
      corrections: [{ country: 'FR', period: '2026-05', taxable: '10.00', vat: '2.00', adjustments: 1 }],
    });
    const story = [
      ...wholeStory,
      ...sold('2', '10.00', '2.00').filter(({ type }) => type !== 'SupplyAttributed'),
      lateSupply,
      ...imported('2', '10.00'),
      ...next,
    ];
    const { periods } = await report(story, '2026-07-05');
    expect(summary(periods).filter((line) => line.startsWith('B51') || line.startsWith('B52'))).toEqual([]);
  });

  it('holds a return to the United Kingdom against its supplies at the rate of the day of each', async () => {
    const british = { scheme: 'UK-SUPPLY', schemeNumber: 'GB999999973', period: '2026-Q2' } as const;
    const supplied = (number: string, suppliedAt: string): readonly StoryEvent[] => [
      ...order(number, [orderLine(1, 1, '20.00')]),
      payment(number, '24.00'),
      supply(number, '20.00', '4.00', { ...british, suppliedAt, consumptionCountry: 'GB' }),
    ];
    // A Sunday takes the rate of the Friday before.
    const rate = (day: string, value: string) => ({ quote: 'GBP', day, rate: value, sourceDate: day });
    const returned = (vat: string) =>
      filed(vat, '34.60', {
        ...british,
        ...{ start: '2026-04-01', end: '2026-07-01', dueOn: '2026-08-07', currency: 'GBP' },
        rows: [{ country: 'GB', rateCategory: 'standard', rate: '20', taxable: '34.60', vat, difference: '0.00', supplies: 2 }],
        balances: [{ country: 'GB', vat, corrections: '0.00', balance: vat }],
        exchangeRows: [rate('2026-04-10', '0.87'), rate('2026-05-15', '0.86')],
      });
    const told = async (vat: string): Promise<readonly string[]> => {
      const story = [...supplied('1', '2026-04-12T10:00:00.000Z'), ...supplied('2', '2026-05-15T10:00:00.000Z'), ...returned(vat)];
      return summary((await report(story, '2026-08-01')).periods).filter((line) => line.startsWith('B51'));
    };
    expect([await told('6.92'), await told('7.04')]).toEqual([[], ['B51 0.12 GBP']]);
  });

  it('says of which month imports are that no supply is known of, where a return is of a quarter', async () => {
    const british = { scheme: 'UK-SUPPLY', schemeNumber: 'GB999999973' } as const;
    const quarter = { ...british, period: '2026-Q2', start: '2026-04-01', end: '2026-07-01' };
    const unknown = [
      advised('P7', ['7']),
      arrived('P7'),
      ...declared('L7', 'P7', [item(1, '20.00', [{ order: '7', ordinal: 1, quantity: 1 }])], { ...british, jurisdiction: 'GB' }),
      assessed('L7', '0.00', '0.00'),
    ];
    const { periods } = await report([...unknown, ...filed('0.00', '0.00', { ...quarter, rows: [], balances: [] })], '2026-08-01');
    expect(periods.flatMap(({ breaks }) => breaks.map(({ why }) => why.criterion))).toContain(
      'imports under GB999999973 into GB in 2026-05 of no known supply',
    );
  });
});

/** Puts the return after the facts that it must carry. */
function filedLast(a: StoryEvent, b: StoryEvent): number {
  const rank = ({ type }: StoryEvent): number => (type === 'SchemeReturnFiled' || type === 'ChargePosted' ? 1 : 0);
  return rank(a) - rank(b);
}

describe('a receipt case', () => {
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, status: string, expected: readonly string[]])[] =
    [
      ['waits a day for its account', [received('B-2', '7.00')], '2026-06-16', 'inTransit', []],
      ['is B56 when nobody’s account was found', [received('B-2', '7.00')], '2026-06-17', 'broken', ['B56 7 EUR']],
      [
        'waits five days for something to settle',
        [received('B-1', '9.00'), identified('B-1'), settled('return', '4.00')],
        '2026-06-20',
        'inTransit',
        [],
      ],
      [
        'is B55 with what settles nothing',
        [received('B-1', '9.00'), identified('B-1'), settled('return', '4.00')],
        '2026-06-21',
        'broken',
        ['B55 5 EUR'],
      ],
      [
        'matches when all of it settled something',
        [received('B-1', '4.00'), identified('B-1'), settled('return', '4.00')],
        '2026-06-21',
        'matched',
        [],
      ],
    ];
  it.each(rows)('%s', async (_what, story, day, status, expected) => {
    const { receipts } = await report([granted(), ...story], day);
    expect(receipts).toMatchObject([{ status }]);
    expect(summary(receipts)).toEqual(expected);
  });
});
