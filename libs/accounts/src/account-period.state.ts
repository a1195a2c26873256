import { type Folded } from '#event-catalogue';
import { type AccountPeriodEvent } from './account-period.events';
import { adjusted, declined, posted } from './charges.state';
import { carried, opened } from './closing.state';
import { contested, interestCharged, penaltyImposed, penaltyReduced, recovered, refundOffset, remitted, writtenOff } from './debts.state';
import { type OpenPeriodState, type PeriodEventData, type PeriodTerms } from './open-period';
import { allocated, allocationUndone, received, settledForGood, takenBack, transferred } from './payments.state';
import { reopenedAgain, restTolerated } from './short-payments.state';
import { shareApplied, standingApplied } from './standing.state';

/** A period that begins with more than one append can hold, of which the first part is there. */
type OpeningPeriod = Readonly<{ status: 'opening'; carried: readonly PeriodEventData<'OpenItemsCarried'>[] }>;
/** An accounting period's stream, folded. */
export type AccountPeriodState =
  | Readonly<{ status: 'none' }>
  | OpeningPeriod
  | OpenPeriodState
  | Readonly<{ status: 'closed'; terms: PeriodTerms; statementNumber: number }>;

export const initialPeriod: AccountPeriodState = { status: 'none' };

/** What each event changes is beside the decider that writes it: charges, payments, debts, security, closing. */
export const evolveAccountPeriod = (state: AccountPeriodState, event: Folded<AccountPeriodEvent>): AccountPeriodState => {
  if (event.type === 'PeriodOpened') return (state.status === 'opening' ? state.carried : []).reduce(carried, opened(event.data));
  if (event.type === 'OpenItemsCarried' && (state.status === 'none' || state.status === 'opening'))
    return { status: 'opening', carried: [...(state.status === 'opening' ? state.carried : []), event.data] };
  // Facts of a stream whose beginning is missing cannot be folded; the store gives streams whole.
  if (state.status !== 'open') throw new RangeError(`${event.type} in a period that is not open`);
  switch (event.type) {
    case 'OpenItemsCarried':
      return carried(state, event.data);
    case 'ChargePosted':
      return posted(state, event);
    case 'ChargeDeclined':
      return declined(state);
    case 'ChargeAdjusted':
      return adjusted(state, event.data);
    case 'GuaranteeShareApplied':
      return shareApplied(state, event.data);
    case 'AccountStandingApplied':
      return standingApplied(state, event.data);
    case 'PaymentReceived':
      return received(state, event.data);
    case 'PaymentAllocated':
      return allocated(state, event.data);
    case 'PaymentSettled':
      return settledForGood(state, event.data);
    case 'PaymentReversed':
      return takenBack(state, event.data);
    case 'AllocationUndone':
      return allocationUndone(state, event.data);
    case 'PaymentTransferred':
      return transferred(state, event.data);
    case 'InterestCharged':
      return interestCharged(state, event.data);
    case 'PenaltyImposed':
      return penaltyImposed(state, event.data);
    case 'PenaltyReduced':
      return penaltyReduced(state, event.data);
    case 'RefundOffset':
      return refundOffset(state, event.data);
    case 'DebtContested':
      return contested(state, event.data, 1n);
    case 'DebtContestEnded':
    case 'DebtContestLapsed':
      return contested(state, event.data, -1n);
    case 'DebtRemitted':
      return remitted(state, event.data);
    case 'DebtWrittenOff':
      return writtenOff(state, event.data);
    case 'DebtRecovered':
      return recovered(state, event.data);
    case 'ShortPaymentTolerated':
      return restTolerated(state, event.data);
    case 'ToleratedRestReopened':
      return reopenedAgain(state, event.data);
    case 'PeriodClosed':
      return { status: 'closed', terms: state.terms, statementNumber: event.data.statementNumber };
    default:
      return state;
  }
};
