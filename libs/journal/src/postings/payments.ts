import { type AccountPeriodEvent, type ReceiptEvent } from '#accounts';
import { idOf } from '#event-catalogue';
import { accounts, type Account } from '../chart';
import { entryOf, type Dimensions, type Entry, type Transfer } from '../entry';
import { debtDimensions, receivableOf } from './charges';
import { dimensionsOf, minor, type Named, reserve } from './posting';

type Period<Name extends AccountPeriodEvent['type']> = Named<AccountPeriodEvent, Name>;
type Payment = Period<'PaymentReceived'>['data'];
type Recorded = Named<ReceiptEvent, 'ReceiptRecorded'>;

/**
 * What a bank entry is kept by in suspense: itself, or, where it is money that we ordered to go out, the EndToEndId of the order, under
 * which the order waits for it. A booking that takes an earlier one back is no such order.
 */
const suspended = ({ data, stream }: Recorded): Dimensions => {
  const ordered = data.amount.startsWith('-') && data.reversal !== true && data.returnReason === undefined;
  return ordered && data.endToEndId !== undefined ? { reference: data.endToEndId } : { receipt: idOf(stream) };
};

/** J13: every bank entry once, and nothing else touches cash; money that goes out carries a minus. */
export const postReceipt = (event: Recorded): readonly Entry[] => {
  const { data, metadata } = event;
  return entryOf('J13', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.cash,
      credit: accounts.suspense,
      currency: data.currency,
      amount: minor(data.amount, data.currency),
      dimensions: { party: data.bankAccount, reference: data.entryReference },
      creditDimensions: suspended(event),
    },
  ]);
};

/**
 * J15, last part: the entry that goes back meets, inside suspense, what took it back: the booked reversal, or the order of its repayment.
 * Cash of an account was put under that order when it left the account (PaymentReversed).
 */
export const postReceiptReturned = ({ data, metadata, stream }: Named<ReceiptEvent, 'ReceiptReturned'>): readonly Entry[] => {
  const { reversal, paymentReference, account, currency } = data;
  const met =
    reversal !== undefined
      ? { receipt: reversal }
      : paymentReference === undefined || account !== undefined
        ? undefined
        : { reference: paymentReference };
  if (met === undefined) return [];
  return entryOf('J15', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.suspense,
      credit: accounts.suspense,
      currency,
      amount: minor(data.amount, currency),
      dimensions: { receipt: idOf(stream) },
      creditDimensions: met,
    },
  ]);
};

const isPrepaid = ({ accountKind }: { readonly accountKind?: Payment['accountKind'] }): boolean => accountKind === 'cash';
const heldOn = (data: { readonly accountKind?: Payment['accountKind'] }): Account =>
  isPrepaid(data) ? accounts.prepaid : accounts.unapplied;

/** Where the money of a payment comes from, and the template that says so. */
const originOf = (data: Payment): readonly [template: string, from: Account] => {
  if (data.means === 'deposit') return ['J23', accounts.deposits];
  if ((data.means === 'directDebit' || data.means === 'card') && data.final === false) return ['J14a', accounts.clearing];
  if (data.means === 'guarantor') return ['J22', accounts.suspense];
  return [isPrepaid(data) ? 'J36' : 'J09', accounts.suspense];
};

type Moved = Readonly<{ amount: bigint; currency: string; dimensions: Dimensions; original?: Payment['original'] }>;
/**
 * J30: money of another currency changes hands on 3900, so that each currency balances; what was gained or lost by it is 5020. A part of
 * the payment takes its part of both, cut to whole units, and the rest stays on 3900.
 */
const moneyFrom = (from: Account, to: Account, { amount, currency, dimensions, original }: Moved): readonly Transfer[] => {
  if (original === undefined) return [{ debit: from, credit: to, currency, amount, dimensions }];
  const whole = minor(original.converted, currency) - minor(original.gain, currency);
  const part = (of: bigint): bigint => (of * amount) / whole;
  return [
    {
      debit: from,
      credit: accounts.currencyTrading,
      currency: original.currency,
      amount: part(minor(original.amount, original.currency)),
      dimensions,
    },
    { debit: accounts.currencyTrading, credit: to, currency, amount, dimensions },
    {
      debit: accounts.currencyTrading,
      credit: accounts.exchangeDifference,
      currency,
      amount: part(minor(original.gain, currency)),
      dimensions,
    },
  ];
};

