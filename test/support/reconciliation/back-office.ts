import { accountId, accountPeriodStream, bankStatementStream, chargeId, receiptId } from '#accounts';
import { consignmentStream, paymentStream } from '#advance-data';
import { type HandMatchEvent, matchStream, pairOf } from '#break-work';
import { declarationId, declarationStream, exportStream, summaryStream } from '#declarations';
import { refundClaimId, refundClaimStream, returnCaseId, returnCaseStream } from '#returns';
import { schemeReturnId, schemeReturnStream } from '#scheme-returns';
import { deferment, seller, settled, type DataOf, type StoryEvent } from './story';

/** What happens after a declaration: later versions, guarantees, desks, special arrangements, goods that go back, refunds. */

const noon = (day: string): string => `${day}T12:00:00.000Z`;
const zeros = '0'.repeat(64);
const declaration = (lrn: string): string => declarationStream('EU-FR', 'R-1', lrn);
const idOfDeclaration = (lrn: string): string => declarationId('EU-FR', 'R-1', lrn);
const total = (payable: string, elsewhere = '0.00') => ({
  taxType: 'A00',
  beneficiary: 'EU',
  assessed: payable,
  relieved: '0.00',
  accountedElsewhere: elsewhere,
  secured: '0.00',
  payable,
});
const fourEyes = { requestedBy: 'K-1', approvedBy: 'O-1', document: zeros } as const;
const storyOf = <Name extends StoryEvent['type']>(type: Name, stream: string, at: string, data: DataOf<Name>): StoryEvent =>
  ({ type, stream, at, data }) as StoryEvent;

/** A later version of a lodged declaration on a day; its items follow. */
export const amended = (lodged: readonly StoryEvent[], version: number, day: string): readonly StoryEvent[] =>
  lodged.map((event): StoryEvent => {
    if (event.type !== 'DeclarationLodged') return { ...event, at: noon(day) };
    const { prefilledFrom: _from, ...data } = event.data;
    return {
      type: 'DeclarationAmended',
      stream: event.stream,
      at: noon(day),
      data: { ...data, version, amendedAt: noon(day), amendedOn: day, reason: 'error', requestedBy: 'R-1' },
    };
  });
/** The assessment of a later version: what is payable now, and by how much that is more. */
export const reassessed = (lrn: string, version: number, payable: string, change: string, day: string): StoryEvent =>
  storyOf('DutyAssessed', declaration(lrn), noon(day), {
    ...{
      declaration: idOfDeclaration(lrn),
      authority: 'EU-FR',
      mrn: `26FR${lrn}`,
      version,
      assessedAt: noon(day),
      accountHolder: 'R-1',
      currency: 'EUR',
    },
    ...{ totals: [total(payable)], relief: [], payable, tables: [], exchangeRows: [], lineCount: 1, linesDigest: zeros },
    changes: { from: version - 1, totals: [total(change)], relief: [], payable: change, reason: 'amended' },
  });
/** The account's share of a later version, in May; `reducesOpen` and `refundable` as the account found them. */
export const adjusted = (
  lrn: string,
  version: number,
  amount: string,
  day: string,
  line: { reducesOpen?: string; refundable?: string } = {},
  more: Partial<DataOf<'ChargeAdjusted'>> = {},
): StoryEvent =>
  storyOf('ChargeAdjusted', accountPeriodStream('EU-FR', deferment, '2026-05'), noon(day), {
    ...{
      account: deferment,
      holder: 'R-1',
      charge: chargeId('EU-FR', lrn),
      subject: idOfDeclaration(lrn),
      reference: `26FR${lrn}`,
      version,
      reason: 'amended',
      currency: 'EUR',
    },
    ...{
      lines: [{ taxType: 'A00', beneficiary: 'EU', amount, ...line }],
      total: amount,
      adjustedOn: day,
      dueOn: '2026-06-16',
      original: { period: '2026-05' },
    },
    ...more,
  });
