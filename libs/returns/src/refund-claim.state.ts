import { type RefundClaimEvent } from './returns.events';

type DataOf<Name extends RefundClaimEvent['type']> = Extract<RefundClaimEvent, { readonly type: Name }>['data'];
export type RefundClaimedData = DataOf<'RefundClaimed'>;
export type ClaimReservedData = DataOf<'ClaimReserved'>;
export type ClaimReservationEndedData = DataOf<'ClaimReservationEnded'>;
export type EvidenceAttachedData = DataOf<'EvidenceAttached'>;
export type RefundApprovedData = DataOf<'RefundApproved'>;
export type RefundRejectedData = DataOf<'RefundRejected'>;
export type RefundOffsetRequestedData = DataOf<'RefundOffsetRequested'>;
export type RefundPaidData = DataOf<'RefundPaid'>;
export type RefundRedenominatedData = DataOf<'RefundRedenominated'>;

/** A claim that was made, with all that became of it. */
export type MadeClaim = Readonly<{
  kind: 'made';
  claim: RefundClaimedData;
  /** By the original that holds it. */
  reservations: ReadonlyMap<string, ClaimReservedData>;
  /** What was reserved in originals that were amended or invalidated for this claim since: owed already, and no longer theirs to hold. */
  amended: ReadonlyMap<string, ClaimReservedData>;
  documents: readonly EvidenceAttachedData[];
  /** Kinds whose deadline passed without a document. */
  missed: ReadonlySet<string>;
  decision?: Readonly<{ kind: 'approved'; approval: RefundApprovedData }> | Readonly<{ kind: 'rejected'; rejection: RefundRejectedData }>;
  /** What was approved, in the euro, where it was approved in the currency before it. */
  redenominated?: RefundRedenominatedData;
  /** At most one of these, for ever. */
  settled?: Readonly<{ kind: 'offset'; offset: RefundOffsetRequestedData }> | Readonly<{ kind: 'paid'; payment: RefundPaidData }>;
}>;
/** A refund claim's stream, folded. */
export type RefundClaimState = Readonly<{ kind: 'none' }> | MadeClaim;

export const noClaim: RefundClaimState = { kind: 'none' };

export const evolveRefundClaim = (state: RefundClaimState, event: RefundClaimEvent): RefundClaimState => {
  if (event.type === 'RefundClaimed')
    return { kind: 'made', claim: event.data, reservations: new Map(), amended: new Map(), documents: [], missed: new Set() };
  if (state.kind === 'none') return state;
  switch (event.type) {
    case 'ClaimReserved':
      return { ...state, reservations: new Map(state.reservations).set(event.data.original, event.data) };
    case 'ClaimReservationEnded':
      return withoutReservation(state, event.data);
    case 'EvidenceAttached':
      return { ...state, documents: [...state.documents, event.data] };
    case 'EvidenceDeadlineMissed':
      return { ...state, missed: new Set(state.missed).add(event.data.kind) };
    case 'RefundApproved':
      return { ...state, decision: { kind: 'approved', approval: event.data } };
    case 'RefundRejected':
      return { ...state, decision: { kind: 'rejected', rejection: event.data } };
    case 'RefundOffsetRequested':
      return { ...state, settled: { kind: 'offset', offset: event.data } };
    case 'RefundRedenominated':
      return { ...state, redenominated: event.data };
    case 'RefundPaid':
      return { ...state, settled: { kind: 'paid', payment: event.data } };
  }
};

const withoutReservation = (state: MadeClaim, { original, reason }: ClaimReservationEndedData): MadeClaim => {
  const reservations = new Map(state.reservations);
  const held = reservations.get(original);
  reservations.delete(original);
  return {
    ...state,
    reservations,
    amended: held === undefined || reason === 'released' ? state.amended : new Map(state.amended).set(original, held),
  };
};