/** J09: a bank entry identified to an account leaves suspense. An over-payment simply stays on 2000 (J11). */
export const postPayment = ({ data, metadata }: Period<'PaymentReceived'>): readonly Entry[] => {
  const [template, from] = originOf(data);
  const moved = {
    amount: minor(data.amount, data.currency),
    currency: data.currency,
    dimensions: { ...dimensionsOf(data), receipt: data.receipt },
    original: data.original,
  };
  return entryOf(data.original === undefined ? template : 'J30', metadata.book, metadata.effectiveAt, moneyFrom(from, heldOn(data), moved));
};

/** J14b: money on its way is final; the bank entry that brought it leaves suspense. */
export const postSettlement = ({ data, metadata }: Period<'PaymentSettled'>): readonly Entry[] =>
  entryOf('J14b', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.suspense,
      credit: accounts.clearing,
      currency: data.currency,
      amount: minor(data.amount, data.currency),
      dimensions: { receipt: data.bankEntry ?? data.receipt },
      creditDimensions: { ...dimensionsOf(data), receipt: data.receipt },
    },
  ]);

/** J10: cash settles open items, pair by pair; J36 where it is the balance of a cash account. J21: what is paid need not be secured. */
export const postAllocation = ({ data, metadata }: Period<'PaymentAllocated'>): readonly Entry[] => {
  const pairs = data.pairs.map((pair): Transfer => ({
    debit: heldOn(data),
    credit: receivableOf(pair),
    currency: data.currency,
    amount: minor(pair.amount, data.currency),
    dimensions: { ...dimensionsOf(data), receipt: data.receipt, ...debtDimensions(pair) },
  }));
  const released = data.released === undefined ? [] : [reserve(data, -minor(data.released, data.currency))];
  return entryOf(isPrepaid(data) ? 'J36' : 'J10', metadata.book, metadata.effectiveAt, [...pairs, ...released]);
};

/** J10, back: the wrong debt is open again, and the cash unapplied. J20: secured again. */
export const postUndoneAllocation = ({ data, metadata }: Period<'AllocationUndone'>): readonly Entry[] => {
  const { currency } = data;
  const pairs = data.reopened.map(({ debt }): Transfer => ({
    debit: receivableOf(debt),
    credit: heldOn(data),
    currency,
    amount: minor(debt.amount, currency),
    dimensions: { ...dimensionsOf(data), receipt: data.receipt, ...debtDimensions(debt) },
  }));
  return entryOf(isPrepaid(data) ? 'J36' : 'J10', metadata.book, metadata.effectiveAt, [
    ...pairs,
    reserve(data, minor(data.reserved, currency)),
  ]);
};

/** J43: cash of the wrong account is in suspense again, under its entry, until the right one takes it (J09 or J36). */
export const postTransfer = ({ data, metadata }: Period<'PaymentTransferred'>): readonly Entry[] =>
  entryOf('J43', metadata.book, metadata.effectiveAt, [
    {
      debit: heldOn(data),
      credit: accounts.suspense,
      currency: data.currency,
      amount: minor(data.amount, data.currency),
      dimensions: { ...dimensionsOf(data), receipt: data.receipt },
    },
  ]);

/**
 * J15, J14c where the money was never final: what it settled is open again, and the money goes back to where it came from, or out
 * by an order of ours in the account's own currency. J20: secured again.
 */
export const postReversal = ({ data, metadata }: Period<'PaymentReversed'>): readonly Entry[] => {
  const { currency } = data;
  const dimensions = { ...dimensionsOf(data), receipt: data.receipt };
  const reopened = data.reopened.map(({ debt }): Transfer => ({
    debit: receivableOf(debt),
    credit: heldOn(data),
    currency,
    amount: minor(debt.amount, currency),
    dimensions: { ...dimensions, ...debtDimensions(debt) },
  }));
  const amount = -minor(data.amount, currency);
  const back: readonly Transfer[] =
    data.paymentReference === undefined
      ? moneyFrom(data.final ? accounts.suspense : accounts.clearing, heldOn(data), {
          amount,
          currency,
          dimensions,
          original: data.original,
        })
      : [
          {
            debit: accounts.suspense,
            credit: heldOn(data),
            currency,
            amount,
            dimensions: { reference: data.paymentReference },
            creditDimensions: dimensions,
          },
        ];
  return entryOf(data.final ? 'J15' : 'J14c', metadata.book, metadata.effectiveAt, [
    ...reopened,
    ...back,
    reserve(data, minor(data.reserved, currency)),
  ]);
};
