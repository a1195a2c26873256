import { type AccountPeriodCommand } from './account-period.decider';
import { decide, followedBy, january, payment, play, share, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { accountEvents } from './accounts.events';
import { type OpenItem } from './open-items';
import { type PeriodTerms } from './open-period';
import { PaymentHistory } from './payment-history';
import { type RepayUnapplied, type ReversePayment, type SettlePayment } from './payment-returns';
import { type ReceivePayment } from './payments';

const account = january.account;
const item = (n: number, open: bigint, more: Partial<OpenItem> = {}): OpenItem => ({
  kind: 'statement',
  reference: `GB-S0000000${String(n)}`,
  taxType: 'A00',
  beneficiary: 'GB',
  open,
  dueOn: `2026-01-1${String(n)}`,
  ...more,
});
const opening = (openItems: readonly OpenItem[]): AccountPeriodCommand => ({
  type: 'OpenPeriod',
  terms: january,
  carried: { openItems, unapplied: [] },
});
const owing = (...openItems: readonly OpenItem[]): AccountPeriodState => play([opening(openItems)]).state;
const debit = payment('D1', 5_000n, { means: 'directDebit', final: false });
const { receipt } = debit;
const settle: SettlePayment = {
  type: 'SettlePayment',
  account,
  receipt,
  bankEntry: payment('B1', 1n).receipt,
  amount: 5_000n,
  currency: 'GBP',
  settledOn: '2026-01-22',
};
const reverse = (reason: ReversePayment['reason'], more: Partial<ReversePayment> = {}): ReversePayment => ({
  type: 'ReversePayment',
  account,
  receipt,
  amount: 5_000n,
  currency: 'GBP',
  reason,
  reversedOn: '2026-01-25',
  settledBefore: [],
  ...more,
});
const codeOf = (state: AccountPeriodState, command: AccountPeriodCommand): string => {
  const decision = decide(command, state);
  return 'rejected' in decision ? `${decision.rejected.code} ${decision.rejected.field ?? ''}`.trim() : 'accepted';
};
const february: PeriodTerms = { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };
const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 9, closedOn: '2026-02-01', dueOn: '2026-02-16' };
/** January closed, February begun with what it left, and what the log tells of its payments. */
const nextPeriod = (
  commands: readonly AccountPeriodCommand[],
  openItems: readonly OpenItem[],
): { readonly state: AccountPeriodState; readonly history: PaymentHistory } => {
  const { events } = play([opening(openItems), ...commands, close]);
  const history = new PaymentHistory();
  for (const event of events) history.apply(event);
  return { state: play([followedBy(events, february)]).state, history };
};

