import { type BankEntry, entryStream } from '../bank';
import { dayAfter } from '../days';
import { formatMoney, moneyOf, parseMoney } from '#money';
import type { PaymentFault } from '../told-parcel';

/** Days after the due day on which who pays late pays, and after a payment on which the bank takes it back. */
const daysLate = 9;
const daysToReversal = 3;

const plus = ({ amount, currency }: BankEntry, minor: bigint): string =>
  formatMoney(moneyOf(parseMoney(amount, currency).minor + minor, currency));
/** Minor units that are paid too much: more than any rounding makes of a sum. */
const surplus = 12_300n;

/** The bank entries by which a debt is paid, booked on its due day where nothing goes wrong. */
export const paymentsOf = (due: BankEntry, fault?: PaymentFault): readonly BankEntry[] => {
  switch (fault) {
    case undefined:
      return [due];
    case 'unpaid':
      return [];
    case 'short':
      return [{ ...due, amount: formatMoney(moneyOf((parseMoney(due.amount, due.currency).minor + 1n) / 2n, due.currency)) }];
    case 'late':
      return [{ ...due, bookedOn: dayAfter(due.bookedOn, daysLate) }];
    case 'over':
      return [{ ...due, amount: plus(due, surplus) }];
    case 'twice': {
      const payment = { ...due, endToEndId: `P-${due.reference}` };
      return [payment, { ...payment, nth: 2 }];
    }
    case 'reversed':
      return [due, { ...due, amount: `-${due.amount}`, bookedOn: dayAfter(due.bookedOn, daysToReversal), reversal: true }];
  }
};

/** The entry that a break of a payment is about; undefined where it is about the debt. */
export const faultyEntry = (due: Pick<BankEntry, 'authority' | 'reference'>, fault: PaymentFault): string | undefined =>
  fault === 'over' ? entryStream(due) : fault === 'twice' ? entryStream({ ...due, nth: 2 }) : undefined;

/** The code that each is found under. */
export const codeOfPayment = {
  unpaid: 'B54',
  short: 'B54',
  late: 'B58',
  over: 'B55',
  twice: 'B57',
  reversed: 'B59',
} as const satisfies Readonly<Record<PaymentFault, string>>;

/** In words, for the names of faults. */
export const paidHow = {
  unpaid: 'never paid',
  short: 'paid in part',
  late: 'paid late',
  over: 'paid with more than was owed',
  twice: 'paid twice',
  reversed: 'paid, and the payment taken back',
} as const satisfies Readonly<Record<PaymentFault, string>>;

/** The day of the last entry by which a debt that is due on a day is paid. */
export const lastEntryDay = (dueOn: string, fault: PaymentFault): string =>
  fault === 'late' ? dayAfter(dueOn, daysLate) : fault === 'reversed' ? dayAfter(dueOn, daysToReversal) : dueOn;
