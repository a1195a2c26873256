import { accept, type Decision } from '#event-store';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { samePerson, type TwoPersons } from './four-eyes';
import { inOrder, type SettledPair, withoutReopened } from './known-payment';
import { type OpenPeriodState, outside, paidKind, type PeriodEventData, type Refused, wrongTarget } from './open-period';
import { amountsOf } from './period-amounts';

/** A payment as the account received it. */
export type BookedPayment = Readonly<
  Pick<PeriodEventData<'PaymentReceived'>, 'bookedOn' | 'valueOn' | 'remittance' | 'endToEndId' | 'means' | 'original'>
>;
/**
 * All that is left of a bank entry goes from the account that it was identified to by mistake to the one that it is for. `closed`: the
 * account, or the one it goes to, is closed. `settledBefore`: as for a payment that is taken back (`ReversePayment`). `booked`: as it was
 * received last, in whichever period; absent where it never was.
 */
export type TransferPayment = Readonly<
  {
    type: 'TransferPayment';
    account: string;
    closed?: boolean;
    receipt: string;
    to: Readonly<{ account: string; authority: string; currency: string; closed?: boolean }>;
    transferredOn: string;
    reason: string;
    settledBefore: readonly SettledPair[];
    booked?: BookedPayment;
  } & TwoPersons
>;

/** An entry is for one account as a whole: what of it still settles a debt here has to be undone first, so that it is never on two. */
export const transferPayment = (command: TransferPayment, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, receipt, to, transferredOn, reason, requestedBy, approvedBy, booked } = command;
  const { terms } = state;
  const fault =
    wrongTarget({ account }, terms) ??
    outside(transferredOn, 'transferredOn', terms) ??
    samePerson(command) ??
    wrongAccount(command, state) ??
    bound(command, state);
  if (fault !== undefined) return fault;
  const cash = state.unapplied.get(receipt);
  if (cash === undefined || booked === undefined)
    return refuse('UNAPPLIED_EXCEEDED', 'nothing of this bank entry is on the account', { field: 'receipt' });
  if (booked.means !== undefined) return refuse('RECEIPT_UNKNOWN', 'no bank entry brought this payment', { field: 'receipt' });
  if (booked.original !== undefined)
    return refuse('CURRENCY_MISMATCH', `the money came in ${booked.original.currency} and was exchanged`, { field: 'receipt' });
  const { bookedOn, valueOn, remittance, endToEndId } = booked;
  return accept({
    type: 'PaymentTransferred',
    data: {
      account,
      holder: terms.holder,
      receipt,
      toAccount: to.account,
      amount: amountsOf(terms.currency)(cash.amount),
      currency: terms.currency,
      transferredOn,
      reason,
      requestedBy,
      approvedBy,
      bookedOn,
      valueOn,
      ...(remittance === undefined ? {} : { remittance }),
      ...(endToEndId === undefined ? {} : { endToEndId }),
      ...paidKind(terms),
    },
  });
};

const wrongAccount = ({ account, closed, to }: TransferPayment, { terms }: OpenPeriodState): Refused | undefined => {
  if (closed === true) return refuse('ACCOUNT_CLOSED', 'the account is closed', { field: 'account' });
  if (to.account === account) return refuse('RECEIPT_ALREADY_IDENTIFIED', 'the entry is for this account already', { field: 'toAccount' });
  if (to.authority !== terms.authority)
    return refuse('BOOK_MISMATCH', `the entry is in the book of ${terms.authority}`, { field: 'toAccount' });
  if (to.currency !== terms.currency) return refuse('CURRENCY_MISMATCH', `the cash is in ${terms.currency}`, { field: 'toAccount' });
  return to.closed === true ? refuse('ACCOUNT_CLOSED', 'the account that it is for is closed', { field: 'toAccount' }) : undefined;
};

/** What is not final yet, or settles debts. */
const bound = ({ receipt, settledBefore }: TransferPayment, { onTheirWay, payments }: OpenPeriodState): Refused | undefined => {
  if (onTheirWay.has(receipt)) return refuse('PAYMENT_NOT_FINAL', 'money on its way stays where it was told', { field: 'receipt' });
  const known = payments.get(receipt);
  const settled = [...withoutReopened(settledBefore, known?.openedAgain ?? []), ...inOrder(known?.pairs)];
  const references = [...new Set(settled.map(({ reference }) => reference))];
  return references.length === 0
    ? undefined
    : refuse('PAYMENT_STILL_APPLIED', `it settles ${references.slice(0, 3).join(', ')}: undo these allocations first`, {
        field: 'receipt',
        details: { references: references.slice(0, 50).join(', ') },
      });
};
