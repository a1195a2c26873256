import { allocationOrderOf, type ExchangeRate } from '#rules';
import { type AccountPeriodCommand } from './account-period.decider';
import { decide, january, nothing, payment, play, returnCharge, schemeJanuary, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { accountEvents } from './accounts.events';
import { allocate } from './allocation';
import { type OpenItem, OpenItems } from './open-items';
import { type PeriodTerms } from './open-period';
import { namesIn } from './remittance';
import { creditedMoney } from './exchange';

const statement = (n: number, open: bigint, more: Partial<OpenItem> = {}): OpenItem => ({
  kind: 'statement',
  reference: `GB-S0000000${String(n)}`,
  taxType: 'B00',
  beneficiary: 'GB',
  open,
  dueOn: `2026-01-1${String(n)}`,
  ...more,
});
const owing = (...openItems: readonly OpenItem[]): AccountPeriodState =>
  play([{ type: 'OpenPeriod', terms: january, carried: { openItems, unapplied: [] } }]).state;
const after = (state: AccountPeriodState, ...commands: readonly AccountPeriodCommand[]) => play(commands, state);
const codeOf = (state: AccountPeriodState, command: AccountPeriodCommand): string => {
  const decision = decide(command, state);
  return 'rejected' in decision ? `${decision.rejected.code} ${decision.rejected.field ?? ''}`.trim() : 'accepted';
};
const pairs = (events: ReturnType<typeof play>['events']): readonly (readonly string[])[] =>
  told(events, 'PaymentAllocated').flatMap((data) => data.pairs.map((pair) => [data.rule, pair.reference, pair.amount]));

describe('cash', () => {
  it('of a cheque of 550 settles debts of 200, 150 and 200 as they fall due (TV-43)', () => {
    const terms: PeriodTerms = { ...january, authority: 'CA', currency: 'CAD' };
    const debts = [statement(3, 20_000n), statement(1, 20_000n), statement(2, 15_000n)];
    const { events, state } = play([
      { type: 'OpenPeriod', terms, carried: { openItems: debts, unapplied: [] } },
      payment('E1', 55_000n, { currency: 'CAD' }),
    ]);
    expect(pairs(events)).toEqual([
      ['due-date-order', 'GB-S00000001', '200.00'],
      ['due-date-order', 'GB-S00000002', '150.00'],
      ['due-date-order', 'GB-S00000003', '200.00'],
    ]);
    expect(state).toMatchObject({ openItems: { open: 0n }, applied: 55_000n });
  });
  it.each<[string, bigint, bigint, bigint]>([
    ['exact', 20_000n, 0n, 0n],
    ['short', 15_000n, 5_000n, 0n],
    ['over', 25_000n, 0n, 5_000n],
  ])('%s leaves what it leaves, also late', (_what, amount, open, unapplied) => {
    const { state } = after(
      owing(statement(1, 20_000n)),
      payment('E1', amount, { bookedOn: '2026-01-30', valueOn: '2026-01-30', postedOn: '2026-01-30' }),
    );
    expect(state).toMatchObject({ openItems: { open }, unapplied: { total: unapplied }, received: amount });
  });
  it('of several payments of one day settles as one of their sum would', () => {
    const [one, two] = [
      after(owing(statement(1, 20_000n), statement(2, 900n)), payment('E1', 15_000n), payment('E2', 5_500n)),
      after(owing(statement(1, 20_000n), statement(2, 900n)), payment('E1', 20_500n)),
    ];
    expect(one.state.status === 'open' && one.state.openItems.values()).toEqual(
      two.state.status === 'open' && two.state.openItems.values(),
    );
  });
  it('is settled by the classes of an authority that tells them apart: penalties, then taxes, then interest (AO § 225)', () => {
    const items = [
      statement(1, 100n),
      statement(2, 100n, { kind: 'interest' }),
      statement(3, 100n, { kind: 'penalty', taxType: 'PEN' }),
    ].reduce((all, item) => all.plus(item), OpenItems.empty());
    const kinds = (authority: string, cash: bigint): readonly string[] =>
      allocate(
        { cash, currency: 'EUR', order: allocationOrderOf(authority, 'deferment', '2026-01-15'), names: new Set() },
        items,
      ).steps.flatMap((step) => step.pairs.map(({ item }) => item.kind));
    expect([kinds('EU-DE', 300n), kinds('EU-DE', 150n), kinds('GB', 300n)]).toEqual([
      ['penalty', 'statement', 'interest'],
      ['penalty', 'statement'],
      ['statement', 'interest', 'penalty'],
    ]);
  });
  it('settles no more debts at a time than one append holds; the rest when it is asked again', () => {
    const many = Array.from({ length: 1_200 }, (_, n) => statement(1, 10n, { reference: `GB-S${String(n)}` }));
    const { events, state } = after(owing(...many), payment('E1', 12_000n));
    expect(told(events, 'PaymentAllocated').map(({ pairs: settled }) => settled.length)).toEqual([150, 150, 150, 150, 150, 150, 100]);
    expect(after(state, { type: 'AllocateUnapplied', account: january.account, allocatedOn: '2026-01-21' }).state).toMatchObject({
      openItems: { size: 0 },
      unapplied: { total: 0n },
    });
  });
  it('settles what is in dispute only where it is named, and says so', () => {
    const state = owing(statement(1, 1_000n, { contested: 400n }), statement(2, 500n));
    expect(pairs(after(state, payment('E1', 2_000n)).events)).toEqual([
      ['due-date-order', 'GB-S00000001', '6.00'],
      ['due-date-order', 'GB-S00000002', '5.00'],
    ]);
    const [named] = told(after(state, payment('E1', 2_000n, { remittance: 'GB-S00000001' })).events, 'PaymentAllocated');
    expect(named).toMatchObject({ rule: 'remittance-named', pairs: [{ amount: '6.00' }, { amount: '4.00', contested: true }] });
  });
});

describe('a part payment of a return', () => {
  const reference = 'IE/IM3720000014/M12.2025';
  const filed = play([
    { type: 'OpenPeriod', terms: schemeJanuary, carried: nothing },
    ...(
      [
        ['FR', 1_000n],
        ['DE', 500n],
        ['GR', 1n],
      ] as const
    ).map(([country, amount]) => returnCharge(reference, country, amount)),
  ]).state;
  it('goes to its states in proportion to what is due, the odd cents to the largest remainders', () => {
    const { events } = play([payment('E1', 1_000n, { account: schemeJanuary.account, currency: 'EUR', remittance: reference })], filed);
    expect(
      told(events, 'PaymentAllocated').flatMap(({ pairs: told }) => told.map(({ beneficiary, amount }) => [beneficiary, amount])),
    ).toEqual([
      ['DE', '3.33'],
      ['FR', '6.66'],
      ['GR', '0.01'],
    ]);
  });
  it('and the rest settles all of it, whoever got what before', () => {
    const paid = (entry: string, amount: bigint) =>
      payment(entry, amount, { account: schemeJanuary.account, currency: 'EUR', remittance: reference });
    expect(play([paid('E1', 1_000n), paid('E2', 501n)], filed).state).toMatchObject({ openItems: { open: 0n, size: 0 }, applied: 1_501n });
  });
});

describe('a payment that comes twice', () => {
  const state = owing(statement(1, 20_000n));
  const first = payment('E1', 5_000n, { endToEndId: 'PAY-7' });
  it('is credited, flagged, and settles nothing', () => {
    const { events } = after(after(state, first).state, payment('E2', 5_000n, { endToEndId: 'PAY-7' }));
    expect(events).toMatchObject([{ type: 'PaymentReceived', data: { duplicateOf: first.receipt, amount: '50.00' } }]);
  });
  it('is none where the amount, the day or the identification differs, or where the payer gave none', () => {
    for (const other of [
      payment('E2', 5_001n, { endToEndId: 'PAY-7' }),
      payment('E2', 5_000n, { endToEndId: 'PAY-7', bookedOn: '2026-01-21' }),
      payment('E2', 5_000n, { endToEndId: 'PAY-8' }),
      payment('E2', 5_000n),
    ])
      expect(told(after(after(state, first).state, other).events, 'PaymentAllocated')).toHaveLength(1);
    const anonymous = (entry: string) => payment(entry, 5_000n, { endToEndId: 'NOTPROVIDED' });
    expect(told(after(state, anonymous('E1'), anonymous('E2')).events, 'PaymentAllocated')).toHaveLength(2);
  });
  it('lies on the account over the end of the period until somebody decides what it is for', () => {
    const second = payment('E2', 5_000n, { endToEndId: 'PAY-7' });
    const doubled = after(state, first, second).state;
    const allocateAll: AccountPeriodCommand = { type: 'AllocateUnapplied', account: january.account, allocatedOn: '2026-01-31' };
    expect(codeOf(doubled, allocateAll)).toBe('NOTHING_TO_ALLOCATE');
    const { events } = after(doubled, { type: 'ClosePeriod', statementNumber: 9, closedOn: '2026-02-01', dueOn: '2026-02-16' });
    expect(told(events, 'OpenItemsCarried')).toMatchObject([
      { unapplied: [{ receipt: second.receipt, amount: '50.00', duplicateOf: first.receipt }] },
    ]);
    const byHand = after(doubled, { ...allocateAll, receipt: second.receipt, references: ['gb-s00000001'] });
    expect(pairs(byHand.events)).toEqual([['by-hand', 'GB-S00000001', '50.00']]);
  });
});

describe('money in another currency', () => {
  const dollar: ExchangeRate = {
    id: 'ECB:USD:2026-01-20',
    base: 'EUR',
    quote: 'USD',
    day: '2026-01-20',
    rate: '1.0790',
    sourceDate: '2026-01-20',
  };
  const euro: PeriodTerms = { ...january, authority: 'EU-FR', currency: 'EUR' };
  const state = play([{ type: 'OpenPeriod', terms: euro, carried: { openItems: [statement(1, 10_000n)], unapplied: [] } }]).state;
  const paid = payment('E1', 10_800n, { currency: 'USD', remittance: 'GB-S00000001', exchangeRows: [dollar] });

  it('is converted by the rate row given; what it comes to beyond the debt stays unapplied (TV-58)', () => {
    const { events, state: settled } = play([paid], state);
    expect(events[0]).toMatchObject({
      data: {
        amount: '100.09',
        currency: 'EUR',
        original: {
          amount: '108.00',
          currency: 'USD',
          converted: '100.09',
          rows: [{ quote: 'USD', rate: '1.0790' }],
          rule: 'settlement-exchange',
        },
      },
    });
    expect(settled).toMatchObject({ openItems: { open: 0n }, unapplied: { total: 9n } });
  });
  it('is a gain or a loss where the rule says so, within its limit', () => {
    const order = {
      ...allocationOrderOf('EU-FR', 'deferment', '2026-01-20'),
      exchange: { ruleId: 'settlement-exchange', mode: 'half-even', difference: 'realised', upTo: '0.10' },
    } as const;
    const credited = (amount: bigint) => {
      const items = OpenItems.empty().plus(statement(1, 10_000n));
      const money = creditedMoney({ amount, currency: 'USD', exchangeRows: [dollar] }, euro, order, items, namesIn('GB-S00000001'));
      return 'rejected' in money ? [] : [money.amount, money.original?.gain];
    };
    expect([credited(10_800n), credited(10_780n), credited(10_900n)]).toEqual([
      [10_000n, '0.09'],
      [10_000n, '-0.09'],
      [10_102n, undefined],
    ]);
  });
  it('is refused without a rate for it', () => {
    expect(codeOf(state, { ...paid, exchangeRows: [] })).toBe('CURRENCY_MISMATCH currency');
    expect(codeOf(state, { ...paid, currency: 'GBP' })).toBe('CURRENCY_MISMATCH currency');
  });
});

it('every event of a payment fits its shape', () => {
  const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
  const { events } = after(
    owing(statement(1, 1_000n, { contested: 400n })),
    payment('E1', 900n, { remittance: 'GB-S00000001', endToEndId: 'P', means: 'card', final: false }),
    payment('E2', 900n, { endToEndId: 'P' }),
  );
  for (const event of events) expect(() => shapes.get(event.type)?.data.parse(event.data, event.type)).not.toThrow();
});
