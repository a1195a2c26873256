import { accountId, accountPeriodStream, chargeId, receiptId } from '#accounts';
import { consignmentStream } from '#advance-data';
import { schemeReturnId, schemeReturnStream } from '#scheme-returns';
import { type StoryEvent, noon, eventOf, zeros } from './story';
import { declaration, idOfDeclaration, total } from './later-versions';

/** What happens at the door, where the carrier collects the tax under special arrangements. */

export const delivered = (number: string, day: string): StoryEvent =>
  eventOf('ConsignmentDelivered', consignmentStream('C-1', number), noon(day), { deliveredAt: noon(day) });
export const undeliverable = (number: string, day: string): StoryEvent =>
  eventOf('ConsignmentUndeliverable', consignmentStream('C-1', number), noon(day), { attemptedAt: noon(day), reason: 'REFUSED' });
export const arrangement = 'SAFR2021000001';
export const authorised = (): StoryEvent =>
  eventOf('SchemeNumberGranted', `collector-${'0'.repeat(26)}`, noon('2026-01-01'), {
    collector: 'C-1',
    scheme: 'EU-SA',
    schemeNumber: arrangement,
    authority: 'EU-FR',
    validFrom: '2026-01-01',
  });
/** VAT under special arrangements is assessed, and waits for the recipient. */
export const arranged = (lrn: string, vat: string): StoryEvent =>
  eventOf('DutyAssessed', declaration(lrn), noon('2026-05-09'), {
    declaration: idOfDeclaration(lrn),
    authority: 'EU-FR',
    mrn: `26FR${lrn}`,
    version: 1,
    assessedAt: noon('2026-05-09'),
    accountHolder: 'R-1',
    currency: 'EUR',
    totals: [{ ...total('0.00', vat), taxType: 'B00', beneficiary: 'FR', assessed: vat }],
    relief: [],
    accountedIn: { scheme: 'EU-SA', schemeNumber: arrangement },
    payable: '0.00',
    tables: [],
    exchangeRows: [],
    lineCount: 1,
    linesDigest: zeros,
  });
export const collected = (number: string, vat: string, day: string): StoryEvent =>
  eventOf('TaxCollectedFromRecipient', consignmentStream('C-1', number), noon(day), {
    carrier: 'C-1',
    consignmentNumber: number,
    collectedAt: noon(day),
    consumptionCountry: 'FR',
    currency: 'EUR',
    total: vat,
    schemeNumber: arrangement,
    lines: [{ taxType: 'B00', rate: '20', taxable: '20.00', amount: vat }],
  });
const carrierAccount = accountId('EU-FR', 'C-1', 'scheme');
/** The carrier's return for May 2026, its charge and its payment. */
export const remitted = (vat: string): readonly StoryEvent[] => {
  const id = schemeReturnId('EU-FR', arrangement, '2026-05');
  const reference = `FR/${arrangement}/M05.2026`;
  const june = accountPeriodStream('EU-FR', carrierAccount, '2026-06');
  return [
    eventOf('CollectionReturnFiled', schemeReturnStream('EU-FR', arrangement, '2026-05'), noon('2026-06-05'), {
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
      currency: 'EUR',
      rows: [{ country: 'FR', rate: '20', taxable: '20.00', vat, consignments: 1 }],
      collected: vat,
      payable: vat,
      undelivered: { consignments: 0, vat: '0.00' },
      consignments: 1,
      collectionsDigest: zeros,
      ruleSet: { id: 'EU-SA', hash: zeros },
    }),
    eventOf('ChargePosted', june, noon('2026-06-05'), {
      account: carrierAccount,
      holder: 'C-1',
      charge: chargeId('EU-FR', reference),
      kind: 'return',
      subject: id,
      reference,
      lines: [{ taxType: 'B00', beneficiary: 'FR', amount: vat }],
      total: vat,
      currency: 'EUR',
      acceptedAt: noon('2026-06-05'),
      postedOn: '2026-06-05',
      dueOn: '2026-06-30',
    }),
    eventOf('PaymentAllocated', june, noon('2026-06-20'), {
      account: carrierAccount,
      holder: 'C-1',
      receipt: receiptId('EU-FR', 'BANK', 'B-9'),
      currency: 'EUR',
      allocatedOn: '2026-06-20',
      rule: 'remittance-named',
      pairs: [{ kind: 'return', reference, taxType: 'B00', beneficiary: 'FR', amount: vat }],
    }),
  ];
};
