import { type Recorded } from '#event-catalogue';
import { id, journalOf, leftOn, movesOf, recorded } from '../journal.examples';

const claim = id('C');
const line = (taxType: string, amount: string, beneficiary = 'FR') => ({
  declaration: id('D'),
  mrn: '26FR1',
  seq: 1,
  taxType,
  beneficiary,
  paid: amount,
  amount,
});
const approved = (kind: string, lines: readonly unknown[], more: object = {}): Recorded =>
  recorded({ type: 'RefundApproved', data: { claim, currency: 'EUR', kind, lines, settlement: 'payment', ...more } }, 'EU-FR');
const paid = (amount: string, more: object = {}): Recorded =>
  recorded({ type: 'RefundPaid', data: { claim, currency: 'EUR', amount, paymentReference: 'PAY-1', ...more } }, 'EU-FR');
const shown = (endToEndId: string, amount: string): Recorded =>
  recorded(
    { type: 'ReceiptRecorded', data: { bankAccount: 'BANK', entryReference: 'E9', currency: 'EUR', amount: `-${amount}`, endToEndId } },
    'EU-FR',
    `receipt-${id('R')}`,
  );
const offset = (pairs: readonly unknown[], more: object = {}): Recorded =>
  recorded({ type: 'RefundOffset', data: { account: id('A'), holder: 'R-1', claim, currency: 'EUR', pairs, ...more } }, 'EU-FR');
const debt = (taxType: string, amount: string) => ({ kind: 'statement', reference: 'EU-FR-S00000001', taxType, beneficiary: 'FR', amount });
const lines = [line('A00', '10.00', 'EU'), line('B00', '2.00')];
const refunded = [
  { taxType: 'A00', beneficiary: 'EU', amount: '10.00' },
  { taxType: 'B00', beneficiary: 'FR', amount: '2.00' },
];

describe('what is given back', () => {
  it.each<readonly [string, Recorded, readonly string[]]>([
    ['J16: duty and VAT apart', approved('refund', lines), ['J16: 4900 12.00 = 2020 12.00']],
    ['J06: an amendment has reduced the revenue already', approved('amendment', lines), ['J06: 2020 12.00 = 2020 12.00']],
    ['J18: drawback, 99 per cent of 100.00', approved('drawback', [line('A00', '99.00')]), ['J18: 4910 99.00 = 2030 99.00']],
    ['J18 TV-59: drawback, 99 per cent of 123.45', approved('drawback', [line('A00', '122.21')]), ['J18: 4910 122.21 = 2030 122.21']],
    [
      'J19: interest on the repayment',
      approved('amendment', [line('A00', '10.00')], { interest: { amount: '0.30' } }),
      ['J06: 2020 10.00 = 2020 10.00', 'J19: 5010 0.30 = 2040 0.30'],
    ],
    ['J35: the vendor’s later return carries it', approved('refund', lines, { settlement: 'laterReturn' }), []],
    ['J17: paid, with interest', paid('12.30', { interest: '0.30', lines: refunded }), ['J17: 2020 12.00, 2040 0.30 = 2010 12.30']],
    ['J17: drawback paid', paid('99.00', { kind: 'drawback' }), ['J17: 2030 99.00 = 2010 99.00']],
    [
      'J17, J21: set against debts',
      offset(
        [
          { refundedTaxType: 'B00', debt: debt('A00', '2.00') },
          { refundedTaxType: 'B00', debt: debt('A00', '0.30'), interest: true },
        ],
        { released: '2.30' },
      ),
      ['J17: 2020 2.00, 2040 0.30, 9101 2.30 = 1100 2.30, 9100 2.30'],
    ],
  ])('%s', (_what, event, entries) => {
    expect(movesOf(event)).toEqual(entries);
  });

  it('is owed until the bank shows it, and then to nobody', () => {
    const story = [approved('refund', lines, { interest: { amount: '0.30' } }), paid('12.30', { interest: '0.30', lines: refunded })];
    expect(leftOn(story, '2010', 'reference')).toEqual(['PAY-1 -1230']);
    story.push(shown('PAY-1', '12.30'));
    for (const account of ['2010', '2020', '2040'])
      expect(leftOn(story, account, 'receipt', 'reference', 'claim', 'subject', 'taxType', 'beneficiary')).toEqual([]);
    expect(leftOn(story, '4900', 'taxType')).toEqual(['A00 1000', 'B00 200']);
  });

  it('is owed for the declaration until a claim takes it over', () => {
    const adjusted = recorded(
      {
        type: 'ChargeAdjusted',
        data: {
          account: id('A'),
          holder: 'R-1',
          charge: id('X'),
          subject: id('D'),
          reference: '26FR1',
          currency: 'EUR',
          reason: 'invalidated',
          lines: [{ taxType: 'B00', beneficiary: 'FR', amount: '-2.00', refundable: '2.00' }],
        },
      },
      'EU-FR',
    );
    const story = [
      adjusted,
      approved('amendment', [line('B00', '2.00')]),
      offset([{ refundedTaxType: 'B00', debt: debt('B00', '2.00') }], { kind: 'amendment' }),
    ];
    expect(leftOn(story.slice(0, 1), '2020', 'subject', 'claim')).toEqual([`${id('D')}  -200`]);
    expect(leftOn(story.slice(0, 2), '2020', 'subject', 'claim')).toEqual([` ${claim} -200`]);
    expect(leftOn(story, '2020', 'subject', 'claim')).toEqual([]);
  });
});

