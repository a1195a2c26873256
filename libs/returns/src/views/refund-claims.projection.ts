import { idOf } from '#event-catalogue';
import { formatMoney, type Money, parseMoney } from '#money';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { statusOf } from '../claim-status';
import { standingOf } from '../evidence';
import { evolveRefundClaim, type MadeClaim, noClaim, type RefundClaimState } from '../refund-claim.state';
import { type RefundClaimEvent } from '../returns.events';
import { refundClaimParties, refundClaims, refundTaxes } from './returns.tables';

/** Claims with their status, their parties, and what was asked and approved of each tax. */
export const refundClaimsProjection = projection({
  name: 'refund-claims',
  version: 1,
  categories: ['refundClaim'],
  tables: [refundClaims, refundClaimParties, refundTaxes],
  apply: (events, rows) => {
    for (const event of events) applyEvent(event as LoggedEvent & RefundClaimEvent, rows);
  },
});

type Reservations = MadeClaim['reservations'];
/** A folded claim as JSON, which has no maps and sets. */
type StoredClaim = Omit<MadeClaim, 'reservations' | 'amended' | 'missed'> &
  Readonly<Record<'reservations' | 'amended', readonly (Reservations extends ReadonlyMap<infer K, infer V> ? readonly [K, V] : never)[]>> &
  Readonly<{ missed: readonly string[] }>;
const stored = ({ reservations, amended, missed, ...claim }: MadeClaim): StoredClaim => ({
  ...claim,
  reservations: [...reservations],
  amended: [...amended],
  missed: [...missed],
});

/** The claim as a decider would see it, out of its row. */
export const claimOfRow = ({ made }: Pick<Row<typeof refundClaims>, 'made'>): MadeClaim => {
  const { reservations, amended, missed, ...claim } = made as StoredClaim;
  return { ...claim, reservations: new Map(reservations), amended: new Map(amended), missed: new Set(missed) };
};

const applyEvent = (event: LoggedEvent & RefundClaimEvent, rows: Rows): void => {
  const claim = idOf(event.stream);
  const before: RefundClaimState = event.type === 'RefundClaimed' ? noClaim : claimOfRow(rowOf(claim, rows));
  const state = evolveRefundClaim(before, event);
  if (state.kind === 'none') return;
  rows.put(refundClaims, rowOfClaim(state));
  const { claimant, handler, payeeParty, claimedOn: claimed_on, lines, currency } = state.claim;
  if (event.type === 'RefundClaimed') {
    for (const party of new Set([claimant, handler, payeeParty])) rows.put(refundClaimParties, { party, claimed_on, claim });
    count(lines, currency, rows, (tax, amount) => ({ ...tax, claimed: tax.claimed + amount }));
  }
  if (event.type === 'RefundRejected') count(lines, currency, rows, (tax, amount) => ({ ...tax, claimed: tax.claimed - amount }));
  if (event.type === 'RefundApproved')
    // The claim is granted as it stands, whatever money it is paid in.
    count(lines, currency, rows, (tax, amount) => ({ ...tax, approved: tax.approved + amount }));
};

const rowOf = (claim: string, rows: Rows): Row<typeof refundClaims> => {
  const row = rows.get(refundClaims, { claim });
  if (row === undefined) throw new Error(`claim ${claim} was never made`);
  return row;
};

/** In what money, and how much: as claimed, as approved, as paid. */
const owedOf = ({ claim, decision, redenominated }: MadeClaim): Readonly<{ currency: string; total: string }> => {
  if (redenominated !== undefined) return { currency: redenominated.currency, total: redenominated.total.now };
  const { currency, total } = decision?.kind === 'approved' ? decision.approval : claim;
  return { currency, total };
};

const rowOfClaim = (state: MadeClaim): Row<typeof refundClaims> => {
  const { claim, decision, settled } = state;
  const missing =
    decision === undefined
      ? standingOf(state)
          .filter((asked) => asked.state === 'missing')
          .map(({ kind, until }) => ({ kind, until, missed: state.missed.has(kind) }))
      : [];
  const [next] = missing
    .filter(({ missed }) => !missed)
    .map(({ until }) => until)
    .sort();
  return {
    claim: claim.claim,
    authority: claim.authority ?? '',
    claimant: claim.claimant,
    claim_reference: claim.claimReference,
    handler: claim.handler,
    payee: claim.payee,
    payee_party: claim.payeeParty,
    basis: claim.basis,
    ...owedOf(state),
    claimed_on: claim.claimedOn,
    window_until: claim.window.until,
    status: statusOf(state),
    missing,
    made: stored(state),
    ...(next === undefined ? {} : { next_deadline: next }),
    ...(decision?.kind === 'approved' ? { settlement: decision.approval.settlement, decided_on: decision.approval.approvedOn } : {}),
    ...(decision?.kind === 'rejected' ? { decided_on: decision.rejection.rejectedOn, reason: decision.rejection.reason } : {}),
    ...(settled?.kind === 'paid'
      ? { paid: settled.payment.amount, payment_reference: settled.payment.paymentReference, number: settled.payment.number }
      : {}),
  };
};

type Tax = Readonly<{ paid: bigint; claimed: bigint; approved: bigint }>;

const count = (lines: MadeClaim['claim']['lines'], currency: string, rows: Rows, change: (tax: Tax, amount: bigint) => Tax): void => {
  const minor = (amount: string): bigint => parseMoney(amount, currency).minor;
  const text = (value: bigint): string => formatMoney({ minor: value, currency } satisfies Money);
  for (const { declaration, mrn, seq, taxType: tax_type, beneficiary, paid, amount } of lines) {
    const key = { declaration, seq, tax_type, beneficiary };
    const row = rows.get(refundTaxes, key) ?? { paid, claimed: text(0n), approved: text(0n) };
    const least = minor(row.paid) < minor(paid) ? minor(row.paid) : minor(paid);
    const tax = change({ paid: least, claimed: minor(row.claimed), approved: minor(row.approved) }, minor(amount));
    rows.put(refundTaxes, {
      ...key,
      mrn,
      currency,
      paid: text(tax.paid),
      claimed: text(tax.claimed),
      approved: text(tax.approved),
      exceeded: tax.claimed > tax.paid ? 'yes' : 'no',
    });
  }
};
