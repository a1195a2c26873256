import { type Decision } from '#event-store';
import { type ClaimedLine } from './claim-amounts';
import { type AttachEvidence, type ConfirmReservation, type EndReservation } from './claim-evidence';
import { type ClaimRefund } from './claim-refund';
import { type ApproveRefund } from './decide-refund';
import { type RefundClaimCommand, refundClaimDecider } from './refund-claim.decider';
import { type RefundClaimState } from './refund-claim.state';
import { type RefundClaimEvent } from './returns.events';

export const declaration = 'D'.repeat(26);
const account = 'A'.repeat(26);
/** Duty of 10.00 on three units. */
export const duty: ClaimedLine = {
  declaration,
  mrn: '26FR00000000000017',
  seq: 1,
  taxType: 'A00',
  beneficiary: 'EU',
  paid: '10.00',
  units: { of: 3, before: 0, taken: 1 },
};

export const claim = (more: Partial<ClaimRefund> = {}): ClaimRefund => ({
  type: 'ClaimRefund',
  authority: 'EU-FR',
  jurisdiction: 'FR',
  claimant: 'CARRIER-1',
  claimReference: 'CLAIM-1',
  handler: 'CLERK-1',
  entitlement: { model: 'intermediary', payee: 'intermediary', payeeParty: 'CARRIER-1', buyerRefunded: true },
  basis: 'withdrawn',
  counted: { from: 'acceptance', day: '2026-07-02' },
  lines: [duty],
  currency: 'EUR',
  claimedOn: '2026-07-20',
  ...more,
});
export const reserve = (total = '3.33', more: Partial<ConfirmReservation> = {}): ConfirmReservation => ({
  type: 'ConfirmReservation',
  heldIn: 'declaration',
  original: declaration,
  total,
  currency: 'EUR',
  ...more,
});
export const end = (reason: EndReservation['reason']): EndReservation => ({ type: 'EndReservation', original: declaration, reason });
export const attach = (kind: string, more: Partial<AttachEvidence> = {}): AttachEvidence => ({
  type: 'AttachEvidence',
  kind,
  document: 'a'.repeat(64),
  mediaType: 'application/pdf',
  bytes: 1000,
  attachedBy: 'CLERK-1',
  attachedOn: '2026-07-21',
  ...more,
});
/** All that a withdrawn purchase needs in the Union, where an intermediary is paid. */
export const evidence: readonly AttachEvidence[] = [
  'ImportDeclaration',
  'ProofOfExportOrDestruction',
  'ReturnTracking',
  'RefundToBuyerReceipt',
].map((kind) => attach(kind));
export const approve = (more: Partial<ApproveRefund> = {}): ApproveRefund => ({
  type: 'ApproveRefund',
  approvedBy: 'OFFICER-1',
  approvedOn: '2026-07-30',
  document: 'b'.repeat(64),
  settlement: 'payment',
  ...more,
});
export const reject: RefundClaimCommand = {
  type: 'RejectRefund',
  reason: 'goods_not_identified',
  message: 'The goods are not those of the declaration.',
  rejectedBy: 'OFFICER-1',
  rejectedOn: '2026-07-30',
};
export const offset: RefundClaimCommand = { type: 'RequestOffset', account, rule: 'newest_first', requestedOn: '2026-07-31' };
export const pay: RefundClaimCommand = { type: 'OrderPayment', number: 7, paidOn: '2026-08-01' };
/** A claim that may be approved. */
export const complete: readonly RefundClaimCommand[] = [claim(), reserve(), ...evidence];

export const stateOf = (given: readonly RefundClaimEvent[]): RefundClaimState =>
  given.reduce(refundClaimDecider.evolve, refundClaimDecider.initial);
export const when = (given: readonly RefundClaimEvent[], command: RefundClaimCommand): Decision<RefundClaimEvent> =>
  refundClaimDecider.decide(command, stateOf(given));
export const accepted = (decision: Decision<RefundClaimEvent>): readonly RefundClaimEvent[] => {
  if ('rejected' in decision) throw new Error(`${decision.rejected.code} ${decision.rejected.field ?? ''} ${decision.rejected.message}`);
  return decision.accepted;
};
/** A story: each command is decided on what the ones before it left. */
export const after = (...commands: readonly RefundClaimCommand[]): readonly RefundClaimEvent[] =>
  commands.reduce<readonly RefundClaimEvent[]>((events, command) => [...events, ...accepted(when(events, command))], []);
/** The events by name, or code and field of the refusal. */
export const answer = (decision: Decision<RefundClaimEvent>): readonly string[] =>
  'rejected' in decision
    ? [decision.rejected.code, ...(decision.rejected.field === undefined ? [] : [decision.rejected.field])]
    : decision.accepted.map(({ type }) => type);
