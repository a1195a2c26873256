import { type Break } from '../case';
import { endOfDay } from '../days';
import { breakOf, type EvaluationContext } from '../evaluation-context';
import { textOf } from '../exact-units';
import { partsOfOpen } from '../open-parts';
import { type MovedPair } from '../legs/settlement-fact';

/** A statement or return as far as its payment goes: amounts in exact units, of one beneficiary where a return is shared. */
export interface PayableDebt {
  readonly subject: string;
  readonly account: string;
  readonly kind: Extract<MovedPair['kind'], 'statement' | 'return'>;
  readonly reference: string;
  readonly dueOn: string;
  readonly due: bigint;
  readonly open: bigint;
  readonly currency: string;
}

/**
 * What is wrong with the payment of a debt: open when due, taken back, more than owed, late (breaks B54, B55, B58, B59). What is in dispute
 * is told apart.
 */
export const paymentFaults = (
  { subject, account, kind, reference, dueOn, due, open, currency }: PayableDebt,
  criterion: string,
  today: string,
  context: EvaluationContext,
): Break[] => {
  const { debts } = context.settlement;
  const breaks: Break[] = [];
  const expected = `${textOf(due)} ${currency} paid by ${dueOn}`;
  const reversal = debts.reversalOf(account, kind, reference);
  const { takenBack, unpaid } = partsOfOpen(open, debts.contestedOf(account, kind, reference), reversal?.amount ?? 0n);
  if (reversal !== undefined && takenBack > 0n)
    breaks.push(
      breakOf(context, 'B59', {
        subject,
        amount: takenBack,
        currency,
        since: reversal.at,
        criterion,
        expected,
        found: `${textOf(reversal.amount)} ${currency} taken back (${reversal.reason})`,
        distance: textOf(takenBack),
      }),
    );
  if (unpaid > 0n && today > dueOn)
    breaks.push(
      breakOf(context, 'B54', {
        subject,
        amount: unpaid,
        currency,
        since: endOfDay(dueOn),
        criterion,
        expected,
        found: `${textOf(unpaid)} ${currency} open`,
        distance: textOf(unpaid),
      }),
    );
  if (open < 0n)
    breaks.push(
      breakOf(context, 'B55', {
        subject,
        amount: -open,
        currency,
        since: context.asOf,
        criterion,
        expected: `${textOf(due)} ${currency}`,
        found: `${textOf(-open)} ${currency} too much`,
        distance: textOf(-open),
      }),
    );
  const late = debts.paidLate(account, kind, reference, dueOn);
  if (late > 0n)
    breaks.push(
      breakOf(context, 'B58', {
        subject,
        amount: late,
        currency,
        since: endOfDay(dueOn),
        criterion,
        expected: `${expected}, or interest on it`,
        found: `${textOf(late)} ${currency} paid later`,
        distance: textOf(late),
      }),
    );
  return breaks;
};
