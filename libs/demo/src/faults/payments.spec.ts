import type { PaymentFault } from '../told-parcel';
import { lastEntryDay, paymentsOf } from './payments';

const due = { authority: 'EU-FR', reference: 'FR-S1', amount: '10.01', currency: 'EUR', bookedOn: '2026-07-16' };
const told = (fault?: PaymentFault): readonly string[] =>
  paymentsOf(due, fault).map(({ amount, bookedOn, nth, reversal }) =>
    [amount, bookedOn, nth ?? '', reversal === undefined ? '' : 'reversal'].join(' ').trim(),
  );

describe('a debt', () => {
  const rows: readonly (readonly [PaymentFault | undefined, readonly string[]])[] = [
    [undefined, ['10.01 2026-07-16']],
    ['unpaid', []],
    ['short', ['5.01 2026-07-16']],
    ['late', ['10.01 2026-07-25']],
    ['over', ['133.01 2026-07-16']],
    ['twice', ['10.01 2026-07-16', '10.01 2026-07-16 2']],
    ['reversed', ['10.01 2026-07-16', '-10.01 2026-07-19  reversal']],
  ];
  it.each(rows)('that is %s paid', (fault, entries) => {
    expect(told(fault)).toEqual(entries);
    const days = paymentsOf(due, fault)
      .map(({ bookedOn }) => bookedOn)
      .sort();
    if (fault !== undefined && fault !== 'unpaid') expect(lastEntryDay(due.bookedOn, fault)).toBe(days.at(-1));
  });

  it('paid twice is told apart from two payments by who pays', () => {
    const ids = paymentsOf(due, 'twice').map(({ endToEndId }) => endToEndId);
    expect(ids[0]).toBeDefined();
    expect(ids[0]).toBe(ids[1]);
  });
});
