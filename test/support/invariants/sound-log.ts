import { golden, type Written } from './written-log';

export const id = (letter: string): string => letter.repeat(26);
export const [account, july, august, charge, claim, paidClaim, receipt] = [id('A'), id('7'), id('8'), id('C'), id('X'), id('Y'), id('R')];
/** A receipt that was identified to the wrong account. */
export const mistaken = id('M');
export const own = { account, holder: 'R-001', currency: 'EUR' };
const terms = { ...own, authority: 'EU-FR', kind: 'deferment', cycle: 'EU-SIXTEENTH' };
const months = [
  { period: '2026-07', start: '2026-07-01', end: '2026-08-01' },
  { period: '2026-08', start: '2026-08-01', end: '2026-09-01' },
] as const;
export const statement = 'EU-FR-S00000001';
export const tax = { taxType: 'A00', beneficiary: 'EU' };
export const vat = { taxType: 'B00', beneficiary: 'FR' };
export const debt = (amount: string, of: object = tax) => ({ kind: 'statement', reference: statement, ...of, amount });
export const item = (open: string, of: object = tax) => ({
  kind: 'statement',
  reference: statement,
  ...of,
  open,
  dueOn: '2026-08-16',
  secured: open,
});
export const security = (exposure: string) => ({
  security: { guarantee: id('G'), share: '40000.00', reservePercent: '100', softPercent: '80', exposure },
});
const cash = [{ receipt, amount: '10.00' }];
const carried = (moment: string, openItems: readonly object[], unapplied: readonly object[] = []) =>
  golden('OpenItemsCarried', { ...own, moment, openItems, unapplied });
const closed = (n: 0 | 1, data: object) =>
  golden('PeriodClosed', {
    ...terms,
    ...months[n],
    statementNumber: n + 1,
    statementReference: `EU-FR-S0000000${String(n + 1)}`,
    closedOn: months[n].end,
    dueOn: '2026-09-16',
    opening: '0.00',
    charged: '0.00',
    applied: '0.00',
    unapplied: '0.00',
    totals: [],
    chargeCount: 0,
    ...data,
  });
export const charged = (more: object = {}) =>
  golden('ChargePosted', {
    ...own,
    charge,
    lines: [
      { ...tax, amount: '40.00' },
      { ...vat, amount: '8.00' },
    ],
    total: '48.00',
    ...more,
    security: { reserved: '48.00', exposure: '48.00', share: '40000.00', level: 'normal' },
  });
const number = (kind: string, subject: string, n: number): Written => [
  `series-${kind === 'refund' ? id('F') : id('S')}`,
  golden('NumberAssigned', { authority: 'EU-FR', kind, number: n, subject }),
];
export const refundLine = (amount: string) => ({ declaration: id('D'), mrn: '26FR1', seq: 1, ...tax, paid: '42.00', amount });
const reserved = (of: string, amount: string, quantity: number) =>
  golden('RefundReserved', { claim: of, lines: [{ seq: 1, ...tax, amount }], total: amount, quantities: [{ seq: 1, quantity }] });
const approved = (of: string, amount: string, settlement: string) =>
  golden('RefundApproved', { claim: of, lines: [refundLine(amount)], total: amount, settlement, interest: undefined });
const [declaredItem = {}] = (golden('DeclarationItemsRecorded').data as { readonly items: readonly object[] }).items;

