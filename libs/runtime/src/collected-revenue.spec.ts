import { beneficiaryDecider, type EstablishShare } from '#accounts';
import type { Recorded } from '#event-catalogue';
import { CollectedRevenue } from './collected-revenue';

let told = 0;
/** An event as it comes out of the log, with no more of it than is read here. */
const event = (type: string, data: object): Recorded => {
  told += 1;
  return {
    stream: 'accountPeriod-A',
    revision: BigInt(told),
    type,
    data,
    metadata: { commandId: `c${String(told)}`, index: '0' },
  } as object as Recorded;
};
const opened = event('PeriodOpened', { account: 'A', authority: 'EU-FR' });
const paid = (allocatedOn: string, amount: string): Recorded =>
  event('PaymentAllocated', {
    account: 'A',
    receipt: `R${allocatedOn}`,
    currency: 'EUR',
    allocatedOn,
    pairs: [{ taxType: 'B00', beneficiary: 'FR', amount }],
  });
const refunded = (paidOn: string, amount: string): Recorded =>
  event('RefundPaid', { authority: 'EU-FR', currency: 'EUR', paidOn, lines: [{ taxType: 'B00', beneficiary: 'FR', amount }] });
const established = (share: EstablishShare): Recorded => {
  const decision = beneficiaryDecider.decide(share, { ...beneficiaryDecider.initial, to: share.from });
  if ('rejected' in decision) throw new Error(decision.rejected.code);
  return event('BeneficiaryShareEstablished', decision.accepted[0]?.data ?? {});
};
const foldOf = (...events: readonly Recorded[]): CollectedRevenue => {
  const collected = new CollectedRevenue();
  for (const one of events) collected.take(one);
  return collected;
};
const only = ([share, ...others]: readonly EstablishShare[]): EstablishShare => {
  if (share === undefined || others.length > 0) throw new Error(`${String(others.length)} more shares`);
  return share;
};

describe('what was collected and not handed on', () => {
  const first = only(foldOf(opened, paid('2026-03-10', '10.00'), refunded('2026-03-12', '4.00')).shares('2026-04-01'));

  it('is what was allocated less what was refunded, from the first day on', () => {
    expect(first).toMatchObject({
      distribution: 'EU-FR/FR/EUR/2026-04-01',
      from: '2026-03-10',
      to: '2026-04-01',
      lines: [{ taxType: 'B00', collected: 600n }],
      factCount: 2,
    });
    expect(foldOf(opened, paid('2026-03-10', '10.00')).shares('2026-04-01', { from: '2026-01-01' })).toMatchObject([
      { from: '2026-01-01' },
    ]);
    expect(foldOf(opened, paid('2026-03-10', '10.00')).shares('2026-04-01', { authority: 'GB' })).toEqual([]);
  });

  it('goes on where the share before ended, and counts there what came late for it', () => {
    const collected = foldOf(
      opened,
      paid('2026-03-10', '10.00'),
      refunded('2026-03-12', '4.00'),
      established(first),
      paid('2026-03-31', '1.00'),
      paid('2026-04-02', '2.00'),
    );
    expect(only(collected.shares('2026-05-01'))).toMatchObject({ from: '2026-04-01', lines: [{ collected: 300n }], factCount: 2 });
    expect(collected.shares('2026-04-01')).toEqual([]);
  });

  it('names the shares that nobody has paid', () => {
    const share = established(first);
    expect(foldOf(opened, share).established('unpaid')).toMatchObject([{ due: '6.00' }]);
    const collected = foldOf(opened, share, event('BeneficiaryDistributed', first));
    expect([collected.established('unpaid'), collected.established({ to: '2026-04-01' }).length]).toEqual([[], 1]);
  });

  it('is told for the days and the name that somebody asks for: what came late counts, and an established share stays what it told', () => {
    const collected = foldOf(
      opened,
      paid('2026-03-10', '10.00'),
      refunded('2026-03-12', '4.00'),
      established(first),
      paid('2026-03-31', '1.00'),
    );
    const owner = { authority: 'EU-FR', beneficiary: 'FR', currency: 'EUR' };
    expect(collected.share('APRIL', { ...owner, from: '2026-04-01', to: '2026-05-01' })).toMatchObject({
      lines: [{ collected: 100n }],
      factCount: 1,
    });
    expect(collected.share(first.distribution, first)).toEqual({
      lines: first.lines,
      factCount: first.factCount,
      factDigest: first.factDigest,
    });
    expect(collected.share(first.distribution, { ...owner, beneficiary: 'DE', from: '2026-03-01', to: '2026-04-01' })).toMatchObject({
      lines: [],
      factCount: 0,
    });
  });
});
