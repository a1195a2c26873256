import { parseMoney } from '#money';
import { standingOf } from './evidence';
import { type MadeClaim } from './refund-claim.state';

/** In the order in which a claim comes to them. */
export const claimStatuses = [
  'claimed',
  'waiting_for_evidence',
  'complete',
  'approved',
  'rejected',
  'to_be_paid',
  'paid',
  'offset',
  'settled_by_later_return',
] as const;
/**
 * How far a claim has come. `claimed`: the originals do not hold its part. `approved`: to be offset, and the offset is not asked for yet.
 * `settled_by_later_return`: the collector's next return carries it.
 */
export type ClaimStatus = (typeof claimStatuses)[number];

type Reservations = MadeClaim['reservations'];
const sumOf = (held: Reservations): bigint =>
  [...held.values()].reduce((sum, { total, currency }) => sum + parseMoney(total, currency).minor, 0n);

/**
 * Who vouches for what the claim asks. `held`: the originals, all of it. `owed`: they were amended or invalidated for it, all of them.
 * `partly`: some of both. `not`: nobody, not for all of it.
 */
export const coverOf = ({ claim, reservations, amended }: MadeClaim): 'held' | 'owed' | 'partly' | 'not' => {
  if (sumOf(reservations) + sumOf(amended) !== parseMoney(claim.total, claim.currency).minor) return 'not';
  if (amended.size === 0) return 'held';
  return reservations.size === 0 ? 'owed' : 'partly';
};

/** The one answer that all parties get. */
export const statusOf = (state: MadeClaim): ClaimStatus => {
  const { decision, settled } = state;
  if (settled !== undefined) return settled.kind;
  if (decision?.kind === 'rejected') return 'rejected';
  if (decision?.kind === 'approved')
    return ({ payment: 'to_be_paid', offset: 'approved', laterReturn: 'settled_by_later_return' } as const)[decision.approval.settlement];
  if (coverOf(state) === 'not') return 'claimed';
  return standingOf(state).some(({ state }) => state === 'missing') ? 'waiting_for_evidence' : 'complete';
};
