import { type Recorded } from '#event-catalogue';
import { id, journalOf, leftOn, movesOf, recorded } from '../journal.examples';

type Amounts = Readonly<Partial<Record<'assessed' | 'relieved' | 'accountedElsewhere' | 'secured' | 'payable', string>>>;
const total = (taxType: string, amounts: Amounts, beneficiary = 'GB') => ({
  taxType,
  beneficiary,
  assessed: '0.00',
  relieved: '0.00',
  accountedElsewhere: '0.00',
  secured: '0.00',
  payable: '0.00',
  ...amounts,
});
const payable = (taxType: string, amount: string, beneficiary = 'GB') => total(taxType, { assessed: amount, payable: amount }, beneficiary);
const subject = { declaration: id('D'), authority: 'GB', mrn: '26GB1', accountHolder: 'R-1', currency: 'GBP' };

const assessed = (version: number, totals: readonly unknown[], more: object = {}): Recorded =>
  recorded({ type: 'DutyAssessed', data: { ...subject, version, totals, relief: [], ...more } });
const amended = (
  version: number,
  totals: readonly unknown[],
  changes: readonly unknown[],
  reason = 'amended',
  more: object = {},
): Recorded => assessed(version, totals, { changes: { from: version - 1, totals: changes, relief: [], payable: '0.00', reason }, ...more });
const invalidated = (totals: readonly unknown[], more: object = {}): Recorded =>
  recorded({ type: 'DeclarationInvalidated', data: { ...subject, version: 1, totals, relief: [], ...more } });
const charged = (lines: readonly unknown[], security?: object): Recorded =>
  recorded({
    type: 'ChargePosted',
    data: {
      account: id('A'),
      holder: 'R-1',
      charge: id('C'),
      subject: id('D'),
      reference: '26GB1',
      currency: 'GBP',
      lines,
      ...(security === undefined ? {} : { security }),
    },
  });
const adjusted = (reason: string, lines: readonly unknown[], more: object = {}): Recorded =>
  recorded({
    type: 'ChargeAdjusted',
    data: {
      account: id('A'),
      holder: 'R-1',
      charge: id('C'),
      subject: id('D'),
      reference: '26GB1',
      currency: 'GBP',
      reason,
      lines,
      ...more,
    },
  });

const quota = [payable('A00', '72.80'), payable('B00', '294.56')];
const quotaUp = [payable('A00', '8.40'), payable('B00', '1.68')];

