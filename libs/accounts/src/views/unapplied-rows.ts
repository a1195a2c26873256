import { formatMoney, moneyOf, parseMoney } from '#money';
import { type Rows } from '#read-model';
import { type AccountPeriodEvent } from '../accounts.events';
import { unappliedCash } from './accounts.tables';

/** Follows the cash of each receipt that settled nothing yet: over periods it stays what it is, so what a period carries is no change. */
export const unappliedRows = (event: AccountPeriodEvent, rows: Rows): void => {
  switch (event.type) {
    case 'PaymentReceived': {
      const { account, holder, receipt, amount, currency, bookedOn: booked_on, remittance, duplicateOf: duplicate_of, final } = event.data;
      rows.put(unappliedCash, {
        account,
        holder,
        receipt,
        amount,
        currency,
        booked_on,
        ...(remittance === undefined ? {} : { remittance }),
        ...(duplicate_of === undefined ? {} : { duplicate_of }),
        ...(final === false ? { provisional: 1 } : {}),
      });
      break;
    }
    case 'PaymentSettled': {
      const { provisional: _provisional, ...cash } =
        rows.get(unappliedCash, { account: event.data.account, receipt: event.data.receipt }) ?? {};
      if ('amount' in cash) rows.put(unappliedCash, cash);
      break;
    }
    case 'PaymentAllocated':
      less(
        event.data,
        event.data.pairs.map(({ amount }) => amount),
        rows,
      );
      break;
    case 'PaymentReversed':
      less(event.data, [event.data.unapplied], rows);
      break;
    case 'PaymentTransferred':
      less(event.data, [event.data.amount], rows);
      break;
    case 'AllocationUndone':
      unappliedAgain(event.data, rows);
      break;
    default:
      break;
  }
};

const unappliedAgain = (
  {
    account,
    holder,
    receipt,
    currency,
    reopened,
    bookedOn: booked_on,
    provisional,
  }: Extract<AccountPeriodEvent, { readonly type: 'AllocationUndone' }>['data'],
  rows: Rows,
): void => {
  const minor = (amount: string): bigint => parseMoney(amount, currency).minor;
  const known = rows.get(unappliedCash, { account, receipt });
  const amount = reopened.reduce((sum, { debt }) => sum + minor(debt.amount), known === undefined ? 0n : minor(known.amount));
  rows.put(unappliedCash, {
    account,
    holder,
    receipt,
    currency,
    booked_on,
    ...(provisional === true ? { provisional: 1 } : {}),
    ...known,
    amount: formatMoney(moneyOf(amount, currency)),
  });
};

const less = (
  { account, receipt, currency }: Readonly<{ account: string; receipt: string; currency: string }>,
  amounts: readonly string[],
  rows: Rows,
): void => {
  const cash = rows.get(unappliedCash, { account, receipt });
  if (cash === undefined) return;
  const minor = (amount: string): bigint => parseMoney(amount, currency).minor;
  const left = amounts.reduce((rest, amount) => rest - minor(amount), minor(cash.amount));
  if (left === 0n) rows.remove(unappliedCash, { account, receipt });
  else rows.put(unappliedCash, { ...cash, amount: formatMoney(moneyOf(left, currency)) });
};
