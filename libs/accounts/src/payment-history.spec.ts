import { type AccountPeriodEvent } from './account-period.events';
import { PaymentHistory } from './payment-history';

const account = 'A';
const debt = { kind: 'statement', reference: 'EU-BG-S00000001', taxType: 'A00', beneficiary: 'EU' } as const;
const original = { currency: 'USD', amount: '118.00', converted: '195.58' };
/** An event with no more of it than is read here; amounts of before 2026 are leva. */
const event = (type: AccountPeriodEvent['type'], data: object): AccountPeriodEvent =>
  ({ type, data: { account, currency: 'BGN', ...data } }) as object as AccountPeriodEvent;

const december: readonly AccountPeriodEvent[] = [
  event('PeriodOpened', { start: '2025-12-01' }),
  event('OpenItemsCarried', { moment: 'opening', openItems: [{ ...debt, dueOn: '2025-12-16', open: '195.58' }] }),
  event('PaymentReceived', { receipt: 'R1', original }),
  event('PaymentAllocated', { receipt: 'R1', pairs: [{ ...debt, amount: '195.58' }] }),
  event('PaymentReceived', { receipt: 'R2', original }),
  event('PaymentReversed', { receipt: 'R1', amount: '78.23', reopened: [{ debt: { ...debt, amount: '78.23' } }] }),
];
const january: readonly AccountPeriodEvent[] = [event('PeriodClosed', {}), event('PeriodOpened', { start: '2026-01-01', currency: 'EUR' })];
const foldOf = (events: readonly AccountPeriodEvent[]): PaymentHistory => {
  const history = new PaymentHistory();
  for (const one of events) history.apply(one);
  return history;
};

describe('what payments of before the euro settled', () => {
  const history = foldOf([...december, ...january]);

  it('is told in euro at the irrevocable rate', () => {
    // 195.58 - 78.23 = 117.35 BGN / 1.95583 = 60.00 EUR
    expect(history.settledBefore(account, 'R1')).toMatchObject([{ ...debt, amount: 6_000n }]);
  });

  it.each(['R1', 'R2'])('keeps the money as it came, converted to euro, whether or not it has settled anything: %s', (receipt) => {
    expect(history.originalOf(receipt)).toEqual({ ...original, converted: '100.00' });
  });

  it('knows in euro what was taken back of it', () => {
    expect(foldOf(december).takenBack('R1')).toBe(7_823n);
    expect(history.takenBack('R1')).toBe(4_000n);
    expect(history.takenBack('R2')).toBe(0n);
  });

  it('stays as it was where the account is in the same money', () => {
    const same = foldOf([...december, event('PeriodClosed', {}), event('PeriodOpened', { start: '2026-01-01' })]);
    expect([same.takenBack('R1'), same.originalOf('R1')]).toEqual([7_823n, original]);
  });
});