/** Two months of an account, an import with two refunds of which one is paid and one offset, a guarantee and a distribution, all sound. */
export const sound: readonly Written[] = [
  [`guarantee-${id('G')}`, golden('GuaranteeRegistered')],
  [
    `declaration-${id('D')}`,
    golden('DeclarationLodged'),
    golden('DeclarationItemsRecorded', { items: [{ ...declaredItem, seq: 1, quantity: 3 }] }),
  ],
  [
    `declaration-${id('D')}`,
    golden('DutyAssessed', { currency: 'EUR' }),
    golden('AssessmentLinesRecorded', {
      lines: [
        {
          seq: 1,
          ...tax,
          table: 0,
          rule: 'r',
          base: '120',
          rate: '35',
          assessed: '42.00',
          relieved: '0.00',
          accountedElsewhere: '0.00',
          secured: '0.00',
          payable: '42.00',
        },
      ],
    }),
  ],
  [`accountPeriod-${july}`, golden('PeriodOpened', { ...terms, ...months[0], opening: '0.00', unapplied: '0.00', ...security('0.00') })],
  [`accountPeriod-${july}`, charged()],
  [
    `accountPeriod-${july}`,
    golden('ChargeAdjusted', {
      ...own,
      charge,
      reason: 'amended',
      lines: [{ ...tax, amount: '2.00' }],
      total: '2.00',
      original: { period: '2026-07' },
      reserved: '2.00',
      overLimit: undefined,
    }),
  ],
  [`accountPeriod-${july}`, golden('GuaranteeShareApplied', { ...own, ...security('50.00'), overLimit: undefined })],
  [`accountPeriod-${july}`, golden('PaymentReceived', { ...own, receipt, amount: '10.00' })],
  number('statement', july, 1),
  [
    `accountPeriod-${july}`,
    carried('closing', [item('42.00'), item('8.00', vat)], cash),
    closed(0, { charged: '48.00', adjusted: '2.00', closing: '50.00', unapplied: '10.00', ...security('50.00'), chargeCount: 1 }),
  ],
  [
    `accountPeriod-${august}`,
    golden('PeriodOpened', { ...terms, ...months[1], opening: '50.00', unapplied: '10.00', ...security('50.00') }),
    carried('opening', [item('42.00'), item('8.00', vat)], cash),
  ],
  [`accountPeriod-${august}`, golden('PaymentAllocated', { ...own, receipt, pairs: [debt('10.00')], released: '10.00' })],
  [`declaration-${id('D')}`, reserved(claim, '2.00', 1)],
  [`declaration-${id('D')}`, reserved(paidClaim, '14.00', 1)],
  [`declaration-${id('D')}`, golden('QuantityReturned', { items: [{ seq: 1, quantity: 2 }] })],
  [`refundClaim-${claim}`, approved(claim, '2.00', 'offset')],
  [`refundClaim-${paidClaim}`, approved(paidClaim, '14.00', 'payment')],
  number('refund', paidClaim, 1),
  [`refundClaim-${paidClaim}`, golden('RefundPaid', { claim: paidClaim, amount: '14.00', interest: undefined, number: 1 })],
  [
    `accountPeriod-${august}`,
    golden('InterestCharged', {
      ...own,
      interestReference: 'INT-1',
      on: { reference: statement, ...tax, dueOn: '2026-08-16' },
      amount: '4.36',
    }),
  ],
  [`accountPeriod-${august}`, golden('PenaltyImposed', { ...own, penaltyReference: 'PEN-1', amount: '150.00' })],
  [`accountPeriod-${august}`, golden('DebtContested', { ...own, debt: debt('5.00') })],
  [`accountPeriod-${august}`, golden('DebtContestEnded', { ...own, debt: debt('5.00') })],
  [
    `accountPeriod-${august}`,
    golden('RefundOffset', { ...own, claim, pairs: [{ refundedTaxType: 'A00', debt: debt('2.00') }], released: '2.00' }),
  ],
  [`accountPeriod-${august}`, golden('DebtRemitted', { ...own, debt: debt('12.00'), released: '12.00' })],
  [`accountPeriod-${august}`, golden('DebtWrittenOff', { ...own, debt: debt('8.00', vat), released: '8.00' })],
  [
    `accountPeriod-${august}`,
    golden('PaymentReversed', {
      ...own,
      receipt,
      amount: '10.00',
      reopened: [{ debt: debt('10.00'), dueOn: '2026-08-16' }],
      unapplied: '0.00',
      reserved: '10.00',
      original: undefined,
      overLimit: undefined,
    }),
  ],
  [`accountPeriod-${august}`, golden('PaymentReceived', { ...own, receipt: mistaken, amount: '20.00' })],
  [`accountPeriod-${august}`, golden('PaymentTransferred', { ...own, receipt: mistaken, amount: '20.00' })],
  [`accountPeriod-${august}`, golden('PenaltyReduced', { ...own, penaltyReference: 'PEN-1', amount: '50.00' })],
  number('statement', august, 2),
  [
    `accountPeriod-${august}`,
    carried('closing', [
      item('28.00'),
      { ...item('4.36'), kind: 'interest', reference: 'INT-1', secured: undefined },
      { ...item('100.00'), kind: 'penalty', reference: 'PEN-1', taxType: 'PEN', beneficiary: 'FR', secured: undefined },
    ]),
    closed(1, {
      opening: '50.00',
      interest: '4.36',
      penalties: '100.00',
      reversed: '10.00',
      applied: '10.00',
      offset: '2.00',
      remitted: '12.00',
      writtenOff: '8.00',
      closing: '132.36',
      received: '20.00',
      returned: '30.00',
      ...security('28.00'),
    }),
  ],
  [`beneficiary-${id('B')}`, golden('BeneficiaryShareEstablished')],
  [`beneficiary-${id('B')}`, golden('BeneficiaryDistributed')],
];