export const invalidated = (lrn: string, payable: string, ground: string, day: string): StoryEvent =>
  storyOf('DeclarationInvalidated', declaration(lrn), noon(day), {
    ...{
      declaration: idOfDeclaration(lrn),
      authority: 'EU-FR',
      mrn: `26FR${lrn}`,
      accountHolder: 'R-1',
      currency: 'EUR',
      version: 1,
      totals: [total(payable)],
      relief: [],
      payable,
    },
    ...{ ground, invalidatedOn: day, requestedBy: 'R-1', approvedBy: 'O-1', evidence: [] },
  });
/** The account declined the debt, and customs holds the goods. */
export const declined = (lrn: string, amount: string, reason: DataOf<'ChargeDeclined'>['reason'], day: string): readonly StoryEvent[] => [
  storyOf('ChargeDeclined', accountPeriodStream('EU-FR', deferment, '2026-05'), noon(day), {
    ...{
      account: deferment,
      holder: 'R-1',
      charge: chargeId('EU-FR', lrn),
      kind: 'declaration',
      subject: idOfDeclaration(lrn),
      reference: `26FR${lrn}`,
    },
    ...{ total: amount, currency: 'EUR', acceptedAt: noon(day), declinedOn: day, reason, missing: amount },
  }),
  storyOf('ReleaseHeld', declaration(lrn), noon(day), { heldAt: noon(day), heldOn: day, reason }),
];
export const authorityTax = (lrn: string, lines: DataOf<'AuthorityTaxRecorded'>['lines'], version = 1): StoryEvent =>
  storyOf('AuthorityTaxRecorded', declaration(lrn), noon('2026-05-10'), {
    authority: 'EU-FR',
    mrn: `26FR${lrn}`,
    version,
    message: 'M-1',
    currency: 'EUR',
    lines,
    payable: '0',
  });

export const delivered = (number: string, day: string): StoryEvent =>
  storyOf('ConsignmentDelivered', consignmentStream('C-1', number), noon(day), { deliveredAt: noon(day) });
export const undeliverable = (number: string, day: string): StoryEvent =>
  storyOf('ConsignmentUndeliverable', consignmentStream('C-1', number), noon(day), { attemptedAt: noon(day), reason: 'REFUSED' });
export const arrangement = 'SAFR2021000001';
export const authorised = (): StoryEvent =>
  storyOf('SchemeNumberGranted', `collector-${'0'.repeat(26)}`, noon('2026-01-01'), {
    collector: 'C-1',
    scheme: 'EU-SA',
    schemeNumber: arrangement,
    authority: 'EU-FR',
    validFrom: '2026-01-01',
  });
/** VAT under special arrangements is assessed, and waits for the recipient. */
export const arranged = (lrn: string, vat: string): StoryEvent =>
  storyOf('DutyAssessed', declaration(lrn), noon('2026-05-09'), {
    ...{
      declaration: idOfDeclaration(lrn),
      authority: 'EU-FR',
      mrn: `26FR${lrn}`,
      version: 1,
      assessedAt: noon('2026-05-09'),
      accountHolder: 'R-1',
      currency: 'EUR',
    },
    totals: [{ ...total('0.00', vat), taxType: 'B00', beneficiary: 'FR', assessed: vat }],
    ...{
      relief: [],
      accountedIn: { scheme: 'EU-SA', schemeNumber: arrangement },
      payable: '0.00',
      tables: [],
      exchangeRows: [],
      lineCount: 1,
      linesDigest: zeros,
    },
  });
export const collected = (number: string, vat: string, day: string): StoryEvent =>
  storyOf('TaxCollectedFromRecipient', consignmentStream('C-1', number), noon(day), {
    ...{
      carrier: 'C-1',
      consignmentNumber: number,
      collectedAt: noon(day),
      consumptionCountry: 'FR',
      currency: 'EUR',
      total: vat,
      schemeNumber: arrangement,
    },
    lines: [{ taxType: 'B00', rate: '20', taxable: '20.00', amount: vat }],
  });
