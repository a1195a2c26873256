import { dayAfter, endOfDay } from '../days';
import { type EvaluationContext } from '../evaluation-context';
import { unitsOf } from '../exact-units';
import { type FiledReturn } from '../settlement-book';

/** What a return owes, what was charged for it, and which break that is: none while the charge may still come. Amounts in 10^-12 units. */
export interface ReturnCharge {
  /** Sum of the positive balances: never netted across states. */
  readonly payable: bigint;
  readonly charged: bigint;
  /** End of the last day on which the charge is not late. */
  readonly deadline: string;
  readonly fault?: 'B40' | 'B41';
}

/** Of the whole return, or of one beneficiary's share. */
export const chargeOfReturn = (filed: FiledReturn, context: EvaluationContext, beneficiary?: string): ReturnCharge => {
  const isOwn = (country: string): boolean => beneficiary === undefined || country === beneficiary;
  const payable = filed.balances
    .map(({ country, balance }) => (isOwn(country) ? unitsOf(balance) : 0n))
    .reduce((sum, balance) => (balance > 0n ? sum + balance : sum), 0n);
  const charged = filed.charges
    .flatMap(({ lines }) => lines)
    .reduce((sum, line) => (isOwn(line.beneficiary) ? sum + unitsOf(line.amount) : sum), 0n);
  const deadline = endOfDay(dayAfter(filed.filedOn, context.rules.deadlines.charge));
  if (charged === payable || context.asOf <= deadline) return { payable, charged, deadline };
  return { payable, charged, deadline, fault: charged < payable ? 'B40' : 'B41' };
};
