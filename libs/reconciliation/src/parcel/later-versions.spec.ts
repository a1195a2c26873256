import { asOf, parcelBreaks, told } from '../../../../test/support/reconciliation/ask';
import { adjusted, amended, authorityTax, declined, invalidated, reassessed } from '../../../../test/support/reconciliation/later-versions';
import { nextPeriod, settledShort, writtenOff } from '../../../../test/support/reconciliation/account-life';
import { undeliverable } from '../../../../test/support/reconciliation/delivery';
import { assessed, declared, item, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { charged, periodClosed, periodOpened } from '../../../../test/support/reconciliation/settlement';
import { standardHeader, standardLodged, standardParcel, statedParcel } from '../../../../test/support/reconciliation/whole-stories';

const chargedParcel = [...standardParcel, assessed('L1', '24.00'), periodOpened(), charged('L1', '24.00')];
const versionTwo = amended(standardLodged, 2, '2026-05-12');
const returnedUndelivered = [
  ...chargedParcel,
  undeliverable('P1', '2026-05-11'),
  invalidated('L1', '24.00', 'undelivered', '2026-05-20'),
  adjusted('L1', 2, '-24.00', '2026-05-20', { reducesOpen: '24.00' }, { reason: 'invalidated' }),
];

const tax = (payable: string, more: object = {}) => ({
  seq: 1,
  taxType: 'A00',
  base: '200.00',
  rate: '12',
  assessed: payable,
  payable,
  ...more,
});
const first = async (story: readonly StoryEvent[], day: string) => (await (await told(story)).list(asOf(day), {}, { limit: 10 })).cases[0];

describe('a later version', () => {
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    [
      'replaces the items: what it leaves out is B26',
      [
        ...chargedParcel,
        ...amended(declared('L1', 'P1', [item(1, '100.00', [{ order: '1', ordinal: 1, quantity: 1 }])], standardHeader), 2, '2026-05-12'),
        reassessed('L1', 2, '24.00', '0.00', '2026-05-12'),
      ],
      '2026-05-15',
      ['B26 100 EUR', 'B45 44.8 EUR because of B26'],
    ],
    [
      'counts with what its account was charged and what changed since',
      [...chargedParcel, ...versionTwo, reassessed('L1', 2, '30.00', '6.00', '2026-05-12'), adjusted('L1', 2, '6.00', '2026-05-12')],
      '2026-05-15',
      [],
    ],
    ['is awaited for a day', [...chargedParcel, ...versionTwo], '2026-05-12', []],
    ['without an assessment is B48', [...chargedParcel, ...versionTwo], '2026-05-14', ['B48 200 EUR']],
    [
      'that raised the debt without a charge is B40',
      [...chargedParcel, ...versionTwo, reassessed('L1', 2, '30.00', '6.00', '2026-05-12')],
      '2026-05-14',
      ['B40 6 EUR'],
    ],
    [
      'that lowered the debt has a day for the charge to follow',
      [...chargedParcel, ...versionTwo, reassessed('L1', 2, '20.00', '-4.00', '2026-05-12')],
      '2026-05-12',
      [],
    ],
    [
      'that lowered the debt and not the charge is B41',
      [...chargedParcel, ...versionTwo, reassessed('L1', 2, '20.00', '-4.00', '2026-05-12')],
      '2026-05-14',
      ['B41 4 EUR'],
    ],
    [
      'lowers an open statement',
      [
        ...statedParcel,
        nextPeriod('24.00'),
        ...versionTwo,
        reassessed('L1', 2, '0.00', '-24.00', '2026-06-02'),
        adjusted(
          'L1',
          2,
          '-24.00',
          '2026-06-02',
          { reducesOpen: '24.00' },
          { original: { period: '2026-05', statement: 'EU-FR-S00000001' } },
        ),
      ],
      '2026-07-01',
      [],
    ],
    ['of a debt that was written off is not missed', [...statedParcel, writtenOff('24.00')], '2026-07-01', []],
    [
      'of a debt that was paid but for what is tolerated is not missed',
      [...statedParcel, ...settledShort('statement', '23.80', '0.20')],
      '2026-07-01',
      [],
    ],
  ];
  it.each(rows)('%s', async (_what, story, day, expected) => {
    expect(await parcelBreaks(story, day)).toEqual(expected);
  });
});

