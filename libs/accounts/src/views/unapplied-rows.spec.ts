import { positionOf } from '#event-store';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { type AccountPeriodCommand } from '../account-period.decider';
import { charge, january, nothing, payment, play } from '../account-period.examples';
import { accountPeriodStream } from '../accounts.streams';
import { unappliedCashOf } from './account-queries';
import { accountsProjection } from './accounts.projection';

const { account, authority, period } = january;
const february = { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };
const reference = 'GB-S00000001';
const carried = {
  openItems: [{ kind: 'statement' as const, reference, taxType: 'A00', beneficiary: 'GB', open: 5_000n, dueOn: '2026-02-16' }],
  unapplied: [],
};

const rowsAfter = async (...commands: readonly AccountPeriodCommand[]) => {
  const told = [
    ...play([
      { type: 'OpenPeriod', terms: january, carried: nothing },
      charge('26GB1/1', [{ taxType: 'A00', beneficiary: 'GB', amount: 5_000n }]),
      { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-16' },
    ]).events.map((event) => ({ event, of: period })),
    ...play([{ type: 'OpenPeriod', terms: february, carried }, ...commands]).events.map((event) => ({ event, of: february.period })),
  ];
  const events = told.map(({ event, of }, i): LoggedEvent => ({
    ...event,
    stream: accountPeriodStream(authority, account, of),
    revision: BigInt(i),
    position: positionOf(i + 1),
    metadata: {} as LoggedEvent['metadata'],
  }));
  const views = SqliteReadModel.openScratch(':memory:', [accountsProjection]);
  expect(await views.apply([{ projection: accountsProjection, events, through: positionOf(events.length + 1) }])).toEqual([]);
  const rows = await unappliedCashOf(views, account);
  await views.close();
  return rows.map(({ amount, provisional }) => ({ amount, provisional }));
};
const paid = (minor: bigint, change: object = {}) => payment('E1', minor, { postedOn: '2026-02-16', remittance: reference, ...change });
const { receipt } = payment('E1', 1n, { postedOn: '2026-02-16' }) as { readonly receipt: string };

describe('cash that settled nothing yet', () => {
  it('is what a payment leaves', async () => {
    expect(await rowsAfter(paid(5_000n))).toEqual([]);
    expect(await rowsAfter(paid(7_000n))).toEqual([{ amount: '20.00', provisional: undefined }]);
  });

  it('is less when it is repaid, in part or whole', async () => {
    const repay = (amount: bigint): AccountPeriodCommand => ({
      type: 'RepayUnapplied',
      account,
      receipt,
      amount,
      currency: 'GBP',
      repaidOn: '2026-02-17',
      paymentReference: 'R-1',
      requestedBy: 'A',
      approvedBy: 'B',
    });
    expect(await rowsAfter(paid(7_000n), repay(500n))).toEqual([{ amount: '15.00', provisional: undefined }]);
    expect(await rowsAfter(paid(7_000n), repay(2_000n))).toEqual([]);
  });

  it('says whether it is final', async () => {
    const debit = paid(7_000n, { means: 'directDebit', final: false });
    expect(await rowsAfter(debit)).toEqual([{ amount: '20.00', provisional: 1 }]);
    expect(
      await rowsAfter(debit, { type: 'SettlePayment', account, receipt, amount: 7_000n, currency: 'GBP', settledOn: '2026-02-17' }),
    ).toEqual([{ amount: '20.00', provisional: undefined }]);
    expect(
      await rowsAfter(debit, {
        type: 'ReversePayment',
        account,
        receipt,
        amount: 7_000n,
        currency: 'GBP',
        reason: 'rejected',
        reversedOn: '2026-02-17',
        settledBefore: [],
      }),
    ).toEqual([]);
  });
});