describe('a declaration and its charge', () => {
  const line = (taxType: string, amount: string, more: object = {}) => ({ taxType, beneficiary: 'GB', amount, ...more });

  it.each<readonly [string, Recorded, readonly string[]]>([
    [
      'J01 TV-04: duty, excise and VAT',
      assessed(1, [payable('A00', '40.00'), payable('407', '325.53'), payable('B00', '473.10')]),
      ['J01: 1101 838.63 = 4000 40.00, 4010 473.10, 4020 325.53'],
    ],
    [
      'J01b TV-07: relief',
      assessed(1, [total('A00', { assessed: '2.70', relieved: '2.70' })], {
        relief: [{ kind: 'forgone', taxType: 'A00', amount: '2.70' }],
      }),
      ['J01: 9400 2.70 = 9401 2.70'],
    ],
    [
      'J37 TV-12: a security as a tax line',
      assessed(1, [total('A00', { assessed: '160.00', secured: '160.00' })]),
      ['J01: 9100 160.00 = 9101 160.00'],
    ],
    [
      'J37 TV-17: inward processing, turned into debt',
      amended(2, [payable('A00', '250.00')], [total('A00', { secured: '-250.00', payable: '250.00' })]),
      ['J04: 1101 250.00, 9101 250.00 = 4000 250.00, 9100 250.00'],
    ],
    [
      'J03, J20 TV-04: the charge and what is reserved',
      charged([line('A00', '40.00'), line('407', '325.53'), line('B00', '473.10')], { reserved: '838.63' }),
      ['J03: 1100 838.63, 9100 838.63 = 1101 838.63, 9101 838.63'],
    ],
    [
      'J04 TV-06: more, first half',
      amended(2, [payable('A00', '81.20'), payable('B00', '296.24')], quotaUp),
      ['J04: 1101 10.08 = 4000 8.40, 4010 1.68'],
    ],
    [
      'J04 TV-06: more, second half',
      adjusted('amended', [line('A00', '8.40'), line('B00', '1.68')], { reserved: '10.08' }),
      ['J04: 1100 10.08, 9100 10.08 = 1101 10.08, 9101 10.08'],
    ],
    ['J05 TV-10: less, first half', amended(2, [payable('A00', '59.94')], [payable('A00', '-0.06')]), ['J04: 4000 0.06 = 1101 0.06']],
    [
      'J05 TV-10: less and unpaid, second half',
      adjusted('amended', [line('A00', '-0.06', { reducesOpen: '0.06' })], { reserved: '-0.06' }),
      ['J04: 1101 0.06, 9101 0.06 = 1100 0.06, 9100 0.06'],
    ],
    [
      'J06 TV-08: less and paid',
      adjusted('amended', [line('A00', '-2.00', { refundable: '2.00' }), line('B00', '-20.40', { refundable: '20.40' })]),
      ['J04: 1101 22.40 = 2020 22.40'],
    ],
    ['J02: provisional', assessed(1, [payable('A00', '100.00')], { provisional: true }), ['J02: 1105 100.00 = 4000 100.00']],
    [
      'J02: final',
      amended(2, [payable('A00', '110.00')], [payable('A00', '10.00')], 'final'),
      ['J02: 1101 110.00 = 1105 100.00, 4000 10.00'],
    ],
    [
      'J07: invalidated, first half',
      invalidated([payable('A00', '40.00'), payable('B00', '8.00')]),
      ['J07: 4000 40.00, 4010 8.00 = 1101 48.00'],
    ],
    [
      'J07: invalidated while provisional',
      invalidated([payable('A00', '100.00')], { provisional: true }),
      ['J07: 4000 100.00 = 1105 100.00'],
    ],
    [
      'J07: invalidated, partly paid, second half',
      adjusted('invalidated', [line('A00', '-40.00', { reducesOpen: '30.00', refundable: '10.00' })], { reserved: '-30.00' }),
      ['J07: 1101 40.00, 9101 30.00 = 1100 30.00, 2020 10.00, 9100 30.00'],
    ],
    [
      'J38: expected from recipients',
      assessed(1, [total('B00', { assessed: '21.60', accountedElsewhere: '21.60' }, 'FR')], {
        currency: 'EUR',
        accountedIn: { scheme: 'EU-SA', schemeNumber: 'FRSA1' },
      }),
      ['J01: 9400 21.60 = 9401 21.60', 'J38: 9200 21.60 = 9201 21.60'],
    ],
  ])('%s', (_what, event, entries) => {
    expect(movesOf(event)).toEqual(entries);
  });

  it('end at the last version, whatever the way there (TV-06: 367.36, 377.44, 487.64)', () => {
    const split = [payable('A00', '173.04'), payable('B00', '314.60')];
    const story = [
      assessed(1, quota),
      charged([line('A00', '72.80'), line('B00', '294.56')]),
      amended(2, [payable('A00', '81.20'), payable('B00', '296.24')], quotaUp),
      adjusted('amended', [line('A00', '8.40'), line('B00', '1.68')]),
      amended(3, split, [payable('A00', '91.84'), payable('B00', '18.36')]),
      adjusted('amended', [line('A00', '91.84'), line('B00', '18.36')]),
    ];
    expect(leftOn(story, '1101', 'subject', 'taxType')).toEqual([]);
    expect(leftOn(story, '1100', 'party', 'taxType')).toEqual(['R-1 A00 17304', 'R-1 B00 31460']);
    expect(
      leftOn(
        [
          ...story,
          invalidated(split),
          adjusted('invalidated', [line('A00', '-173.04', { reducesOpen: '173.04' }), line('B00', '-314.60', { reducesOpen: '314.60' })]),
        ],
        '1100',
        'party',
      ),
    ).toEqual([]);
  });

  it('leaves nothing provisional once a version is final, charged before or after', () => {
    const story = [
      assessed(1, [payable('A00', '100.00'), payable('A30', '5.00')], { provisional: true }),
      amended(2, [payable('A00', '110.00')], [payable('A00', '10.00'), payable('A30', '-5.00')], 'final'),
    ];
    for (const debts of [
      [charged([line('A00', '110.00')])],
      [
        charged([line('A00', '100.00'), line('A30', '5.00')]),
        adjusted('final', [line('A00', '10.00'), line('A30', '-5.00', { reducesOpen: '5.00' })]),
      ],
    ]) {
      expect(leftOn([...story, ...debts], '1105', 'taxType')).toEqual([]);
      expect(leftOn([...story, ...debts], '1101', 'taxType')).toEqual([]);
      expect(leftOn([...story, ...debts], '1100', 'taxType')).toEqual(['A00 11000']);
    }
  });

  it('takes relief and security back as they were given', () => {
    const totals = [
      total('A00', { assessed: '250.00', secured: '250.00' }),
      total('B00', { assessed: '27.54', accountedElsewhere: '27.54' }),
    ];
    const story = [assessed(1, totals), invalidated(totals)];
    for (const account of ['9100', '9101', '9400', '9401']) expect(leftOn(story, account, 'party', 'kind', 'taxType')).toEqual([]);
    expect(journalOf(story[1] as Recorded)).toContain('J07 GB Cr 9400 2754 GBP B00 accountedElsewhere');
  });
});
