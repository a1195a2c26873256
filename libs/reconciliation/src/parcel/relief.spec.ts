import { parcelBreaks } from '../../../../test/support/reconciliation/ask';
import { approved, claimed } from '../../../../test/support/reconciliation/goods-back';
import {
  advised,
  arrived,
  assessed,
  type DataOf,
  declared,
  excluded,
  item,
  order,
  orderLine,
  payment,
  refused,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import { granted } from '../../../../test/support/reconciliation/settlement';
import { standardHeader } from '../../../../test/support/reconciliation/whole-stories';

const covers = [{ order: '1', ordinal: 1, quantity: 2 }];
const day = '2025-03-09T12:00:00.000Z';
type Totals = DataOf<'DutyAssessed'>['totals'];
const vat = (payable: string, elsewhere: string, relieved = '0.00'): Totals => [
  { taxType: 'B00', beneficiary: 'FR', assessed: payable, relieved, accountedElsewhere: elsewhere, secured: '0.00', payable },
];
const judgedAs = (totals: Totals, more: Partial<DataOf<'DutyAssessed'>> = {}): StoryEvent => {
  const event = assessed('L1', '0.00');
  return {
    ...event,
    data: { ...(event.data as DataOf<'DutyAssessed'>), totals, payable: totals[0]?.payable ?? '0.00', ...more },
  } as StoryEvent;
};
const inScheme = { accountedIn: { scheme: 'EU-IOSS', schemeNumber: 'IM3720000015' } };

/** Two units at 62.50 GBP, declared in March 2025 when 0.82838 GBP were a euro: 150.90 EUR. */
const goods = (taxed: readonly StoryEvent[], unitPrice = '62.50', more: object = {}): readonly StoryEvent[] => [
  granted('IM3720000015', 'V-IE-1', '2024-01-01'),
  ...order('1', [orderLine(1, 2, unitPrice)], { currency: 'GBP' }),
  { ...payment('1', '125.00'), data: { ...(payment('1', '125.00').data as object), currency: 'USD' } } as StoryEvent,
  ...taxed,
  advised('P1', ['1']),
  arrived('P1'),
  ...declared('L1', 'P1', [{ ...item(1, (2 * Number(unitPrice)).toFixed(2), covers), ...more }], { currency: 'GBP', acceptedAt: day }),
];
const tested = (value: string): object => ({ thresholdTest: { value, limit: '150.00', currency: 'EUR' } });
const atCheckout = supply('1', '125.00', '25.00', { currency: 'GBP', ...tested('149.30') });
const aboveAtCheckout: StoryEvent = {
  ...excluded('1', 'STANDARD-IMPORT', 'above_threshold'),
  data: { regime: 'STANDARD-IMPORT', reason: 'above_threshold', suppliedAt: day, ...tested('151.20') },
} as StoryEvent;

type Row = readonly [what: string, story: readonly StoryEvent[], expected: readonly string[]];
const judge = (rows: readonly Row[]): void => {
  it.each(rows)('%s', async (_what, story, expected) => {
    expect(await parcelBreaks(story, '2026-05-10')).toEqual(expected);
  });
};

describe('the limit of low value', () => {
  judge([
    [
      'met at checkout and not at import is B30, and why VAT is taken twice',
      goods([atCheckout, judgedAs(vat('30.18', '0.00'))]),
      ['B40 30.18 EUR', 'B30 30.18 EUR', 'B32 30.18 EUR because of B30'],
    ],
    [
      'met at checkout is accepted at import where customs take the vendor’s word',
      goods([atCheckout, judgedAs(vat('0.00', '30.18'), inScheme)]),
      [],
    ],
    [
      'not met at import is why an H7 is refused',
      goods([atCheckout, refused('L1', 'DATASET_NOT_ALLOWED')]),
      ['B30 125 GBP', 'B09 125 GBP because of B30'],
    ],
    [
      'not met at checkout and met at import is B30 where a scheme is to carry the VAT',
      goods([aboveAtCheckout, judgedAs(vat('0.00', '24.14'), inScheme)], '60.00'),
      ['B30 24.14 EUR'],
    ],
    ['not met on either side is no break', goods([aboveAtCheckout, judgedAs(vat('30.18', '0.00'))]), ['B40 30.18 EUR']],
  ]);
});

describe('VAT', () => {
  const within = supply('1', '100.00', '20.00', { currency: 'GBP', ...tested('120.00') });
  judge([
    [
      'taken by the vendor and at the border is B32',
      goods([within, judgedAs(vat('24.14', '0.00'))], '50.00'),
      ['B40 24.14 EUR', 'B32 24.14 EUR'],
    ],
    [
      'taken at the border and corrected by the vendor is taken once',
      goods(
        [
          within,
          judgedAs(vat('24.14', '0.00')),
          {
            type: 'SupplyAdjusted',
            stream: within.stream,
            at: '2026-05-02T10:00:00.000Z',
            data: {
              creditNumber: 'C-1',
              scheme: 'EU-IOSS',
              schemeNumber: 'IM3720000015',
              originalPeriod: '2026-05',
              period: '2026-05',
              adjustedAt: '2026-05-02T10:00:00.000Z',
              consumptionCountry: 'FR',
              currency: 'GBP',
              lines: [],
              rows: [{ rate: '20', rateCategory: 'standard', taxable: '-100.00', vat: '-20.00' }],
              ruleId: 'credit-link',
            },
          },
        ],
        '50.00',
      ),
      ['B40 24.14 EUR'],
    ],
  ]);
  it('is no longer taken twice when customs gave theirs back', async () => {
    const lines = [
      {
        declaration: (judgedAs(vat('0.00', '0.00')).data as DataOf<'DutyAssessed'>).declaration,
        mrn: '26FRL1',
        seq: 1,
        taxType: 'B00',
        beneficiary: 'FR',
        paid: '24.14',
        amount: '24.14',
      },
    ];
    const story = goods(
      [
        within,
        judgedAs(vat('24.14', '0.00')),
        ...claimed('L1', '24.14', { lines, basis: 'overcharged' }),
        approved('L1', '24.14', { lines }),
      ],
      '50.00',
    );
    expect((await parcelBreaks(story, '2026-05-25')).filter((found) => found.startsWith('B32'))).toEqual([]);
  });
});

describe('a relief that a declaration claims', () => {
  const excludedSale = excluded('1', 'STANDARD-IMPORT', 'business_buyer');
  const notUsable = { findings: [{ code: 'SCHEME_NOT_APPLICABLE' }] };
  const standard = (story: readonly StoryEvent[]): readonly StoryEvent[] =>
    story.map((event) => (event.type === 'DeclarationLodged' ? { ...event, data: { ...event.data, ...standardHeader } } : event));
  judge([
    [
      'as a gift is B31 where the goods were sold',
      goods([excludedSale, judgedAs(vat('0.00', '0.00', '20.00'))], '20.00', { additionalProcedures: ['C08'] }),
      ['B31 20 EUR'],
    ],
    [
      'for a scheme is B31 where the scheme does not apply',
      goods([excludedSale, judgedAs(vat('20.00', '0.00'), notUsable)], '40.00', { additionalProcedures: ['C07', 'F48'] }),
      ['B31 20 EUR', 'B40 20 EUR'],
    ],
    [
      'for a scheme is B31 where no number is given',
      standard(goods([excludedSale, judgedAs(vat('20.00', '0.00'))], '40.00', { additionalProcedures: ['F48'] })),
      ['B31 20 EUR', 'B40 20 EUR'],
    ],
    [
      'for a scheme is B31 where the scheme leaves the sale out',
      goods([excludedSale, judgedAs(vat('0.00', '16.00'), inScheme)], '40.00', { additionalProcedures: ['C07', 'F48'] }),
      ['B31 16 EUR'],
    ],
    [
      'for low value is B31 above the limit',
      standard(goods([excludedSale, judgedAs(vat('30.18', '0.00'))], '62.50', { additionalProcedures: ['C07'] })),
      ['B31 0 EUR', 'B40 30.18 EUR'],
    ],
    [
      'for low value is right within it',
      standard(goods([excludedSale, judgedAs(vat('24.14', '0.00'))], '50.00', { additionalProcedures: ['C07'] })),
      ['B40 24.14 EUR'],
    ],
    [
      'is explained by a number that nobody was granted',
      goods([excludedSale, judgedAs(vat('20.00', '0.00'), notUsable)], '40.00', { additionalProcedures: ['F48'] }).filter(
        ({ type }) => type !== 'SchemeNumberGranted',
      ),
      ['B28 80 GBP', 'B40 20 EUR', 'B31 20 EUR because of B28'],
    ],
  ]);
});
