import { commandIdOfMessage, EventCatalogue } from '#event-catalogue';
import { CommandRunner, MemoryEventStore } from '#event-store';
import { shippedRuleBook } from '#rules';
import { accountDecider } from './account.decider';
import { cyclesOf } from './account-cycles';
import { directoryReader } from './account-directory';
import { type AccountPeriodCommand, accountPeriodDecider } from './account-period.decider';
import { charge, deskJanuary, nothing } from './account-period.examples';
import { accountEvents } from './accounts.events';
import { accountPeriodId, accountPeriodStream, accountStream } from './accounts.streams';
import { closeDuePeriods } from './close-run';

const { account, authority, holder, period } = deskJanuary;
const catalogue = new EventCatalogue(accountEvents);
const cycles = cyclesOf(shippedRuleBook());
const clock = (): string => '2026-02-01T09:00:00.000Z';
const context = (kind: string, reference: string, version = '1') => ({
  commandId: commandIdOfMessage({ book: authority, issuer: authority, kind, reference, version }),
  actor: 'test',
  book: authority,
  effectiveAt: '2026-01-10T00:00:00.000Z',
});
const dispatch = (command: AccountPeriodCommand, reference: string) => ({
  decider: accountPeriodDecider,
  stream: accountPeriodStream(authority, account, period),
  command,
  context: context(command.type, reference),
});

/** A desk with so many debts open at its cut-off. */
const deskWith = async (debts: number) => {
  const store = new MemoryEventStore();
  const runner = new CommandRunner(store, catalogue, clock);
  const { kind, currency, cycle } = deskJanuary;
  await runner.run({
    decider: accountDecider,
    stream: accountStream(authority, holder, 'consumer'),
    command: { type: 'OpenAccount', authority, holder, kind, currency, cycle, openedOn: '2026-01-01' },
    context: context('OpenAccount', holder),
  });
  await runner.run(dispatch({ type: 'OpenPeriod', terms: deskJanuary, carried: nothing }, 'open'));
  const charges = Array.from({ length: debts }, (_, n) =>
    dispatch(
      charge(`26GB${String(n).padStart(14, '0')}`, [{ taxType: 'B00', beneficiary: 'GB', amount: 100n }], { account, holder }),
      String(n),
    ),
  );
  for (const outcome of await runner.runAll(charges)) expect(outcome.kind).toBe('accepted');
  return { runner, run: { runner, cycles, today: '2026-02-01', actor: 'operator', settled: directoryReader(store, catalogue) }, store };
};
const typesOf = async (store: MemoryEventStore): Promise<readonly string[]> => {
  const types: string[] = [];
  for await (const { type } of store.read(accountPeriodStream(authority, account, period))) if (type !== 'ChargePosted') types.push(type);
  return types;
};

describe('a run of closes', () => {
  it('closes a period with more open debts than one append holds, once', async () => {
    const { run, store } = await deskWith(2000);
    expect(await closeDuePeriods(run)).toMatchObject([{ statementNumber: 1, chargeCount: 2000, closing: '2000.00' }]);
    expect(await closeDuePeriods(run)).toEqual([]);
    expect(await typesOf(store)).toEqual(['PeriodOpened', ...Array<string>(10).fill('OpenItemsCarried'), 'PeriodClosed']);
  });
  it('that ended after a part of a close goes on where it was', async () => {
    const { runner, run, store } = await deskWith(2000);
    // What the run itself sends first, under the same command id: the process died after it.
    const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-01' };
    const started = await runner.run({
      ...dispatch(close, ''),
      context: context('close-period', accountPeriodId(authority, account, period)),
    });
    expect(started.kind === 'accepted' && started.events.map(({ type }) => type)).toEqual(Array(8).fill('OpenItemsCarried'));
    const late = await runner.run(
      dispatch(charge('26GBLATE', [{ taxType: 'B00', beneficiary: 'GB', amount: 1n }], { account, holder }), 'late'),
    );
    expect(late).toMatchObject({ kind: 'rejected', rejection: { code: 'PERIOD_CLOSED' } });
    expect(await closeDuePeriods(run)).toMatchObject([{ statementNumber: 1, closing: '2000.00' }]);
    expect(await typesOf(store)).toEqual(['PeriodOpened', ...Array<string>(10).fill('OpenItemsCarried'), 'PeriodClosed']);
  });
});