const carrierAccount = accountId('EU-FR', 'C-1', 'scheme');
/** The carrier's return for May 2026, its charge and its payment. */
export const remitted = (vat: string): readonly StoryEvent[] => {
  const id = schemeReturnId('EU-FR', arrangement, '2026-05');
  const reference = `FR/${arrangement}/M05.2026`;
  const june = accountPeriodStream('EU-FR', carrierAccount, '2026-06');
  return [
    storyOf('CollectionReturnFiled', schemeReturnStream('EU-FR', arrangement, '2026-05'), noon('2026-06-05'), {
      ...{
        return: id,
        returnReference: reference,
        authority: 'EU-FR',
        scheme: 'EU-SA',
        schemeNumber: arrangement,
        holder: 'C-1',
        period: '2026-05',
        start: '2026-05-01',
        end: '2026-06-01',
        dueOn: '2026-06-30',
        filedOn: '2026-06-05',
      },
      ...{
        currency: 'EUR',
        rows: [{ country: 'FR', rate: '20', taxable: '20.00', vat, consignments: 1 }],
        collected: vat,
        payable: vat,
        undelivered: { consignments: 0, vat: '0.00' },
        consignments: 1,
        collectionsDigest: zeros,
        ruleSet: { id: 'EU-SA', hash: zeros },
      },
    }),
    storyOf('ChargePosted', june, noon('2026-06-05'), {
      ...{
        account: carrierAccount,
        holder: 'C-1',
        charge: chargeId('EU-FR', reference),
        kind: 'return',
        subject: id,
        reference,
        lines: [{ taxType: 'B00', beneficiary: 'FR', amount: vat }],
      },
      ...{ total: vat, currency: 'EUR', acceptedAt: noon('2026-06-05'), postedOn: '2026-06-05', dueOn: '2026-06-30' },
    }),
    storyOf('PaymentAllocated', june, noon('2026-06-20'), {
      ...{
        account: carrierAccount,
        holder: 'C-1',
        receipt: receiptId('EU-FR', 'BANK', 'B-9'),
        currency: 'EUR',
        allocatedOn: '2026-06-20',
        rule: 'remittance-named',
      },
      pairs: [{ kind: 'return', reference, taxType: 'B00', beneficiary: 'FR', amount: vat }],
    }),
  ];
};

const desk = accountId('EU-FR', 'R-1', 'consumer');
const deskPeriod = accountPeriodStream('EU-FR', desk, '2026-05');
/** A desk of the authority, open in May 2026. */
export const deskOpened = (): StoryEvent =>
  storyOf('PeriodOpened', deskPeriod, noon('2026-05-01'), {
    account: desk,
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'consumer',
    currency: 'EUR',
    cycle: 'EU-AT-ONCE',
    period: '2026-05',
    start: '2026-05-01',
    end: '2026-06-01',
    opening: '0.00',
    unapplied: '0.00',
  });
/** What a consumer owes by 19 May, and its payment. */
export const owedAtDesk = (lrn: string, amount: string): StoryEvent =>
  storyOf('ChargePosted', deskPeriod, noon('2026-05-09'), {
    ...{
      account: desk,
      holder: 'R-1',
      charge: chargeId('EU-FR', lrn),
      kind: 'declaration',
      subject: idOfDeclaration(lrn),
      reference: `26FR${lrn}`,
      lines: [{ taxType: 'A00', beneficiary: 'EU', amount }],
    },
    ...{ total: amount, currency: 'EUR', acceptedAt: noon('2026-05-09'), postedOn: '2026-05-09', dueOn: '2026-05-19' },
  });
const deskDebt = (lrn: string, amount: string) =>
  ({ kind: 'charge', reference: `26FR${lrn}`, taxType: 'A00', beneficiary: 'EU', amount }) as const;
export const paidAtDesk = (lrn: string, amount: string): StoryEvent =>
  storyOf('PaymentAllocated', deskPeriod, noon('2026-05-11'), {
    account: desk,
    holder: 'R-1',
    receipt: receiptId('EU-FR', 'BANK', 'C-9'),
    currency: 'EUR',
    pairs: [deskDebt(lrn, amount)],
    allocatedOn: '2026-05-11',
    rule: 'remittance-named',
  });
export const chargedBackAtDesk = (lrn: string, amount: string): StoryEvent =>
  storyOf('PaymentReversed', deskPeriod, noon('2026-05-14'), {
    ...{
      account: desk,
      holder: 'R-1',
      receipt: receiptId('EU-FR', 'BANK', 'C-9'),
      amount,
      currency: 'EUR',
      reason: 'chargeback',
      final: true,
      reversedOn: '2026-05-14',
      unapplied: '0.00',
    },
    reopened: [{ debt: deskDebt(lrn, amount), dueOn: '2026-05-19' }],
  });

