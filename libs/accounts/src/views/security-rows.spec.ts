import { positionOf } from '#event-store';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { type AccountCommand, accountDecider } from '../account.decider';
import { type AccountPeriodCommand } from '../account-period.decider';
import { charge, deskJanuary, january, nothing, payment, play, share } from '../account-period.examples';
import { chargeId, accountPeriodId, accountPeriodStream, accountStream, guaranteeStream } from '../accounts.streams';
import { type GuaranteeCommand, guaranteeDecider } from '../guarantee.decider';
import {
  adjustmentsOfPeriod,
  findAccounts,
  findDeclinedCharges,
  findGuarantees,
  guaranteeForecastOf,
  guaranteeSharesOf,
  openItemsOf,
  periodsOfAccount,
} from './account-queries';
import { accountsProjection } from './accounts.projection';

const log: LoggedEvent[] = [];
const tell = (stream: string, events: readonly { readonly type: string; readonly data: unknown }[]): void => {
  events.forEach((event, revision) =>
    log.push({
      ...event,
      stream,
      revision: BigInt(revision),
      position: positionOf(log.length + 1),
      metadata: {} as LoggedEvent['metadata'],
    }),
  );
};
const folded = <C, S, E>(
  {
    initial,
    decide,
    evolve,
  }: {
    initial: S;
    decide: (command: C, state: S) => { accepted: readonly E[] } | { rejected: unknown };
    evolve: (state: S, event: E) => S;
  },
  commands: readonly C[],
): readonly E[] => {
  let state = initial;
  return commands.flatMap((command) => {
    const decision = decide(command, state);
    if ('rejected' in decision) throw new RangeError('rejected');
    state = decision.accepted.reduce(evolve, state);
    return decision.accepted;
  });
};

const { account } = january;
const shareOf = (amount: bigint) => ({ account, authority: 'GB', holder: 'R-1', share: amount });
const guarantee: readonly GuaranteeCommand[] = [
  {
    type: 'RegisterGuarantee',
    authority: 'GB',
    guarantor: 'BANK-1',
    guaranteeReference: 'GRN-1',
    holder: 'R-1',
    form: 'undertaking',
    currency: 'GBP',
    validFrom: '2026-01-01',
    amount: 10_000n,
    shares: [shareOf(10_000n)],
    required: { amount: 9_000n, rule: 'UK-DEFERMENT' },
  },
  { type: 'ChangeGuarantee', reason: 'shared', shares: [shareOf(6_000n)], changedOn: '2026-01-02' },
  {
    type: 'CallGuarantee',
    account,
    callReference: 'CALL-1',
    statement: 'GB-S00000001',
    amount: 500n,
    calledOn: '2026-03-01',
    requestedBy: 'A',
    approvedBy: 'B',
  },
];
const kept: readonly AccountCommand[] = [
  { type: 'OpenAccount', authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'UK-DUTY', openedOn: '2026-01-01' },
  { type: 'ChangeTerms', aeo: 'AEOC', reservePercent: '30', limit: 500_000n, changedOn: '2026-01-02', reason: 'authorised' },
  { type: 'SuspendAccount', reason: 'DEBIT_REJECTED', suspendedOn: '2026-01-03' },
];
const duty = (reference: string, amount: bigint, more: Parameters<typeof charge>[2] = {}): AccountPeriodCommand =>
  charge(reference, [{ taxType: 'A00', beneficiary: 'GB', amount }], more);
