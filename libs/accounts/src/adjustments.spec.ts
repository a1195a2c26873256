import * as fc from 'fast-check';
import { type AccountPeriodCommand } from './account-period.decider';
import {
  cashJanuary,
  charge,
  decide,
  deskJanuary,
  followedBy,
  january,
  nothing,
  payment,
  play,
  returnCharge,
  schemeJanuary,
  share,
  told,
} from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { chargeId } from './accounts.streams';
import { type AdjustCharge } from './adjustments';
import { exposureOf } from './open-period';
import { PaymentHistory } from './payment-history';

const open: AccountPeriodCommand = { type: 'OpenPeriod', terms: january, carried: nothing };
const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-16' };
const february = { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };
const duty = (reference: string, amount: bigint): AccountPeriodCommand =>
  charge(reference, [{ taxType: 'A00', beneficiary: 'GB', amount }]);
/** Version 2 of the charge of `reference`: so much more or less duty. */
const adjust = (reference: string, amount: bigint, more: Partial<AdjustCharge> = {}): AdjustCharge => ({
  type: 'AdjustCharge',
  account: january.account,
  charge: chargeId('GB', reference),
  subject: chargeId('GB', `declaration of ${reference}`),
  reference,
  version: 2,
  reason: 'amended',
  lines: [{ taxType: 'A00', beneficiary: 'GB', amount }],
  currency: 'GBP',
  adjustedOn: '2026-01-15',
  dueOn: '2026-02-16',
  original: { period: '2026-01' },
  ...more,
});
const inFebruary = { adjustedOn: '2026-02-10', original: { period: '2026-01', statement: 'GB-S00000001' } };
const answer = (state: AccountPeriodState, command: AccountPeriodCommand): unknown => {
  const decision = decide(command, state);
  return 'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted;
};
/** A period that begins with what January left, after these commands in it. */
const afterClose = (...commands: AccountPeriodCommand[]): AccountPeriodState =>
  play([followedBy(play([open, ...commands, close]).events, february)]).state;

