import { holding, table } from '#read-model';
import { type ClaimStatus } from '../claim-status';
import { type RefundClaimEvent, type ReturnCaseEvent } from '../returns.events';

type Case<T extends ReturnCaseEvent['type']> = Extract<ReturnCaseEvent, { readonly type: T }>['data'];
type Claim<T extends RefundClaimEvent['type']> = Extract<RefundClaimEvent, { readonly type: T }>['data'];

/**
 * One row per return. `status`: reported, matched, unmatched. `units` were reported; `candidates` are the nearest of a return that was not
 * matched.
 */
export const returnCases = table('return_cases', {
  columns: {
    return_case: 'text',
    reporter: 'text',
    return_reference: 'text',
    reported_at: 'text',
    ground: holding<Case<'ReturnReported'>['ground']>()('text'),
    units: 'integer',
    status: holding<'reported' | 'matched' | 'unmatched'>()('text'),
    consignment_number: 'text?',
    rule: 'text?',
    matched_units: holding<Case<'ReturnMatched'>['units']>()('json?'),
    reason: holding<Case<'ReturnUnmatched'>['reason']>()('text?'),
    candidates: holding<Case<'ReturnUnmatched'>['candidates']>()('json?'),
  },
  key: ['return_case'],
  indexes: [
    ['reported_at', 'return_case'],
    ['status', 'reported_at'],
  ],
});

/** Whom a return concerns: who reported it, and the carrier and the seller of its original. They may see it. */
export const returnCaseParties = table('return_case_parties', {
  columns: { party: 'text', reported_at: 'text', return_case: 'text' },
  key: ['party', 'reported_at', 'return_case'],
});

/**
 * One row per claim; amounts in `currency`. `next_deadline` is the last day of the first document that is missing, of a claim that is not
 * decided; `missing` are its kinds with their days. `made` is the claim's stream as folded.
 */
export const refundClaims = table('refund_claims', {
  columns: {
    claim: 'text',
    authority: 'text',
    claimant: 'text',
    claim_reference: 'text',
    handler: 'text',
    payee: holding<Claim<'RefundClaimed'>['payee']>()('text'),
    payee_party: 'text',
    basis: holding<Claim<'RefundClaimed'>['basis']>()('text'),
    currency: 'text',
    total: 'text',
    claimed_on: 'text',
    window_until: 'text',
    status: holding<ClaimStatus>()('text'),
    next_deadline: 'text?',
    missing: holding<readonly Readonly<{ kind: string; until: string; missed: boolean }>[]>()('json'),
    settlement: holding<Claim<'RefundApproved'>['settlement']>()('text?'),
    decided_on: 'text?',
    reason: 'text?',
    paid: 'text?',
    payment_reference: 'text?',
    number: 'integer?',
    made: 'json',
  },
  key: ['claim'],
  indexes: [['claimed_on', 'claim'], ['status', 'claimed_on'], ['next_deadline'], ['payment_reference']],
});

/** Parties of a claim: claimant, handler, payee. They may see it. */
export const refundClaimParties = table('refund_claim_parties', {
  columns: { party: 'text', claimed_on: 'text', claim: 'text' },
  key: ['party', 'claimed_on', 'claim'],
});

/**
 * One row per tax of an item that was ever claimed: the least that any claim says was paid of it, what claims ask for that are not
 * rejected, and what was approved. `exceeded` says that they ask for more than was paid.
 */
export const refundTaxes = table('refund_taxes', {
  columns: {
    declaration: 'text',
    seq: 'integer',
    tax_type: 'text',
    beneficiary: 'text',
    mrn: 'text',
    currency: 'text',
    paid: 'text',
    claimed: 'text',
    approved: 'text',
    exceeded: 'text',
  },
  key: ['declaration', 'seq', 'tax_type', 'beneficiary'],
  indexes: [['exceeded', 'mrn']],
});
