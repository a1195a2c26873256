import { type AccountPeriodCommand } from './account-period.decider';
import { cashJanuary, charge, decide, deskJanuary, followedBy, january, nothing, payment, play, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { accountId } from './accounts.streams';
import { inOrder } from './known-payment';
import { type PeriodTerms } from './open-period';

const answer = (state: AccountPeriodState, command: AccountPeriodCommand): unknown => {
  const decision = decide(command, state);
  return 'rejected' in decision ? decision.rejected.code : decision.accepted;
};
const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-01-31' };

describe('a prepaid account', () => {
  const { account } = cashJanuary;
  const open: AccountPeriodCommand = { type: 'OpenPeriod', terms: cashJanuary, carried: nothing };
  const topUp = (entry: string, amount: bigint): AccountPeriodCommand => payment(entry, amount, { account });
  const duty = (reference: string, duty: bigint, vat: bigint): AccountPeriodCommand =>
    charge(
      reference,
      [
        { taxType: 'A00', beneficiary: 'GB', amount: duty },
        { taxType: 'B00', beneficiary: 'GB', amount: vat },
      ],
      { account, dueOn: '2026-01-10' },
    );

  it('takes a charge that its balance covers and pays it in the same append', () => {
    const { events, state } = play([open, topUp('E1', 3_000n), topUp('E2', 2_000n), duty('26GB01', 1_000n, 2_500n)]);
    expect(told(events, 'ChargePosted')).toHaveLength(1);
    const paid = told(events, 'PaymentAllocated');
    expect(paid.flatMap(({ pairs }) => pairs).reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n)).toBe(3_500n);
    expect(paid.map(({ rule, accountKind }) => [rule, accountKind])).toEqual([
      ['prepaid-balance', 'cash'],
      ['prepaid-balance', 'cash'],
    ]);
    expect(paid[0]?.pairs[0]).toMatchObject({ kind: 'charge', reference: '26GB01', taxType: 'A00', amount: '10.00' });
    expect(state).toMatchObject({ openItems: { size: 0 }, unapplied: { total: 1_500n } });
    expect(told(play([close], state).events, 'PeriodClosed')).toMatchObject([
      { charged: '35.00', applied: '35.00', closing: '0.00', unapplied: '15.00' },
    ]);
  });
  it('pays what a later version adds line by line in due order, where the balance is not enough for all of it', () => {
    const lines = [
      { taxType: 'B00', beneficiary: 'GB', amount: 400n },
      { taxType: 'A00', beneficiary: 'GB', amount: 100n },
    ];
    const { events } = play([
      open,
      topUp('E1', 500n),
      charge('26GB01', lines, { account, dueOn: '2026-01-10' }),
      topUp('E3', 300n),
      {
        type: 'AdjustCharge',
        account,
        charge: charge('26GB01', []).charge,
        subject: charge('26GB01', []).subject,
        reference: '26GB01',
        version: 2,
        reason: 'amended',
        lines,
        currency: 'GBP',
        adjustedOn: '2026-01-14',
        dueOn: '2026-01-14',
        original: { period: '2026-01' },
      },
    ]);
    expect(told(events, 'PaymentAllocated').at(-1)?.pairs).toMatchObject([
      { taxType: 'A00', amount: '1.00' },
      { taxType: 'B00', amount: '2.00' },
    ]);
  });
  it('says what of a charge was in dispute when a later version lets the balance pay it', () => {
    const line = (amount: bigint) => [{ taxType: 'A00', beneficiary: 'GB', amount }];
    const { charge: id, subject } = charge('26GB01', []);
    const adjust = (version: number, amount: bigint): AccountPeriodCommand => ({
      type: 'AdjustCharge',
      account,
      charge: id,
      subject,
      reference: '26GB01',
      version,
      reason: 'amended',
      lines: line(amount),
      currency: 'GBP',
      adjustedOn: '2026-01-12',
      dueOn: '2026-01-12',
      original: { period: '2026-01' },
    });
    const debt = { kind: 'charge', reference: '26GB01', taxType: 'A00', beneficiary: 'GB', amount: 300n } as const;
    const four = { requestedBy: 'O-1', approvedBy: 'O-2', document: 'd'.repeat(64) };
    const { state } = play([
      open,
      topUp('E1', 100n),
      charge('26GB01', line(100n), { account, dueOn: '2026-01-10' }),
      adjust(2, 400n),
      { type: 'ContestDebt', account, currency: 'GBP', debt, contestedOn: '2026-01-13', ...four },
      { ...payment('E2', 600n, { account }), remittance: 'OF-ANOTHER-1', endToEndId: 'P-1' },
    ]);
    const paid = told(play([topUp('E3', 700n), adjust(3, 100n)], state).events, 'PaymentAllocated').flatMap(({ pairs }) => pairs);
    expect(paid.filter(({ contested }) => contested === true).map(({ amount }) => amount)).toEqual(['3.00']);
  });
  it('remembers what a top-up paid without copying it for the next charge', () => {
    const { receipt } = payment('E1', 1n);
    const pairsOf = (state: AccountPeriodState) => (state.status === 'open' ? state.payments.get(receipt)?.pairs : undefined);
    const one = play([open, topUp('E1', 3_000n), duty('26GB01', 1n, 2n)]).state;
    const first = pairsOf(one);
    const second = pairsOf(play([duty('26GB02', 3n, 4n)], one).state);
    expect(second?.before?.before).toBe(first);
    expect(inOrder(second).map(({ amount }) => amount)).toEqual([1n, 2n, 3n, 4n]);
  });
  it('declines a charge that its balance does not cover, and takes it after a top-up', () => {
    const { state } = play([open, topUp('E1', 3_000n)]);
    expect(answer(state, duty('26GB01', 1_000n, 2_500n))).toMatchObject([
      { type: 'ChargeDeclined', data: { reason: 'BALANCE_INSUFFICIENT', missing: '5.00', total: '35.00' } },
    ]);
    expect(
      play([duty('26GB01', 1_000n, 2_500n), topUp('E2', 500n), duty('26GB01', 1_000n, 2_500n)], state).events.map(({ type }) => type),
    ).toEqual(['ChargeDeclined', 'PaymentReceived', 'ChargePosted', 'PaymentAllocated', 'PaymentAllocated']);
  });
});

