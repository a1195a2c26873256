import { accept, type Decision } from '#event-store';
import { type Day, isDay, parseMoney } from '#money';
import { deadlineOf, isEvidenceKind, mediaTypes, mostBytes, mostDocuments, standingOf } from './evidence';
import { type ClaimReservationEndedData, type ClaimReservedData, type EvidenceAttachedData, type MadeClaim } from './refund-claim.state';
import { type RefundClaimEvent } from './returns.events';
import { refuseClaim } from './returns.rejections';

/** The stream of an original holds what the claim asks of it (RefundReserved, SupplyRefundReserved). `total` in the claim's currency. */
export type ConfirmReservation = Readonly<{ type: 'ConfirmReservation' } & Omit<ClaimReservedData, 'claim'>>;
/**
 * The original's stream gave the claim's part up (RefundReservationReleased, SupplyRefundReservationReleased): `amended` or `invalidated`
 * where that happened for this claim, `released` for any other reason.
 */
export type EndReservation = Readonly<{ type: 'EndReservation' } & Omit<ClaimReservationEndedData, 'claim'>>;
/** A document: its content stays beside the log, here are its hash and size. Whether it is late follows from the days. */
export type AttachEvidence = Readonly<{ type: 'AttachEvidence' } & Omit<EvidenceAttachedData, 'late'>>;
/** The last day of a required document has passed without it. */
export type MissDeadline = Readonly<{ type: 'MissDeadline'; kind: string; missedOn: Day }>;

/** What is held must be what the claim asks of that declaration; an order holds a part of the whole. */
export const confirmReservation = (
  { type: _, ...held }: ConfirmReservation,
  { claim, reservations, amended }: MadeClaim,
): Decision<RefundClaimEvent> => {
  const known = reservations.get(held.original) ?? amended.get(held.original);
  if (known !== undefined && known.total === held.total && known.currency === held.currency) return accept();
  const own = claim.lines.filter(({ declaration }) => declaration === held.original);
  const minor = (amount: string): bigint => parseMoney(amount, claim.currency).minor;
  const asked = held.heldIn === 'order' ? minor(claim.total) : own.reduce((sum, { amount }) => sum + minor(amount), 0n);
  const fits =
    held.currency === claim.currency &&
    (held.heldIn === 'order' ? minor(held.total) <= asked : own.length > 0 && minor(held.total) === asked);
  if (known !== undefined || !fits)
    return refuseClaim('RESERVATION_DIFFERS', `${held.total} ${held.currency} is not what the claim asks of this original`, {
      field: 'total',
    });
  return accept({ type: 'ClaimReserved', data: { claim: claim.claim, ...held } });
};

export const endReservation = ({ type: _, ...ended }: EndReservation, { claim, reservations }: MadeClaim): Decision<RefundClaimEvent> =>
  reservations.has(ended.original) ? accept({ type: 'ClaimReservationEnded', data: { claim: claim.claim, ...ended } }) : accept();

export const attachEvidence = ({ type: _, ...document }: AttachEvidence, { claim, documents }: MadeClaim): Decision<RefundClaimEvent> => {
  const { kind, mediaType, bytes, attachedOn } = document;
  if (!isDay(attachedOn) || attachedOn < claim.claimedOn)
    return refuseClaim('DAY_INVALID', `expected a day from ${claim.claimedOn} on`, { field: 'attachedOn' });
  if (!isEvidenceKind(kind)) return refuseClaim('EVIDENCE_KIND_UNKNOWN', `${kind} is no kind of evidence`, { field: 'kind' });
  if (!mediaTypes.includes(mediaType))
    return refuseClaim('EVIDENCE_MEDIA_TYPE', `expected one of ${mediaTypes.join(', ')}`, { field: 'mediaType' });
  if (bytes > mostBytes) return refuseClaim('EVIDENCE_TOO_LARGE', `at most ${String(mostBytes)} bytes`, { field: 'bytes' });
  if (documents.some((known) => known.kind === kind && known.document === document.document)) return accept();
  if (documents.length >= mostDocuments)
    return refuseClaim('EVIDENCE_TOO_MANY', `at most ${String(mostDocuments)} documents`, { field: 'document' });
  const until = deadlineOf(claim, kind);
  return accept({
    type: 'EvidenceAttached',
    data: { ...document, ...(until !== undefined && attachedOn > until ? { late: 'yes' as const } : {}) },
  });
};

export const missDeadline = ({ kind, missedOn }: MissDeadline, state: MadeClaim): Decision<RefundClaimEvent> => {
  const asked = standingOf(state).find((required) => required.kind === kind);
  if (asked === undefined) return refuseClaim('EVIDENCE_NOT_REQUIRED', `the claim needs no ${kind}`, { field: 'kind' });
  if (state.missed.has(kind)) return accept();
  if (!isDay(missedOn) || missedOn <= asked.until)
    return refuseClaim('DEADLINE_NOT_PASSED', `${kind} may come until ${asked.until}`, { field: 'missedOn' });
  if (asked.state === 'present') return refuseClaim('EVIDENCE_PRESENT', `${kind} came in time`, { field: 'kind' });
  return accept({ type: 'EvidenceDeadlineMissed', data: { kind, until: asked.until, missedOn } });
};
