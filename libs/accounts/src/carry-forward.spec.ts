import { type AccountPeriodCommand } from './account-period.decider';
import { type AccountPeriodState } from './account-period.state';
import { type AccountPeriodEvent, accountEvents } from './accounts.events';
import { charge, decide, deskJanuary, followedBy, nothing, payment, play, told } from './account-period.examples';
import { carriedEventsAtOnce } from './carry-forward';
import { openingCommands } from './closing';

const { account, holder } = deskJanuary;
const february = { ...deskJanuary, period: '2026-02', start: '2026-02-01', end: '2026-03-01' };
const close: AccountPeriodCommand = { type: 'ClosePeriod', statementNumber: 1, closedOn: '2026-02-01', dueOn: '2026-02-01' };
const duty = (n: number): AccountPeriodCommand =>
  charge(`26GB${String(n).padStart(14, '0')}`, [{ taxType: 'B00', beneficiary: 'GB', amount: 100n }], { account, holder });
/** A desk with so many debts open, and as many events as its closing takes. */
const desk = (debts: number): AccountPeriodState =>
  play([{ type: 'OpenPeriod', terms: deskJanuary, carried: nothing }, ...Array.from({ length: debts }, (_, n) => duty(n))]).state;

/** Asks until there is a statement; each answer is one append. */
const closed = (state: AccountPeriodState): readonly (readonly AccountPeriodEvent[])[] => {
  const { events, state: after } = play([close], state);
  return events.at(-1)?.type === 'PeriodClosed' ? [events] : [events, ...closed(after)];
};

describe('what a period leaves to the next one', () => {
  it('goes in one append with the statement where one can hold it', () => {
    expect(closed(desk(1600)).map((events) => events.length)).toEqual([carriedEventsAtOnce + 1]);
  });
  it('goes in several where there is more, each within the limits of the log, and the next period begins with all of it', () => {
    const state = desk(4000);
    const appends = closed(state);
    expect(appends.map((events) => events.length)).toEqual([8, 8, 5]);
    const data = new Map(accountEvents.map((type) => [type.name as string, type.data]));
    for (const events of appends) {
      for (const event of events) data.get(event.type)?.parse(event.data, event.type);
      expect(events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event.data)) + 1500, 0)).toBeLessThan(512 * 1024);
    }
    const { terms, carried } = followedBy(appends.flat(), february);
    const commands = openingCommands(terms, carried);
    expect(commands.map(({ type }) => type)).toEqual(['CarryForward', 'CarryForward', 'OpenPeriod']);
    const next = play(commands);
    expect(told(next.events, 'PeriodOpened')).toMatchObject([{ opening: '4000.00', unapplied: '0.00' }]);
    expect(next.state).toMatchObject({ openItems: { size: 4000, open: 400_000n }, opening: 400_000n });
  });
  it('is final from its first part on: the period takes nothing any more and the next is not open before its last', () => {
    const { state } = play([close], desk(2000));
    expect(decide(payment('E1', 100n, { account }), state)).toMatchObject({ rejected: { code: 'PERIOD_CLOSED' } });
    const carried = {
      openItems: Array.from({ length: 1700 }, (_, n) => ({
        kind: 'charge' as const,
        reference: `M${String(n)}`,
        taxType: 'B00',
        beneficiary: 'GB',
        open: 1n,
        dueOn: '2026-01-01',
      })),
      unapplied: [],
    };
    const [first] = openingCommands(february, carried);
    if (first === undefined) throw new RangeError('nothing to open');
    expect(decide(payment('E1', 100n, { account }), play([first]).state)).toMatchObject({ rejected: { code: 'PERIOD_NOT_OPEN' } });
    expect(decide(first, desk(1))).toMatchObject({ rejected: { code: 'PERIOD_ALREADY_OPEN' } });
  });
  it('keeps events within their bytes where references and remittances are long', () => {
    const long = 'x'.repeat(170);
    const carried = {
      openItems: Array.from({ length: 400 }, (_, n) => ({
        kind: 'charge' as const,
        reference: `${long}${String(n)}`,
        taxType: 'B00',
        beneficiary: 'GB',
        open: 1n,
        dueOn: '2026-01-01',
      })),
      unapplied: Array.from({ length: 200 }, (_, n) => ({
        receipt: payment(`E${String(n)}`, 1n).receipt,
        amount: 1n,
        remittance: '€'.repeat(180),
      })),
    };
    const { events } = play(openingCommands(february, carried));
    for (const event of events) expect(Buffer.byteLength(JSON.stringify(event.data))).toBeLessThan(62_000);
    expect(told(events, 'OpenItemsCarried').flatMap(({ openItems }) => openItems)).toHaveLength(400);
  });
});