const returnReference = 'BACK-1';
export const returnCase = returnCaseId('C-1', returnReference);
type Report = DataOf<'ReturnReported'>;
export const goodsBack = (original: Report['original'], ground: Report['ground'] = 'withdrawn'): StoryEvent =>
  storyOf('ReturnReported', returnCaseStream('C-1', returnReference), noon('2026-05-20'), {
    returnCase,
    reporter: 'C-1',
    returnReference,
    reportedAt: noon('2026-05-20'),
    ground,
    original,
    lines: [{ quantity: 2 }],
  });
export const backMatched = (lrn: string, quantity = 2, on = '2026-05-21'): readonly StoryEvent[] => [
  storyOf('ReturnMatched', returnCaseStream('C-1', returnReference), noon(on), {
    units: [{ declaration: idOfDeclaration(lrn), mrn: `26FR${lrn}`, seq: 1, order: { seller, orderNumber: '1', ordinal: 1 }, quantity }],
    rule: 'consignment',
    ruleVersion: 1,
    matchedOn: on,
  }),
  storyOf('QuantityReturned', declaration(lrn), noon(on), { returnCase, items: [{ seq: 1, quantity }], returnedOn: on }),
];
export const backUnmatched = (reason: DataOf<'ReturnUnmatched'>['reason']): StoryEvent =>
  storyOf('ReturnUnmatched', returnCaseStream('C-1', returnReference), noon('2026-05-21'), {
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
  storyOf('RefundClaimed', claimStream(reference), noon('2026-05-22'), {
    ...{
      claim: claimOf(reference),
      claimReference: reference,
      authority: 'EU-FR',
      claimant: 'R-1',
      handler: 'R-1',
      payee: 'importer',
      payeeParty: 'R-1',
      basis: 'withdrawn',
      window: { from: 'acceptance', day: '2026-05-09', until: '2026-08-07' },
    },
    ...{
      lines: claimLines(lrn, amount, '24.00'),
      total: amount,
      currency: 'EUR',
      required: [{ kind: 'ImportDeclaration', until: '2026-06-21' }],
      claimedOn: '2026-05-22',
    },
    ...more,
  }),
  storyOf('RefundReserved', declaration(lrn), noon('2026-05-22'), {
    claim: claimOf(reference),
    channel: 'claim',
    lines: [{ seq: 1, taxType: 'A00', beneficiary: 'EU', amount }],
    total: amount,
    currency: 'EUR',
    quantities: [],
  }),
];
export const attached = (late = false, reference = 'R-1'): StoryEvent =>
  storyOf('EvidenceAttached', claimStream(reference), noon('2026-05-23'), {
    kind: 'ImportDeclaration',
    document: zeros,
    mediaType: 'application/pdf',
    bytes: 9,
    attachedBy: 'R-1',
    attachedOn: '2026-05-23',
    ...(late ? { late: 'yes' as const } : {}),
  });
export const approved = (lrn: string, amount: string, more: Partial<DataOf<'RefundApproved'>> = {}, reference = 'R-1'): StoryEvent =>
  storyOf('RefundApproved', claimStream(reference), noon('2026-05-24'), {
    ...{
      claim: claimOf(reference),
      claimReference: reference,
      authority: 'EU-FR',
      payeeParty: 'R-1',
      lines: claimLines(lrn, amount, '24.00'),
      total: amount,
      currency: 'EUR',
      kind: 'refund',
      settlement: 'payment',
    },
    ...{ ...fourEyes, approvedOn: '2026-05-24' },
    ...more,
  });
export const refunded = (amount: string, reference = 'R-1'): StoryEvent =>
  storyOf('RefundPaid', claimStream(reference), noon('2026-05-26'), {
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
  storyOf('RefundOffset', accountPeriodStream('EU-FR', deferment, '2026-05'), noon('2026-05-27'), {
    ...{ account: deferment, holder: 'R-1', claim: claimOf(reference), currency: 'EUR', offsetOn: '2026-05-27', rule: 'OLDEST-FIRST' },
    pairs: [
      { refundedTaxType: 'A00', debt: { kind: 'statement', reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU', amount } },
    ],
  });
export const exported = (lrn: string): StoryEvent =>
  storyOf('ExportDeclared', exportStream('EU-FR', '26FRX1'), noon('2026-05-20'), {
    ...{
      authority: 'EU-FR',
      declarant: 'R-1',
      lrn: 'X1',
      mrn: '26FRX1',
      exporter: 'R-1',
      destination: 'CN',
      acceptedAt: noon('2026-05-20'),
      acceptedOn: '2026-05-20',
    },
    items: [{ seq: 1, hsCode: '610910', description: 'goods', quantity: 2, original: { mrn: `26FR${lrn}`, seq: 1, quantity: 2 } }],
  });
export const chargedBack = (number: string, amount: string): StoryEvent =>
  storyOf('CheckoutPaymentChargedBack', paymentStream('P-1', `T-${number}`), noon('2026-06-01'), {
    psp: 'P-1',
    transactionId: `T-${number}`,
    chargebackReference: 'CB-1',
    chargedBackAt: noon('2026-06-01'),
    amount,
    currency: 'EUR',
  });

const statementDebt = (amount: string) =>
  ({ kind: 'statement', reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU', amount }) as const;
const june = accountPeriodStream('EU-FR', deferment, '2026-06');
export const contested = (amount: string): StoryEvent =>
  storyOf('DebtContested', june, noon('2026-06-10'), {
    account: deferment,
    holder: 'R-1',
    debt: statementDebt(amount),
    currency: 'EUR',
    contestedOn: '2026-06-10',
    ...fourEyes,
  });
export const reversed = (amount: string): StoryEvent =>
  storyOf('PaymentReversed', june, noon('2026-06-16'), {
    ...{
      account: deferment,
      holder: 'R-1',
      receipt: receiptId('EU-IE', 'BANK', 'B-1'),
      amount,
      currency: 'EUR',
      reason: 'chargeback',
      final: true,
      reversedOn: '2026-06-16',
      unapplied: '0.00',
    },
    reopened: [{ debt: statementDebt(amount), dueOn: '2026-06-16' }],
  });
export const writtenOff = (amount: string): StoryEvent =>
  storyOf('DebtWrittenOff', june, noon('2026-06-20'), {
    account: deferment,
    holder: 'R-1',
    debt: statementDebt(amount),
    currency: 'EUR',
    writtenOffOn: '2026-06-20',
    ...fourEyes,
  });
export const recovered = (amount: string): StoryEvent =>
  storyOf('DebtRecovered', june, noon('2026-06-22'), {
    account: deferment,
    holder: 'R-1',
    debt: statementDebt(amount),
    currency: 'EUR',
    dueOn: '2026-06-16',
    receipt: receiptId('EU-IE', 'BANK', 'B-1'),
    recoveredOn: '2026-06-22',
  });

/** Cash that settles the May return or statement, but for a rest that is tolerated beside it. */
export const settledShort = (kind: 'return' | 'statement', amount: string, rest: string): readonly StoryEvent[] => {
  const allocation = settled(kind, amount, 'B-8');
  const { account, holder, receipt, pairs } = allocation.data as DataOf<'PaymentAllocated'>;
  const rests = pairs.map((pair) => ({ debt: { ...pair, amount: rest }, dueOn: '2026-06-16' }));
  const toleration = {
    account,
    holder,
    receipt,
    currency: 'EUR',
    rests,
    total: rest,
    rule: 'short-payment',
    version: 2,
    allowed: '0.50',
    books: 'bankCharge',
    toleratedOn: '2026-06-02',
  } as const;
  return [allocation, { ...storyOf('ShortPaymentTolerated', june, allocation.at, toleration), stream: allocation.stream }];
};
/** The rest is owed again: its payment was taken back. */
export const restReopened = (rest: string): StoryEvent =>
  storyOf('ToleratedRestReopened', june, noon('2026-06-16'), {
    account: deferment,
    holder: 'R-1',
    reason: 'paymentReversed',
    currency: 'EUR',
    rests: [{ debt: statementDebt(rest), dueOn: '2026-06-16' }],
    total: rest,
    books: 'bankCharge',
    reopenedOn: '2026-06-16',
  });
export const interest = (amount: string): StoryEvent =>
  storyOf('InterestCharged', june, noon('2026-07-01'), {
    ...{
      account: deferment,
      holder: 'R-1',
      interestReference: 'I-1',
      kind: 'charged',
      on: { reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU', dueOn: '2026-06-16' },
      from: '2026-06-17',
      to: '2026-07-01',
    },
    ...{ segments: [], rule: 'EU-ARREARS', amount, currency: 'EUR', chargedOn: '2026-07-01', dueOn: '2026-07-10' },
  });
export const share = (exposure: string, more: Partial<DataOf<'GuaranteeShareApplied'>> = {}, validTo?: string): StoryEvent =>
  storyOf('GuaranteeShareApplied', june, noon('2026-06-05'), {
    ...{ account: deferment, authority: 'EU-FR', holder: 'R-1', currency: 'EUR', appliedOn: '2026-06-05' },
    security: {
      guarantee: '0'.repeat(26),
      share: '20.00',
      reservePercent: '100',
      softPercent: '75',
      exposure,
      ...(validTo === undefined ? {} : { validTo }),
    },
    ...more,
  });
export const nextPeriod = (opening: string): StoryEvent =>
  storyOf('PeriodOpened', june, noon('2026-06-01'), {
    account: deferment,
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    period: '2026-06',
    start: '2026-06-01',
    end: '2026-07-01',
    opening,
    unapplied: '0.00',
  });
/** The credit of a bank entry to an account; it may repeat another. */
export const credited = (entryReference: string, amount: string, more: Partial<DataOf<'PaymentReceived'>> = {}): StoryEvent =>
  storyOf('PaymentReceived', june, noon('2026-06-15'), {
    account: deferment,
    holder: 'R-1',
    receipt: receiptId('EU-IE', 'BANK', entryReference),
    amount,
    currency: 'EUR',
    bookedOn: '2026-06-15',
    valueOn: '2026-06-15',
    ...more,
  });
export const bankStatement = (statement: string, opening: string, closing: string, closedOn: string): StoryEvent =>
  storyOf('BankStatementRecorded', bankStatementStream('EU-FR', 'BANK', 'camt.053', statement), noon(closedOn), {
    authority: 'EU-FR',
    bankAccount: 'BANK',
    kind: 'camt.053',
    statement,
    currency: 'EUR',
    opening,
    closing,
    closedOn,
    sum: '0.00',
    entryCount: 0,
    digest: zeros,
  });
export const summary = (
  from: string,
  to: string,
  submittedOn: string,
  dueOn: string,
  declarationCount: number,
  more: Partial<DataOf<'SummaryDeclarationSubmitted'>> = {},
): StoryEvent =>
  storyOf('SummaryDeclarationSubmitted', summaryStream('EU-FR', 'R-1', `S-${from}`), noon(submittedOn), {
    ...{
      summary: '0'.repeat(26),
      authority: 'EU-FR',
      declarant: 'R-1',
      accountHolder: 'R-1',
      direction: 'entry',
      summaryReference: `S-${from}`,
      from,
      to,
      submittedOn,
      dueOn,
    },
    ...{ currency: 'EUR', declarationCount, itemCount: declarationCount, totals: [], declarationsDigest: zeros },
    ...more,
  });

/** What somebody said of two subjects by hand. */
export const hand = (
  a: string,
  b: string,
  event: 'confirm' | 'break' | { readonly leaves: 'none' | 'confirmed' | 'broken' },
  day = '2026-06-20',
): StoryEvent => {
  const data = { ...pairOf(a, b), reason: 'The label says so.', by: 'CLERK-1', on: day };
  const told: HandMatchEvent =
    event === 'confirm'
      ? { type: 'MatchConfirmed', data }
      : event === 'break'
        ? { type: 'MatchBroken', data }
        : { type: 'MatchStepUndone', data: { ...data, undoes: 0, leaves: event.leaves } };
  return { ...told, stream: matchStream(data.match), at: noon(day) };
};
