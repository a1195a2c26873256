import { accept, type Decision } from '#event-store';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { inOrder, type SettledPair, withoutReopened } from './known-payment';
import { exposureOf, type OpenPeriodState, outside, paidKind, type PeriodEventData, wrongTarget } from './open-period';
import { openedAgain, pairsInEvent } from './payment-returns';
import { allocationUndone } from './payments.state';
import { amountsOf, chunks } from './period-amounts';
import { overLimitOf } from './security';
import { reopenedWith } from './short-payments';
import { type ToleratedDebt } from './tolerated-debts';

type Undone = PeriodEventData<'AllocationUndone'>;

/**
 * What cash of a receipt settled of some debts is open again, and the cash is unapplied, to be applied anew or paid back. `references`: of
 * the debts. `bookedOn`: of the payment. `settledBefore`, `toleratedBefore`: as for a payment that is taken back (`ReversePayment`).
 */
export type UndoAllocation = Readonly<{
  type: 'UndoAllocation';
  account: string;
  receipt: string;
  references: readonly string[];
  undoneOn: string;
  reason: string;
  bookedOn: string;
  settledBefore: readonly SettledPair[];
  toleratedBefore?: readonly ToleratedDebt[];
}>;

export const undoAllocation = (command: UndoAllocation, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, receipt, references, undoneOn, toleratedBefore = [] } = command;
  const fault = wrongTarget({ account }, state.terms) ?? outside(undoneOn, 'undoneOn', state.terms);
  if (fault !== undefined) return fault;
  const known = state.payments.get(receipt);
  const settled = [...withoutReopened(command.settledBefore, known?.openedAgain ?? []), ...inOrder(known?.pairs)];
  const named = new Set(references.map((reference) => reference.toUpperCase()));
  const pairs = settled.filter(({ reference }) => named.has(reference.toUpperCase()));
  const missing = references.findIndex((reference) => !pairs.some((pair) => pair.reference.toUpperCase() === reference.toUpperCase()));
  if (missing >= 0)
    return refuse('ALLOCATION_UNKNOWN', `no cash of this receipt settles ${references[missing] ?? ''}`, {
      field: `references[${String(missing)}]`,
    });
  const events = undoing(command, state, pairs.toReversed());
  const after = events.reduce((sofar, { data }) => allocationUndone(sofar, data), state);
  return accept<AccountPeriodEvent>(...events, ...reopenedWith(receipt, pairs, toleratedBefore, after, undoneOn));
};

/** What was settled last is open again first. */
const undoing = (
  { account, receipt, undoneOn, reason, bookedOn }: UndoAllocation,
  state: OpenPeriodState,
  pairs: readonly SettledPair[],
): readonly Readonly<{ type: 'AllocationUndone'; data: Undone }>[] => {
  const { terms, security, onTheirWay } = state;
  const text = amountsOf(terms.currency);
  let [openItems, exposure] = [state.openItems, exposureOf(state)];
  return chunks(pairs, pairsInEvent).map((chunk) => {
    const again = openedAgain(state, openItems, chunk);
    openItems = again.openItems;
    exposure += again.reserved;
    const over = again.reserved === 0n ? undefined : overLimitOf(security, exposure);
    return {
      type: 'AllocationUndone' as const,
      data: {
        account,
        holder: terms.holder,
        receipt,
        currency: terms.currency,
        reopened: again.reopened,
        undoneOn,
        reason,
        bookedOn,
        ...(onTheirWay.has(receipt) ? { provisional: true } : {}),
        ...paidKind(terms),
        ...(again.reserved === 0n ? {} : { reserved: text(again.reserved) }),
        ...(over === undefined ? {} : { overLimit: text(over) }),
      },
    };
  });
};
