import { type ReceiptEvent, seriesDecider, seriesStream } from '#accounts';
import { declarationDecider, type DeclaredItem } from '#declarations';
import { idOf } from '#event-catalogue';
import { parseMoney } from '#money';
import { type MadeClaim, refundClaimDecider, refundClaimStream } from '#returns';
import { lodgeH1 } from '../../declarations/examples';
import { imports, taxOf } from './declaration-steps';
import { booked } from './payment-steps';
import { type Kinds } from './step';
import { decimalOf, fourEyes, pick, type World } from './world';

type Stands = (claim: MadeClaim) => boolean;
/** A claim of this world that stands where it is asked for, by a number. */
const claimThat = (world: World, n: number, stands: Stands) =>
  pick(
    world.madeClaims().filter(({ state }) => stands(state)),
    n,
  );
const isUndecided: Stands = ({ decision }) => decision === undefined;
const isBare: Stands = (claim) => isUndecided(claim) && claim.documents.length === 0;
const isReady: Stands = (claim) => isUndecided(claim) && claim.documents.length > 0 && claim.reservations.size + claim.amended.size > 0;
const isOwed =
  (settlement: 'payment' | 'offset'): Stands =>
  ({ decision, settled }) =>
    decision?.kind === 'approved' && decision.approval.settlement === settlement && settled === undefined;

const isToBeAmended: Stands = (claim) => isUndecided(claim) && claim.claim.basis === 'amendment' && claim.reservations.size > 0;

/** An item whose stated tax is less by an amount. */
const lessBy = (item: DeclaredItem, taxType: string, amount: string): DeclaredItem => ({
  ...item,
  statedTaxes: (item.statedTaxes ?? []).map((tax) =>
    tax.taxType === taxType && tax.amount !== undefined
      ? { ...tax, amount: decimalOf(minor(tax.amount) < minor(amount) ? 0n : minor(tax.amount) - minor(amount)) }
      : tax,
  ),
});
const minor = (amount: string): bigint => parseMoney(amount, 'GBP').minor;

/** Charged as a debt of its own, and settled by money alone. */
const isPaid = (world: World, mrn: string): boolean => {
  const isOpen = world.openPeriods().some(({ state }) => state.terms.kind !== 'deferment' && state.openItems.named(mrn).length > 0);
  const ofMrn = (type: string): boolean => world.events.some((event) => event.type === type && JSON.stringify(event.data).includes(mrn));
  return !isOpen && ofMrn('PaymentAllocated') && !ofMrn('DebtRemitted') && !ofMrn('DebtWrittenOff');
};

