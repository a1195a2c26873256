import {
  accountId,
  accountPeriodDecider,
  type AccountPeriodEvent,
  accountPeriodStream,
  receiptDecider,
  type ReceiptEvent,
  type TransferPayment,
} from '#accounts';
import { commandIdOfMessage, type DomainEvent, streamName } from '#event-catalogue';
import { type Decider } from '#event-store';
import { AccountLedger } from './account-processes.examples';

const accountOf = (holder: string, authority = 'GB'): string => accountId(authority, holder, 'deferment');
const send = async <C, S, E extends DomainEvent>(
  { runner }: AccountLedger,
  decider: Decider<C, S, E>,
  stream: string,
  command: C,
  day: string,
  book = 'GB',
): Promise<void> => {
  const commandId = commandIdOfMessage({ book, issuer: 'TEST', kind: 'by hand', reference: `${stream} ${day}`, version: '1' });
  const context = { commandId, actor: 'test', book, effectiveAt: `${day}T00:00:00.000Z` };
  const outcome = await runner.run({ decider, stream, command, context });
  if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
};
const identify = (ledger: AccountLedger, receipt: string, holder: string): Promise<void> => {
  const command = { type: 'IdentifyReceipt', account: accountOf(holder), holder, kind: 'deferment', rule: 'by-hand' } as const;
  return send(ledger, receiptDecider, streamName('receipt', receipt), command, '2026-01-12');
};
const transfer = (ledger: AccountLedger, receipt: string, from: string, to: string, transferredOn: string): Promise<void> => {
  const account = accountOf(from);
  const command: TransferPayment = {
    type: 'TransferPayment',
    account,
    receipt,
    to: { account: accountOf(to), authority: 'GB', currency: 'GBP' },
    transferredOn,
    reason: 'the payer named the other',
    settledBefore: [],
    booked: { bookedOn: '2026-01-12', valueOn: '2026-01-12', endToEndId: 'PAYER-1' },
    requestedBy: 'CASHIER-1',
    approvedBy: 'OFFICER-1',
  };
  return send(ledger, accountPeriodDecider, accountPeriodStream('GB', account, '2026-01'), command, transferredOn);
};

/** Two accounts, and money that was identified to R-1's. */
const wrong = async (openedLater = '2026-01-01'): Promise<Readonly<{ ledger: AccountLedger; receipt: string }>> => {
  const ledger = new AccountLedger();
  const terms = { authority: 'GB', kind: 'deferment', currency: 'GBP', cycle: 'UK-DUTY' } as const;
  await ledger.openAccount({ ...terms, holder: 'R-1' });
  await ledger.openAccount({ ...terms, holder: 'R-2' }, openedLater);
  const receipt = await ledger.receive('E1', '2026-01-12', '50.00', 'thanks', 'GB', 'GBP', 'PAYER-1');
  await identify(ledger, receipt, 'R-1');
  await ledger.settle();
  return { ledger, receipt };
};
const told = async (ledger: AccountLedger): Promise<readonly string[]> =>
  (await ledger.events()).flatMap((event) => {
    const { type, data, metadata } = event as unknown as (AccountPeriodEvent | ReceiptEvent) & Pick<typeof event, 'metadata'>;
    const on = metadata.effectiveAt.slice(0, 10);
    if (type === 'ReceiptIdentified') return [`${on} identified for ${data.holder} by ${data.rule}`];
    if (type === 'PaymentReceived') return [`${on} ${data.holder} has ${data.amount} of ${data.valueOn}`];
    if (type === 'PaymentTransferred') return [`${on} ${data.holder} gives ${data.amount}`];
    return type === 'PaymentReversed' ? [`${on} ${data.holder} loses ${data.amount}`] : [];
  });
const before = ['2026-01-12 identified for R-1 by by-hand', '2026-01-12 R-1 has 50.00 of 2026-01-12', '2026-01-20 R-1 gives 50.00'];