describe('money on its way', () => {
  it('settles provisionally and becomes final with its bank entry', () => {
    const { events } = play([debit, settle], owing(item(1, 3_000n)));
    expect(events).toMatchObject([
      { type: 'PaymentReceived', data: { means: 'directDebit', final: false } },
      { type: 'PaymentAllocated', data: { provisional: true, pairs: [{ amount: '30.00' }] } },
      { type: 'PaymentSettled', data: { receipt, bankEntry: settle.bankEntry, amount: '50.00' } },
    ]);
  });
  it('is settled once, by its own amount, and only where it is known', () => {
    const state = play([debit], owing()).state;
    expect(codeOf(state, { ...settle, amount: 4_999n })).toBe('SETTLED_AMOUNT_DIFFERS amount');
    expect(codeOf(play([settle], state).state, settle)).toBe('PAYMENT_ALREADY_FINAL receipt');
    expect(codeOf(owing(), settle)).toBe('PAYMENT_UNKNOWN receipt');
  });
  it('that is rejected opens again what it had settled, with its own due day, and leaves the account', () => {
    const { events, state } = play([debit, reverse('rejected', { returnReason: 'MS03' })], owing(item(1, 3_000n)));
    expect(events.at(-1)).toMatchObject({
      type: 'PaymentReversed',
      data: {
        amount: '50.00',
        final: false,
        returnReason: 'MS03',
        reopened: [{ debt: { reference: 'GB-S00000001', amount: '30.00' }, dueOn: '2026-01-11' }],
        unapplied: '20.00',
      },
    });
    expect(state).toMatchObject({
      openItems: { open: 3_000n },
      unapplied: { total: 0n },
      applied: 3_000n,
      reversed: 3_000n,
      received: 5_000n,
      returned: 5_000n,
    });
    expect(codeOf(state, reverse('rejected'))).toBe('PAYMENT_ALREADY_FINAL reason');
  });
  it('is known in the next period although it has settled everything, and is settled or rejected there', () => {
    const { state, history } = nextPeriod([debit], [item(1, 5_000n)]);
    const later = { settledOn: '2026-02-03', reversedOn: '2026-02-03' };
    expect(codeOf(state, { ...settle, ...later })).toBe('accepted');
    expect(codeOf(state, { ...reverse('chargeback'), reversedOn: '2026-02-03' })).toBe('PAYMENT_NOT_FINAL reason');
    const { state: rejected } = play(
      [{ ...reverse('rejected', { settledBefore: history.settledBefore(account, receipt) }), reversedOn: '2026-02-03' }],
      state,
    );
    expect(rejected).toMatchObject({ openItems: { open: 5_000n }, opening: 0n, reversed: 5_000n });
    expect(rejected.status === 'open' && rejected.openItems.values()).toMatchObject([{ reference: 'GB-S00000001', dueOn: '2026-01-11' }]);
    expect(codeOf(rejected, { ...settle, ...later })).not.toBe('accepted');
  });
});

