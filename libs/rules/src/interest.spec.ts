import { formatMoney } from '#money';
import interestFacts from '../facts/interest.json';
import {
  accrue,
  type InterestDue,
  interestDue,
  InterestRateNotCoveredError,
  type InterestRule,
  type PrincipalStep,
  type RateTimeline,
} from './interest';
import { interestOf, InterestRuleUnknownError, ratesUnder } from './interest-rates';
import { shippedRuleBook } from './shipped-rule-book';
import { at, rule } from './interest.examples';

const book = shippedRuleBook();
const paid = (amount: bigint, on: string): readonly PrincipalStep[] => [
  { on: '2026-03-01', open: amount },
  { on, open: 0n },
];
const told = ({ days, amount, outcome }: InterestDue): readonly unknown[] => [days, formatMoney(amount), outcome];

describe('interest on 10 000 due on 16 March 2026 (TV-53)', () => {
  const [byApril16, of30Days] = [
    { dueOn: '2026-03-16', principal: paid(1_000_000n, '2026-04-16'), to: '2026-06-01' },
    { dueOn: '2026-03-16', principal: paid(1_000_000n, '2026-04-16'), to: '2026-04-16' },
  ];
  it.each([
    ['8', 'to the day before payment', {}, byApril16, 30, '65.75'],
    ['8', 'to payment, rounded down', { paymentDayBears: true }, byApril16, 31, '67.94'],
    [
      '8',
      'to payment, rounded half-up',
      { paymentDayBears: true, rounding: { ruleId: 'TEST.interest', mode: 'half-up' } },
      byApril16,
      31,
      '67.95',
    ],
    ['7', 'USD, simple', { currency: 'USD' }, of30Days, 30, '57.53'],
    ['7', 'USD, compounded daily', { currency: 'USD', compounding: 'daily' }, of30Days, 30, '57.69'],
    ['9', 'CAD, simple', { currency: 'CAD' }, of30Days, 30, '73.97'],
    [
      '9',
      'CAD, compounded daily',
      { currency: 'CAD', compounding: 'daily', rounding: { ruleId: 'TEST.interest', mode: 'half-up' } },
      of30Days,
      30,
      '74.24',
    ],
  ] as const)('%s %% %s', (percent, _how, change, question, days, amount) => {
    expect(told(interestDue(rule(change), at(percent), question))).toEqual([days, amount, 'computed']);
  });

  it('explains itself: days, principal, rate, and what was rounded', () => {
    const due = interestDue(rule({ paymentDayBears: true }), at('8'), byApril16);
    expect(due.spans).toEqual([{ from: '2026-03-17', to: '2026-04-17', days: 31, principal: 1_000_000n, percent: '8' }]);
    expect(due.step).toEqual({ ruleId: 'TEST.interest', mode: 'down', unit: '0.01', before: '67.945205479452', after: '67.94' });
  });
});

