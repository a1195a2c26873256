import { type AccountCommand, accountDecider, type OpenAccount } from './account.decider';
import { accountId } from './accounts.streams';

const open: OpenAccount = {
  type: 'OpenAccount',
  authority: 'GB',
  holder: 'R-1',
  kind: 'deferment',
  currency: 'GBP',
  cycle: 'UK-DUTY',
  openedOn: '2026-01-01',
};
const suspend: AccountCommand = { type: 'SuspendAccount', reason: 'DEBIT_REJECTED', suspendedOn: '2026-02-17' };
const reinstate: AccountCommand = { type: 'ReinstateAccount', reinstatedOn: '2026-03-01' };
const close: AccountCommand = { type: 'CloseAccount', closedOn: '2026-12-31', reason: 'ceased trading' };
const reduce: AccountCommand = { type: 'ChangeTerms', aeo: 'AEOC', reservePercent: '30', changedOn: '2026-02-01', reason: 'authorised' };

const answer = (given: readonly AccountCommand[], command: AccountCommand): unknown => {
  const state = given.reduce((before, one) => {
    const decision = accountDecider.decide(one, before);
    if ('rejected' in decision) throw new RangeError(decision.rejected.code);
    return decision.accepted.reduce(accountDecider.evolve, before);
  }, accountDecider.initial);
  const decision = accountDecider.decide(command, state);
  return 'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted;
};
const named = { account: accountId('GB', 'R-1', 'deferment'), holder: 'R-1' };

describe('an account that is kept', () => {
  it('is suspended and reinstated', () => {
    expect(answer([open], suspend)).toEqual([
      { type: 'AccountSuspended', data: { ...named, reason: 'DEBIT_REJECTED', suspendedOn: '2026-02-17' } },
    ]);
    expect(answer([open, suspend], suspend)).toEqual(['NOTHING_CHANGED', undefined]);
    expect(answer([open, suspend], reinstate)).toEqual([{ type: 'AccountReinstated', data: { ...named, reinstatedOn: '2026-03-01' } }]);
    expect(answer([open], reinstate)).toEqual(['NOTHING_CHANGED', undefined]);
    expect(answer([open, suspend, reinstate], suspend)).toMatchObject([{ type: 'AccountSuspended' }]);
  });
  it('changes its terms, what is absent staying as it is', () => {
    expect(answer([open], reduce)).toEqual([
      { type: 'AccountTermsChanged', data: { ...named, aeo: 'AEOC', reservePercent: '30', changedOn: '2026-02-01', reason: 'authorised' } },
    ]);
    expect(answer([open, reduce], { ...reduce, softPercent: '80' })).toMatchObject([{ data: { softPercent: '80' } }]);
    expect(answer([open, reduce], { type: 'ChangeTerms', aeo: 'AEOC', changedOn: '2026-02-02', reason: 'again' })).toEqual([
      'NOTHING_CHANGED',
      undefined,
    ]);
    expect(answer([open], { ...reduce, reservePercent: '101' })).toEqual(['GUARANTEE_INVALID', 'reservePercent']);
    expect(answer([open], { ...reduce, changedOn: '2025-12-31' })).toEqual(['PERIOD_RANGE_INVALID', 'changedOn']);
  });
  it('has a limit for what one period is charged with', () => {
    const limited: AccountCommand = { type: 'ChangeTerms', limit: 5_000_00n, changedOn: '2026-02-02', reason: 'agreed' };
    expect(answer([open], limited)).toEqual([
      { type: 'AccountTermsChanged', data: { ...named, limit: '5000.00', currency: 'GBP', changedOn: '2026-02-02', reason: 'agreed' } },
    ]);
    expect(answer([open, limited], limited)).toEqual(['NOTHING_CHANGED', undefined]);
    expect(answer([open], { ...limited, limit: -1n })).toEqual(['GUARANTEE_INVALID', 'limit']);
  });
  it('is closed for ever', () => {
    expect(answer([open], close)).toEqual([
      { type: 'AccountClosed', data: { ...named, closedOn: '2026-12-31', reason: 'ceased trading' } },
    ]);
    for (const command of [suspend, reinstate, reduce, close])
      expect(answer([open, close], command)).toEqual(['ACCOUNT_CLOSED', undefined]);
    expect(answer([open, close], open)).toEqual([]);
  });
  it('has to be open', () => {
    for (const command of [suspend, reinstate, reduce, close]) expect(answer([], command)).toEqual(['ACCOUNT_UNKNOWN', undefined]);
  });
});
