import { type AccountPeriodCommand } from './account-period.decider';
import { decide, january, play, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { accountEvents } from './accounts.events';
import { type OpenItem } from './open-items';
import { type OffsetRefund } from './refund-offset';

const item = (n: number, open: bigint, more: Partial<OpenItem> = {}): OpenItem => ({
  kind: 'statement',
  reference: `S${String(n)}`,
  taxType: 'A00',
  beneficiary: 'EU',
  open,
  dueOn: `2026-01-1${String(n)}`,
  ...more,
});
const owing = (authority: string, ...openItems: readonly OpenItem[]): AccountPeriodState =>
  play([{ type: 'OpenPeriod', terms: { ...january, authority }, carried: { openItems, unapplied: [] } }]).state;
const offset = (lines: OffsetRefund['lines'], more: Partial<OffsetRefund> = {}): OffsetRefund => ({
  type: 'OffsetRefund',
  account: january.account,
  claim: january.account,
  currency: 'GBP',
  lines,
  offsetOn: '2026-01-25',
  ...more,
});
const pairs = (state: AccountPeriodState, command: AccountPeriodCommand): readonly (readonly string[])[] =>
  told(play([command], state).events, 'RefundOffset').flatMap((data) =>
    data.pairs.map(({ refundedTaxType, debt }) => [refundedTaxType, debt.reference, debt.beneficiary, debt.amount]),
  );
const codeOf = (state: AccountPeriodState, command: AccountPeriodCommand): string => {
  const decision = decide(command, state);
  return 'rejected' in decision ? `${decision.rejected.code} ${decision.rejected.field ?? ''}`.trim() : 'accepted';
};

describe('a refund that is set off', () => {
  const duty = { taxType: 'A00', beneficiary: 'EU', amount: 1_500n };
  it('settles the newest debt first where the authority does so, else the oldest', () => {
    const debts = [item(1, 1_000n), item(2, 1_000n)];
    expect(pairs(owing('CA', ...debts), offset([duty]))).toEqual([
      ['A00', 'S2', 'EU', '10.00'],
      ['A00', 'S1', 'EU', '5.00'],
    ]);
    expect(pairs(owing('EU-FR', ...debts), offset([duty]))).toEqual([
      ['A00', 'S1', 'EU', '10.00'],
      ['A00', 'S2', 'EU', '5.00'],
    ]);
  });
  it('settles debts to the same beneficiary only, and none that is in dispute', () => {
    const debts = [item(1, 1_000n, { beneficiary: 'FR', taxType: 'B00' }), item(2, 1_000n, { contested: 900n })];
    const { events, state } = play(
      [offset([duty, { taxType: 'B00', beneficiary: 'FR', amount: 300n, interest: true }])],
      owing('EU-FR', ...debts),
    );
    expect(told(events, 'RefundOffset').flatMap((data) => data.pairs)).toMatchObject([
      { refundedTaxType: 'A00', debt: { beneficiary: 'EU', amount: '1.00' } },
      { refundedTaxType: 'B00', debt: { beneficiary: 'FR', amount: '3.00' }, interest: true },
    ]);
    expect(state).toMatchObject({ offset: 400n, openItems: { open: 1_600n } });
    const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
    for (const event of events) expect(() => shapes.get(event.type)?.data.parse(event.data, event.type)).not.toThrow();
  });
  it('is set off once, of an amount, where something is open', () => {
    const state = owing('EU-FR', item(1, 1_000n));
    expect(codeOf(play([offset([duty])], state).state, offset([duty]))).toBe('REFUND_ALREADY_OFFSET claim');
    expect(codeOf(state, offset([{ ...duty, amount: 0n }]))).toBe('CHARGE_NOT_POSITIVE lines[0].amount');
    expect(codeOf(state, offset([{ ...duty, beneficiary: 'DE' }]))).toBe('NOTHING_TO_OFFSET');
  });
  it('counts in the statement', () => {
    const { events } = play(
      [offset([duty]), { type: 'ClosePeriod', statementNumber: 9, closedOn: '2026-02-01', dueOn: '2026-02-16' }],
      owing('EU-FR', item(1, 2_000n)),
    );
    expect(events.at(-1)).toMatchObject({ data: { opening: '20.00', offset: '15.00', closing: '5.00' } });
  });
});