describe('a receipt that goes from the wrong account to the right one', () => {
  it('is identified and credited there as of the transfer, with the days of the bank, and may come back', async () => {
    const { ledger, receipt } = await wrong();
    await transfer(ledger, receipt, 'R-1', 'R-2', '2026-01-20');
    await ledger.settle();
    const there = ['2026-01-20 identified for R-2 by transferred', '2026-01-20 R-2 has 50.00 of 2026-01-12'];
    expect(await told(ledger)).toEqual([...before, ...there]);
    await transfer(ledger, receipt, 'R-2', 'R-1', '2026-01-21');
    await ledger.settle();
    expect((await told(ledger)).slice(5)).toEqual([
      '2026-01-21 R-2 gives 50.00',
      '2026-01-21 identified for R-1 by transferred',
      '2026-01-21 R-1 has 50.00 of 2026-01-12',
    ]);
    await new AccountLedger(ledger.store).settle();
    expect(await told(ledger)).toHaveLength(8);
  });

  it('waits for a period of the right account, and is credited at its beginning', async () => {
    const { ledger, receipt } = await wrong('2026-02-01');
    await transfer(ledger, receipt, 'R-1', 'R-2', '2026-01-20');
    await ledger.settle();
    expect((await told(ledger)).slice(3)).toEqual([
      '2026-01-20 identified for R-2 by transferred',
      '2026-02-01 R-2 has 50.00 of 2026-01-12',
    ]);
  });

  it('is taken back from the right account, whenever the bank takes it back', async () => {
    const { ledger, receipt } = await wrong();
    await transfer(ledger, receipt, 'R-1', 'R-2', '2026-01-20');
    // The entry still names the wrong account: nothing has followed yet.
    await ledger.giveBack(receipt, '2026-01-20', '20.00', 1);
    await ledger.settle();
    await ledger.giveBack(receipt, '2026-01-22', '30.00', 2);
    await ledger.settle();
    expect((await told(ledger)).slice(3)).toEqual([
      '2026-01-20 identified for R-2 by transferred',
      '2026-01-20 R-2 has 50.00 of 2026-01-12',
      '2026-01-20 R-2 loses 20.00',
      '2026-01-22 R-2 loses 30.00',
    ]);
  });

  it('is taken back from the right account where the wrong one had not heard of it', async () => {
    const { ledger, receipt } = await wrong();
    await ledger.giveBack(receipt, '2026-01-20', '20.00', 1);
    await transfer(ledger, receipt, 'R-1', 'R-2', '2026-01-20');
    await ledger.settle();
    expect((await told(ledger)).slice(4)).toEqual(['2026-01-20 R-2 has 50.00 of 2026-01-12', '2026-01-20 R-2 loses 20.00']);
  });

  it('is in the euro what it came to there, where it was booked before the state took that', async () => {
    const ledger = new AccountLedger();
    const terms = { authority: 'EU-BG', kind: 'deferment', currency: 'BGN', cycle: 'EU-SIXTEENTH' } as const;
    for (const holder of ['R-1', 'R-2']) await ledger.openAccount({ ...terms, holder }, '2025-12-01');
    const receipt = await ledger.receive('E1', '2025-12-15', '100.00', 'thanks', 'EU-BG', 'BGN');
    const [wrongOne, rightOne] = [accountOf('R-1', 'EU-BG'), accountOf('R-2', 'EU-BG')];
    const found = { account: wrongOne, holder: 'R-1', kind: 'deferment', rule: 'by-hand' } as const;
    await send(ledger, receiptDecider, streamName('receipt', receipt), { type: 'IdentifyReceipt', ...found }, '2025-12-15', 'EU-BG');
    await ledger.close('2026-01-02');
    await ledger.settle();
    const command: TransferPayment = {
      type: 'TransferPayment',
      account: wrongOne,
      receipt,
      to: { account: rightOne, authority: 'EU-BG', currency: 'EUR' },
      transferredOn: '2026-01-20',
      reason: 'the payer named the other',
      settledBefore: [],
      booked: { bookedOn: '2025-12-15', valueOn: '2025-12-15' },
      requestedBy: 'CASHIER-1',
      approvedBy: 'OFFICER-1',
    };
    await send(ledger, accountPeriodDecider, accountPeriodStream('EU-BG', wrongOne, '2026-01'), command, '2026-01-20', 'EU-BG');
    await ledger.settle();
    expect((await told(ledger)).slice(2)).toEqual([
      '2026-01-20 R-1 gives 51.13',
      '2026-01-20 identified for R-2 by transferred',
      '2026-01-20 R-2 has 51.13 of 2025-12-15',
    ]);
  });

  it('is repeated by no other booking on the account that it left', async () => {
    const { ledger, receipt } = await wrong();
    await transfer(ledger, receipt, 'R-1', 'R-2', '2026-01-20');
    await ledger.settle();
    await ledger.close('2026-02-02');
    for (const [entry, holder] of [
      ['E2', 'R-1'],
      ['E3', 'R-2'],
    ] as const)
      await identify(ledger, await ledger.receive(entry, '2026-01-12', '50.00', 'thanks', 'GB', 'GBP', 'PAYER-1'), holder);
    await ledger.settle();
    const [, , own, other] = (await ledger.events('PaymentReceived')).map(({ data }) => data);
    expect(own).not.toHaveProperty('duplicateOf');
    expect(other).toMatchObject({ duplicateOf: receipt });
  });
});