describe('a later version of a declaration', () => {
  it('changes what the statement of the same period will say', () => {
    const { events, state } = play([open, duty('M1', 10_000n), adjust('M1', 840n), adjust('M1', -1_000n, { version: 3 })]);
    expect(told(events, 'ChargeAdjusted')).toMatchObject([
      { total: '8.40', lines: [{ amount: '8.40' }] },
      { total: '-10.00', lines: [{ amount: '-10.00', reducesOpen: '10.00' }] },
    ]);
    const closed = play([close], state).events;
    expect(told(closed, 'PeriodClosed')).toMatchObject([
      { charged: '100.00', adjusted: '-1.60', closing: '98.40', adjustmentCount: 2, chargeCount: 1, totals: [{ amount: '98.40' }] },
    ]);
    expect(told(closed, 'OpenItemsCarried')).toMatchObject([{ openItems: [{ kind: 'statement', open: '98.40' }] }]);
  });

  it('up, after the close, is a debt of the open period with a reference to the old one', () => {
    const state = afterClose(duty('M1', 10_000n));
    const { events, state: after } = play([adjust('M1', 840n, inFebruary)], state);
    expect(told(events, 'ChargeAdjusted')).toMatchObject([
      { lines: [{ amount: '8.40' }], original: { period: '2026-01', statement: 'GB-S00000001' } },
    ]);
    const closed = play([{ ...close, statementNumber: 2, closedOn: '2026-03-01', dueOn: '2026-03-16' }], after).events;
    expect(told(closed, 'PeriodClosed')).toMatchObject([
      { opening: '100.00', charged: '0.00', adjusted: '8.40', closing: '108.40', totals: [{ amount: '8.40' }] },
    ]);
    expect(told(closed, 'OpenItemsCarried')).toMatchObject([
      {
        openItems: [
          { reference: 'GB-S00000001', open: '100.00' },
          { reference: 'GB-S00000002', open: '8.40', dueOn: '2026-03-16' },
        ],
      },
    ]);
  });

  it.each([
    ['not paid: all of it reduces what is open', 0n, '60.00', undefined],
    ['paid in part: what is open first, the rest is refundable', 7_000n, '30.00', '30.00'],
    ['paid in full: all of it is refundable', 10_000n, undefined, '60.00'],
  ])('down, after the close and %s', (_what, paid, reducesOpen, refundable) => {
    const state = afterClose(duty('M1', 10_000n));
    const payments = paid === 0n ? [] : [payment('E1', paid, { postedOn: '2026-02-05' })];
    const { events, state: after } = play([...payments, adjust('M1', -6_000n, inFebruary)], state);
    expect(told(events, 'ChargeAdjusted')[0]?.lines).toEqual([
      {
        taxType: 'A00',
        beneficiary: 'GB',
        amount: '-60.00',
        ...(reducesOpen === undefined ? {} : { reducesOpen }),
        ...(refundable === undefined ? {} : { refundable }),
      },
    ]);
    const closed = play([{ ...close, statementNumber: 2, closedOn: '2026-03-01' }], after).events;
    expect(told(closed, 'PeriodClosed')).toMatchObject([{ closing: { 0: '40.00', 7000: '0.00', 10000: '0.00' }[String(paid)] }]);
  });

  it('adjusts once for each version, and only what is there', () => {
    const { state } = play([open, duty('M1', 10_000n), adjust('M1', 840n)]);
    expect(answer(state, adjust('M1', 840n))).toEqual(['CHARGE_ALREADY_ADJUSTED', 'version']);
    expect(answer(state, adjust('M1', 0n, { version: 3 }))).toEqual(['ADJUSTMENT_EMPTY', 'lines[0].amount']);
    expect(answer(state, adjust('M2', 1n))).toEqual(['ADJUSTMENT_ORIGINAL_UNKNOWN', 'charge']);
    expect(answer(state, adjust('M1', -10_841n, { version: 3 }))).toEqual(['ADJUSTMENT_EXCEEDS_DEBT', 'lines[0].amount']);
    expect(answer(state, adjust('M1', 1n, { version: 3, original: { period: '2026-01', statement: 'GB-S00000001' } }))).toEqual([
      'ADJUSTMENT_ORIGINAL_UNKNOWN',
      'original.statement',
    ]);
    expect(answer(state, adjust('M1', -1n, { version: 3, original: { period: '2025-12' } }))).toEqual([
      'ADJUSTMENT_ORIGINAL_UNKNOWN',
      'original.statement',
    ]);
    expect(answer(state, adjust('M1', 1n, { version: 3, adjustedOn: '2026-02-01' }))).toEqual(['POSTED_OUTSIDE_PERIOD', 'adjustedOn']);
  });

  it('moves the guarantee with the debt, beyond the share too (B46)', () => {
    const { state } = play([open, share(10_000n, { reservePercent: '50' }), duty('M1', 19_000n)]);
    const { events, state: after } = play([adjust('M1', 2_001n), adjust('M1', -21_001n, { version: 3, reason: 'invalidated' })], state);
    expect(told(events, 'ChargeAdjusted')).toMatchObject([{ reserved: '10.01', overLimit: '5.01' }, { reserved: '-105.01' }]);
    expect(after.status === 'open' && exposureOf(after)).toBe(0n);
  });

  it('of a return, a prepaid charge or a single debt changes that debt itself', () => {
    const scheme = play([
      { type: 'OpenPeriod', terms: schemeJanuary, carried: nothing },
      returnCharge('IE/IM1/M12.2025', 'FR', 1_000n),
    ]).state;
    const lines = [{ taxType: 'B00', beneficiary: 'FR', amount: -400n }];
    const less = adjust('IE/IM1/M12.2025', 0n, {
      account: schemeJanuary.account,
      charge: chargeId('EU-IE', 'IE/IM1/M12.2025/FR'),
      currency: 'EUR',
      lines,
    });
    expect(play([less], scheme).state).toMatchObject({ openItems: { size: 1, open: 600n }, adjusted: -400n });

    const { account } = cashJanuary;
    const prepaid = play([
      { type: 'OpenPeriod', terms: cashJanuary, carried: nothing },
      payment('E1', 1_500n, { account }),
      charge('M1', [{ taxType: 'A00', beneficiary: 'GB', amount: 1_000n }], { account }),
    ]).state;
    const { events, state } = play([adjust('M1', 700n, { account }), adjust('M1', -300n, { account, version: 3 })], prepaid);
    expect(events).toMatchObject([
      { type: 'ChargeAdjusted' },
      { type: 'PaymentAllocated', data: { pairs: [{ kind: 'charge', reference: 'M1', amount: '5.00' }] } },
      { type: 'ChargeAdjusted', data: { lines: [{ reducesOpen: '2.00', refundable: '1.00' }] } },
    ]);
    expect(state).toMatchObject({ openItems: { size: 0 }, unapplied: { total: 0n } });

    const desk = { account: deskJanuary.account, holder: deskJanuary.holder };
    const single = play([
      { type: 'OpenPeriod', terms: deskJanuary, carried: nothing },
      charge('M1', [{ taxType: 'A00', beneficiary: 'GB', amount: 1_000n }], desk),
    ]).state;
    expect(play([adjust('M1', -1_000n, { account: desk.account, reason: 'invalidated' })], single).state).toMatchObject({
      openItems: { size: 0 },
      adjusted: -1_000n,
    });
  });

  it('of a debt in dispute takes off what nobody disputes first, and says what is in dispute no longer', () => {
    const { account, holder } = deskJanuary;
    const { state } = play([
      { type: 'OpenPeriod', terms: deskJanuary, carried: nothing },
      charge('M1', [{ taxType: 'A00', beneficiary: 'GB', amount: 1_000n }], { account, holder }),
      {
        type: 'ContestDebt',
        account,
        currency: 'GBP',
        debt: { kind: 'charge', reference: 'M1', taxType: 'A00', beneficiary: 'GB', amount: 600n },
        contestedOn: '2026-01-12',
        requestedBy: 'O-1',
        approvedBy: 'O-2',
        document: 'd'.repeat(64),
      },
    ]);
    const { events } = play([adjust('M1', -700n, { account })], state);
    expect(events.map(({ type }) => type)).toEqual(['DebtContestLapsed', 'ChargeAdjusted']);
    expect(told(events, 'DebtContestLapsed')).toMatchObject([{ debt: { reference: 'M1', amount: '3.00' }, lapsedOn: '2026-01-15' }]);
    expect(play([adjust('M1', -400n, { account })], state).events).toHaveLength(1);
  });

  it('may add a tax that the charge did not have: what settled it can be opened again by its due day', () => {
    const { account, holder } = deskJanuary;
    const commands = [
      charge('M1', [{ taxType: 'A00', beneficiary: 'GB', amount: 1_000n }], { account, holder }),
      adjust('M1', 0n, { account, lines: [{ taxType: 'B00', beneficiary: 'GB', amount: 700n }], dueOn: '2026-01-15' }),
    ];
    const { events } = play([
      { type: 'OpenPeriod', terms: deskJanuary, carried: nothing },
      ...commands,
      payment('E1', 1_700n, { account, remittance: 'M1' }),
      close,
    ]);
    const history = new PaymentHistory();
    for (const event of events) history.apply(event);
    expect(history.settledBefore(account, payment('E1', 1n).receipt)).toMatchObject([
      { taxType: 'B00', dueOn: '2026-01-15', amount: 700n },
      { taxType: 'A00', dueOn: '2026-02-16', amount: 1_000n },
    ]);
  });

  it('law: closing = opening + charged + adjusted - applied = what is open, and the exposure is what is secured', () => {
    const n = fc.nat(6);
    const command = fc.oneof(
      fc.tuple(n, fc.bigInt(1n, 9_999n)).map(([i, amount]) => duty(`M${String(i)}`, amount)),
      fc
        .tuple(n, fc.bigInt(-9_999n, 9_999n), fc.integer({ min: 2, max: 5 }))
        .map(([i, amount, version]) => adjust(`M${String(i)}`, amount, { version })),
      fc
        .tuple(n, fc.bigInt(-9_999n, 9_999n), fc.integer({ min: 2, max: 5 }))
        .map(([i, amount, version]) =>
          adjust(`M${String(i)}`, amount, { version, original: { period: '2025-12', statement: 'GB-S00000009' } }),
        ),
      fc.bigInt(1n, 9_999n).map((amount) => payment(`E${String(amount)}`, amount)),
    );
    const carried = {
      openItems: [
        {
          kind: 'statement' as const,
          reference: 'GB-S00000009',
          taxType: 'A00',
          beneficiary: 'GB',
          open: 12_000n,
          dueOn: '2026-01-15',
          secured: 12_000n,
        },
      ],
      unapplied: [],
      security: share(0n).security,
    };
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), fc.bigInt(1n, 60_000n), (commands, amount) => {
        let { state } = play([{ type: 'OpenPeriod', terms: january, carried }, share(amount)]);
        for (const one of commands) if (!('rejected' in decide(one, state))) state = play([one], state).state;
        if (state.status !== 'open') throw new RangeError('not open');
        const secured =
          state.totals.values().reduce((sum, total) => sum + total.secured, 0n) +
          state.openItems.values().reduce((sum, item) => sum + (item.secured ?? 0n), 0n);
        expect(exposureOf(state)).toBe(secured);
        expect(state.totals.values().every((total) => total.amount >= 0n && total.secured >= 0n)).toBe(true);
        const { events } = play([close], state);
        const [closed] = told(events, 'PeriodClosed');
        const minor = (text = '0.00'): bigint => BigInt(text.replace('.', ''));
        expect(minor(closed?.closing)).toBe(
          minor(closed?.opening) + minor(closed?.charged) + minor(closed?.adjusted) - minor(closed?.applied),
        );
        expect(
          told(events, 'OpenItemsCarried')
            .flatMap(({ openItems }) => openItems)
            .reduce((sum, item) => sum + minor(item.secured), 0n),
        ).toBe(minor(closed?.security?.exposure));
      }),
      { numRuns: 60 },
    );
  });
});
