import { accountId, accountPeriodStream, chargeId, receiptId, receiptStream } from '#accounts';
import { collectorStream } from '#collectors';
import { declarationId } from '#declarations';
import { schemeReturnId, schemeReturnStream } from '#scheme-returns';
import { type DataOf, type StoryEvent, iossNumber, midnight, seller, eventOf, zeros } from './story';

/** Numbers, accounts, returns and receipts: how what is owed on a parcel is charged and paid. */

export const deferment = accountId('EU-FR', 'R-1', 'deferment');
const mayStream = accountPeriodStream('EU-FR', deferment, '2026-05');

export const charged = (lrn: string, total: string, at = '2026-05-09T12:00:00.000Z'): StoryEvent =>
  eventOf('ChargePosted', mayStream, at, {
    account: deferment,
    holder: 'R-1',
    charge: chargeId('EU-FR', lrn),
    kind: 'declaration',
    subject: declarationId('EU-FR', 'R-1', lrn),
    reference: `26FR${lrn}`,
    lines: [{ taxType: 'A00', beneficiary: 'EU', amount: total }],
    total,
    currency: 'EUR',
    acceptedAt: at,
    postedOn: at.slice(0, 10),
    dueOn: '2026-06-16',
  });
export const periodOpened = (): StoryEvent =>
  eventOf('PeriodOpened', mayStream, midnight('2026-05-01'), {
    account: deferment,
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    period: '2026-05',
    start: '2026-05-01',
    end: '2026-06-01',
    opening: '0.00',
    unapplied: '0.00',
  });
export const periodClosed = (total: string): StoryEvent =>
  eventOf('PeriodClosed', mayStream, midnight('2026-06-01'), {
    account: deferment,
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    period: '2026-05',
    start: '2026-05-01',
    end: '2026-06-01',
    statementNumber: 1,
    statementReference: 'EU-FR-S00000001',
    closedOn: '2026-06-01',
    dueOn: '2026-06-16',
    opening: '0.00',
    charged: total,
    applied: '0.00',
    closing: total,
    unapplied: '0.00',
    totals: [{ taxType: 'A00', beneficiary: 'EU', amount: total }],
    chargeCount: 1,
    chargeDigest: zeros,
  });

export const granted = (schemeNumber = iossNumber, collector = seller, validFrom = '2026-01-01', validTo?: string): StoryEvent =>
  eventOf('SchemeNumberGranted', collectorStream(collector), midnight('2026-01-01'), {
    collector,
    scheme: 'EU-IOSS',
    schemeNumber,
    authority: 'EU-IE',
    validFrom,
    ...(validTo === undefined ? {} : { validTo }),
  });
export const withdrawn = (withdrawnFrom: string, schemeNumber = iossNumber, collector = seller): StoryEvent =>
  eventOf('SchemeNumberWithdrawn', collectorStream(collector), midnight(withdrawnFrom), {
    collector,
    scheme: 'EU-IOSS',
    schemeNumber,
    withdrawnFrom,
    reason: 'ceased',
  });

export const scheme = accountId('EU-IE', seller, 'scheme');

/** The return for May 2026 with one row for France, and its charge where something is payable. */
export const filed = (vat: string, taxable: string, more: Partial<DataOf<'SchemeReturnFiled'>> = {}): readonly StoryEvent[] => {
  const id = schemeReturnId('EU-IE', iossNumber, '2026-05');
  const reference = `${iossNumber}/2026-05`;
  const at = midnight('2026-06-10');
  return [
    eventOf('SchemeReturnFiled', schemeReturnStream('EU-IE', iossNumber, '2026-05'), at, {
      return: id,
      returnReference: reference,
      authority: 'EU-IE',
      scheme: 'EU-IOSS',
      schemeNumber: iossNumber,
      holder: seller,
      period: '2026-05',
      start: '2026-05-01',
      end: '2026-06-01',
      dueOn: '2026-06-30',
      filedOn: '2026-06-10',
      currency: 'EUR',
      rows: [{ country: 'FR', rateCategory: 'standard', rate: '20', taxable, vat, difference: '0.00', supplies: 1 }],
      corrections: [],
      balances: [{ country: 'FR', vat, corrections: '0.00', balance: vat }],
      payable: vat,
      exchangeRows: [],
      expected: [],
      ruleSet: { id: 'EU-IOSS', hash: zeros },
      supplies: 1,
      adjustments: 0,
      suppliesDigest: zeros,
      ...more,
    }),
    eventOf('ChargePosted', accountPeriodStream('EU-IE', scheme, '2026-06'), at, {
      account: scheme,
      holder: seller,
      charge: chargeId('EU-IE', reference),
      kind: 'return',
      subject: id,
      reference,
      lines: [{ taxType: 'B00', beneficiary: 'FR', amount: vat }],
      total: vat,
      currency: 'EUR',
      acceptedAt: at,
      postedOn: '2026-06-10',
      dueOn: '2026-06-30',
    }),
  ];
};

export const received = (entryReference: string, amount: string): StoryEvent =>
  eventOf('ReceiptRecorded', receiptStream('EU-IE', 'BANK', entryReference), midnight('2026-06-15'), {
    authority: 'EU-IE',
    bankAccount: 'BANK',
    entryReference,
    amount,
    currency: 'EUR',
    bookedOn: '2026-06-15',
    valueOn: '2026-06-15',
  });
export const identified = (entryReference: string): StoryEvent =>
  eventOf('ReceiptIdentified', receiptStream('EU-IE', 'BANK', entryReference), midnight('2026-06-15'), {
    account: scheme,
    holder: seller,
    kind: 'scheme',
    rule: 'remittance-named',
  });

/** Cash that settles the May return, or the May statement of the deferment account. */
export const settled = (kind: 'return' | 'statement', amount: string, entryReference = 'B-1'): StoryEvent => {
  const account = kind === 'return' ? scheme : deferment;
  const pair =
    kind === 'return'
      ? { reference: `${iossNumber}/2026-05`, taxType: 'B00', beneficiary: 'FR' }
      : { reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU' };
  return eventOf(
    'PaymentAllocated',
    accountPeriodStream(kind === 'return' ? 'EU-IE' : 'EU-FR', account, '2026-06'),
    midnight('2026-06-15'),
    {
      account,
      holder: kind === 'return' ? seller : 'R-1',
      receipt: receiptId('EU-IE', 'BANK', entryReference),
      currency: 'EUR',
      pairs: [{ kind, ...pair, amount }],
      allocatedOn: '2026-06-15',
      rule: 'remittance-named',
    },
  );
};
