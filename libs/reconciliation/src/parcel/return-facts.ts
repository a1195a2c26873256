import {
  type ApprovalLeg,
  type ClaimLeg,
  type EvidenceLeg,
  type RefundLeg,
  type RejectionLeg,
  type ReturnLeg,
  type ReturnMatchedLeg,
  type ReturnReportedLeg,
  type ReturnUnmatchedLeg,
} from '../legs/leg';

/** What is known of goods that go back. */
export interface ReturnFacts {
  readonly id: string;
  report?: ReturnReportedLeg;
  match?: ReturnMatchedLeg;
  /** The last search that found nothing, unless a match came after. */
  unmatched?: ReturnUnmatchedLeg;
}
/** What is known of one refund claim. */
export interface ClaimFacts {
  readonly id: string;
  head?: ClaimLeg;
  readonly evidence: EvidenceLeg[];
  approval?: ApprovalLeg;
  rejection?: RejectionLeg;
  readonly refunds: RefundLeg[];
}

export const newReturn = (id: string): ReturnFacts => ({ id });
export const newClaim = (id: string): ClaimFacts => ({ id, evidence: [], refunds: [] });

type OfReturn = Extract<ReturnLeg, { kind: 'returnReported' | 'returnMatched' | 'returnUnmatched' }>;

/** Folds a leg, in the order of the log. */
export const withReturnLeg = (facts: ReturnFacts, leg: OfReturn): void => {
  switch (leg.kind) {
    case 'returnReported':
      facts.report = leg;
      return;
    case 'returnMatched':
      facts.match = leg;
      delete facts.unmatched;
      return;
    case 'returnUnmatched':
      facts.unmatched = leg;
      delete facts.match;
  }
};

/** Folds a leg, in the order of the log. */
export const withClaimLeg = (facts: ClaimFacts, leg: Exclude<ReturnLeg, OfReturn>): void => {
  switch (leg.kind) {
    case 'claim':
      facts.head = leg;
      return;
    case 'evidence':
      facts.evidence.push(leg);
      return;
    case 'approval':
      facts.approval = leg;
      return;
    case 'rejection':
      facts.rejection = leg;
      return;
    case 'refund':
      facts.refunds.push(leg);
  }
};

/** Where goods that go back stand. */
export const returnStatusOf = ({ match, unmatched }: ReturnFacts): 'reported' | 'matched' | 'unmatched' =>
  match !== undefined ? 'matched' : unmatched !== undefined ? 'unmatched' : 'reported';

/** Where a claim stands. */
export const claimStatusOf = ({ approval, rejection, refunds }: ClaimFacts): 'claimed' | 'approved' | 'rejected' | 'refunded' =>
  rejection !== undefined
    ? 'rejected'
    : refunds.length > 0 || approval?.settlement === 'laterReturn'
      ? 'refunded'
      : approval !== undefined
        ? 'approved'
        : 'claimed';
