import { type ExportCommand, exportDecider, exportStream, type LodgedDeclaration, refundPosition } from '#declarations';
import { sha256Hex } from '#event-catalogue';
import { signOf } from '#money';
import { refundClaimDecider, refundClaimStream, type RefundClaimCommand } from '#returns';
import { addDays, dayOf, noon } from '../days';
import { contextOfMessage } from '../messages';
import { consumers, officer } from '../parties';
import type { ReturnedParcel } from './returned-parcel';
import { backNumber, caseOf, exportMrn } from './goods-back';

/** What is sent about a refund: the goods' exit, the claim, its documents, the decision. */

const documentOf = (what: string, { orderNumber }: ReturnedParcel): string => sha256Hex(`${what} ${orderNumber}`);

/** The goods leave again: export declaration and its exit, two days apart. */
export const exits = (back: ReturnedParcel, { header, items }: LodgedDeclaration, units: ReadonlyMap<number, number>) => {
  const { declarant } = back;
  const mrn = exportMrn(back);
  const lrn = `X-${back.orderNumber}`;
  const declared = items.flatMap(({ seq, hsCode, description }) => {
    const quantity = units.get(seq);
    return quantity === undefined ? [] : [{ seq, hsCode, description, quantity, original: { mrn: header.mrn, seq, quantity } }];
  });
  if (declared.length === 0) return [];
  const send = (command: ExportCommand, kind: string, at: string) => ({
    decider: exportDecider,
    stream: exportStream(back.authority, mrn),
    command,
    context: contextOfMessage({ book: back.authority, issuer: declarant, kind, reference: lrn, at }),
  });
  const exported = {
    authority: back.authority,
    declarant,
    lrn,
    mrn,
    exporter: declarant,
    destination: 'CN',
    consignmentNumber: backNumber(back.orderNumber),
    items: declared,
    acceptedAt: back.creditedAt,
    acceptedOn: dayOf(back.creditedAt),
  };
  const exitedAt = addDays(back.creditedAt, 2);
  return [
    send({ type: 'DeclareExport', ...exported }, 'export', back.creditedAt),
    send({ type: 'ConfirmExit', exitedOn: dayOf(exitedAt), confirmation: `EXIT-${lrn}` }, 'exit', exitedAt),
  ];
};

/** What was paid on the units that went back, tax by tax; the claim's own rules say what of it is given back. */
const linesOf = (
  declaration: LodgedDeclaration,
  units: ReadonlyMap<number, number>,
): Extract<RefundClaimCommand, { readonly type: 'ClaimRefund' }>['lines'] => {
  const { header, assessment } = declaration;
  const position = refundPosition(declaration);
  if (assessment?.kind !== 'assessed' || position === undefined) return [];
  const flat = new Set(assessment.lines.flatMap(({ seq, taxType, rate }) => (rate.endsWith('/hs6') ? [`${String(seq)} ${taxType}`] : [])));
  return position.taxes.flatMap(({ seq, taxType, beneficiary, payable }) => {
    const taken = units.get(seq);
    const unit = position.units.find((one) => one.seq === seq);
    if (taken === undefined || unit === undefined || signOf(payable) <= 0) return [];
    const asked = { of: unit.imported, before: unit.refunded, taken, ...(flat.has(`${String(seq)} ${taxType}`) ? { flat: true } : {}) };
    return [{ declaration: assessment.duty.declaration, mrn: header.mrn, seq, taxType, beneficiary, paid: payable, units: asked }];
  });
};

/** Who claims, and what of documents the case needs. */
export const claimantOf = ({ paidBy, declarant }: ReturnedParcel) =>
  paidBy === 'consumer'
    ? {
        claimant: consumers,
        entitlement: { model: 'consumer', payee: 'consumer', payeeParty: consumers } as const,
        documents: ['ImportDeclaration', 'ProofOfExportOrDestruction', 'ReturnTracking'],
      }
    : {
        claimant: declarant,
        entitlement: { model: 'traditional', payee: 'representative', payeeParty: declarant } as const,
        documents: ['ImportDeclaration', 'ProofOfExportOrDestruction', 'ReturnTracking', 'ProofOfAuthority'],
      };

export const claimReference = ({ orderNumber }: ReturnedParcel): string => `R-${orderNumber}`;

export const claimStreamOf = (back: ReturnedParcel): string =>
  refundClaimStream(back.authority, claimantOf(back).claimant, claimReference(back));

export const send = (back: ReturnedParcel, kind: string, command: RefundClaimCommand, day: string) => {
  const { claimant } = claimantOf(back);
  const context = contextOfMessage({ book: back.authority, issuer: claimant, kind, reference: claimReference(back), at: noon(day) });
  return { decider: refundClaimDecider, stream: claimStreamOf(back), command, context };
};

/** The claim for what was paid on the units; nothing where nothing was. */
export const claim = (back: ReturnedParcel, declaration: LodgedDeclaration, units: ReadonlyMap<number, number>, claimedOn: string) => {
  const lines = linesOf(declaration, units);
  if (lines.length === 0) return [];
  const { claimant, entitlement } = claimantOf(back);
  const { header } = declaration;
  const asked = {
    authority: back.authority,
    jurisdiction: back.country,
    claimant,
    claimReference: claimReference(back),
    handler: claimant,
    basis: 'withdrawn' as const,
    ...(back.planted === 'neverBack' ? {} : { returnCase: caseOf(back) }),
    entitlement,
  };
  return [
    send(
      back,
      'claim',
      {
        type: 'ClaimRefund',
        ...asked,
        counted: { from: 'acceptance', day: header.acceptedOn },
        lines,
        currency: declaration.assessment?.kind === 'assessed' ? declaration.assessment.duty.currency : header.currency,
        claimedOn,
      },
      claimedOn,
    ),
  ];
};

/** The documents of a claim, in the order of the checklist. */
export const documents = (back: ReturnedParcel, claimedOn: string) => {
  const { claimant, documents: kinds } = claimantOf(back);
  return (back.planted === 'unproven' ? kinds.slice(0, -1) : kinds).map((kind) =>
    send(
      back,
      `evidence/${kind}`,
      {
        type: 'AttachEvidence',
        kind,
        document: documentOf(kind, back),
        mediaType: 'application/pdf',
        bytes: 1024,
        attachedBy: claimant,
        attachedOn: claimedOn,
      },
      claimedOn,
    ),
  );
};

export const isPaidOut = ({ paidBy, planted, lastOfItsDeclarant }: ReturnedParcel): boolean =>
  paidBy === 'consumer' || planted !== undefined || lastOfItsDeclarant === true;

/**
 * Approved by the officer; a declarant's are set off against its next debts where there will be any, the consumer's are paid out, as are
 * those that nobody should have asked for.
 */
export const decision = (back: ReturnedParcel, approvedOn: string) => {
  const settlement = isPaidOut(back) ? ('payment' as const) : ('offset' as const);
  return send(
    back,
    'approval',
    { type: 'ApproveRefund', approvedBy: officer, approvedOn, document: documentOf('decision', back), settlement },
    approvedOn,
  );
};
