import { type ClaimStatus, statusOf } from './claim-status';
import { type EvidenceStanding, standingOf } from './evidence';
import { type EvidenceAttachedData, type MadeClaim, type RefundClaimState } from './refund-claim.state';

/** What a party is to a claim, the nearest first. */
export type ClaimRole = 'authority' | 'claimant' | 'handler' | 'payee';

/**
 * A claim as one of its parties sees it. Status, amounts, what is asked for and the decision with its reason are for all of them; the
 * documents are for those who bring and judge them; who decided is the authority's own affair.
 */
export type ClaimView = Readonly<{
  role: ClaimRole;
  claim: string;
  claimReference: string;
  basis: MadeClaim['claim']['basis'];
  status: ClaimStatus;
  total: string;
  currency: string;
  payeeParty: string;
  claimedOn: string;
  /** Last day for the claim itself. */
  windowUntil: string;
  required: readonly (EvidenceStanding & Readonly<{ missed: boolean }>)[];
  decidedOn?: string;
  rejection?: Readonly<{ reason: string; message: string }>;
  interest?: string;
  payment?: Readonly<{ number: number; paymentReference: string; amount: string; paidOn: string }>;
  documents?: readonly EvidenceAttachedData[];
  decidedBy?: string;
}>;

/** The view of a party, or undefined where the claim is none of its business. An authority is named by its book. */
export const claimView = (state: RefundClaimState, party: string): ClaimView | undefined => {
  if (state.kind === 'none') return undefined;
  const role = roleOf(state, party);
  if (role === undefined) return undefined;
  const { claim, decision, settled, missed, documents } = state;
  return {
    role,
    claim: claim.claim,
    claimReference: claim.claimReference,
    basis: claim.basis,
    status: statusOf(state),
    total: claim.total,
    currency: claim.currency,
    payeeParty: claim.payeeParty,
    claimedOn: claim.claimedOn,
    windowUntil: claim.window.until,
    required: standingOf(state).map((asked) => ({ ...asked, missed: missed.has(asked.kind) })),
    ...decisionIn(decision, role),
    ...(settled?.kind === 'paid' ? { payment: paymentIn(settled.payment) } : {}),
    ...(role === 'payee' ? {} : { documents }),
  };
};

const roleOf = ({ claim }: MadeClaim, party: string): ClaimRole | undefined => {
  if (party === claim.authority) return 'authority';
  if (party === claim.claimant) return 'claimant';
  if (party === claim.handler) return 'handler';
  return party === claim.payeeParty ? 'payee' : undefined;
};

const decisionIn = (decision: MadeClaim['decision'], role: ClaimRole): Partial<ClaimView> => {
  if (decision === undefined) return {};
  const by = (decidedBy: string): Partial<ClaimView> => (role === 'authority' ? { decidedBy } : {});
  if (decision.kind === 'approved') {
    const { approvedOn, approvedBy, interest } = decision.approval;
    return { decidedOn: approvedOn, ...(interest === undefined ? {} : { interest: interest.amount }), ...by(approvedBy) };
  }
  const { rejectedOn, rejectedBy, reason, message } = decision.rejection;
  return { decidedOn: rejectedOn, rejection: { reason, message }, ...by(rejectedBy) };
};

const paymentIn = ({ number, paymentReference, amount, paidOn }: NonNullable<ClaimView['payment']>): NonNullable<ClaimView['payment']> => ({
  number,
  paymentReference,
  amount,
  paidOn,
});
