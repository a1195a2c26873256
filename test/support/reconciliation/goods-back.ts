import { accountPeriodStream } from '#accounts';
import { paymentStream } from '#advance-data';
import { exportStream } from '#declarations';
import { refundClaimId, refundClaimStream, returnCaseId, returnCaseStream } from '#returns';
import { deferment } from './settlement';
import { type DataOf, type StoryEvent, fourEyes, noon, seller, eventOf, zeros } from './story';
import { declaration, idOfDeclaration } from './later-versions';

/** Goods that go back, and what is refunded on them. */

const returnReference = 'BACK-1';
const returnCase = returnCaseId('C-1', returnReference);
type Report = DataOf<'ReturnReported'>;
export const goodsBack = (original: Report['original'], ground: Report['ground'] = 'withdrawn'): StoryEvent =>
  eventOf('ReturnReported', returnCaseStream('C-1', returnReference), noon('2026-05-20'), {
    returnCase,
    reporter: 'C-1',
    returnReference,
    reportedAt: noon('2026-05-20'),
    ground,
    original,
    lines: [{ quantity: 2 }],
  });
export const backMatched = (lrn: string, quantity = 2, on = '2026-05-21'): readonly StoryEvent[] => [
  eventOf('ReturnMatched', returnCaseStream('C-1', returnReference), noon(on), {
    units: [{ declaration: idOfDeclaration(lrn), mrn: `26FR${lrn}`, seq: 1, order: { seller, orderNumber: '1', ordinal: 1 }, quantity }],
    rule: 'consignment',
    ruleVersion: 1,
    matchedOn: on,
  }),
  eventOf('QuantityReturned', declaration(lrn), noon(on), { returnCase, items: [{ seq: 1, quantity }], returnedOn: on }),
];
export const backUnmatched = (reason: DataOf<'ReturnUnmatched'>['reason']): StoryEvent =>
  eventOf('ReturnUnmatched', returnCaseStream('C-1', returnReference), noon('2026-05-21'), {
    reason,
    candidates: [{ criterion: 'quantity', distance: '1 unit' }],
    checkedOn: '2026-05-21',
  });

export const claimOf = (reference: string): string => refundClaimId('EU-FR', 'R-1', reference);
const claimStream = (reference: string): string => refundClaimStream('EU-FR', 'R-1', reference);
const claimLines = (lrn: string, amount: string, paid: string): DataOf<'RefundApproved'>['lines'] => [
  { declaration: idOfDeclaration(lrn), mrn: `26FR${lrn}`, seq: 1, taxType: 'A00', beneficiary: 'EU', paid, amount },
];
/** A claim of 22 May 2026 on a declaration; it needs an import declaration by 21 June. */
export const claimed = (
  lrn: string,
  amount: string,
  more: Partial<DataOf<'RefundClaimed'>> = {},
  reference = 'R-1',
): readonly StoryEvent[] => [
  eventOf('RefundClaimed', claimStream(reference), noon('2026-05-22'), {
    claim: claimOf(reference),
    claimReference: reference,
    authority: 'EU-FR',
    claimant: 'R-1',
    handler: 'R-1',
    payee: 'importer',
    payeeParty: 'R-1',
    basis: 'withdrawn',
    window: { from: 'acceptance', day: '2026-05-09', until: '2026-08-07' },
    lines: claimLines(lrn, amount, '24.00'),
    total: amount,
    currency: 'EUR',
    required: [{ kind: 'ImportDeclaration', until: '2026-06-21' }],
    claimedOn: '2026-05-22',
    ...more,
  }),
  eventOf('RefundReserved', declaration(lrn), noon('2026-05-22'), {
    claim: claimOf(reference),
    channel: 'claim',
    lines: [{ seq: 1, taxType: 'A00', beneficiary: 'EU', amount }],
    total: amount,
    currency: 'EUR',
    quantities: [],
  }),
];
export const attached = (late = false, reference = 'R-1'): StoryEvent =>
  eventOf('EvidenceAttached', claimStream(reference), noon('2026-05-23'), {
    kind: 'ImportDeclaration',
    document: zeros,
    mediaType: 'application/pdf',
    bytes: 9,
    attachedBy: 'R-1',
    attachedOn: '2026-05-23',
    ...(late ? { late: 'yes' as const } : {}),
  });
export const approved = (lrn: string, amount: string, more: Partial<DataOf<'RefundApproved'>> = {}, reference = 'R-1'): StoryEvent =>
  eventOf('RefundApproved', claimStream(reference), noon('2026-05-24'), {
    claim: claimOf(reference),
    claimReference: reference,
    authority: 'EU-FR',
    payeeParty: 'R-1',
    lines: claimLines(lrn, amount, '24.00'),
    total: amount,
    currency: 'EUR',
    kind: 'refund',
    settlement: 'payment',
    ...fourEyes,
    approvedOn: '2026-05-24',
    ...more,
  });
export const refunded = (amount: string, reference = 'R-1'): StoryEvent =>
  eventOf('RefundPaid', claimStream(reference), noon('2026-05-26'), {
    claim: claimOf(reference),
    claimReference: reference,
    authority: 'EU-FR',
    payeeParty: 'R-1',
    amount,
    currency: 'EUR',
    paymentReference: 'P-1',
    paidOn: '2026-05-26',
    number: 1,
  });
export const setOff = (amount: string, reference = 'R-1'): StoryEvent =>
  eventOf('RefundOffset', accountPeriodStream('EU-FR', deferment, '2026-05'), noon('2026-05-27'), {
    account: deferment,
    holder: 'R-1',
    claim: claimOf(reference),
    currency: 'EUR',
    offsetOn: '2026-05-27',
    rule: 'OLDEST-FIRST',
    pairs: [
      { refundedTaxType: 'A00', debt: { kind: 'statement', reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU', amount } },
    ],
  });
export const exported = (lrn: string): StoryEvent =>
  eventOf('ExportDeclared', exportStream('EU-FR', '26FRX1'), noon('2026-05-20'), {
    authority: 'EU-FR',
    declarant: 'R-1',
    lrn: 'X1',
    mrn: '26FRX1',
    exporter: 'R-1',
    destination: 'CN',
    acceptedAt: noon('2026-05-20'),
    acceptedOn: '2026-05-20',
    items: [{ seq: 1, hsCode: '610910', description: 'goods', quantity: 2, original: { mrn: `26FR${lrn}`, seq: 1, quantity: 2 } }],
  });
export const chargedBack = (number: string, amount: string): StoryEvent =>
  eventOf('CheckoutPaymentChargedBack', paymentStream('P-1', `T-${number}`), noon('2026-06-01'), {
    psp: 'P-1',
    transactionId: `T-${number}`,
    chargebackReference: 'CB-1',
    chargedBackAt: noon('2026-06-01'),
    amount,
    currency: 'EUR',
  });