describe('a payment that is taken back', () => {
  const paid = payment('D1', 5_000n);
  const three = [item(1, 1_000n), item(2, 1_000n), item(3, 1_000n)];

  it('opens exactly what it had settled: in part, what it had settled last', () => {
    const state = play([paid], owing(...three)).state;
    const [whole] = told(play([reverse('chargeback')], state).events, 'PaymentReversed');
    expect(whole).toMatchObject({
      final: true,
      unapplied: '20.00',
      reopened: [{ dueOn: '2026-01-13' }, { dueOn: '2026-01-12' }, { dueOn: '2026-01-11' }],
    });
    const [part] = told(play([reverse('recall', { amount: 3_500n })], state).events, 'PaymentReversed');
    expect(part).toMatchObject({
      unapplied: '20.00',
      reopened: [
        { dueOn: '2026-01-13', debt: { amount: '10.00' } },
        { dueOn: '2026-01-12', debt: { amount: '5.00' } },
      ],
    });
  });
  it('is taken back once, and never more than it was', () => {
    const state = play([paid, reverse('chargeback')], owing(...three)).state;
    expect(codeOf(state, reverse('chargeback'))).toBe('REVERSAL_AMOUNT_DIFFERS amount');
    expect(codeOf(play([paid], owing(...three)).state, reverse('chargeback', { amount: 5_001n }))).toBe('REVERSAL_AMOUNT_DIFFERS amount');
    expect(codeOf(owing(), reverse('chargeback'))).toBe('PAYMENT_UNKNOWN receipt');
    expect(codeOf(play([paid], owing(...three)).state, reverse('rejected'))).toBe('PAYMENT_ALREADY_FINAL reason');
  });
  it('opens what it settled in earlier periods by what the log tells of it', () => {
    const { state, history } = nextPeriod([payment('D1', 2_500n)], three);
    const facts = history.settledBefore(account, receipt);
    expect(facts).toMatchObject([{ amount: 1_000n, dueOn: '2026-01-11' }, { amount: 1_000n }, { amount: 500n, dueOn: '2026-01-13' }]);
    const back = { ...reverse('chargeback', { amount: 2_500n, settledBefore: facts }), reversedOn: '2026-02-10' };
    const { events, state: after } = play([back], state);
    expect(after).toMatchObject({ openItems: { open: 3_000n }, reversed: 2_500n });
    for (const event of events) history.apply(event);
    // What this period opened again it knows itself, however far whoever asks has read the log.
    expect(codeOf(after, { ...back, amount: 1n, settledBefore: history.settledBefore(account, receipt) })).toBe(
      'REVERSAL_AMOUNT_DIFFERS amount',
    );
    expect(codeOf(state, { ...back, settledBefore: facts.slice(1) })).toBe('REVERSAL_AMOUNT_DIFFERS amount');
  });
  it('opens other debts with each part that goes back, though both are told before the first is read', () => {
    const { state, history } = nextPeriod([payment('D1', 2_500n)], three);
    const part = (amount: bigint) => ({
      ...reverse('chargeback', { amount, settledBefore: history.settledBefore(account, receipt) }),
      reversedOn: '2026-02-10',
    });
    const { events } = play([part(700n), part(900n)], state);
    expect(told(events, 'PaymentReversed').flatMap(({ reopened }) => reopened.map(({ debt }) => [debt.reference, debt.amount]))).toEqual([
      ['GB-S00000003', '5.00'],
      ['GB-S00000002', '2.00'],
      ['GB-S00000002', '8.00'],
      ['GB-S00000001', '1.00'],
    ]);
    for (const event of events) history.apply(event);
    for (const event of play([{ type: 'ClosePeriod', statementNumber: 2, closedOn: '2026-03-01', dueOn: '2026-03-16' }], state).events)
      history.apply(event);
    expect(history.settledBefore(account, receipt)).toMatchObject([{ reference: 'GB-S00000001', amount: 900n }]);
  });
  it('is undone where it settled the wrong debt: that is owed as if this cash had never been applied, and the cash is there again', () => {
    const { state, history } = nextPeriod([payment('D1', 2_500n)], three);
    const undo = {
      type: 'UndoAllocation',
      account,
      receipt,
      references: ['gb-s00000002'],
      undoneOn: '2026-02-10',
      reason: 'meant for another',
      bookedOn: '2026-01-20',
      settledBefore: history.settledBefore(account, receipt),
    } as const;
    const { events, state: after } = play([undo], state);
    expect(told(events, 'AllocationUndone')).toMatchObject([
      { reopened: [{ debt: { reference: 'GB-S00000002', amount: '10.00' }, dueOn: '2026-01-12' }], bookedOn: '2026-01-20' },
    ]);
    expect(after).toMatchObject({ openItems: { open: 1_500n }, reversed: 1_000n, returned: 0n, unapplied: { total: 1_000n } });
    expect(codeOf(after, undo)).toBe('ALLOCATION_UNKNOWN references[0]');
    const anew = play([{ type: 'AllocateUnapplied', account, allocatedOn: '2026-02-11', receipt, references: ['GB-S00000003'] }], after);
    expect(anew.state).toMatchObject({ openItems: { open: 1_000n }, unapplied: { total: 500n } });
    const closed = play([{ type: 'ClosePeriod', statementNumber: 2, closedOn: '2026-03-01', dueOn: '2026-03-16' }], anew.state);
    for (const event of [...events, ...anew.events, ...closed.events]) history.apply(event);
    expect(history.settledBefore(account, receipt).map(({ reference, amount }) => [reference, amount])).toEqual([
      ['GB-S00000001', 1_000n],
      ['GB-S00000003', 500n],
      ['GB-S00000003', 500n],
    ]);
  });
  it('is held by the guarantee again as it was, also above the share, and says so', () => {
    const secured = owing(item(1, 4_000n, { secured: 4_000n }), item(2, 1_000n, { secured: 1_000n }));
    const state = play([share(5_000n), payment('D1', 4_500n), share(3_000n)], secured).state;
    const [reversed] = told(play([reverse('chargeback', { amount: 4_500n })], state).events, 'PaymentReversed');
    expect(reversed).toMatchObject({ reserved: '45.00', overLimit: '20.00', reopened: [{ secured: '5.00' }, { secured: '40.00' }] });
    expect(play([reverse('chargeback', { amount: 4_500n })], state).state).toMatchObject({ openItems: { open: 5_000n, secured: 5_000n } });
  });
  it('that had settled more than an event can hold is told in several', () => {
    const many = Array.from({ length: 250 }, (_, n) => item(1, 10n, { reference: `GB-S${String(n)}` }));
    const { events } = play([payment('D1', 2_600n), reverse('chargeback', { amount: 2_600n })], owing(...many));
    expect(told(events, 'PaymentReversed').map(({ amount, unapplied, reopened }) => [amount, unapplied, reopened.length])).toEqual([
      ['11.00', '1.00', 100],
      ['10.00', '0.00', 100],
      ['5.00', '0.00', 50],
    ]);
  });
});