describe('the days that bear interest', () => {
  const question = { dueOn: '2026-03-16', to: '2026-05-01' };
  const spans = (change: Partial<InterestRule>, principal: readonly PrincipalStep[], rates = at('8')) =>
    interestDue(rule(change), rates, { ...question, principal }).spans.map((s) => [s.from, s.to, s.principal, s.percent]);

  it('none before the due day, whenever the debt arose, and none where it was paid in time', () => {
    expect(spans({}, paid(100n, '2026-03-16'))).toEqual([]);
    expect(spans({ paymentDayBears: true }, paid(100n, '2026-03-16'))).toEqual([]);
    expect(spans({ firstDay: 0 }, paid(100n, '2026-03-17'))).toEqual([['2026-03-16', '2026-03-17', 100n, '8']]);
    expect(interestDue(rule(), at('8'), { dueOn: '2026-03-16', principal: paid(100n, '2026-05-01'), to: '2026-03-10' }).days).toBe(0);
  });

  it('each part payment ends interest on its part, on its day or the day before', () => {
    const parts = [
      { on: '2026-03-01', open: 900n },
      { on: '2026-03-20', open: 400n },
      { on: '2026-04-02', open: 0n },
    ];
    expect(spans({}, parts)).toEqual([
      ['2026-03-17', '2026-03-20', 900n, '8'],
      ['2026-03-20', '2026-04-02', 400n, '8'],
    ]);
    expect(spans({ paymentDayBears: true }, parts)).toEqual([
      ['2026-03-17', '2026-03-21', 900n, '8'],
      ['2026-03-21', '2026-04-03', 400n, '8'],
    ]);
  });

  it('a payment taken back lets interest run on from its day', () => {
    const back = [
      { on: '2026-03-01', open: 900n },
      { on: '2026-03-20', open: 0n },
      { on: '2026-03-25', open: 900n },
    ];
    expect(spans({ paymentDayBears: true }, back)).toEqual([
      ['2026-03-17', '2026-03-21', 900n, '8'],
      ['2026-03-25', '2026-05-01', 900n, '8'],
    ]);
  });

  it('several steps on one day count by what the day ends with', () => {
    const day = [
      { on: '2026-03-01', open: 900n },
      { on: '2026-03-20', open: 0n },
      { on: '2026-03-20', open: 900n },
    ];
    expect(spans({ paymentDayBears: true }, day)).toEqual([
      ['2026-03-17', '2026-03-20', 900n, '8'],
      ['2026-03-20', '2026-05-01', 900n, '8'],
    ]);
  });

  it('a change of rate counts from its day', () => {
    const rates = {
      ...at('8'),
      rates: [
        { from: '2026-01-01', percent: '8' },
        { from: '2026-04-01', percent: '7.75' },
      ],
    };
    expect(spans({}, paid(900n, '2026-04-11'), rates)).toEqual([
      ['2026-03-17', '2026-04-01', 900n, '8'],
      ['2026-04-01', '2026-04-11', 900n, '7.75'],
    ]);
  });

  it('a leap year has 366 days where the days of the year count', () => {
    const of = (dayCount: InterestRule['dayCount'], to: string) =>
      accrue(rule({ dayCount }), at('36.6'), [{ on: '2023-12-01', open: 100_000n }], '2023-12-31', to).unrounded.toDisplayText();
    expect(of('actual', '2024-01-01')).toBe('1.002739726027');
    expect(of('actual', '2024-01-11')).toBe('11.002739726027');
    expect(of('fixed365', '2024-01-11')).toBe('11.030136986301');
  });

  it('a day whose rate is not published is refused, unless nothing was open on it', () => {
    const known = { ...at('8'), through: '2026-03-31' };
    expect(() => spans({}, paid(900n, '2026-04-11'), known)).toThrow('interest rates TEST do not cover 2026-04-01');
    expect(() => spans({}, paid(900n, '2026-04-11'), at('8', '2026-03-20'))).toThrow(InterestRateNotCoveredError);
    expect(spans({}, paid(900n, '2026-04-01'), known)).toHaveLength(1);
  });

  it('steps out of order or below zero are a bug', () => {
    expect(() =>
      spans({}, [
        { on: '2026-03-20', open: 1n },
        { on: '2026-03-01', open: 0n },
      ]),
    ).toThrow(RangeError);
    expect(() => spans({}, [{ on: '2026-03-20', open: -1n }])).toThrow(RangeError);
  });
});

describe('minima', () => {
  const late = (amount: bigint, paidOn: string, to = '2027-01-01') => ({ dueOn: '2026-03-16', principal: paid(amount, paidOn), to });
  it.each([
    // SI 2018/1248: none on duty below GBP 9; a debt that fell below it by part payment was not below it
    ['below GBP 9', { minPrincipal: '9.00' }, late(899n, '2026-12-01'), '0.00', 'belowMinPrincipal'],
    ['GBP 9', { minPrincipal: '9.00' }, late(900n, '2026-12-01'), '0.51', 'computed'],
    [
      'part paid',
      { minPrincipal: '9.00' },
      {
        ...late(0n, ''),
        principal: [
          { on: '2026-03-01', open: 10_000n },
          { on: '2026-03-18', open: 500n },
        ],
        to: '2026-04-18',
      },
      '0.05',
      'computed',
    ],
    // HMRC DMBM401100: waived when paid within 5 days, else at least GBP 25
    [
      'paid on the fifth day',
      { waiverDays: 5, minCharge: { amount: '25.00', below: 'raise' } },
      late(1_000_000n, '2026-03-21'),
      '0.00',
      'withinWaiver',
    ],
    [
      'paid on the sixth day',
      { waiverDays: 5, minCharge: { amount: '25.00', below: 'raise' } },
      late(1_000_000n, '2026-03-22'),
      '25.00',
      'raisedToMinimum',
    ],
    [
      'still open after five days',
      { waiverDays: 5, minCharge: { amount: '25.00', below: 'raise' } },
      late(1_000_000n, '2026-06-01', '2026-03-22'),
      '0.00',
      'withinWaiver',
    ],
    [
      'still open after six days',
      { waiverDays: 5, minCharge: { amount: '25.00', below: 'raise' } },
      late(1_000_000n, '2026-06-01', '2026-03-23'),
      '25.00',
      'raisedToMinimum',
    ],
    [
      'above the least charge',
      { waiverDays: 5, minCharge: { amount: '25.00', below: 'raise' } },
      late(1_000_000n, '2026-04-16'),
      '65.75',
      'computed',
    ],
    // UCC Art. 114(4)
    ['below EUR 10', { minCharge: { amount: '10.00', below: 'waive' } }, late(100_000n, '2026-04-30'), '0.00', 'waivedAsSmall'],
    ['EUR 10', { minCharge: { amount: '10.00', below: 'waive' } }, late(104_000n, '2026-04-30'), '10.02', 'computed'],
    [
      'paid in time',
      { minCharge: { amount: '25.00', below: 'raise' }, minPrincipal: '9.00', waiverDays: 5 },
      late(1_000_000n, '2026-03-16'),
      '0.00',
      'computed',
    ],
  ] as const)('%s', (_name, change, question, amount, outcome) => {
    expect(told(interestDue(rule(change), at('8'), question)).slice(1)).toEqual([amount, outcome]);
  });
});