describe('what is handed on', () => {
  const established = recorded(
    {
      type: 'BeneficiaryShareEstablished',
      data: {
        authority: 'EU-FR',
        beneficiary: 'EU',
        distribution: 'DIST-1',
        currency: 'EUR',
        lines: [{ taxType: 'A00', collected: '300.00', retained: '75.00', due: '225.00' }],
        due: '225.00',
      },
    },
    'EU-FR',
  );
  const distributed = recorded(
    {
      type: 'BeneficiaryDistributed',
      data: {
        authority: 'EU-FR',
        beneficiary: 'EU',
        distribution: 'DIST-1',
        amount: '225.00',
        currency: 'EUR',
        paymentReference: 'DIST-1-EU',
      },
    },
    'EU-FR',
  );

  it('is due to its beneficiary less what the collector keeps, and gone when the bank shows it (J29)', () => {
    expect([established, distributed].map(movesOf)).toEqual([['J29: 4990 225.00 = 2100 225.00'], ['J29: 2100 225.00 = 2010 225.00']]);
    for (const account of ['2100', '2010'])
      expect(leftOn([established, distributed, shown('DIST-1-EU', '225.00')], account, 'reference', 'beneficiary')).toEqual([]);
  });
});

describe('special arrangements (J38)', () => {
  const released = recorded(
    {
      type: 'DutyAssessed',
      data: {
        declaration: id('D'),
        mrn: '26FR1',
        version: 1,
        accountHolder: 'POST',
        currency: 'EUR',
        relief: [],
        accountedIn: { scheme: 'EU-SA', schemeNumber: 'FRSA1' },
        totals: [
          {
            taxType: 'B00',
            beneficiary: 'FR',
            assessed: '21.60',
            relieved: '0.00',
            accountedElsewhere: '21.60',
            secured: '0.00',
            payable: '0.00',
          },
        ],
      },
    },
    'EU-FR',
  );
  const collected = recorded(
    {
      type: 'TaxCollectedFromRecipient',
      data: {
        carrier: 'POST',
        consignmentNumber: 'RR1',
        consumptionCountry: 'FR',
        currency: 'EUR',
        schemeNumber: 'FRSA1',
        lines: [
          { taxType: 'A00', amount: '3.00' },
          { taxType: 'B00', amount: '16.60' },
        ],
      },
    },
    '-',
  );
  const filed = recorded(
    {
      type: 'CollectionReturnFiled',
      data: {
        return: id('S'),
        returnReference: 'FRSA1/2026-07',
        authority: 'EU-FR',
        schemeNumber: 'FRSA1',
        holder: 'POST',
        currency: 'EUR',
        rows: [{ country: 'FR', vat: '16.60' }],
        payable: '16.60',
        undelivered: { consignments: 1, vat: '5.00' },
      },
    },
    'EU-FR',
  );

  it('VAT is due when it is collected, and no longer expected of what was not delivered', () => {
    expect(journalOf(collected)).toEqual([
      'J38 EU-FR Dr 1101 1660 EUR POST B00 FR',
      'J38 EU-FR Cr 4010 1660 EUR B00 FR',
      'J38 EU-FR Dr 9201 1660 EUR B00 FR',
      'J38 EU-FR Cr 9200 1660 EUR B00 FR',
    ]);
    expect(movesOf(filed)).toEqual(['J35: 1101 16.60 = 1101 16.60', 'J38: 9201 5.00 = 9200 5.00']);
    expect(leftOn([released, collected, filed], '9200', 'party', 'taxType', 'beneficiary')).toEqual([]);
  });

  it('VAT that was collected and goes back to its recipient is not due', () => {
    const more = { ...filed, data: { ...(filed.data as object), undelivered: { consignments: 1, vat: '5.00', collected: '8.00' } } };
    expect(movesOf(more)).toEqual(['J35: 1101 16.60 = 1101 16.60', 'J38: 4010 8.00, 9201 5.00 = 1101 8.00, 9200 5.00']);
  });

  it('the return is charged like any other', () => {
    const charged = recorded(
      {
        type: 'ChargePosted',
        data: {
          account: id('A'),
          holder: 'POST',
          charge: id('C'),
          subject: id('S'),
          reference: 'FRSA1/2026-07',
          currency: 'EUR',
          lines: [{ taxType: 'B00', beneficiary: 'FR', amount: '16.60' }],
        },
      },
      'EU-FR',
    );
    expect(leftOn([released, collected, filed, charged], '1101', 'party', 'subject')).toEqual([]);
  });
});
