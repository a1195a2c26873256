import { asOf, parcelBreaks, told } from '../../../../test/support/reconciliation/ask';
import {
  approved,
  attached,
  backMatched,
  backUnmatched,
  claimed,
  claimOf,
  exported,
  goodsBack,
  refunded,
  setOff,
} from '../../../../test/support/reconciliation/goods-back';
import { received, settled } from '../../../../test/support/reconciliation/settlement';
import { statedParcel, wholeStory } from '../../../../test/support/reconciliation/whole-stories';
import { supply, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { orderStream } from '#advance-data';

const paidParcel = [...statedParcel, received('B-1', '24.00'), settled('statement', '24.00')];
const original = { carrier: 'C-1', consignmentNumber: 'P1' };
const backHome = [...paidParcel, goodsBack(original), ...backMatched('L1')];
const refundedParcel = [...backHome, ...claimed('L1', '24.00'), attached(), approved('L1', '24.00'), refunded('24.00')];

const row = (vat: string) => ({ rate: '20', rateCategory: 'standard', taxable: '0.00', vat });
const correction = (vat: string, more: object = {}): StoryEvent => ({
  type: 'SupplyAdjusted',
  stream: orderStream('V-IE-1', '1'),
  at: '2026-05-25T10:00:00.000Z',
  data: {
    creditNumber: 'C-1',
    scheme: 'EU-IOSS',
    schemeNumber: 'IM3720000015',
    originalPeriod: '2026-05',
    period: '2026-05',
    adjustedAt: '2026-05-25T10:00:00.000Z',
    consumptionCountry: 'FR',
    currency: 'EUR',
    lines: [],
    rows: [row(vat)],
    ruleId: 'credit-link',
    ...more,
  },
});

/** The same parcel in the super-reduced data set: EUR 3 for the item as such, and 21.00 of VAT. */
const lowValue = backHome.flatMap((event): readonly StoryEvent[] => {
  if (event.type === 'DutyAssessed') {
    const totals = event.data.totals.map((total) => {
      const amount = total.taxType === 'A00' ? '3.00' : '21.00';
      return { ...total, assessed: amount, accountedElsewhere: '0.00', payable: amount };
    });
    return [{ ...event, data: { ...event.data, totals } }];
  }
  return event.type === 'DeclarationLodged' ? [{ ...event, data: { ...event.data, dataset: 'H7' } }] : [event];
});
const backAgain = (quantity: number): readonly StoryEvent[] => [...lowValue.slice(0, -2), ...backMatched('L1', quantity)];

describe('goods that go back', () => {
  it('belong to the parcel that they came by, with the claim for their tax', async () => {
    const { cases } = await (await told(refundedParcel)).list(asOf('2026-07-01'), {}, { limit: 10 });
    expect(cases).toMatchObject([
      {
        status: 'matched',
        breaks: [],
        returns: [{ reference: 'BACK-1', status: 'matched' }],
        claims: [{ reference: 'R-1', status: 'refunded' }],
      },
    ]);
    expect(
      (await (await told(refundedParcel)).reconcile(asOf('2026-07-01'))).bridges.find(({ book }) => book === 'EU-FR')?.rows,
    ).toMatchObject({ settled: '24', refunded: '24' });
  });
  it('that name no parcel are a case of their own until they are matched', async () => {
    const alone = [...paidParcel, goodsBack({ mrn: '26FRL1' })];
    expect((await (await told(alone)).list(asOf('2026-07-01'), {}, { limit: 10 })).cases.map(({ key }) => key.split('-')[0])).toEqual([
      'order',
      'returnCase',
    ]);
    expect(
      (await (await told([...alone, ...backMatched('L1')])).list(asOf('2026-07-01'), {}, { limit: 10 })).cases.map(
        ({ key }) => key.split('-')[0],
      ),
    ).toEqual(['order']);
  });

  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    ['wait 60 days for somebody to ask for their tax', backHome, '2026-07-18', []],
    ['are B71 when nobody did', backHome, '2026-07-19', ['B71 24 EUR']],
    [
      'are B71 as early when their import was found late',
      [...paidParcel, goodsBack(original), ...backMatched('L1', 2, '2026-07-18')],
      '2026-07-19',
      ['B71 24 EUR'],
    ],
    ['wait five days for somebody to look for their import', [...paidParcel, goodsBack(original)], '2026-05-24', []],
    ['whose import nobody looked for are B79', [...paidParcel, goodsBack(original)], '2026-05-25', ['B79 0 -']],
    ['after export, whose export nobody looked for are B76', [...paidParcel, goodsBack(original, 'reimported')], '2026-05-25', ['B76 0 -']],
    ['are B71 when the seller corrected nothing', [...wholeStory, goodsBack(original), ...backMatched('L1')], '2026-07-25', ['B71 4 EUR']],
    [
      'in part are B71 for the tax of that part',
      [...wholeStory, goodsBack(original), ...backMatched('L1', 1)],
      '2026-07-25',
      ['B71 2 EUR'],
    ],
    [
      'and were corrected by the seller are no break',
      [...wholeStory, goodsBack(original), ...backMatched('L1'), correction('-4.00')],
      '2026-07-25',
      [],
    ],
    [
      'in part say nothing of a duty that is owed for the item as such',
      [...paidParcel, goodsBack(original), ...backMatched('L1', 1)],
      '2026-07-25',
      [],
    ],
    ['in part are B71 for the VAT of that part, as the duty is for the item as such', backAgain(1), '2026-07-25', ['B71 10.5 EUR']],
    ['as a whole are B71 with the duty of the item', backAgain(2), '2026-07-25', ['B71 24 EUR']],
    [
      'beyond what came are B72',
      [...backHome, ...backMatched('L1', 3).slice(1), ...claimed('L1', '24.00'), attached()],
      '2026-06-01',
      ['B72 0 EUR'],
    ],
    [
      'that are more than came are B72',
      [...paidParcel, goodsBack(original), backUnmatched('QUANTITY_EXCEEDED')],
      '2026-06-01',
      ['B72 0 -'],
    ],
    [
      'that came back without an export are B76',
      [...paidParcel, goodsBack(original, 'reimported'), backUnmatched('NO_CANDIDATE')],
      '2026-06-01',
      ['B76 0 -'],
    ],
    ['that were not found are B79', [...paidParcel, goodsBack(original), backUnmatched('NO_CANDIDATE')], '2026-06-01', ['B79 0 -']],
  ];
  it.each(rows)('%s', async (_what, story, day, expected) => {
    expect(await parcelBreaks(story, day)).toEqual(expected);
  });
});

