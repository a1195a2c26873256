import { idOf } from '#event-catalogue';
import { positionOf } from '#event-store';
import { type LoggedEvent, SqliteReadModel } from '#read-model';
import { accountDecider } from '../account.decider';
import { charge, january, nothing, payment, play, returnCharge, schemeJanuary } from '../account-period.examples';
import { type AccountPeriodCommand } from '../account-period.decider';
import { accountPeriodId, accountPeriodStream, accountStream, receiptStream } from '../accounts.streams';
import { receiptDecider, type ReceiptCommand } from '../receipt.decider';
import {
  allocationsOf,
  chargesOfPeriod,
  findAccounts,
  findReceipts,
  findStatement,
  findStatements,
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
const period = (terms: typeof january, commands: readonly AccountPeriodCommand[], carried = nothing): void => {
  tell(
    accountPeriodStream(terms.authority, terms.account, terms.period),
    play([{ type: 'OpenPeriod', terms, carried }, ...commands]).events,
  );
};
const receipt = (entryReference: string, amount: string, ...more: readonly ReceiptCommand[]): void => {
  const record: ReceiptCommand = {
    type: 'RecordReceipt',
    authority: 'GB',
    bankAccount: 'GB-BANK',
    entryReference,
    amount,
    currency: 'GBP',
    bookedOn: '2026-02-16',
    valueOn: '2026-02-16',
  };
  let state = receiptDecider.initial;
  const events = [record, ...more].flatMap((command) => {
    const decision = receiptDecider.decide(command, state);
    if ('rejected' in decision) throw new RangeError(decision.rejected.code);
    state = decision.accepted.reduce(receiptDecider.evolve, state);
    return decision.accepted;
  });
  tell(receiptStream('GB', 'GB-BANK', entryReference), events);
};

const reference = 'GB-S00000001';
const february = { ...january, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };
const carried = {
  openItems: [{ kind: 'statement' as const, reference, taxType: 'A00', beneficiary: 'GB', open: 5_000n, dueOn: '2026-02-16' }],
  unapplied: [],
};
const opened = accountDecider.decide(
  { type: 'OpenAccount', authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'UK-DUTY', openedOn: '2026-01-01' },
  accountDecider.initial,
);
if ('accepted' in opened) tell(accountStream('GB', 'R-1', 'deferment'), opened.accepted);
period(january, [
  charge('26GB1/1', [{ taxType: 'A00', beneficiary: 'GB', amount: 4_000n }]),
  charge('26GB2/1', [{ taxType: 'A00', beneficiary: 'GB', amount: 1_000n }], { acceptedAt: '2026-01-05T00:00:00.000Z' }),
  { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-16' },
]);
receipt('E1', '30.00', {
  type: 'IdentifyReceipt',
  account: january.account,
  holder: 'R-1',
  kind: 'deferment',
  rule: 'remittance-reference',
});
receipt('E2', '9.99');
period(february, [payment('E1', 3_000n, { postedOn: '2026-02-16', remittance: reference })], carried);
period(schemeJanuary, [returnCharge('IE/IM3720000014/M12.2025', 'FR', 1_000n)]);

const views = SqliteReadModel.openScratch(':memory:', [accountsProjection]);
beforeAll(async () => {
  expect(await views.apply([{ projection: accountsProjection, events: log, through: positionOf(log.length + 1) }])).toEqual([]);
});
afterAll(() => views.close());

describe('the read model of accounts', () => {
  it('lists accounts with their open period, for their holders alone', async () => {
    expect(await findAccounts(views, { holders: ['R-1'] })).toMatchObject([
      { account: january.account, holder: 'R-1', open_period: '2026-02' },
    ]);
    expect(await findAccounts(views, { holders: ['V-IE-1'] })).toEqual([]);
    expect(await findAccounts(views, { holders: [] })).toEqual([]);
  });
  it('shows periods and statements with the equation of the account', async () => {
    expect(await periodsOfAccount(views, january.account)).toMatchObject([
      { period: '2026-01', status: 'closed', opening: '0.00', charged: '50.00', applied: '0.00', closing: '50.00', charge_count: 2 },
      { period: '2026-02', status: 'open', opening: '50.00', charged: '0.00', applied: '30.00' },
    ]);
    expect(await findStatements(views, { authority: 'GB' })).toMatchObject([
      { statement_reference: reference, due_on: '2026-02-16', totals: [{ taxType: 'A00', beneficiary: 'GB', amount: '50.00' }] },
    ]);
    expect(await findStatements(views, { afterNumber: 1 })).toEqual([]);
    expect((await findStatement(views, reference))?.account).toBe(january.account);
  });
  it('lists the charges behind a statement in the order of their acceptance, page by page', async () => {
    const id = accountPeriodId('GB', january.account, '2026-01');
    const [first, ...rest] = await chargesOfPeriod(views, id);
    expect([first, ...rest].map((row) => row?.reference)).toEqual(['26GB2/1', '26GB1/1']);
    expect((await chargesOfPeriod(views, id, first === undefined ? {} : { after: first })).map((row) => row.reference)).toEqual([
      '26GB1/1',
    ]);
  });
  it('keeps what is open on each item, and what settled it', async () => {
    expect(await openItemsOf(views, january.account)).toMatchObject([
      { kind: 'statement', reference, amount: '50.00', open: '20.00', due_on: '2026-02-16' },
    ]);
    const { receipt: id } = payment('E1', 1n);
    expect(await allocationsOf(views, id)).toMatchObject([{ reference, amount: '30.00', rule: 'remittance-named' }]);
  });
  it('shows receipts that are credited and those in suspense', async () => {
    expect(await findReceipts(views, { account: january.account })).toMatchObject([
      { entry_reference: 'E1', status: 'credited', allocated: '30.00' },
    ]);
    expect(await findReceipts(views, { status: 'suspense' })).toMatchObject([{ entry_reference: 'E2', amount: '9.99' }]);
  });
  it('names periods by their stream', () => {
    expect(idOf(accountPeriodStream('GB', january.account, '2026-01'))).toBe(accountPeriodId('GB', january.account, '2026-01'));
  });
});
