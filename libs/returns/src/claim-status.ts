import { parseMoney } from '#money';
import { standingOf } from './evidence';
import { type MadeClaim } from './refund-claim.state';

/**
 * How far a claim has come. `claimed`: the originals do not hold its part yet. `approved`: to be offset, and the offset is not asked for yet.
 * `settled_by_later_return`: the collector's next return carries it.
 */
export type ClaimStatus = 'claimed' | 'waiting_for_evidence' | 'complete' | 'approved' | 'rejected' | 'to_be_paid' | 'paid' | 'offset' | 'settled_by_later_return';

/** True where the originals hold all that the claim asks for. */
export const isReserved = ({ claim, reservations }: MadeClaim): boolean =>
  [...reservations.values()].reduce((held, { total, currency }) => held + parseMoney(total, currency).minor, 0n) === parseMoney(claim.total, claim.currency).minor;

/** The one answer that all parties get. */
export const statusOf = (state: MadeClaim): ClaimStatus => {
  const { decision, settled } = state;
  if (settled !== undefined) return settled.kind;
  if (decision?.kind === 'rejected') return 'rejected';
  if (decision?.kind === 'approved') return ({ payment: 'to_be_paid', offset: 'approved', laterReturn: 'settled_by_later_return' } as const)[decision.approval.settlement];
  if (!isReserved(state)) return 'claimed';
  return standingOf(state).some(({ state }) => state === 'missing') ? 'waiting_for_evidence' : 'complete';
};
