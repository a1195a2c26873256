import { type Decider, type Decision } from '#event-store';
import {
  attachEvidence,
  type AttachEvidence,
  confirmReservation,
  type ConfirmReservation,
  endReservation,
  type EndReservation,
  missDeadline,
  type MissDeadline,
} from './claim-evidence';
import { claimRefund, type ClaimRefund } from './claim-refund';
import { approveRefund, type ApproveRefund, rejectRefund, type RejectRefund } from './decide-refund';
import { evolveRefundClaim, type MadeClaim, noClaim, type RefundClaimState } from './refund-claim.state';
import { type RefundClaimEvent } from './returns.events';
import { refuseClaim } from './returns.rejections';
import { orderPayment, type OrderPayment, requestOffset, type RequestOffset } from './settle-refund';

/** What may be asked of a refund claim's stream. */
export type RefundClaimCommand =
  | ClaimRefund
  | ConfirmReservation
  | EndReservation
  | AttachEvidence
  | MissDeadline
  | ApproveRefund
  | RejectRefund
  | RequestOffset
  | OrderPayment;

const decide = (command: RefundClaimCommand, state: RefundClaimState): Decision<RefundClaimEvent> => {
  if (command.type === 'ClaimRefund') return claimRefund(command, state);
  if (state.kind === 'none') return refuseClaim('CLAIM_UNKNOWN', 'no claim is made under this reference');
  return command.type === 'RequestOffset' || command.type === 'OrderPayment' ? settle(command, state) : judge(command, state);
};

/** Until it is decided, a claim is completed and judged; afterwards nothing changes what was decided. */
const judge = (
  command: Exclude<RefundClaimCommand, ClaimRefund | RequestOffset | OrderPayment>,
  state: MadeClaim,
): Decision<RefundClaimEvent> => {
  if (state.decision !== undefined)
    return refuseClaim('CLAIM_DECIDED', `the claim is ${state.decision.kind}`, {
      field: 'claim',
      details: { decision: state.decision.kind },
    });
  switch (command.type) {
    case 'ConfirmReservation':
      return confirmReservation(command, state);
    case 'EndReservation':
      return endReservation(command, state);
    case 'AttachEvidence':
      return attachEvidence(command, state);
    case 'MissDeadline':
      return missDeadline(command, state);
    case 'ApproveRefund':
      return approveRefund(command, state);
    case 'RejectRefund':
      return rejectRefund(command, state);
  }
};

const settle = (command: RequestOffset | OrderPayment, state: MadeClaim): Decision<RefundClaimEvent> => {
  if (state.decision?.kind !== 'approved') return refuseClaim('CLAIM_NOT_APPROVED', 'the claim is not approved', { field: 'claim' });
  const { approval } = state.decision;
  return command.type === 'RequestOffset' ? requestOffset(command, state, approval) : orderPayment(command, state, approval);
};

/** Refund claims: made once within the window, completed by evidence, decided by another person, settled by one channel once. */
export const refundClaimDecider: Decider<RefundClaimCommand, RefundClaimState, RefundClaimEvent> = {
  category: 'refundClaim',
  initial: noClaim,
  evolve: evolveRefundClaim,
  decide,
};