/** Duty and tax that are given back: claimed, reserved where the import is, decided by somebody else, settled once. */
export const refundSteps: Kinds = {
  claim: [
    6,
    async (world, { n, m, cents }) => {
      const known = pick(imports(world), m);
      if (known === undefined || known.state.assessment?.kind !== 'assessed') return;
      const line = pick(
        known.state.assessment.lines.filter(({ payable }) => !/^[0.]*$/.test(payable)),
        n,
      );
      if (line === undefined) return;
      const { header } = known.state;
      const claimReference = `RC-${world.next()}`;
      const { seq, taxType, beneficiary, payable } = line;
      const whole = BigInt(payable.replace('.', ''));
      const part = n % 2 === 0 ? whole : BigInt(cents) % whole === 0n ? whole : BigInt(cents) % whole;
      const amount = `${String(part / 100n)}.${String(part % 100n).padStart(2, '0')}`;
      const entitlement = { model: 'traditional', payee: 'importer', payeeParty: header.accountHolder } as const;
      const amended = m % 3 === 0;
      await world.send(refundClaimDecider, refundClaimStream('GB', header.accountHolder, claimReference), {
        type: 'ClaimRefund',
        authority: 'GB',
        jurisdiction: 'GB',
        claimant: header.accountHolder,
        claimReference,
        handler: fourEyes.requestedBy,
        entitlement,
        basis: amended ? 'amendment' : 'overcharged',
        counted: { from: amended ? 'acceptance' : 'notification', day: header.acceptedOn },
        lines: [{ declaration: idOf(known.stream), mrn: header.mrn, seq, taxType, beneficiary, paid: payable, amount }],
        currency: 'GBP',
        claimedOn: world.today,
      });
    },
  ],
  amendForClaim: [
    5,
    async (world, { n }) => {
      const claim = claimThat(world, n, isToBeAmended);
      const [line] = claim?.state.claim.lines ?? [];
      const known = imports(world).find(({ stream }) => idOf(stream) === line?.declaration);
      // An officer amends for a claim what was paid, and by what is claimed.
      if (claim === undefined || line === undefined || known === undefined || !isPaid(world, known.state.header.mrn)) return;
      const { version: _version, itemCount: _count, ...header } = known.state.header;
      const items = known.state.items.map((item) => (item.seq === line.seq ? lessBy(item, line.taxType, line.amount) : item));
      if (
        await world.send(declarationDecider, known.stream, {
          type: 'AmendDeclaration',
          header,
          items,
          zone: lodgeH1.zone,
          amendedAt: `${world.today}T11:30:00.000Z`,
          reason: 'value',
          requestedBy: 'R-1',
          claim: claim.state.claim.claim,
        })
      )
        world.declared.set(known.stream, taxOf(items));
    },
  ],
  document: [
    8,
    async (world, { n }) => {
      const claim = claimThat(world, n, isBare);
      for (const { kind } of claim?.state.claim.required ?? [])
        await world.send(refundClaimDecider, claim?.stream ?? '', {
          type: 'AttachEvidence',
          kind,
          document: kind.length.toString(16).padStart(64, '0'),
          mediaType: 'application/pdf',
          bytes: 100,
          attachedBy: 'R-1',
          attachedOn: world.today,
        });
    },
  ],
  approve: [
    10,
    async (world, { n, m }) => {
      const claim = claimThat(world, n, isReady);
      const settlement = m % 2 === 0 ? 'payment' : 'offset';
      if (claim !== undefined)
        await world.send(refundClaimDecider, claim.stream, {
          type: 'ApproveRefund',
          approvedBy: m % 7 === 0 ? fourEyes.requestedBy : fourEyes.approvedBy,
          approvedOn: world.today,
          document: fourEyes.document,
          settlement,
          lateAdmitted: claim.state.claim.required.map(({ kind }) => kind),
        });
    },
  ],
  reject: [
    1,
    async (world, { n }) => {
      const claim = claimThat(world, n, isUndecided);
      if (claim !== undefined)
        await world.send(refundClaimDecider, claim.stream, {
          type: 'RejectRefund',
          reason: 'EVIDENCE_MISSING',
          message: 'no proof',
          rejectedBy: fourEyes.approvedBy,
          rejectedOn: world.today,
        });
    },
  ],
  payOut: [
    7,
    async (world, { n }) => {
      const claim = claimThat(world, n, isOwed('payment'));
      if (claim === undefined) return;
      const subject = claim.state.claim.claim;
      await world.send(seriesDecider, seriesStream('GB', 'refund'), { type: 'AssignNumber', authority: 'GB', kind: 'refund', subject });
      const given = world
        .of<{ type: 'NumberAssigned'; data: { kind: string; subject: string; number: number } }, 'NumberAssigned'>('NumberAssigned')
        .find(({ data }) => data.kind === 'refund' && data.subject === subject);
      if (given !== undefined)
        await world.send(refundClaimDecider, claim.stream, { type: 'OrderPayment', number: given.data.number, paidOn: world.today });
    },
  ],
  setOff: [
    7,
    async (world, { n, m }) => {
      const claim = claimThat(world, n, isOwed('offset'));
      if (claim === undefined) return;
      const { payeeParty } = claim.state.claim;
      const period = pick(
        world.openPeriods().filter(({ state }) => state.terms.holder === payeeParty && state.terms.authority === 'GB'),
        m,
      );
      if (period !== undefined)
        await world.send(refundClaimDecider, claim.stream, {
          type: 'RequestOffset',
          account: period.state.terms.account,
          rule: 'oldest-debt-first',
          requestedOn: world.today,
        });
    },
  ],
  bankShows: [
    3,
    async (world, { m }) => {
      const shown = new Set(world.of<ReceiptEvent, 'ReceiptRecorded'>('ReceiptRecorded').map(({ data }) => data.endToEndId));
      const ordered = world
        .madeClaims()
        .flatMap(({ state }) =>
          state.settled?.kind === 'paid' && !shown.has(state.settled.payment.paymentReference) ? [state.settled.payment] : [],
        );
      const payment = pick(ordered, m);
      if (payment !== undefined) await booked(world, `-${payment.amount}`, { endToEndId: payment.paymentReference });
    },
  ],
};