describe('a payment in another currency that is taken back', () => {
  const usd: ReceivePayment = {
    ...payment('D1', 540_001n),
    currency: 'USD',
    exchangeRows: [['USD', '1.0790'] as const, ['GBP', '0.8650'] as const].map(([quote, rate]) => ({
      id: `ECB:${quote}:2026-01-20`,
      base: 'EUR',
      quote,
      day: '2026-01-20',
      rate,
      sourceDate: '2026-01-20',
    })),
  };
  const many = Array.from({ length: 250 }, (_, n) => item(1, 1_500n, { reference: `GB-S${String(n)}` }));
  const credited = told(play([usd], owing(...many)).events, 'PaymentReceived')[0];
  const back = (amount: bigint) =>
    told(play([usd, reverse('chargeback', { amount })], owing(...many)).events, 'PaymentReversed').map(
      ({ amount: taken, original }) => [taken, original?.converted, original?.amount, original?.currency] as const,
    );
  const cents = (amount = '0'): number => Math.round(Number(amount) * 100);

  it('takes with each part its part of the money that came, and all of it with the whole', () => {
    const parts = back(BigInt(cents(credited?.amount)));
    expect(parts.length).toBe(3);
    for (const [taken, converted] of parts) expect(converted).toBe(taken);
    expect(parts.reduce((sum, [, , money]) => sum + cents(money), 0)).toBe(540_001);
  });
  it('takes in part its proportion', () => {
    expect(back(BigInt(cents(credited?.amount)) / 2n).reduce((sum, [, , money]) => sum + cents(money), 0)).toBe(270_000);
  });
});

describe('unapplied cash', () => {
  const repay: RepayUnapplied = {
    type: 'RepayUnapplied',
    account,
    receipt,
    amount: 2_000n,
    currency: 'GBP',
    repaidOn: '2026-01-28',
    paymentReference: 'REPAY-1',
    requestedBy: 'CASHIER-1',
    approvedBy: 'CASHIER-2',
  };
  const state = play([payment('D1', 5_000n)], owing(item(1, 3_000n))).state;

  it('goes back to its payer when two persons agree', () => {
    const { events, state: after } = play([repay], state);
    expect(events).toMatchObject([
      {
        type: 'PaymentReversed',
        data: { reason: 'repaid', amount: '20.00', unapplied: '20.00', reopened: [], paymentReference: 'REPAY-1', approvedBy: 'CASHIER-2' },
      },
    ]);
    expect(after).toMatchObject({ unapplied: { total: 0n }, returned: 2_000n });
  });
  it.each<[string, Partial<RepayUnapplied>, string]>([
    ['by one person', { approvedBy: 'CASHIER-1' }, 'SAME_PERSON approvedBy'],
    ['beyond what is unapplied', { amount: 2_001n }, 'UNAPPLIED_EXCEEDED amount'],
    ['of nothing', { amount: 0n }, 'UNAPPLIED_EXCEEDED amount'],
  ])('does not go back %s', (_what, change, code) => {
    expect(codeOf(state, { ...repay, ...change })).toBe(code);
  });
  it('does not go back while it is on its way', () => {
    expect(codeOf(play([debit], owing()).state, repay)).toBe('PAYMENT_NOT_FINAL receipt');
  });
});

it('every event of money that goes back fits its shape', () => {
  const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
  const { events } = play(
    [debit, settle, reverse('chargeback', { returnReason: 'AC04' })],
    play([share(100_000n)], owing(item(1, 3_000n, { secured: 3_000n, contested: 200n }))).state,
  );
  for (const event of events) expect(() => shapes.get(event.type)?.data.parse(event.data, event.type)).not.toThrow();
});
