import { type AccountPeriodCommand } from './account-period.decider';
import { decide, january, payment, play, share, told } from './account-period.examples';
import { type AccountPeriodState } from './account-period.state';
import { accountEvents } from './accounts.events';
import { type RecoverDebt, writtenOffOf } from './debt-recovery';
import { type ImposePenalty, type ReducePenalty, type RemitDebt } from './debts';
import { type OpenItem } from './open-items';

const document = 'd'.repeat(64);
const eyes = { requestedBy: 'OFFICER-1', approvedBy: 'OFFICER-2', document };
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
const base = { account: january.account, currency: 'GBP', ...eyes };
const part = (n: number, amount: bigint) =>
  ({ kind: 'statement', reference: `GB-S0000000${String(n)}`, taxType: 'A00', beneficiary: 'GB', amount }) as const;
const contest = (amount: bigint): AccountPeriodCommand => ({
  type: 'ContestDebt',
  ...base,
  debt: part(1, amount),
  contestedOn: '2026-01-20',
});
const endContest = (amount: bigint): AccountPeriodCommand => ({
  type: 'EndContest',
  ...base,
  debt: part(1, amount),
  endedOn: '2026-01-25',
});
const remit = (amount: bigint, more: Partial<RemitDebt> = {}): AccountPeriodCommand => ({
  type: 'RemitDebt',
  ...base,
  debt: part(1, amount),
  ground: 'UCC-120',
  remittedOn: '2026-01-26',
  ...more,
});
const writeOff = (amount: bigint): AccountPeriodCommand => ({
  type: 'WriteOffDebt',
  ...base,
  debt: part(1, amount),
  writtenOffOn: '2026-01-27',
});
const impose: ImposePenalty = {
  type: 'ImposePenalty',
  account: january.account,
  penaltyReference: 'PEN-2026-7',
  beneficiary: 'GB',
  amount: 25_000n,
  currency: 'GBP',
  reason: 'supplementary declaration late',
  rule: 'late-supplementary',
  imposedOn: '2026-01-21',
  dueOn: '2026-02-20',
  requestedBy: 'OFFICER-1',
  approvedBy: 'OFFICER-2',
};
const reduce: ReducePenalty = {
  type: 'ReducePenalty',
  ...base,
  penaltyReference: 'PEN-2026-7',
  beneficiary: 'GB',
  amount: 5_000n,
  reducedOn: '2026-01-28',
};
const codeOf = (state: AccountPeriodState, command: AccountPeriodCommand): string => {
  const decision = decide(command, state);
  return 'rejected' in decision ? `${decision.rejected.code} ${decision.rejected.field ?? ''}`.trim() : 'accepted';
};
const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 9, closedOn: '2026-02-01', dueOn: '2026-02-16' };

describe('a debt in dispute', () => {
  it('is kept apart until the dispute ends, and stays owed', () => {
    const { state } = play([contest(600n), payment('E1', 5_000n)], owing(item(1, 1_000n)));
    expect(state).toMatchObject({ openItems: { open: 600n }, unapplied: { total: 4_600n } });
    const { state: ended } = play(
      [endContest(600n), { type: 'AllocateUnapplied', account: january.account, allocatedOn: '2026-01-26' }],
      state,
    );
    expect(ended).toMatchObject({ openItems: { open: 0n }, unapplied: { total: 4_000n } });
  });
  it('is no more than is open and not in dispute already', () => {
    const state = play([contest(600n)], owing(item(1, 1_000n))).state;
    expect([
      codeOf(state, contest(401n)),
      codeOf(state, contest(400n)),
      codeOf(state, endContest(601n)),
      codeOf(owing(), contest(1n)),
    ]).toEqual(['DEBT_NOT_OPEN debt.amount', 'accepted', 'DEBT_NOT_CONTESTED debt.amount', 'DEBT_NOT_OPEN debt.amount']);
  });
});