describe('an invalidated declaration', () => {
  it('explains an undelivered parcel: neither missing nor charged, and outside for a reason of its own', async () => {
    const found = await first(returnedUndelivered, '2026-05-25');
    expect(found).toMatchObject({
      status: 'outside',
      breaks: [],
      declarations: [{ mrn: '26FRL1' }],
      parts: [{ units: 2, money: '200', disposition: { status: 'outside', reason: 'undelivered' } }],
    });
    expect((await (await told(returnedUndelivered)).reconcile(asOf('2026-05-25'))).totals).toMatchObject({
      items: { outside: { undelivered: 1 } },
      declaredItems: { matched: 0, broken: 0, invalidated: 1 },
      breaks: {},
    });
  });
  it('has its debt taken back: a charge that stays is B41', async () => {
    const story = returnedUndelivered.filter(({ type }) => type !== 'ChargeAdjusted');
    expect(await parcelBreaks(story, '2026-05-20')).toEqual([]);
    expect(await parcelBreaks(story, '2026-05-21')).toEqual(['B41 24 EUR']);
  });
  it('is replaced where it was a mistake: without another declaration the parcel is B20', async () => {
    const story = [...standardParcel, assessed('L1', '0.00'), invalidated('L1', '0.00', 'wrong_goods', '2026-05-20')];
    expect(await parcelBreaks(story, '2026-05-20')).toEqual([]);
    expect(await parcelBreaks(story, '2026-05-21')).toEqual(['B20 200 EUR']);
    expect(
      await parcelBreaks(
        [
          ...story,
          ...declared('L2', 'P1', [item(1, '200.00', [{ order: '1', ordinal: 1, quantity: 2 }])], standardHeader),
          assessed('L2', '0.00'),
        ],
        '2026-05-22',
      ),
    ).toEqual([]);
  });
  it('that repeated another is no duplicate any more', async () => {
    const twice = [
      ...standardParcel,
      assessed('L1', '0.00'),
      ...declared('L2', 'P1', [item(1, '200.00', [{ order: '1', ordinal: 1, quantity: 2 }])], {
        ...standardHeader,
        acceptedAt: '2026-05-10T12:00:00.000Z',
      }),
      assessed('L2', '0.00'),
    ];
    expect(await parcelBreaks(twice, '2026-05-20')).toEqual(['B21 200 EUR']);
    expect(await parcelBreaks([...twice, invalidated('L2', '0.00', 'duplicate', '2026-05-15')], '2026-05-20')).toEqual([]);
  });
  it('divides into what was payable and what was taken back of it in the bridge', async () => {
    const { bridges } = await (await told(returnedUndelivered)).reconcile(asOf('2026-05-25'));
    const france = bridges.find(({ book }) => book === 'EU-FR');
    expect(france?.rows).toMatchObject({ declared: '200', payable: '24', invalidated: '24', charged: '0' });
    expect(france?.steps.find(({ from }) => from === 'payable')?.because).toEqual({ 'outside:invalidated': { amount: '24', cases: 1 } });
  });
  it('leaves what was paid on it refundable', async () => {
    const story = [
      ...statedParcel,
      nextPeriod('24.00'),
      undeliverable('P1', '2026-05-11'),
      invalidated('L1', '24.00', 'undelivered', '2026-06-05'),
      adjusted('L1', 2, '-24.00', '2026-06-05', { refundable: '24.00' }, { original: { period: '2026-05', statement: 'EU-FR-S00000001' } }),
    ];
    const { bridges } = await (await told(story)).reconcile(asOf('2026-06-10'));
    const france = bridges.find(({ book }) => book === 'EU-FR');
    expect(france?.rows).toMatchObject({ charged: '0', stated: '0', open: '24' });
    expect(france?.rows.settled).toBeUndefined();
    expect(france?.steps.find(({ from }) => from === 'stated')?.because).toEqual({
      'outside:refundable': { amount: '-24', cases: 1 },
      timing: { amount: '24', cases: 1 },
    });
  });
});

describe('a debt that its account declined', () => {
  it('waits for room in the guarantee, then is B46', async () => {
    const story = [...standardParcel, assessed('L1', '24.00'), ...declined('L1', '24.00', 'GUARANTEE_EXCEEDED', '2026-05-09')];
    expect(await first(story, '2026-05-20')).toMatchObject({
      status: 'inTransit',
      next: { leg: 'guarantee', deadline: '2026-06-08T12:00:00.000Z' },
    });
    expect(await parcelBreaks(story, '2026-06-09')).toEqual(['B46 24 EUR']);
    expect(await parcelBreaks([...story, periodOpened(), charged('L1', '24.00', '2026-05-30T12:00:00.000Z')], '2026-06-05')).toEqual([]);
  });
  it('waits for a suspended account, then is B15', async () => {
    const story = [...standardParcel, assessed('L1', '24.00'), ...declined('L1', '24.00', 'ACCOUNT_SUSPENDED', '2026-05-09')];
    expect(await first(story, '2026-05-20')).toMatchObject({ next: { leg: 'charge' } });
    expect(await parcelBreaks(story, '2026-06-09')).toEqual(['B15 24 EUR']);
  });
});

describe('the authority’s own tax', () => {
  const assessedParcel = [...chargedParcel, periodClosed('24.00')];
  it.each([
    ['that is ours is no break', [tax('24.00')], []],
    ['that is more is B42', [tax('25.50', { rate: '12.75' })], ['B42 1.5 EUR']],
    ['of a type that we do not have is B42', [tax('24.00'), tax('3.00', { taxType: 'A35', rate: '1.5' })], ['B42 3 EUR']],
    [
      'may differ by the rounding of each of several lines',
      [tax('12.00', { base: '100.00' }), tax('12.01', { seq: 2, base: '100.00' })],
      [],
    ],
    [
      'of several lines that differ by more is B42',
      [tax('12.00', { base: '100.00' }), tax('12.03', { seq: 2, base: '100.00' })],
      ['B42 0.03 EUR'],
    ],
  ])('%s', async (_what, lines, expected) => {
    expect(await parcelBreaks([...assessedParcel, authorityTax('L1', lines)], '2026-06-10')).toEqual(expected);
  });
  it('of an earlier version says nothing of the later', async () => {
    expect(
      await parcelBreaks(
        [...chargedParcel, authorityTax('L1', [tax('25.50')]), ...versionTwo, reassessed('L1', 2, '24.00', '0.00', '2026-05-12')],
        '2026-05-15',
      ),
    ).toEqual([]);
  });
});