describe("an authority's desk", () => {
  const { account, holder } = deskJanuary;
  const open: AccountPeriodCommand = { type: 'OpenPeriod', terms: deskJanuary, carried: nothing };
  const duty = (mrn: string, amount: bigint, more: Parameters<typeof charge>[2] = {}): AccountPeriodCommand =>
    charge(mrn, [{ taxType: 'B00', beneficiary: 'GB', amount }], { account, holder, payer: 'a'.repeat(64), dueOn: '2026-01-20', ...more });
  const paid = (entry: string, amount: bigint, remittance?: string): AccountPeriodCommand =>
    payment(entry, amount, { account, ...(remittance === undefined ? {} : { remittance }) });
  const [first, second] = ['26GB00000000000001', '26GB00000000000002'];

  it('has each charge open as a debt of one person, paid by what names it alone', () => {
    const { state } = play([open, duty(first, 1_000n), duty(second, 2_000n)]);
    expect(state).toMatchObject({ openItems: { size: 2, open: 3_000n } });
    const after = play([paid('E1', 2_500n, `Zoll ${second.toLowerCase()}`), paid('E2', 900n)], state);
    expect(told(after.events, 'PaymentAllocated')).toMatchObject([
      { rule: 'remittance-named', accountKind: 'consumer', pairs: [{ kind: 'charge', reference: second, amount: '20.00' }] },
    ]);
    expect(after.state).toMatchObject({ openItems: { size: 1 }, unapplied: { total: 1_400n } });
    expect(answer(after.state, { type: 'AllocateUnapplied', account, allocatedOn: '2026-01-30' })).toBe('NOTHING_TO_ALLOCATE');
  });
  it('comes to the same whether the money or the charge that it names comes first', () => {
    const states = [
      [paid('E1', 1_000n, first), duty(first, 1_000n)],
      [duty(first, 1_000n), paid('E1', 1_000n, first)],
    ].map((commands) => play([open, ...commands]).state);
    for (const state of states) expect(state).toMatchObject({ openItems: { size: 0 }, unapplied: { size: 0 }, applied: 1_000n });
  });
  it('hands its open debts on one by one, with no statement of them', () => {
    const closed = play([open, duty(first, 1_000n), duty(second, 2_000n), close]);
    expect(told(closed.events, 'OpenItemsCarried')).toMatchObject([
      {
        openItems: [
          { kind: 'charge', reference: first, open: '10.00', dueOn: '2026-01-20' },
          { kind: 'charge', reference: second },
        ],
      },
    ]);
    const next = play([
      followedBy(closed.events, { ...deskJanuary, period: '2026-02', start: '2026-02-01', end: '2026-03-01' }),
      payment('E1', 1_000n, { account, remittance: first, postedOn: '2026-02-03' }),
    ]);
    expect(next.state).toMatchObject({ openItems: { size: 1 }, opening: 3_000n, applied: 1_000n });
  });
});

