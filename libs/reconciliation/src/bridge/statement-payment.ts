import { type EvaluationContext } from '../evaluation-context';
import { faultsOfOpen, partsOfStatement } from '../open-parts';
import { type AccountPeriodState } from '../settlement-book';
import { type BridgeReason } from './bridge';

/** An accounting period of a deferment account whose statement was issued. */
export type StatedPeriod = AccountPeriodState & Required<Pick<AccountPeriodState, 'statement'>>;

export const isStated = (period: AccountPeriodState | undefined): period is StatedPeriod =>
  period?.accountKind === 'deferment' && period.statement !== undefined;

/**
 * How far a statement is paid: what its debts come to now, and what of that is open, exact units. In part: nobody said which of its debts
 * are, nor which are open for another reason than the others.
 */
export interface StatementPayment {
  readonly due: bigint;
  readonly open: bigint;
  readonly paid: 'whole' | 'none' | 'part';
}

export const paymentOf = ({ statement }: StatedPeriod, { settlement }: EvaluationContext): StatementPayment => {
  // What a later version took off is not due any more.
  const due = settlement.dueOf(statement) - settlement.debts.reduced(statement.account, 'statement', statement.reference);
  const open = settlement.openOfStatement(statement);
  if (open <= 0n) return { due, open, paid: 'whole' };
  const isWhole = open === due && faultsOfOpen(partsOfStatement(statement, settlement)).length === 1;
  return { due, open, paid: isWhole ? 'none' : 'part' };
};

/** Why a statement is open of which nothing is paid: its day is to come, its payment was taken back, it is in dispute, or it was not paid. */
export const reasonOfOpen = ({ authority, statement }: StatedPeriod, context: EvaluationContext): BridgeReason => {
  const [[code] = ['B54']] = faultsOfOpen(partsOfStatement(statement, context.settlement));
  return code === 'B54' && context.isDayBy(authority, statement.dueOn) ? 'timing' : `break:${code}`;
};

/** Debts of a statement that was paid in part: what is open of it is told at the statement, not at them. */
export const paidInPart: BridgeReason = 'outside:paid_in_part';