describe('the rates of a rule', () => {
  const published = (id: string): RateTimeline => {
    const found = book.rateTimeline(id)?.value;
    if (found === undefined) throw new Error(`no rates ${id}`);
    return found;
  };
  const under = (id: string, dueOn: string): RateTimeline => {
    const found = book.interestRule(id, dueOn)?.value;
    if (found === undefined) throw new Error(`no rule ${id}`);
    return ratesUnder(found, published(found.rate.timeline), book.calendars(), dueOn);
  };

  it('UK: each decision counts 13 working days after its meeting; the days and rates are those HMRC published', () => {
    const { rates, through } = under('UK-CUSTOMS', '2026-01-15');
    expect(rates.filter(({ from }) => from >= '2024-08-01')).toEqual([
      { from: '2024-08-20', percent: '7.5' },
      { from: '2024-11-26', percent: '7.25' },
      { from: '2025-02-25', percent: '7' },
      { from: '2025-04-06', percent: '8.5' },
      { from: '2025-05-28', percent: '8.25' },
      { from: '2025-08-27', percent: '8' },
      { from: '2026-01-09', percent: '7.75' },
    ]);
    // A decision of 5 February 2026, not known to the file, would count from the 24th.
    expect(through).toBe('2026-02-23');
  });

  it('EU: the main refinancing rate of the first of the month of the due day and two points, for the whole debt', () => {
    expect(under('EU-ARREARS', '2025-06-16').rates).toEqual([{ from: '2025-06-01', percent: '4.4' }]);
    expect(under('EU-ARREARS', '2025-07-16').rates).toEqual([{ from: '2025-07-01', percent: '4.15' }]);
    expect(() => under('EU-ARREARS', '2026-03-16')).toThrow('interest rates ECB-MRO do not cover 2026-03-01');
  });

  it('interest by the book', () => {
    const question = {
      dueOn: '2025-12-15',
      principal: [
        { on: '2025-11-30', open: 1_000_000n },
        { on: '2026-01-14', open: 0n },
      ],
      to: '2026-02-01',
    };
    // 24 days at 8 % (16 December to 8 January), 6 at 7.75 % (to 14 January, the day of payment)
    expect(told(interestOf(book, 'UK-CUSTOMS', question))).toEqual([30, '65.34', 'computed']);
    // 30 days at 4.15 %
    expect(told(interestOf(book, 'EU-ARREARS', question))).toEqual([30, '34.11', 'computed']);
    // From the due day to the day before payment: 30 days at 7 %, compounded
    expect(told(interestOf(book, 'US-CUSTOMS', question))).toEqual([30, '57.69', 'computed']);
    expect(() => interestOf(book, 'CA-CUSTOMS', question)).toThrow(InterestRateNotCoveredError);
    expect(() => interestOf(book, 'US-CUSTOMS', { ...question, dueOn: '2023-12-31' })).toThrow(InterestRuleUnknownError);
  });

  it('each rule we ship names rates and a calendar that are there, and its amounts have the scale of its currency', () => {
    for (const { id, from } of interestFacts.rules) {
      const shipped = book.interestRule(id, from)?.value;
      if (shipped === undefined) throw new Error(`${id} is not in force on its first day`);
      const days = book.rateTimeline(shipped.rate.timeline)?.value.rates.map((row) => row.from);
      expect(days).toEqual([...new Set(days)].sort());
      expect(shipped.rate.lag === undefined || book.calendars().has(shipped.rate.lag.calendar)).toBe(true);
      expect(() =>
        interestDue(shipped, at('8'), { dueOn: '2026-03-16', principal: paid(1n, '2026-04-16'), to: '2026-06-01' }),
      ).not.toThrow();
    }
  });
});
