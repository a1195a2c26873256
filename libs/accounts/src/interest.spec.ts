import { shippedRuleBook } from '#rules';
import { type AccountPeriodCommand } from './account-period.decider';
import { decide, evolve, followedBy, january, payment, play, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { type AccountPeriodEvent } from './accounts.events';
import { type ChargeInterest, interestReference } from './interest';
import { type OpenItem } from './open-items';
import { principalOf } from './principal';

const ruleBook = shippedRuleBook();
const terms = { ...january, authority: 'EU-FR', currency: 'EUR', start: '2025-03-01', end: '2025-07-01', period: '2025-03' };
const debt = {
  kind: 'statement',
  reference: 'EU-FR-S00000001',
  taxType: 'A00',
  beneficiary: 'EU',
  open: 1_000_000n,
  dueOn: '2025-03-16',
} as const satisfies OpenItem;
const on = { reference: debt.reference, taxType: 'A00', beneficiary: 'EU', dueOn: debt.dueOn };
const opening: AccountPeriodCommand = { type: 'OpenPeriod', terms, carried: { openItems: [debt], unapplied: [] } };
const stated: AccountPeriodEvent = {
  type: 'OpenItemsCarried',
  data: {
    account: terms.account,
    holder: terms.holder,
    currency: 'EUR',
    moment: 'closing',
    openItems: [{ ...debt, open: '10000.00' }],
    unapplied: [],
  },
};
const charge = (to: string, events: readonly AccountPeriodEvent[], more: Partial<ChargeInterest> = {}): ChargeInterest => ({
  type: 'ChargeInterest',
  account: terms.account,
  currency: 'EUR',
  on,
  principal: principalOf([stated, ...events], debt),
  to,
  ruleBook,
  rule: 'EU-ARREARS',
  chargedOn: '2025-06-15',
  dueOn: '2025-06-30',
  ...more,
});
const pay = (entry: string, amount: bigint, valueOn: string) =>
  payment(entry, amount, { currency: 'EUR', valueOn, bookedOn: valueOn, postedOn: '2025-06-01' });
const interestOpen = (state: AccountPeriodState): bigint | undefined =>
  state.status === 'open'
    ? (state.openItems.get({ kind: 'interest', reference: interestReference(on), taxType: 'A00', beneficiary: 'EU' })?.open ?? 0n)
    : undefined;
const codeOf = (state: AccountPeriodState, command: AccountPeriodCommand): string => {
  const decision = decide(command, state);
  return 'rejected' in decision ? `${decision.rejected.code} ${decision.rejected.field ?? ''}`.trim() : 'accepted';
};

describe('the principal of interest', () => {
  it('falls by payments on the value day of the bank, whenever they were applied', () => {
    const { events } = play([opening, pay('E1', 400_000n, '2025-04-10'), pay('E2', 600_000n, '2025-05-02')]);
    expect(principalOf([stated, ...events], debt)).toEqual([
      { on: '2025-03-16', open: 1_000_000n },
      { on: '2025-04-10', open: 600_000n },
      { on: '2025-05-02', open: 0n },
    ]);
  });
  it('runs from its own due day when a payment is taken back, or from that day where the rule says so', () => {
    const { events } = play([
      opening,
      pay('E1', 400_000n, '2025-04-10'),
      {
        type: 'ReversePayment',
        account: terms.account,
        receipt: pay('E1', 1n, '2025-04-10').receipt,
        amount: 400_000n,
        currency: 'EUR',
        reason: 'recall',
        reversedOn: '2025-06-10',
        settledBefore: [],
      },
    ]);
    expect(principalOf([stated, ...events], debt)).toEqual([
      { on: '2025-03-16', open: 1_000_000n },
      { on: '2025-04-10', open: 1_000_000n },
    ]);
    expect(principalOf([stated, ...events], debt, 'reversal')).toEqual([
      { on: '2025-03-16', open: 1_000_000n },
      { on: '2025-04-10', open: 600_000n },
      { on: '2025-06-10', open: 1_000_000n },
    ]);
  });
  it('does not fall for what is recovered of a part that was written off: the rest beside it stays owed', () => {
    const part = { kind: debt.kind, reference: debt.reference, taxType: 'A00', beneficiary: 'EU' } as const;
    const { events } = play([
      opening,
      {
        type: 'WriteOffDebt',
        account: terms.account,
        currency: 'EUR',
        debt: { ...part, amount: 600_000n },
        writtenOffOn: '2025-04-01',
        requestedBy: 'O-1',
        approvedBy: 'O-2',
        document: 'd'.repeat(64),
      },
    ]);
    const cash = pay('E3', 1n, '2025-04-10').receipt;
    const recovery: readonly AccountPeriodEvent[] = [
      {
        type: 'PaymentReceived',
        data: {
          account: terms.account,
          holder: terms.holder,
          receipt: cash,
          amount: '3000.00',
          currency: 'EUR',
          bookedOn: '2025-04-10',
          valueOn: '2025-04-10',
        },
      },
      {
        type: 'DebtRecovered',
        data: {
          account: terms.account,
          holder: terms.holder,
          debt: { ...part, amount: '3000.00' },
          currency: 'EUR',
          dueOn: debt.dueOn,
          receipt: cash,
          recoveredOn: '2025-06-05',
        },
      },
      {
        type: 'PaymentAllocated',
        data: {
          account: terms.account,
          holder: terms.holder,
          receipt: cash,
          currency: 'EUR',
          pairs: [{ ...part, amount: '3000.00' }],
          allocatedOn: '2025-06-05',
          rule: 'by-hand',
        },
      },
    ];
    const written = events.filter(({ type }) => type === 'DebtWrittenOff');
    expect(principalOf([stated, ...written, ...recovery], debt)).toEqual([
      { on: '2025-03-16', open: 1_000_000n },
      { on: '2025-04-01', open: 400_000n },
      { on: '2025-04-10', open: 400_000n },
    ]);
  });
  it('of money that came before the debt fell due bears none', () => {
    const { events } = play([opening, pay('E1', 1_000_000n, '2025-03-10')]);
    expect(principalOf([stated, ...events], debt)).toEqual([{ on: '2025-03-16', open: 0n }]);
  });
});

describe('interest on arrears', () => {
  const { state, events } = play([opening, pay('E1', 1_000_000n, '2025-04-16')]);

  it('is charged for the days the debt was late, at rates that explain it, and is open at once', () => {
    const { events: charged, state: after } = play([charge('2025-06-15', events)], state);
    const [data] = told(charged, 'InterestCharged');
    // 10 000.00 for 31 days at 2.90 (main refinancing rate of 1 March 2025, before the cut of the 12th) + 2 percent.
    expect(data).toMatchObject({
      kind: 'charged',
      interestReference: 'INT-EU-FR-S00000001-A00-EU',
      from: '2025-03-17',
      to: '2025-06-15',
      amount: '41.62',
      rule: 'EU-ARREARS',
      segments: [{ days: 31, principal: '10000.00', rate: '4.9', rateRow: 'ECB-MRO' }],
    });
    expect(after).toMatchObject({ interest: 4_162n });
    expect(interestOpen(after)).toBe(4_162n);
    expect(
      told(
        play([payment('E9', 4_162n, { currency: 'EUR', postedOn: '2025-06-16', remittance: 'INT-EU-FR-S00000001-A00-EU' })], after).events,
        'PaymentAllocated',
      ),
    ).toMatchObject([{ pairs: [{ kind: 'interest', amount: '41.62' }] }]);
  });
  it('charged again for the same days is nothing new', () => {
    const charged = play([charge('2025-06-15', events)], state).state;
    expect(play([charge('2025-06-15', events)], charged).events).toEqual([]);
    expect(play([charge('2025-06-20', events, { chargedOn: '2025-06-20' })], charged).events).toEqual([]);
  });
  it('is computed anew when a payment turns out to be of another day: the new charge, then the old one taken back', () => {
    const charged = play([charge('2025-06-15', events)], state).state;
    const earlier = play([opening, pay('E1', 1_000_000n, '2025-04-01')]).events;
    const { events: again, state: after } = play([charge('2025-06-15', earlier)], charged);
    expect(told(again, 'InterestCharged').map(({ kind, amount }) => [kind, amount])).toEqual([
      ['charged', '21.48'],
      ['reversed', '41.62'],
    ]);
    expect([interestOpen(after), after.status === 'open' && after.interest]).toEqual([2_148n, 2_148n]);
    const none = play([charge('2025-06-15', play([opening, pay('E1', 1_000_000n, '2025-03-16')]).events)], after);
    expect(told(none.events, 'InterestCharged')).toMatchObject([{ kind: 'reversed', amount: '21.48' }]);
    expect(interestOpen(none.state)).toBe(0n);
  });
  it('that is in dispute and computed anew for less is no longer in dispute for what falls away', () => {
    const disputed = play(
      [
        charge('2025-06-15', events),
        {
          type: 'ContestDebt',
          account: terms.account,
          currency: 'EUR',
          debt: { kind: 'interest', reference: interestReference(on), taxType: 'A00', beneficiary: 'EU', amount: 4_000n },
          contestedOn: '2025-06-16',
          requestedBy: 'O-1',
          approvedBy: 'O-2',
          document: 'd'.repeat(64),
        },
      ],
      state,
    ).state;
    const earlier = play([opening, pay('E1', 1_000_000n, '2025-04-01')]).events;
    const again = play([charge('2025-06-15', earlier)], disputed).events;
    expect(again.map(({ type }) => type)).toEqual(['InterestCharged', 'DebtContestLapsed', 'InterestCharged']);
    // 41.62 of which 40.00 in dispute; computed anew 21.48 is owed, so that 18.52 of the dispute is about nothing.
    expect(told(again, 'DebtContestLapsed')).toMatchObject([{ debt: { amount: '18.52' } }]);
  });
  it('that is paid is not taken back below what was paid', () => {
    const paid = play([charge('2025-06-15', events), payment('E9', 4_000n, { currency: 'EUR', postedOn: '2025-06-16' })], state).state;
    const earlier = play([opening, pay('E1', 1_000_000n, '2025-04-01')]).events;
    expect(codeOf(paid, charge('2025-06-15', earlier))).toBe('INTEREST_ALREADY_PAID on');
  });
  it('of an earlier period is recomputed with the charge of then', () => {
    const first = play([charge('2025-04-10', events)], state);
    const closed = play([{ type: 'ClosePeriod', statementNumber: 2, closedOn: '2025-07-01', dueOn: '2025-07-16' }], first.state);
    const next = { ...terms, period: '2025-07', start: '2025-07-01', end: '2025-08-01' };
    const july = play([followedBy(closed.events, next)]).state;
    const later = charge('2025-06-15', events, { chargedOn: '2025-07-05' });
    expect(codeOf(july, later)).toBe('INTEREST_BEFORE_UNKNOWN before');
    const [before] = told(first.events, 'InterestCharged');
    if (before === undefined) throw new RangeError('no interest');
    const { state: after } = play([{ ...later, before }], july);
    expect([interestOpen(after), after.status === 'open' && after.interest]).toEqual([
      4_162n,
      4_162n - BigInt(before.amount.replace('.', '')),
    ]);
  });
  it.each<[string, Partial<ChargeInterest>, string]>([
    ['by a rule that is not there', { rule: 'NO-SUCH-RULE' }, 'INTEREST_NOT_COMPUTABLE rule'],
    [
      'for days whose rate is not published',
      { on: { ...on, dueOn: '2031-01-16' }, principal: [{ on: '2031-01-16', open: 100n }], to: '2032-01-01' },
      'INTEREST_NOT_COMPUTABLE to',
    ],
    ['in a currency that is not the rule’s', { rule: 'UK-CUSTOMS' }, 'CURRENCY_MISMATCH rule'],
    ['on a day of another period', { chargedOn: '2025-07-01' }, 'POSTED_OUTSIDE_PERIOD chargedOn'],
    ['to a day that does not exist', { to: '2025-02-30' }, 'PERIOD_RANGE_INVALID to'],
  ])('is not charged %s', (_what, change, code) => {
    expect(codeOf(state, charge('2025-06-15', events, change))).toBe(code);
  });
  it('leaves nothing below nothing on the way', () => {
    const charged = play([charge('2025-06-15', events)], state).state;
    const decision = decide(charge('2025-06-15', play([opening, pay('E1', 1_000_000n, '2025-04-01')]).events), charged);
    const steps =
      'accepted' in decision
        ? decision.accepted.reduce<readonly AccountPeriodState[]>((all, event) => [...all, evolve(all.at(-1) ?? charged, event)], [])
        : [];
    expect(steps.map(interestOpen)).toEqual([6_310n, 2_148n]);
  });
});
