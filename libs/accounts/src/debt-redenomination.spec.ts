import { type AccountPeriodCommand } from './account-period.decider';
import { charge, decide, nothing, play, share, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { accountId } from './accounts.streams';
import { type AdjustCharge } from './adjustments';
import { type CarriedForward } from './carry-forward';
import { type PeriodTerms } from './open-period';

const january: PeriodTerms = {
  account: accountId('EU-BG', 'R-1', 'deferment'),
  authority: 'EU-BG',
  holder: 'R-1',
  kind: 'deferment',
  currency: 'EUR',
  cycle: 'EU-SIXTEENTH',
  period: '2026-01',
  start: '2026-01-01',
  end: '2026-02-01',
};
const { account } = january;
const begun = (carried: CarriedForward = nothing, terms = january): AccountPeriodCommand => ({ type: 'OpenPeriod', terms, carried });
const late = (more: object = {}): AccountPeriodCommand =>
  charge(
    '25BG01',
    [
      { taxType: 'A00', beneficiary: 'EU', amount: 2347n },
      { taxType: 'B00', beneficiary: 'BG', amount: 3912n },
    ],
    { account, currency: 'BGN', acceptedAt: '2025-12-31T10:00:00.000Z', postedOn: '2026-01-01', reason: 'PERIOD_CLOSED', ...more },
  );
const statement = { kind: 'statement', reference: 'EU-BG-S00000003', dueOn: '2026-01-16' } as const;
const adjustment = (lines: AdjustCharge['lines']): AdjustCharge => ({
  type: 'AdjustCharge',
  account,
  charge: 'C'.repeat(26),
  subject: 'D'.repeat(26),
  reference: '25BG02',
  version: 2,
  reason: 'invalidated',
  lines,
  currency: 'BGN',
  adjustedOn: '2026-01-05',
  dueOn: '2026-02-16',
  original: { period: '2025-12', statement: statement.reference },
});
const answer = (state: AccountPeriodState, command: AccountPeriodCommand): unknown => {
  const decision = decide(command, state);
  return 'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted;
};

describe('a debt of before the euro, on an account that is kept in it', () => {
  it('is charged in the euro, its total converted whole', () => {
    const { events } = play([begun(), late()]);
    expect(events.map(({ type }) => type)).toEqual(['PeriodOpened', 'DebtRedenominated', 'ChargePosted']);
    expect(told(events, 'DebtRedenominated')).toMatchObject([
      {
        of: 'charge',
        kind: 'declaration',
        formerCurrency: 'BGN',
        rate: '1.95583',
        lines: [
          { taxType: 'A00', former: '23.47', now: '12.00' },
          { taxType: 'B00', former: '39.12', now: '20.00' },
        ],
      },
    ]);
    expect(told(events, 'ChargePosted')).toMatchObject([
      { currency: 'EUR', total: '32.00', lines: [{ amount: '12.00' }, { amount: '20.00' }] },
    ]);
  });

  it('is charged once, and is not converted where it is declined', () => {
    const { state } = play([begun(), late()]);
    expect(answer(state, late())).toEqual(['CHARGE_ALREADY_POSTED', 'charge']);
    const secured = play([begun(), { ...share(1000n), account, authority: 'EU-BG' }]).state;
    expect(answer(secured, late())).toMatchObject([
      { type: 'ChargeDeclined', data: { currency: 'EUR', total: '32.00', missing: '22.00' } },
    ]);
  });

  it('of another currency, or of one that is still money there, is refused as before', () => {
    const { state } = play([begun()]);
    expect(answer(state, late({ currency: 'DKK' }))).toEqual(['CURRENCY_MISMATCH', 'currency']);
    const november = { ...january, currency: 'BGN', period: '2025-11', start: '2025-11-01', end: '2025-12-01' };
    expect(answer(play([begun(nothing, november)]).state, late({ currency: 'EUR', postedOn: '2025-11-10' }))).toEqual([
      'CURRENCY_MISMATCH',
      'currency',
    ]);
  });

  it('is lessened in the euro, on the statement that it is in', () => {
    const open = { ...statement, taxType: 'B00', beneficiary: 'BG', open: 5000n };
    const { events } = play([
      begun({ openItems: [open], unapplied: [] }),
      adjustment([{ taxType: 'B00', beneficiary: 'BG', amount: -3912n }]),
    ]);
    expect(told(events, 'DebtRedenominated')).toMatchObject([{ of: 'adjustment', lines: [{ former: '-39.12', now: '-20.00' }] }]);
    expect(told(events, 'ChargeAdjusted')).toMatchObject([{ currency: 'EUR', total: '-20.00', lines: [{ reducesOpen: '20.00' }] }]);
  });

  it('that is a cent more than its share of the statement makes no cent refundable that nobody paid', () => {
    // The statement as a whole came to a cent less than its charge by itself.
    const open = { ...statement, taxType: 'B00', beneficiary: 'BG', open: 1999n };
    const { events } = play([
      begun({ openItems: [open], unapplied: [] }),
      adjustment([{ taxType: 'B00', beneficiary: 'BG', amount: -3912n }]),
    ]);
    expect(told(events, 'ChargeAdjusted')).toMatchObject([{ lines: [{ amount: '-19.99', reducesOpen: '19.99' }] }]);
    expect(told(events, 'ChargeAdjusted')[0]?.lines[0]).not.toHaveProperty('refundable');
    expect(told(events, 'DebtRedenominated')).toMatchObject([{ lines: [{ former: '-39.12', now: '-19.99' }], rounding: '0.01' }]);
  });

  it('is settled by a refund of before the euro, at what that is in it', () => {
    const open = { ...statement, taxType: 'B00', beneficiary: 'BG', open: 5000n };
    const offset: AccountPeriodCommand = {
      type: 'OffsetRefund',
      account,
      claim: 'F'.repeat(26),
      currency: 'BGN',
      kind: 'refund',
      lines: [{ taxType: 'B00', beneficiary: 'BG', amount: 3912n }],
      offsetOn: '2026-01-06',
    };
    const { events, state } = play([begun({ openItems: [open], unapplied: [] }), offset]);
    expect(told(events, 'DebtRedenominated')).toMatchObject([
      { of: 'refund', claim: 'F'.repeat(26), lines: [{ former: '39.12', now: '20.00' }] },
    ]);
    expect(told(events, 'RefundOffset')).toMatchObject([{ currency: 'EUR', pairs: [{ debt: { amount: '20.00' } }] }]);
    expect(state).toMatchObject({ openItems: { open: 3000n } });
  });
});