const statement = {
  kind: 'statement' as const,
  reference: 'GB-S00000001',
  taxType: 'A00',
  beneficiary: 'GB',
  open: 4_000n,
  dueOn: '2026-01-15',
  secured: 2_000n,
};
const period: readonly AccountPeriodCommand[] = [
  {
    type: 'OpenPeriod',
    terms: january,
    carried: { openItems: [statement], unapplied: [], security: share(6_000n, { reservePercent: '50' }).security },
  },
  duty('M1', 6_000n),
  duty('M2', 9_000n),
  {
    type: 'AdjustCharge',
    account,
    charge: chargeId('GB', 'M0'),
    subject: chargeId('GB', 'declaration of M0'),
    reference: 'M0',
    version: 2,
    reason: 'amended',
    currency: 'GBP',
    lines: [{ taxType: 'A00', beneficiary: 'GB', amount: -1_000n }],
    adjustedOn: '2026-01-12',
    dueOn: '2026-02-16',
    original: { period: '2025-12', statement: 'GB-S00000001' },
  },
  payment('E1', 1_000n),
];
tell(guaranteeStream('GB', 'GRN-1'), folded(guaranteeDecider, guarantee));
tell(accountStream('GB', 'R-1', 'deferment'), folded(accountDecider, kept));
// The statement that the period begins with was made by the one before it.
tell(accountPeriodStream('GB', account, '2025-12'), [
  {
    type: 'OpenItemsCarried',
    data: {
      account,
      holder: 'R-1',
      currency: 'GBP',
      moment: 'closing',
      openItems: [{ ...statement, open: '40.00', secured: '20.00' }],
      unapplied: [],
    },
  },
]);
tell(accountPeriodStream('GB', account, '2026-01'), play(period).events);
const desk = { account: deskJanuary.account, holder: deskJanuary.holder };
tell(
  accountPeriodStream('GB', desk.account, '2026-01'),
  play([{ type: 'OpenPeriod', terms: deskJanuary, carried: nothing }, duty('M9', 700n, desk)]).events,
);

const views = SqliteReadModel.openScratch(':memory:', [accountsProjection]);
beforeAll(async () => {
  expect(await views.apply([{ projection: accountsProjection, events: log, through: positionOf(log.length + 1) }])).toEqual([]);
});
afterAll(() => views.close());

describe('the read model of security', () => {
  it('shows guarantees with what they ought to be, what was called, and their shares as they are now', async () => {
    const [row] = await findGuarantees(views, { holders: ['R-1'] });
    expect(row).toMatchObject({ amount: '100.00', required: '90.00', required_rule: 'UK-DEFERMENT', called: '5.00', status: 'registered' });
    expect(await guaranteeSharesOf(views, { guarantee: row?.guarantee ?? '' })).toMatchObject([{ account, share: '60.00' }]);
    expect(await guaranteeSharesOf(views, { account })).toHaveLength(1);
  });
  it('shows how an account stands', async () => {
    expect(await findAccounts(views, { holders: ['R-1'] })).toMatchObject([
      { suspended: 'DEBIT_REJECTED', aeo: 'AEOC', reserve_percent: '30', period_limit: '5000.00' },
    ]);
  });
  it('shows the exposure of a period as its fold has it, and what was declined and adjusted', async () => {
    expect(await periodsOfAccount(views, account)).toMatchObject([
      { share: '60.00', exposure: '40.00', charged: '60.00', adjusted: '-10.00', applied: '10.00', declined_count: 1, adjustment_count: 1 },
    ]);
    expect(await findDeclinedCharges(views, { account })).toMatchObject([
      { reference: 'M2', reason: 'GUARANTEE_EXCEEDED', missing: '35.00', times: 1 },
    ]);
    expect(await adjustmentsOfPeriod(views, accountPeriodId('GB', account, '2026-01'))).toMatchObject([
      { reference: 'M0', version: 2, total: '-10.00', original_statement: 'GB-S00000001' },
    ]);
    expect(await openItemsOf(views, account)).toMatchObject([
      { kind: 'statement', amount: '30.00', open: '20.00', secured: '10.00', contested: '0.00' },
    ]);
  });
  it('forecasts how the guarantee will stand at the next payment', async () => {
    expect(await guaranteeForecastOf(views, account, '2026-01-12')).toEqual({
      exposure: 4_000n,
      nextPaymentOn: '2026-01-15',
      releasedThen: 1_000n,
    });
    expect(await guaranteeForecastOf(views, desk.account, '2026-01-12')).toBeUndefined();
  });
  it('has the single debts of a desk open at once', async () => {
    expect(await openItemsOf(views, desk.account)).toMatchObject([{ kind: 'charge', reference: 'M9', open: '7.00', secured: '0.00' }]);
  });
});
