import { accountDecider, accountId } from '#accounts';
import { type CollectorEvent, collectorStream } from '#collectors';
import { commandIdOfMessage, streamName } from '#event-catalogue';
import { accept, type Decider } from '#event-store';
import { AccountLedger } from './account-processes.examples';

const deferment = { authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'UK-DUTY' } as const;
const collectors: Decider<CollectorEvent, null, CollectorEvent> = {
  category: 'collector',
  initial: null,
  evolve: () => null,
  decide: (event) => accept(event),
};
const context = (kind: string, day: string) => ({
  commandId: commandIdOfMessage({ book: 'GB', issuer: 'TEST', kind, reference: 'x', version: '1' }),
  actor: 'test',
  book: 'GB',
  effectiveAt: `${day}T00:00:00.000Z`,
});

describe('an account and what stands behind it', () => {
  it('secures less of what comes once its holder is an authorised economic operator', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.secure('1000.00', '2026-01-01');
    await ledger.assess('L1', '2026-01-10', '100.00', '0.00');
    await ledger.settle();
    await ledger.runner.run({
      decider: collectors,
      stream: collectorStream('R-1'),
      command: { type: 'AeoStatusChanged', data: { collector: 'R-1', authority: 'GB', status: 'AEOC', changedFrom: '2026-01-15' } },
      context: context('aeo', '2026-01-15'),
    });
    await ledger.settle();
    await ledger.assess('L2', '2026-01-20', '100.00', '0.00');
    await ledger.settle();
    expect(
      (await ledger.events('ChargePosted')).map(({ data }) => (data as { security: { reserved: string; exposure: string } }).security),
    ).toMatchObject([
      { reserved: '100.00', exposure: '100.00' },
      { reserved: '30.00', exposure: '130.00' },
    ]);
  });

  it('takes no charge while it is suspended, and takes what it declined when it is reinstated', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.settle();
    const stream = streamName('account', accountId('GB', 'R-1', 'deferment'));
    await ledger.runner.run({
      decider: accountDecider,
      stream,
      command: { type: 'SuspendAccount', reason: 'DEBIT_REJECTED', suspendedOn: '2026-01-05' },
      context: context('suspend', '2026-01-05'),
    });
    await ledger.settle();
    await ledger.assess('L1', '2026-01-10', '100.00', '0.00');
    await ledger.settle();
    expect((await ledger.events('ChargeDeclined')).map(({ data }) => data)).toMatchObject([{ reason: 'ACCOUNT_SUSPENDED' }]);
    await ledger.runner.run({
      decider: accountDecider,
      stream,
      command: { type: 'ReinstateAccount', reinstatedOn: '2026-01-20' },
      context: context('reinstate', '2026-01-20'),
    });
    await ledger.settle();
    expect(await ledger.events('ChargePosted')).toHaveLength(1);
  });
});
