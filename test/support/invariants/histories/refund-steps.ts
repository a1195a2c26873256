import { type ReceiptEvent, seriesDecider, seriesStream } from '#accounts';
import { idOf } from '#event-catalogue';
import { type MadeClaim, refundClaimDecider, refundClaimStream } from '#returns';
import { booked } from './payment-steps';
import { type Kinds } from './step';
import { fourEyes, pick, type World } from './world';

type Stands = (claim: MadeClaim) => boolean;
/** A claim of this world that stands where it is asked for, by a number. */
const claimThat = (world: World, n: number, stands: Stands) => pick(world.madeClaims().filter(({ state }) => stands(state)), n);
const isUndecided: Stands = ({ decision }) => decision === undefined;
const isBare: Stands = (claim) => isUndecided(claim) && claim.documents.length === 0;
const isReady: Stands = (claim) => isUndecided(claim) && claim.documents.length > 0 && claim.reservations.size > 0;
const isOwed = (settlement: 'payment' | 'offset'): Stands => ({ decision, settled }) => decision?.kind === 'approved' && decision.approval.settlement === settlement && settled === undefined;

/** Duty and tax that are given back: claimed, reserved where the import is, decided by somebody else, settled once. */
export const refundSteps: Kinds = {
  claim: [6, async (world, { n, m, cents }) => {
    const known = pick(world.assessed(), m);
    if (known === undefined || known.state.assessment?.kind !== 'assessed') return;
    const line = pick(known.state.assessment.lines.filter(({ payable }) => !/^[0.]*$/.test(payable)), n);
    if (line === undefined) return;
    const { header } = known.state;
    const claimReference = `RC-${world.next()}`;
    const { seq, taxType, beneficiary, payable } = line;
    const whole = BigInt(payable.replace('.', ''));
    const part = n % 2 === 0 ? whole : BigInt(cents) % whole === 0n ? whole : BigInt(cents) % whole;
    const amount = `${String(part / 100n)}.${String(part % 100n).padStart(2, '0')}`;
    const entitlement = { model: 'traditional', payee: 'importer', payeeParty: header.accountHolder } as const;
    await world.send(refundClaimDecider, refundClaimStream('GB', header.accountHolder, claimReference), {
      ...{ type: 'ClaimRefund', authority: 'GB', jurisdiction: 'GB', claimant: header.accountHolder, claimReference, handler: fourEyes.requestedBy, entitlement, basis: 'overcharged' },
      ...{ counted: { from: 'notification', day: header.acceptedOn }, lines: [{ declaration: idOf(known.stream), mrn: header.mrn, seq, taxType, beneficiary, paid: payable, amount }], currency: 'GBP', claimedOn: world.today },
    });
  }],
  document: [8, async (world, { n }) => {
    const claim = claimThat(world, n, isBare);
    for (const { kind } of claim?.state.claim.required ?? []) await world.send(refundClaimDecider, claim?.stream ?? '', { type: 'AttachEvidence', kind, document: kind.length.toString(16).padStart(64, '0'), mediaType: 'application/pdf', bytes: 100, attachedBy: 'R-1', attachedOn: world.today });
  }],
  approve: [10, async (world, { n, m }) => {
    const claim = claimThat(world, n, isReady);
    const settlement = m % 2 === 0 ? 'payment' : 'offset';
    if (claim !== undefined) await world.send(refundClaimDecider, claim.stream, { type: 'ApproveRefund', approvedBy: m % 7 === 0 ? fourEyes.requestedBy : fourEyes.approvedBy, approvedOn: world.today, document: fourEyes.document, settlement, lateAdmitted: claim.state.claim.required.map(({ kind }) => kind) });
  }],
  reject: [1, async (world, { n }) => {
    const claim = claimThat(world, n, isUndecided);
    if (claim !== undefined) await world.send(refundClaimDecider, claim.stream, { type: 'RejectRefund', reason: 'EVIDENCE_MISSING', message: 'no proof', rejectedBy: fourEyes.approvedBy, rejectedOn: world.today });
  }],
  payOut: [7, async (world, { n }) => {
    const claim = claimThat(world, n, isOwed('payment'));
    if (claim === undefined) return;
    const subject = claim.state.claim.claim;
    await world.send(seriesDecider, seriesStream('GB', 'refund'), { type: 'AssignNumber', authority: 'GB', kind: 'refund', subject });
    const given = world.of<{ type: 'NumberAssigned'; data: { kind: string; subject: string; number: number } }, 'NumberAssigned'>('NumberAssigned').find(({ data }) => data.kind === 'refund' && data.subject === subject);
    if (given !== undefined) await world.send(refundClaimDecider, claim.stream, { type: 'OrderPayment', number: given.data.number, paidOn: world.today });
  }],
  setOff: [7, async (world, { n, m }) => {
    const claim = claimThat(world, n, isOwed('offset'));
    if (claim === undefined) return;
    const { payeeParty } = claim.state.claim;
    const period = pick(world.openPeriods().filter(({ state }) => state.terms.holder === payeeParty && state.terms.authority === 'GB'), m);
    if (period !== undefined) await world.send(refundClaimDecider, claim.stream, { type: 'RequestOffset', account: period.state.terms.account, rule: 'oldest-debt-first', requestedOn: world.today });
  }],
  bankShows: [3, async (world, { m }) => {
    const shown = new Set(world.of<ReceiptEvent, 'ReceiptRecorded'>('ReceiptRecorded').map(({ data }) => data.endToEndId));
    const ordered = world.madeClaims().flatMap(({ state }) => (state.settled?.kind === 'paid' && !shown.has(state.settled.payment.paymentReference) ? [state.settled.payment] : []));
    const payment = pick(ordered, m);
    if (payment !== undefined) await booked(world, `-${payment.amount}`, { endToEndId: payment.paymentReference });
  }],
};
