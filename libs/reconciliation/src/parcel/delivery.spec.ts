import { accountBreaks, asOf, parcelBreaks, told } from '../../../../test/support/reconciliation/ask';
import {
  arranged,
  arrangement,
  authorised,
  collected,
  delivered,
  remitted,
  undeliverable,
} from '../../../../test/support/reconciliation/delivery';
import { chargedBack } from '../../../../test/support/reconciliation/goods-back';
import { chargedBackAtDesk, deskOpened, owedAtDesk, paidAtDesk } from '../../../../test/support/reconciliation/desk';
import {
  advised,
  arrived,
  assessed,
  declared,
  excluded,
  item,
  order,
  orderLine,
  payment,
  type StoryEvent,
} from '../../../../test/support/reconciliation/story';
import { standardParcel, statedParcel, wholeStory } from '../../../../test/support/reconciliation/whole-stories';

const scheme = { scheme: 'EU-SA', schemeNumber: arrangement } as const;
const lodged = declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])], scheme);
/** Two units at 10.00 whose VAT of 4.00 the carrier has to collect. */
const arrangedParcel: readonly StoryEvent[] = [
  authorised(),
  ...order('1', [orderLine(1, 2, '10.00')], { schemeNumber: undefined } as object),
  payment('1', '20.00'),
  excluded('1', 'STANDARD-IMPORT', 'no_scheme'),
  advised('P1', ['1']),
  arrived('P1'),
  ...lodged,
  arranged('L1', '4.00'),
];
const atTheDoor = [...arrangedParcel, delivered('P1', '2026-05-12'), collected('P1', '4.00', '2026-05-12')];
const next = async (story: readonly StoryEvent[], day: string) =>
  (await (await told(story)).list(asOf(day), {}, { limit: 10 })).cases[0]?.next;

describe('a parcel under special arrangements', () => {
  it('matches when what was expected was collected, returned and remitted', async () => {
    const reconciliation = await told([...atTheDoor, ...remitted('4.00')]);
    const { cases } = await reconciliation.list(asOf('2026-07-01'), {}, { limit: 10 });
    expect(cases).toMatchObject([{ status: 'matched', breaks: [] }]);
    const { periods } = await reconciliation.reconcile(asOf('2026-07-01'));
    expect(periods[0]).toMatchObject({
      key: `return-${arrangement}-2026-05`,
      status: 'matched',
      beneficiaries: [{ beneficiary: 'FR', declared: '4.00', settled: '4', open: '0' }],
    });
  });
  it('waits for the collection, then for the return, until its due day', async () => {
    expect(await next(arrangedParcel, '2026-05-20')).toEqual({ leg: 'collection', deadline: '2026-06-08T12:00:00.000Z' });
    expect(await next(atTheDoor, '2026-06-02')).toMatchObject({ leg: 'return' });
  });

  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    ['that nobody received is B16', arrangedParcel, '2026-06-09', ['B16 4 EUR']],
    ['delivered without its tax is B63', [...arrangedParcel, delivered('P1', '2026-05-12')], '2026-05-18', ['B63 4 EUR']],
    ['of which too little was collected is B63', [...arrangedParcel, collected('P1', '3.00', '2026-05-12')], '2026-05-18', ['B63 1 EUR']],
    ['that failed waits for its declaration to be taken back', [...arrangedParcel, undeliverable('P1', '2026-05-12')], '2026-06-10', []],
    ['that failed and stays declared is B16', [...arrangedParcel, undeliverable('P1', '2026-05-12')], '2026-06-12', ['B16 4 EUR']],
    ['whose return was not filed is explained by that', atTheDoor, '2026-07-05', ['B50 0 - because of B50']],
    [
      'under a number that is nobody’s is B28',
      arrangedParcel.filter(({ type }) => type !== 'SchemeNumberGranted'),
      '2026-05-20',
      ['B28 20 EUR'],
    ],
  ];
  it.each(rows)('%s', async (_what, story, day, expected) => {
    expect(await parcelBreaks(story, day)).toEqual(expected);
  });

  it.each([
    ['collected and kept is B53', remitted('3.00'), ['B53 1 EUR']],
    ['returned beyond what was collected is B51', remitted('5.00'), ['B51 1 EUR']],
    ['returned and not remitted is B54', remitted('4.00').slice(0, 2), ['B54 4 EUR']],
    ['not returned is B50', [], ['B50 0 -']],
  ])('%s', async (_what, filed, expected) => {
    expect(await accountBreaks([...atTheDoor, ...filed], '2026-07-05')).toEqual(expected);
  });
  it('leaves the return when it failed after all', async () => {
    expect(await accountBreaks([...atTheDoor, undeliverable('P1', '2026-05-30'), ...remitted('0.00')], '2026-07-05')).toEqual([]);
  });
});

describe('a debt at a desk', () => {
  const owed = [...standardParcel, deskOpened(), assessed('L1', '24.00'), owedAtDesk('L1', '24.00')];
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    ['is open until it is due', owed, '2026-05-19', []],
    ['is B54 when it is due', owed, '2026-05-20', ['B54 24 EUR']],
    ['paid in part is B54 for the rest', [...owed, paidAtDesk('L1', '20.00')], '2026-05-20', ['B54 4 EUR']],
    ['paid is no break', [...owed, paidAtDesk('L1', '24.00')], '2026-05-20', []],
    [
      'whose payment was taken back is B59 at once',
      [...owed, paidAtDesk('L1', '24.00'), chargedBackAtDesk('L1', '24.00')],
      '2026-05-15',
      ['B59 24 EUR'],
    ],
  ];
  it.each(rows)('%s', async (_what, story, day, expected) => {
    expect(await parcelBreaks(story, day)).toEqual(expected);
  });
  it('goes all the way in the bridge', async () => {
    const { bridges } = await (await told([...owed, paidAtDesk('L1', '20.00')])).reconcile(asOf('2026-05-20'));
    const france = bridges.find(({ book }) => book === 'EU-FR');
    expect(france?.rows).toMatchObject({ payable: '24', charged: '24', stated: '24', settled: '20', open: '4' });
    expect(france?.steps.find(({ from }) => from === 'stated')?.because).toEqual({ 'break:B54': { amount: '4', cases: 1 } });
  });
  it('has its payment in no other case', async () => {
    expect(await parcelBreaks([...statedParcel, deskOpened(), paidAtDesk('L1', '24.00')], '2026-06-17')).toEqual([
      'B54 0 - because of B54',
    ]);
  });
});

describe('a chargeback', () => {
  it('is B05 while the tax is still declared', async () => {
    expect(await parcelBreaks([...wholeStory, chargedBack('1', '24.00')], '2026-07-01')).toEqual(['B05 24 EUR']);
  });
});