describe('a refund', () => {
  const approvedParcel = [...backHome, ...claimed('L1', '24.00'), attached(), approved('L1', '24.00')];
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    [
      'for goods that never went back is B70',
      [...paidParcel, ...claimed('L1', '24.00'), attached(), approved('L1', '24.00'), refunded('24.00')],
      '2026-06-20',
      ['B70 24 EUR'],
    ],
    [
      'for goods that were exported is no break',
      [...paidParcel, exported('L1'), ...claimed('L1', '24.00'), attached(), approved('L1', '24.00'), refunded('24.00')],
      '2026-06-20',
      [],
    ],
    [
      'for goods that were never taken back is B76',
      [...paidParcel, ...claimed('L1', '24.00', { basis: 'returned_goods' }), attached(), approved('L1', '24.00'), refunded('24.00')],
      '2026-06-20',
      ['B76 24 EUR'],
    ],
    ['that was approved is awaited', approvedParcel, '2026-06-20', []],
    ['that was approved and not paid is B71', approvedParcel, '2026-06-25', ['B71 24 EUR']],
    ['paid in part is B71 for the rest', [...approvedParcel, refunded('20.00')], '2026-06-25', ['B71 4 EUR']],
    [
      'that is to be set off waits for debts',
      [...backHome, ...claimed('L1', '24.00'), attached(), approved('L1', '24.00', { settlement: 'offset' })],
      '2026-10-20',
      [],
    ],
    [
      'beyond what was paid is B73',
      [
        ...approvedParcel,
        refunded('24.00'),
        ...claimed('L1', '10.00', {}, 'R-2'),
        attached(false, 'R-2'),
        approved('L1', '10.00', {}, 'R-2'),
        refunded('10.00', 'R-2'),
      ],
      '2026-06-20',
      ['B73 10 EUR'],
    ],
    ['of a supply beyond its tax is B73', [...wholeStory, correction('-5.00')], '2026-05-28', ['B73 1 EUR']],
    ['by two channels is B74', [...approvedParcel, refunded('24.00'), setOff('24.00')], '2026-06-20', ['B74 24 EUR']],
    [
      'by a correction of the claim and a payment is B74',
      [...approvedParcel, refunded('24.00'), supply('1', '0.00', '4.00'), correction('-4.00', { claim: claimOf('R-1') })].filter(
        ({ type }) => type !== 'SupplyExcluded',
      ),
      '2026-05-30',
      ['B03 4 EUR', 'B74 24 EUR'],
    ],
    ['without its documents is B75', [...backHome, ...claimed('L1', '24.00')], '2026-06-22', ['B75 24 EUR']],
    ['with a document that is late is B75', [...backHome, ...claimed('L1', '24.00'), attached(true)], '2026-06-22', ['B75 24 EUR']],
    [
      'with a late document that was admitted is no break',
      [
        ...backHome,
        ...claimed('L1', '24.00'),
        attached(true),
        approved('L1', '24.00', { lateAdmitted: ['ImportDeclaration'] }),
        refunded('24.00'),
      ],
      '2026-06-22',
      [],
    ],
  ];
  it.each(rows)('%s', async (_what, story, day, expected) => {
    expect([...(await parcelBreaks(story, day))].sort()).toEqual([...expected].sort());
  });
});