describe('a debt in dispute that is reduced', () => {
  const { state } = play(
    [
      { ...impose, amount: 1_000n },
      {
        ...base,
        type: 'ContestDebt',
        debt: { kind: 'penalty', reference: impose.penaltyReference, taxType: 'PEN', beneficiary: 'GB', amount: 700n },
        contestedOn: '2026-01-25',
      },
    ],
    owing(),
  );
  it('is taken off where nobody disputes it first; what then was in dispute is kept apart no longer', () => {
    const after = play([{ ...reduce, amount: 800n }], state);
    expect(after.events.map(({ type }) => type)).toEqual(['DebtContestLapsed', 'PenaltyReduced']);
    expect(told(after.events, 'DebtContestLapsed')).toMatchObject([{ debt: { kind: 'penalty', amount: '5.00' }, lapsedOn: '2026-01-28' }]);
    expect(after.state).toMatchObject({ openItems: { open: 200n } });
    expect(play([{ ...reduce, amount: 300n }], state).events.map(({ type }) => type)).toEqual(['PenaltyReduced']);
  });
});

describe('a debt that is given up', () => {
  it('is remitted by law or written off, with what the guarantee held for it', () => {
    const { events, state } = play([share(100_000n), remit(400n), writeOff(600n)], owing(item(1, 1_000n, { secured: 1_000n })));
    expect(told(events, 'DebtRemitted')).toMatchObject([{ debt: { amount: '4.00' }, ground: 'UCC-120', released: '4.00', ...eyes }]);
    expect(told(events, 'DebtWrittenOff')).toMatchObject([{ debt: { amount: '6.00' }, released: '6.00' }]);
    expect(state).toMatchObject({ remitted: 400n, writtenOff: 600n, openItems: { open: 0n, secured: 0n } });
  });
  it('is told apart where a part of it is in dispute', () => {
    const { events } = play([contest(300n), writeOff(1_000n)], owing(item(1, 1_000n)));
    expect(told(events, 'DebtWrittenOff').map(({ debt }) => [debt.amount, debt.contested])).toEqual([
      ['7.00', undefined],
      ['3.00', true],
    ]);
  });
  it.each<[string, AccountPeriodCommand, string]>([
    ['by one person', remit(1n, { approvedBy: 'OFFICER-1' }), 'SAME_PERSON approvedBy'],
    ['beyond what is open', writeOff(1_001n), 'DEBT_NOT_OPEN debt.amount'],
    ['in another period', remit(1n, { remittedOn: '2026-02-01' }), 'POSTED_OUTSIDE_PERIOD remittedOn'],
    ['in another currency', remit(1n, { currency: 'EUR' }), 'CURRENCY_MISMATCH currency'],
  ])('is not given up %s', (_what, command, code) => {
    expect(codeOf(owing(item(1, 1_000n)), command)).toBe(code);
  });
});