describe('TV-62: a debt that matures only if the goods do not come back', () => {
  const day = (period: string, end: string): PeriodTerms => ({
    ...january,
    account: accountId('CN', 'R-1', 'deferment'),
    authority: 'CN',
    currency: 'CNY',
    cycle: 'CN-CBEC',
    period,
    start: period,
    end,
  });
  const first = day('2026-03-01', '2026-03-02');
  const { account } = first;
  const secured: AccountPeriodCommand = {
    type: 'ApplyGuaranteeShare',
    account,
    authority: 'CN',
    appliedOn: first.start,
    security: { guarantee: accountId('CN', 'GRN', 'deferment'), share: 100_000n, reservePercent: '100', softPercent: '80' },
  };
  const released = charge('M1', [{ taxType: 'B00', beneficiary: 'CN', amount: 910n }], {
    account,
    currency: 'CNY',
    postedOn: '2026-03-01',
    dueOn: '2026-04-15',
    maturesOn: '2026-04-01',
  });
  const march = play([
    { type: 'OpenPeriod', terms: first, carried: nothing },
    secured,
    released,
    { ...close, closedOn: '2026-03-02', dueOn: '2026-04-15' },
  ]);
  const followed = (terms: PeriodTerms): AccountPeriodState => play([followedBy(march.events, terms)]).state;

  it('keeps the day on which it matures, which lies between its own day and the day it is due', () => {
    expect(told(march.events, 'ChargePosted')).toMatchObject([
      { maturesOn: '2026-04-01', dueOn: '2026-04-15', security: { reserved: '9.10' } },
    ]);
    const begun = play([{ type: 'OpenPeriod', terms: first, carried: nothing }]).state;
    for (const maturesOn of ['2026-02-28', '2026-04-16', '2026-04-31'])
      expect(answer(begun, { ...released, maturesOn })).toBe('PERIOD_RANGE_INVALID');
  });
  it('is taken away by a return before that day: nothing was ever payable, and nothing is secured any more', () => {
    const back: AccountPeriodCommand = {
      type: 'AdjustCharge',
      account,
      charge: released.charge,
      subject: released.subject,
      reference: 'M1',
      version: 2,
      reason: 'invalidated',
      currency: 'CNY',
      adjustedOn: '2026-03-20',
      dueOn: '2026-05-04',
      lines: [{ taxType: 'B00', beneficiary: 'CN', amount: -910n }],
      original: { period: '2026-03-01', statement: 'CN-S00000001' },
    };
    const { events, state } = play([back], followed(day('2026-03-20', '2026-03-21')));
    expect(told(events, 'ChargeAdjusted')).toMatchObject([{ total: '-9.10', reserved: '-9.10', lines: [{ reducesOpen: '9.10' }] }]);
    expect(state).toMatchObject({ openItems: { size: 0, secured: 0n }, applied: 0n });
  });
  it('is paid after it where they did not', () => {
    const paid = payment('E1', 910n, {
      account,
      currency: 'CNY',
      remittance: 'CN-S00000001',
      bookedOn: '2026-04-10',
      postedOn: '2026-04-10',
    });
    expect(told(play([paid], followed(day('2026-04-10', '2026-04-11'))).events, 'PaymentAllocated')).toMatchObject([
      { released: '9.10', pairs: [{ kind: 'statement', amount: '9.10' }] },
    ]);
  });
});
