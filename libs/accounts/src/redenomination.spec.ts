import fc from 'fast-check';
import { moneyOf } from '#money';
import { changeoverOf, type EuroChangeover, inEuro } from '#rules';
import { type AccountCommand, accountDecider, type AccountState, type OpenAccount } from './account.decider';
import { AccountDirectory } from './account-directory';
import { type AccountEvent } from './account.events';
import { play, told } from './account-period.examples';
import { accountId } from './accounts.streams';
import { type CarriedForward, carriedEventsAtOnce } from './carry-forward';
import { openingCommands } from './closing';
import { type OpenItem } from './open-items';
import { amountsOf, minorOf } from './period-amounts';
import { type RedenominateAccount, roundingOf } from './redenomination';

const lev = changeoverOf('BGN', '2026-01-01') as EuroChangeover;
const open: OpenAccount = {
  type: 'OpenAccount',
  authority: 'EU-BG',
  holder: 'R-1',
  kind: 'deferment',
  currency: 'BGN',
  cycle: 'EU-SIXTEENTH',
  openedOn: '2025-11-01',
};
const account = accountId('EU-BG', 'R-1', 'deferment');
const item = (reference: string, taxType: string, minor: bigint, more: Partial<OpenItem> = {}): OpenItem => ({
  kind: 'statement',
  reference,
  taxType,
  beneficiary: taxType === 'A00' ? 'EU' : 'BG',
  open: minor,
  dueOn: '2026-01-16',
  ...more,
});
const receipt = 'R'.repeat(26);
const december: CarriedForward = {
  openItems: [
    item('S-3', 'A00', 2347n, { secured: 2347n }),
    item('S-3', 'B00', 3912n, { secured: 1000n, contested: 3912n }),
    item('S-2', 'B00', 3n),
  ],
  unapplied: [{ receipt, amount: 1000n, remittance: 'S-9' }],
  security: { guarantee: 'G'.repeat(26), share: 2_000_000n, reservePercent: '100', softPercent: '80' },
  suspended: 'ARREARS',
  limit: 500_000n,
};
const redenominate = (left: CarriedForward = december, more: Partial<RedenominateAccount> = {}): RedenominateAccount => ({
  type: 'RedenominateAccount',
  changeover: lev,
  redenominatedOn: '2026-01-01',
  left,
  ...more,
});

const answer = (state: AccountState, command: AccountCommand): readonly AccountEvent[] | string => {
  const decision = accountDecider.decide(command, state);
  return 'rejected' in decision ? `${decision.rejected.code} ${decision.rejected.field ?? ''}` : decision.accepted;
};
const after = (commands: readonly AccountCommand[], state = accountDecider.initial): AccountState =>
  commands.reduce((before, command) => {
    const events = answer(before, command);
    if (typeof events === 'string') throw new RangeError(events);
    return events.reduce(accountDecider.evolve, before);
  }, state);
const dataOf = (events: readonly AccountEvent[] | string) =>
  typeof events === 'string' ? [] : events.flatMap((event) => (event.type === 'AccountRedenominated' ? [event.data] : []));

