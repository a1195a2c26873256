import { accept, type Decision } from '#event-store';
import { AmountError, type Day, isDay, parseMoney } from '#money';
import { coverOf } from './claim-status';
import { standingOf } from './evidence';
import { type MadeClaim, type RefundApprovedData, type RefundRejectedData } from './refund-claim.state';
import { claimedOn } from './refund-in-euro';
import { type RefundClaimEvent } from './returns.events';
import { refuseClaim, type Refused } from './returns.rejections';

/**
 * The claim is granted as it stands. `document`: hash of the decision. `settlement` is chosen here and for ever. `lateAdmitted`: required
 * documents that came too late and count all the same. `interest` is a computed amount, where the law grants it, and is only ever paid out.
 */
export type ApproveRefund = Readonly<{
  type: 'ApproveRefund';
  approvedBy: string;
  approvedOn: Day;
  document: string;
  settlement: RefundApprovedData['settlement'];
  lateAdmitted?: readonly string[];
  interest?: NonNullable<RefundApprovedData['interest']>;
}>;
/** The claim is rejected wholly, or withdrawn by its claimant (the reason says so): what it had reserved is free again. */
export type RejectRefund = Readonly<{ type: 'RejectRefund' } & Omit<RefundRejectedData, 'claim'>>;

export const approveRefund = (command: ApproveRefund, state: MadeClaim): Decision<RefundClaimEvent> => {
  const { approvedBy, approvedOn, document, settlement, interest, lateAdmitted = [] } = command;
  const { claim } = state;
  const decided = claimedOn(claim, approvedOn);
  const fault =
    faultOfDay(approvedOn, claim.claimedOn, 'approvedOn') ??
    faultOfApprover(approvedBy, state) ??
    faultOfReservation(state) ??
    faultOfEvidence(state, lateAdmitted) ??
    faultOfInterest(command, state);
  if (fault !== undefined) return fault;
  const late = standingOf(state)
    .filter((asked) => asked.state === 'late')
    .map(({ kind }) => kind);
  const approval: RefundApprovedData = {
    claim: claim.claim,
    claimReference: claim.claimReference,
    authority: claim.authority ?? '',
    payeeParty: claim.payeeParty,
    lines: decided.lines,
    total: decided.total,
    currency: decided.currency,
    kind: kindOf(state),
    ...(interest === undefined ? {} : { interest }),
    settlement,
    requestedBy: claim.handler,
    approvedBy,
    document,
    approvedOn,
    ...(late.length === 0 ? {} : { lateAdmitted: late }),
  };
  return accept({ type: 'RefundApproved', data: approval });
};

/** What an amendment or an invalidation made refundable is owed already: it is not taken from revenue a second time. */
const kindOf = (state: MadeClaim): RefundApprovedData['kind'] => {
  if (coverOf(state) === 'owed') return 'amendment';
  return state.claim.basis === 'drawback' ? 'drawback' : 'refund';
};

/** Four eyes: nobody who asks, handles or is paid decides. */
const faultOfApprover = (approvedBy: string, { claim }: MadeClaim): Refused | undefined =>
  [claim.handler, claim.claimant, claim.payeeParty].includes(approvedBy)
    ? refuseClaim('SAME_PERSON', `${approvedBy} asks for the claim, handles it or is paid`, { field: 'approvedBy' })
    : undefined;

const faultOfReservation = (state: MadeClaim): Refused | undefined => {
  const cover = coverOf(state);
  if (cover === 'not') return refuseClaim('CLAIM_NOT_RESERVED', 'the originals do not hold what the claim asks for', { field: 'claim' });
  const byAmendment = state.claim.basis === 'amendment' || state.claim.basis === 'invalidated';
  return cover === 'partly' || (byAmendment && cover === 'held')
    ? refuseClaim('CLAIM_NOT_AMENDED', 'an original is not amended or invalidated yet', { field: 'claim' })
    : undefined;
};

const faultOfEvidence = (state: MadeClaim, admitted: readonly string[]): Refused | undefined => {
  const standing = standingOf(state);
  const missing = standing.filter((asked) => asked.state === 'missing').map(({ kind }) => kind);
  if (missing.length > 0)
    return refuseClaim('EVIDENCE_MISSING', `${missing.join(', ')} missing`, { field: 'required', details: { missing: missing.join(',') } });
  const late = standing.filter((asked) => asked.state === 'late' && !admitted.includes(asked.kind)).map(({ kind }) => kind);
  return late.length === 0
    ? undefined
    : refuseClaim('EVIDENCE_LATE', `${late.join(', ')} came too late and must be admitted by name`, {
        field: 'lateAdmitted',
        details: { late: late.join(',') },
      });
};

const faultOfInterest = ({ interest, settlement, approvedOn }: ApproveRefund, { claim }: MadeClaim): Refused | undefined => {
  if (interest === undefined) return undefined;
  const no = (message: string, field: string): Refused => refuseClaim('INTEREST_INVALID', message, { field });
  if (settlement !== 'payment') return no('interest is paid out, not offset nor carried by a return', 'settlement');
  if (!isDay(interest.from) || !isDay(interest.to) || interest.from >= interest.to || interest.to > approvedOn)
    return no('expected days before the approval, from before to', 'interest.from');
  try {
    return parseMoney(interest.amount, claimedOn(claim, approvedOn).currency).minor > 0n
      ? undefined
      : no('expected an amount above zero', 'interest.amount');
  } catch (error) {
    if (error instanceof AmountError) return no(error.message, 'interest.amount');
    throw error;
  }
};

const faultOfDay = (day: Day, from: Day, field: string): Refused | undefined =>
  isDay(day) && day >= from ? undefined : refuseClaim('DAY_INVALID', `expected a day from ${from} on`, { field });

export const rejectRefund = ({ type: _, ...rejection }: RejectRefund, { claim }: MadeClaim): Decision<RefundClaimEvent> =>
  faultOfDay(rejection.rejectedOn, claim.claimedOn, 'rejectedOn') ??
  accept({ type: 'RefundRejected', data: { claim: claim.claim, ...rejection } });
