import { type Recorded } from '#event-catalogue';
import { type ReceiptEvent } from './accounts.events';
import { receiptId, receiptStream } from './accounts.streams';
import { BookedEntries, isReversal } from './receipt-originals';

type Entry = Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>['data'];
const entry = (entryReference: string, amount: string, more: Partial<Entry> = {}): Entry => ({
  authority: 'GB',
  bankAccount: 'GB-BANK',
  entryReference,
  amount,
  currency: 'GBP',
  bookedOn: '2026-01-20',
  valueOn: '2026-01-20',
  ...more,
});
const booked = (...entries: readonly Entry[]): BookedEntries => {
  const known = new BookedEntries();
  for (const data of entries)
    known.apply({
      type: 'ReceiptRecorded',
      data,
      stream: receiptStream('GB', data.bankAccount, data.entryReference),
    } as Recorded<ReceiptEvent>);
  return known;
};
const back = (amount: string, more: Partial<Entry> = {}): Entry => entry('R1', amount, { reversal: true, bookedOn: '2026-01-25', ...more });
const found = (known: BookedEntries, reversal: Entry): unknown => {
  const original = known.originalOf(reversal);
  return 'candidates' in original ? original.candidates : [original.receipt, original.rule];
};
const idOfEntry = (reference: string): string => receiptId('GB', 'GB-BANK', reference);

describe('a reversal of the bank', () => {
  it('says so and goes the other way', () => {
    expect([
      isReversal(back('-5.00')),
      isReversal(entry('R', '-5.00', { returnReason: 'AC04' })),
      isReversal(entry('R', '-5.00')),
      isReversal(entry('R', '5.00', { reversal: true })),
    ]).toEqual([true, true, false, false]);
  });
  it('finds its entry by the payer’s identification, the whole amount before a part', () => {
    const known = booked(
      entry('E1', '5.00', { endToEndId: 'P-1' }),
      entry('E2', '7.00', { endToEndId: 'P-1' }),
      entry('E3', '5.00', { endToEndId: 'P-2' }),
    );
    expect(found(known, back('-5.00', { endToEndId: 'P-1' }))).toEqual([idOfEntry('E1'), 'end-to-end-id']);
    expect(found(known, back('-6.00', { endToEndId: 'P-1' }))).toEqual([idOfEntry('E2'), 'end-to-end-id']);
  });
  it('finds it by the bank’s own reference where the text quotes that', () => {
    const known = booked(entry('E1', '5.00', { endToEndId: 'P-1' }), entry('E2', '5.00', { endToEndId: 'P-1' }));
    expect(found(known, back('-5.00', { endToEndId: 'P-1', remittance: 'return of e2, account closed' }))).toEqual([
      idOfEntry('E2'),
      'bank-reference',
    ]);
    expect(found(known, back('-5.00', { remittance: 'E1' }))).toEqual([idOfEntry('E1'), 'bank-reference']);
  });
  it('finds none where two fit equally, or none is large and early enough', () => {
    const known = booked(
      entry('E1', '5.00', { endToEndId: 'P-1' }),
      entry('E2', '5.00', { endToEndId: 'P-1' }),
      entry('E3', '5.00', { endToEndId: 'NOTPROVIDED' }),
      entry('E4', '5.00', { endToEndId: 'P-4', currency: 'EUR' }),
    );
    expect(found(known, back('-5.00', { endToEndId: 'P-1' }))).toBe(2);
    for (const none of [
      back('-5.01', { endToEndId: 'P-1' }),
      back('-5.00', { endToEndId: 'P-1', bookedOn: '2026-01-19' }),
      back('-5.00', { endToEndId: 'NOTPROVIDED' }),
      back('-5.00', { endToEndId: 'P-4' }),
      back('-5.00'),
    ])
      expect(found(known, none)).toBe(0);
  });
});