describe('an account whose state takes the euro', () => {
  it('goes on with each sum that is asked for converted whole, its lines sharing it', () => {
    const [data] = dataOf(answer(after([open]), redenominate()));
    expect(data).toMatchObject({
      account,
      formerCurrency: 'BGN',
      currency: 'EUR',
      rate: '1.95583',
      part: 1,
      parts: 1,
      unapplied: [{ receipt, former: '10.00', now: '5.11' }],
      rounding: '0.01',
      limit: { former: '5000.00', now: '2556.46' },
      share: { former: '20000.00', now: '10225.84' },
    });
    expect(data?.openItems.map(({ reference, taxType, former, now }) => [reference, taxType, former, now])).toEqual([
      ['S-2', 'B00', { open: '0.03' }, { open: '0.02' }],
      ['S-3', 'A00', { open: '23.47', secured: '23.47' }, { open: '12.00', secured: '12.00' }],
      ['S-3', 'B00', { open: '39.12', secured: '10.00', contested: '39.12' }, { open: '20.00', secured: '5.11', contested: '20.00' }],
    ]);
  });

  it('does so once, and an account of another currency or before the day does not', () => {
    const once = after([open, redenominate()]);
    expect(answer(once, redenominate())).toEqual([]);
    expect(answer(once, open)).toEqual([]);
    expect(answer(after([open]), redenominate(december, { redenominatedOn: '2025-12-01' }))).toBe('PERIOD_RANGE_INVALID redenominatedOn');
    expect(answer(after([{ ...open, currency: 'EUR' }]), redenominate())).toBe('CURRENCY_MISMATCH changeover.currency');
    expect(answer(accountDecider.initial, redenominate())).toBe('ACCOUNT_UNKNOWN ');
  });

  it('has its limit in the euro, and a new one is given in it', () => {
    const limited: AccountCommand = { type: 'ChangeTerms', limit: 500_000n, changedOn: '2025-11-02', reason: 'agreed' };
    const state = after([open, limited, redenominate()]);
    expect(answer(state, { ...limited, limit: 255_646n, changedOn: '2026-01-02' })).toBe('NOTHING_CHANGED ');
    expect(answer(state, { ...limited, changedOn: '2026-01-02' })).toMatchObject([{ data: { limit: '5000.00', currency: 'EUR' } }]);
  });

  it('closed for ever, still owes in the euro', () => {
    expect(dataOf(answer(after([open, { type: 'CloseAccount', closedOn: '2025-12-31', reason: 'gone' }]), redenominate()))).toHaveLength(1);
  });

  it('begins its next period with what that comes to', () => {
    const directory = new AccountDirectory();
    const terms = { account, authority: 'EU-BG', holder: 'R-1', kind: 'deferment', cycle: 'EU-SIXTEENTH' } as const;
    const days = { period: '2026-01', start: '2026-01-01', end: '2026-02-01' };
    const carried = { account, holder: 'R-1', currency: 'BGN', moment: 'closing' } as const;
    directory.apply({ type: 'AccountOpened', data: { ...terms, currency: 'BGN', openedOn: '2025-12-01' } });
    directory.apply({
      type: 'OpenItemsCarried',
      data: {
        ...carried,
        openItems: december.openItems.map(({ open: minor, secured: _s, contested: _c, ...rest }) => ({
          ...rest,
          open: amountsOf('BGN')(minor),
        })),
        unapplied: [],
      },
    });
    directory.apply({ type: 'PeriodClosed', data: { account, currency: 'BGN' } });
    for (const data of dataOf(
      answer(after([open]), redenominate({ openItems: directory.get(account)?.left?.openItems ?? [], unapplied: [] })),
    ))
      directory.apply({ type: 'AccountRedenominated', data });
    const known = directory.get(account);
    expect(known).toMatchObject({ currency: 'EUR' });
    const { events } = play(openingCommands({ ...terms, currency: 'EUR', ...days }, known?.left ?? { openItems: [], unapplied: [] }));
    expect(told(events, 'PeriodOpened')).toMatchObject([{ currency: 'EUR', opening: '32.02' }]);
  });
});

describe('what an account comes to in the euro', () => {
  const items = fc
    .array(fc.record({ sum: fc.nat(40), taxType: fc.constantFrom('A00', 'B00', 'A30'), minor: fc.bigInt({ min: 1n, max: 10n ** 9n }) }), {
      maxLength: 300,
    })
    .map((all) => [...new Map(all.map((one) => [`${String(one.sum)} ${one.taxType}`, one])).values()])
    .map((all) => all.map(({ sum, taxType, minor }) => item(`S-${String(sum)}`, taxType, minor, { secured: minor })));
  const cash = fc
    .uniqueArray(fc.record({ receipt: fc.integer({ min: 1, max: 999 }), amount: fc.bigInt({ min: 1n, max: 10n ** 8n }) }), {
      selector: (one) => one.receipt,
      maxLength: 200,
    })
    .map((all) => all.map((one) => ({ receipt: String(one.receipt).padStart(26, '0'), amount: one.amount })));

  it('loses no cent: each sum asked for is the nearest cent, and what rounding makes of the whole is told', () => {
    fc.assert(
      fc.property(items, cash, (openItems, unapplied) => {
        let state = after([open]);
        const data: ReturnType<typeof dataOf>[number][] = [];
        // Asked again until all of it is told, as its process does.
        for (let more = true; more;) {
          const events = answer(state, redenominate({ openItems, unapplied }));
          more = events.length === carriedEventsAtOnce;
          data.push(...dataOf(events));
          state = typeof events === 'string' ? state : events.reduce(accountDecider.evolve, state);
        }
        expect(data.map(({ part }) => part)).toEqual(data.map((_, i) => i + 1));
        expect(data.at(-1)?.parts).toBe(data.length);
        const [former, now] = [minorOf('BGN'), minorOf('EUR')];
        const asked = new Map<string, readonly [bigint, bigint]>();
        for (const one of data.flatMap((part) => part.openItems)) {
          const [was, is] = asked.get(one.reference) ?? [0n, 0n];
          asked.set(one.reference, [was + former(one.former.open), is + now(one.now.open)]);
          expect(one.now.secured ?? '0.00').toBe(one.now.open);
        }
        for (const [was, is] of asked.values()) expect(is).toBe(inEuro(moneyOf(was, 'BGN'), lev).minor);
        expect([...asked.values()].reduce((sum, [was]) => sum + was, 0n)).toBe(openItems.reduce((sum, one) => sum + one.open, 0n));
        for (const part of data) expect(minorOf('EUR')(part.rounding ?? '0.00')).toBe(roundingOf(part, lev));
      }),
      { numRuns: 20 },
    );
  });
});
