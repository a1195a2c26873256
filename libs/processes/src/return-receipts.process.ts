import { BookedEntries, isReversal, receiptDecider, type ReceiptEvent } from '#accounts';
import { idOf, type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { formatMoney, negate, parseMoney } from '#money';

/**
 * A booked reversal takes its original back: the entry that it repeats goes where it came from, wholly or in part. One whose original is
 * not found, or that fits several, stays in suspense for a person to look at.
 */
export const returnReceipts: Process<BookedEntries> = {
  name: 'return-receipts',
  categories: ['receipt'],
  state: {
    initial: () => new BookedEntries(),
    fold: (booked, event) => {
      booked.apply(event as Recorded<ReceiptEvent>);
      return booked;
    },
  },
  react: (source, booked) => {
    const event = source as Recorded<ReceiptEvent>;
    return event.type === 'ReceiptRecorded' && isReversal(event.data) ? returning(event, booked) : [];
  },
};

const returning = (
  event: Recorded<Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>>,
  booked: BookedEntries,
): readonly Effect[] => {
  const { data, stream, metadata } = event;
  const original = booked.originalOf(data);
  if ('candidates' in original) return [];
  const { currency, bookedOn, returnReason } = data;
  return [
    effect(
      'return',
      {
        decider: receiptDecider,
        stream: original.stream,
        command: {
          type: 'ReturnReceipt',
          amount: formatMoney(negate(parseMoney(data.amount, currency))),
          currency,
          returnedOn: bookedOn,
          reason: 'chargeback',
          reversal: idOf(stream),
          ...(returnReason === undefined ? {} : { returnReason }),
        },
        context: { book: metadata.book, effectiveAt: metadata.effectiveAt },
      },
      // More went back than came in, or it was given back by hand: it stays in suspense and is told (B59).
      () => 'declined',
    ),
  ];
};
