import * as fc from 'fast-check';
import { type AccountPeriodCommand } from './account-period.decider';
import { charge, decide, followedBy, january, nothing, payment, play, share, told } from './account-period.examples';
import { type AccountPeriodState, initialPeriod } from './account-period.state';
import { exposureOf } from './open-period';

const open: AccountPeriodCommand = { type: 'OpenPeriod', terms: january, carried: nothing };
const duty = (reference: string, amount: bigint, more: Parameters<typeof charge>[2] = {}): AccountPeriodCommand =>
  charge(reference, [{ taxType: 'A00', beneficiary: 'GB', amount }], more);
const exposure = (state: AccountPeriodState): bigint | undefined => (state.status === 'open' ? exposureOf(state) : undefined);
const given = (...commands: AccountPeriodCommand[]): AccountPeriodState => play([open, ...commands]).state;
const answer = (state: AccountPeriodState, command: AccountPeriodCommand): unknown => {
  const decision = decide(command, state);
  return 'rejected' in decision ? decision.rejected.code : decision.accepted;
};

describe('a guarantee behind an account', () => {
  it('that was never applied is no limit: a waiver', () => {
    expect(answer(given(), duty('M1', 10n ** 12n))).toMatchObject([{ type: 'ChargePosted' }]);
  });

  it('holds its percent of each charge, up to the minor unit, and warns above the soft level', () => {
    const state = given(share(10_000n, { reservePercent: '33.3' }));
    const { events, state: after } = play([duty('M1', 10_001n), duty('M2', 14_023n), duty('M3', 1n)], state);
    expect(told(events, 'ChargePosted').map(({ security }) => security)).toEqual([
      { reserved: '33.31', exposure: '33.31', share: '100.00', level: 'normal' },
      { reserved: '46.70', exposure: '80.01', share: '100.00', level: 'soft' },
      { reserved: '0.01', exposure: '80.02', share: '100.00', level: 'soft' },
    ]);
    expect(exposure(after)).toBe(8_002n);
  });

  it('TV-18: declines what exceeds it, with the missing amount and the guarantee, and the goods wait', () => {
    const state = given(share(100_000n), duty('M1', 80_000n));
    const [declined] = play([duty('M2', 42_640n)], state).events;
    expect(declined).toEqual({
      type: 'ChargeDeclined',
      data: {
        account: january.account,
        holder: 'R-1',
        charge: expect.any(String) as string,
        subject: expect.any(String) as string,
        kind: 'declaration',
        reference: 'M2',
        total: '426.40',
        currency: 'GBP',
        acceptedAt: '2026-01-10T10:00:00.000Z',
        declinedOn: '2026-01-10',
        reason: 'GUARANTEE_EXCEEDED',
        missing: '226.40',
        security: { guarantee: share(0n).security.guarantee, exposure: '800.00', share: '1000.00', reserve: '426.40' },
      },
    });
  });

  it('a declined charge may come again and is then posted once', () => {
    const again = [duty('M1', 5_000n), share(5_000n, {}, '2026-01-11'), duty('M1', 5_000n)];
    const { state, events } = play([open, share(4_999n), ...again]);
    expect(events.map(({ type }) => type)).toEqual([
      'PeriodOpened',
      'GuaranteeShareApplied',
      'ChargeDeclined',
      'GuaranteeShareApplied',
      'ChargePosted',
    ]);
    expect(answer(state, duty('M1', 5_000n))).toBe('CHARGE_ALREADY_POSTED');
    expect(
      told(play([{ type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-16' }], state).events, 'PeriodClosed'),
    ).toMatchObject([{ chargeCount: 1, declinedCount: 1, charged: '50.00', security: { exposure: '50.00', share: '50.00' } }]);
  });

  it('TV-57: the exposure spans two periods and ends with the payment, not with the close', () => {
    const may = { ...january, period: '2026-05', start: '2026-05-01', end: '2026-06-01' };
    const june = { ...january, period: '2026-06', start: '2026-06-01', end: '2026-07-01' };
    const inMay = play([
      { type: 'OpenPeriod', terms: may, carried: nothing },
      share(10_000_000n, {}, '2026-05-01'),
      duty('M1', 6_000_000n, { postedOn: '2026-05-20' }),
      { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-06-01', dueOn: '2026-06-15' },
    ]);
    const opened = followedBy(inMay.events, june);
    const before = play([opened, duty('M2', 3_000_000n, { postedOn: '2026-06-05' })]);
    expect(told(before.events, 'PeriodOpened')).toMatchObject([
      { opening: '60000.00', security: { share: '100000.00', exposure: '60000.00' } },
    ]);
    expect(told(before.events, 'OpenItemsCarried')).toMatchObject([{ openItems: [{ open: '60000.00', secured: '60000.00' }] }]);
    const refused = play([duty('M3', 1_500_000n, { postedOn: '2026-06-14' })], before.state);
    expect(told(refused.events, 'ChargeDeclined')).toMatchObject([
      { reason: 'GUARANTEE_EXCEEDED', missing: '5000.00', security: { exposure: '90000.00' } },
    ]);
    const paid = play(
      [payment('E1', 6_000_000n, { postedOn: '2026-06-15', bookedOn: '2026-06-15' }), duty('M3', 1_500_000n, { postedOn: '2026-06-15' })],
      refused.state,
    );
    expect(told(paid.events, 'PaymentAllocated')).toMatchObject([{ released: '60000.00' }]);
    expect(told(paid.events, 'ChargePosted')).toMatchObject([{ security: { exposure: '45000.00' } }]);
  });

  it('stands beside the limit of the account: what the period is charged with stays within it, whatever is secured', () => {
    const limited: AccountPeriodCommand = { type: 'ApplyStanding', account: january.account, limit: 10_000n, appliedOn: '2026-01-02' };
    const state = given(share(100_000n), limited, duty('M1', 6_000n));
    expect(answer(state, limited)).toBe('NOTHING_CHANGED');
    expect(answer(state, { ...limited, limit: -1n })).toBe('GUARANTEE_INVALID');
    expect(answer(state, duty('M2', 4_001n))).toMatchObject([
      { type: 'ChargeDeclined', data: { reason: 'LIMIT_EXCEEDED', missing: '0.01', limit: { limit: '100.00', charged: '60.00' } } },
    ]);
    // A payment makes no room in the month: the limit is for what is charged in it.
    expect(answer(play([payment('E1', 6_000n)], state).state, duty('M2', 4_001n))).toMatchObject([{ data: { reason: 'LIMIT_EXCEEDED' } }]);
    const closed = play([
      open,
      share(100_000n),
      limited,
      duty('M1', 6_000n),
      { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-16' },
    ]);
    const next = play([followedBy(closed.events, { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' })]);
    expect(told(next.events, 'PeriodOpened')).toMatchObject([{ limit: '100.00' }]);
    expect(answer(next.state, duty('M2', 10_000n, { postedOn: '2026-02-02' }))).toMatchObject([{ type: 'ChargePosted' }]);
    expect(answer(next.state, duty('M2', 10_001n, { postedOn: '2026-02-02' }))).toMatchObject([{ type: 'ChargeDeclined' }]);
    const without = play([{ type: 'ApplyStanding', account: january.account, appliedOn: '2026-02-02' }], next.state).state;
    expect(answer(without, duty('M2', 10_001n, { postedOn: '2026-02-03' }))).toMatchObject([{ type: 'ChargePosted' }]);
  });

  it('covers nothing from the day its validity ends', () => {
    const state = given(share(100_000n, { validTo: '2026-01-11' }));
    expect(answer(state, duty('M1', 1n))).toMatchObject([{ type: 'ChargePosted' }]);
    expect(answer(state, duty('M1', 1n, { postedOn: '2026-01-11' }))).toMatchObject([
      { type: 'ChargeDeclined', data: { reason: 'GUARANTEE_EXPIRED' } },
    ]);
  });

  it('is recorded when it falls below the exposure, and declines from then on (B46)', () => {
    const state = given(share(10_000n), duty('M1', 8_000n));
    expect(answer(state, share(5_000n))).toMatchObject([
      { type: 'GuaranteeShareApplied', data: { security: { share: '50.00', exposure: '80.00' }, overLimit: '30.00' } },
    ]);
    expect(answer(play([share(5_000n)], state).state, duty('M2', 1n))).toMatchObject([
      { data: { reason: 'GUARANTEE_EXCEEDED', missing: '30.01' } },
    ]);
    expect(answer(state, share(10_000n))).toBe('NOTHING_CHANGED');
    expect(answer(state, share(-1n))).toBe('GUARANTEE_INVALID');
    expect(answer(state, share(1n, { reservePercent: '100.01' }))).toBe('GUARANTEE_INVALID');
    expect(answer(state, share(1n, {}, '2025-12-31'))).toBe('POSTED_OUTSIDE_PERIOD');
  });

  it('and the standing of the account go on into the next period', () => {
    const suspended: AccountPeriodCommand = {
      type: 'ApplyStanding',
      account: january.account,
      suspended: 'DEBIT_REJECTED',
      appliedOn: '2026-01-20',
    };
    const state = given(share(10_000n), suspended);
    expect(answer(state, suspended)).toBe('NOTHING_CHANGED');
    expect(answer(state, duty('M1', 1n))).toMatchObject([{ type: 'ChargeDeclined', data: { reason: 'ACCOUNT_SUSPENDED' } }]);
    const closed = play([
      open,
      share(10_000n),
      suspended,
      { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-16' },
    ]);
    const february = { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };
    const next = play([followedBy(closed.events, february)]);
    expect(told(next.events, 'PeriodOpened')).toMatchObject([
      { security: { share: '100.00', exposure: '0.00' }, suspended: 'DEBIT_REJECTED' },
    ]);
    const reinstated = play([{ type: 'ApplyStanding', account: january.account, appliedOn: '2026-02-02' }], next.state);
    expect(answer(reinstated.state, duty('M1', 1n, { postedOn: '2026-02-03' }))).toMatchObject([{ type: 'ChargePosted' }]);
  });

  it('law: what is reserved less what is released is the exposure, and nothing is held for what is settled', () => {
    const command = fc.oneof(
      fc.tuple(fc.nat(40), fc.bigInt(1n, 9_999n)).map(([n, amount]) => duty(`M${String(n)}`, amount)),
      fc.bigInt(1n, 9_999n).map((amount) => payment(`E${String(amount)}`, amount)),
      fc
        .tuple(fc.bigInt(0n, 30_000n), fc.constantFrom('100', '50', '33.3'))
        .map(([amount, reservePercent]) => share(amount, { reservePercent })),
    );
    const carried = {
      openItems: ['1', '2'].map((n) => ({
        kind: 'statement' as const,
        reference: `GB-S0000000${n}`,
        taxType: 'A00',
        beneficiary: 'GB',
        open: 7_001n,
        dueOn: '2026-01-15',
        secured: 3_334n,
      })),
      unapplied: [],
      security: share(9_000n).security,
    };
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let state: AccountPeriodState = play([{ type: 'OpenPeriod', terms: january, carried }], initialPeriod).state;
        let held = 6_668n;
        const minor = (amount: string | undefined): bigint => BigInt((amount ?? '0.00').replace('.', ''));
        for (const one of commands) {
          const decision = decide(one, state);
          if ('rejected' in decision) continue;
          const { state: after, events } = play([one], state);
          state = after;
          held += events.reduce(
            (sum, event) =>
              sum +
              (event.type === 'ChargePosted'
                ? minor(event.data.security?.reserved)
                : event.type === 'PaymentAllocated'
                  ? -minor(event.data.released)
                  : 0n),
            0n,
          );
          expect(exposure(state)).toBe(held);
          if (state.status === 'open') for (const item of state.openItems.values()) expect((item.secured ?? 0n) <= item.open).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
