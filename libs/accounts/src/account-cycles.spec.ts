import { shippedRuleBook } from '#rules';
import { cyclesOf } from './account-cycles';

const cycles = cyclesOf(shippedRuleBook());

describe('the cycles of a rule book', () => {
  it.each([
    ['CA-CARM', '2026-03-17', '2026-02-18', '2026-02-18T05:00:00.000Z', '2026-03-31'],
    ['US-PMS', '2025-10-31', '2025-10', '2025-10-01T04:00:00.000Z', '2025-11-24'],
    ['AU-QUARTER', '2026-12-31', '2026-Q4', '2026-09-30T14:00:00.000Z', '2027-02-28'],
    ['CN-CBEC', '2026-03-01', '2026-03-01', '2026-02-28T16:00:00.000Z', '2026-04-15'],
  ])('%s: the period of %s is %s, begins at %s, is due %s', (cycle, day, id, start, dueOn) => {
    const period = cycles.periodOf(cycle, day);
    expect([period.id, cycles.startOf(cycle, period.start), period.dueOn]).toEqual([id, start, dueOn]);
    expect(cycles.periodOf(cycle, day)).toBe(period);
  });

  it.each([
    ['deferment', 'UK-DUTY', '2026-02-16'],
    ['scheme', 'EU-IOSS-MONTH', '2026-02-28'],
    ['cash', 'UK-AT-ONCE', '2026-01-20'],
    ['consumer', 'UK-DUTY', '2026-01-20'],
  ] as const)('a debt of 20 January 2026 on a %s account, cycle %s, is due %s', (kind, cycle, dueOn) => {
    expect(cycles.dueOf({ kind, cycle }, '2026-01-20')).toEqual({ dueOn });
  });

  it('TV-62: what is released in China on 1 March 2026 matures on day 31 and is due on day 45', () => {
    expect(cycles.dueOf({ kind: 'deferment', cycle: 'CN-CBEC' }, '2026-03-01')).toEqual({ dueOn: '2026-04-15', maturesOn: '2026-04-01' });
  });

  it('a cycle that is not in the book is a bug here: whoever opens an account asks the book first', () => {
    expect(() => cycles.periodOf('WEEKLY', '2026-01-01')).toThrow(RangeError);
    expect(() => cycles.startOf('WEEKLY', '2026-01-01')).toThrow(RangeError);
  });
});