describe('a debt that was written off', () => {
  const { receipt } = payment('E1', 1n);
  const recover = (amount: bigint, more: Partial<RecoverDebt> = {}): RecoverDebt => ({
    type: 'RecoverDebt',
    account: january.account,
    currency: 'GBP',
    receipt,
    debt: part(1, amount),
    dueOn: '2026-01-11',
    recoveredOn: '2026-01-28',
    writtenOffBefore: 0n,
    ...more,
  });
  const lost = play([writeOff(1_000n), payment('E1', 900n)], owing(item(1, 1_000n))).state;

  it('is paid after all: owed again, settled by that money, and no loss', () => {
    const { events, state } = play([recover(600n)], lost);
    expect(events).toMatchObject([
      { type: 'DebtRecovered', data: { debt: { reference: 'GB-S00000001', amount: '6.00' }, receipt, dueOn: '2026-01-11' } },
      { type: 'PaymentAllocated', data: { receipt, rule: 'by-hand', pairs: [{ reference: 'GB-S00000001', amount: '6.00' }] } },
    ]);
    expect(state).toMatchObject({ writtenOff: 400n, applied: 600n, openItems: { open: 0n }, unapplied: { total: 300n } });
    const { events: closed } = play([close], state);
    expect(closed.at(-1)).toMatchObject({ data: { opening: '10.00', writtenOff: '4.00', applied: '6.00', closing: '0.00' } });
  });
  it('is open again with its own due day where that money is taken back', () => {
    const back: AccountPeriodCommand = {
      type: 'ReversePayment',
      account: january.account,
      receipt,
      amount: 900n,
      currency: 'GBP',
      reason: 'chargeback',
      reversedOn: '2026-01-30',
      settledBefore: [],
    };
    expect(play([recover(600n), back], lost).state).toMatchObject({ openItems: { open: 600n }, writtenOff: 400n });
  });
  it('in an earlier period is as much as the log tells of it, and may be more than this period wrote off', () => {
    const { events } = play([recover(600n, { writtenOffBefore: 700n })], play([payment('E1', 900n)], owing()).state);
    expect(writtenOffOf([...play([writeOff(700n)], owing(item(1, 1_000n))).events, ...events], part(1, 0n))).toBe(100n);
    expect(
      told(
        play([close], play([recover(600n, { writtenOffBefore: 700n })], play([payment('E1', 900n)], owing()).state).state).events,
        'PeriodClosed',
      ),
    ).toMatchObject([{ opening: '0.00', writtenOff: '-6.00', applied: '6.00', closing: '0.00' }]);
  });
  it.each<[string, RecoverDebt, string]>([
    ['beyond what was written off', recover(1_001n), 'DEBT_NOT_OPEN debt.amount'],
    ['beyond the money', recover(901n), 'UNAPPLIED_EXCEEDED debt.amount'],
    ['by no money', recover(1n, { receipt: payment('E2', 1n).receipt }), 'UNAPPLIED_EXCEEDED debt.amount'],
    ['for another tax', recover(1n, { debt: { ...part(1, 1n), taxType: 'B00' } }), 'DEBT_NOT_OPEN debt.amount'],
    ['as of no day', recover(1n, { dueOn: '2026-02-30' }), 'PERIOD_RANGE_INVALID dueOn'],
  ])('is not recovered %s', (_what, command, code) => {
    expect(codeOf(lost, command)).toBe(code);
  });
});

describe('a penalty', () => {
  it('is imposed once, is open at once, and is reduced while it is', () => {
    const { events, state } = play([impose, reduce, payment('E1', 20_000n, { remittance: 'PEN-2026-7' })], owing());
    expect(told(events, 'PaymentAllocated')).toMatchObject([
      { rule: 'remittance-named', pairs: [{ kind: 'penalty', reference: 'PEN-2026-7', amount: '200.00' }] },
    ]);
    expect(state).toMatchObject({ penalties: 20_000n, openItems: { open: 0n } });
    expect([
      codeOf(state, impose),
      codeOf(state, reduce),
      codeOf(owing(), { ...impose, approvedBy: 'OFFICER-1' }),
      codeOf(owing(), { ...impose, amount: 0n }),
    ]).toEqual([
      'PENALTY_ALREADY_IMPOSED penaltyReference',
      'PENALTY_NOT_OPEN amount',
      'SAME_PERSON approvedBy',
      'CHARGE_NOT_POSITIVE amount',
    ]);
  });
});

it('the statement counts what was remitted, written off and imposed, and its equation holds', () => {
  const { events } = play([contest(300n), impose, reduce, remit(100n), writeOff(900n), close], owing(item(1, 1_000n), item(2, 500n)));
  expect(events.at(-1)).toMatchObject({
    data: { opening: '15.00', penalties: '200.00', remitted: '1.00', writtenOff: '9.00', closing: '205.00' },
  });
  const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
  for (const event of events) expect(() => shapes.get(event.type)?.data.parse(event.data, event.type)).not.toThrow();
});
