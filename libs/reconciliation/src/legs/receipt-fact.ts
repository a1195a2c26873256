import { type AccountPeriodEvent, namesIn, type ReceiptEvent, referencesIn } from '#accounts';
import { idOf } from '#event-catalogue';
import { textOf, unitsOf } from '../exact-units';
import { type Located } from './contribution';

/** What one event says of a bank entry or of a payment on its way. As many as there are payments: they are read receipt by receipt. */
export type ReceiptFact =
  | {
      readonly kind: 'recorded';
      readonly authority: string;
      readonly entryReference: string;
      readonly amount: string;
      readonly currency: string;
      readonly bookedOn: string;
      readonly reversal?: boolean;
    }
  | { readonly kind: 'identified'; readonly holder: string; readonly accountKind: string; readonly settles?: string }
  /** In the currency of the account. */
  | {
      readonly kind: 'credited';
      readonly amount: string;
      readonly currency: string;
      readonly accountKind?: string;
      readonly duplicateOf?: string;
      /** The account, and the one debt that the remittance text names, where it names one. */
      readonly names?: { readonly account: string; readonly reference: string };
    }
  | { readonly kind: 'applied'; readonly amount: string }
  /** All that was left of it went to the account that it is for, which credits it anew. */
  | { readonly kind: 'transferred'; readonly amount: string }
  | { readonly kind: 'madeFinal' }
  | { readonly kind: 'reversed'; readonly amount: string; readonly reopened: string; readonly reason: string; readonly on: string }
  | { readonly kind: 'returned'; readonly amount: string; readonly reason: string; readonly on: string }
  /** A booked reversal whose original was found. */
  | { readonly kind: 'explained' };

/** Events that say something about receipts. */
export type ReceiptSideEvent = ReceiptEvent | AccountPeriodEvent;

/** The receipts that an event is about, with what it says of each. */
export const receiptFactsOf = (event: Located<ReceiptSideEvent>): readonly (readonly [receipt: string, fact: ReceiptFact])[] => {
  switch (event.type) {
    case 'ReceiptRecorded': {
      const { authority, entryReference, amount, currency, bookedOn, reversal } = event.data;
      return [
        [
          idOf(event.stream),
          { kind: 'recorded', authority, entryReference, amount, currency, bookedOn, ...(reversal === true ? { reversal } : {}) },
        ],
      ];
    }
    case 'ReceiptIdentified': {
      const { holder, kind, settles } = event.data;
      return [[idOf(event.stream), { kind: 'identified', holder, accountKind: kind, ...(settles === undefined ? {} : { settles }) }]];
    }
    case 'ReceiptReturned': {
      const { amount, reason, returnedOn: on, reversal } = event.data;
      return [
        [idOf(event.stream), { kind: 'returned', amount, reason, on }],
        ...(reversal === undefined ? [] : [[reversal, { kind: 'explained' }] as const]),
      ];
    }
    case 'PaymentReceived': {
      const { receipt, account, amount, currency, accountKind, duplicateOf, remittance } = event.data;
      // At a desk a debt is called as its declaration is, which may be any word with a digit.
      const [reference, ...others] = accountKind === 'consumer' ? namesIn(remittance) : referencesIn(remittance);
      return [
        [
          receipt,
          {
            kind: 'credited',
            amount,
            currency,
            ...(accountKind === undefined ? {} : { accountKind }),
            ...(duplicateOf === undefined ? {} : { duplicateOf }),
            ...(reference === undefined || others.length > 0 ? {} : { names: { account, reference } }),
          },
        ],
      ];
    }
    case 'PaymentAllocated':
      return [[event.data.receipt, { kind: 'applied', amount: sumOf(event.data.pairs.map(({ amount }) => amount)) }]];
    case 'AllocationUndone':
      return [
        [event.data.receipt, { kind: 'applied', amount: textOf(-unitsOf(sumOf(event.data.reopened.map(({ debt }) => debt.amount)))) }],
      ];
    case 'PaymentTransferred':
      return [[event.data.receipt, { kind: 'transferred', amount: event.data.amount }]];
    case 'PaymentSettled':
      return event.data.bankEntry === undefined ? [] : [[event.data.bankEntry, { kind: 'madeFinal' }]];
    case 'PaymentReversed': {
      const { receipt, amount, reason, reversedOn: on, reopened } = event.data;
      return [[receipt, { kind: 'reversed', amount, reopened: sumOf(reopened.map(({ debt }) => debt.amount)), reason, on }]];
    }
    default:
      return [];
  }
};

const sumOf = (amounts: readonly string[]): string => textOf(amounts.reduce((sum, amount) => sum + unitsOf(amount), 0n));
