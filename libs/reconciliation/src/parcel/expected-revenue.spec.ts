import { evolveRuleBook, type RulesEvent, shippedRuleBook } from '#rules';
import { streamFor } from '#event-catalogue';
import { asOf, inShort, parcelBreaks, told } from '../../../../test/support/reconciliation/ask';
import { amended, reassessed } from '../../../../test/support/reconciliation/later-versions';
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
  type StoryEvent,
} from '../../../../test/support/reconciliation/story';
import { charged, periodOpened } from '../../../../test/support/reconciliation/settlement';
import { standardHeader, standardLodged, standardParcel } from '../../../../test/support/reconciliation/whole-stories';

const covers = [{ order: '1', ordinal: 1, quantity: 2 }];
/** Two units at 100.00: 12 % duty and 20 % VAT upon both. */
const taxed = (duty: string, vat: string): StoryEvent => {
  const event = assessed('L1', duty);
  const totals = [
    { taxType: 'A00', beneficiary: 'EU', assessed: duty, relieved: '0.00', accountedElsewhere: '0.00', secured: '0.00', payable: duty },
    { taxType: 'B00', beneficiary: 'FR', assessed: vat, relieved: '0.00', accountedElsewhere: '0.00', secured: '0.00', payable: vat },
  ];
  return {
    ...event,
    data: { ...(event.data as DataOf<'DutyAssessed'>), totals, payable: (Number(duty) + Number(vat)).toFixed(2) },
  } as StoryEvent;
};
const paidInFull = (total: string): readonly StoryEvent[] => [periodOpened(), charged('L1', total)];

/** The standard parcel with 30.00 of freight in the order, and what its declaration says. */
const withFreight = (freight: string, ...rest: readonly StoryEvent[]): readonly StoryEvent[] => [
  ...order('1', [orderLine(1, 2, '100.00')], { freight: '30.00', schemeNumber: undefined } as object),
  payment('1', '230.00'),
  excluded('1', 'STANDARD-IMPORT', 'above_threshold'),
  advised('P1', ['1']),
  arrived('P1'),
  ...declared('L1', 'P1', [item(1, '200.00', covers)], { ...standardHeader, freight }),
  ...rest,
];

describe('the tax that an order led to expect', () => {
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], expected: readonly string[]])[] = [
    [
      'is assessed where the goods are declared as ordered, whatever it is',
      [...standardParcel, taxed('1.00', '1.00'), ...paidInFull('2.00')],
      [],
    ],
    ['is assessed where the freight is declared as ordered', withFreight('30.00', taxed('27.60', '51.52'), ...paidInFull('79.12')), []],
    [
      'is not, and nothing else says why, where the freight is left out: B45',
      withFreight('0', taxed('24.00', '44.80'), ...paidInFull('68.80')),
      ['B45 10.32 EUR'],
    ],
    ['may differ by a twentieth', withFreight('25.00', taxed('27.00', '50.40'), ...paidInFull('77.40')), []],
    [
      'is explained by a value that is too low',
      [
        ...standardParcel.filter(({ type }) => type !== 'DeclarationItemsRecorded' && type !== 'DeclarationLodged'),
        ...declared('L1', 'P1', [item(1, '100.00', covers)], standardHeader),
        taxed('12.00', '22.40'),
        ...paidInFull('34.40'),
      ],
      ['B23 100 EUR', 'B45 34.4 EUR because of B23'],
    ],
  ];
  it.each(rows)('%s', async (_what, story, expected) => {
    expect(await parcelBreaks(story, '2026-05-12')).toEqual(expected);
  });
});

it('that differs within tolerance is told to the cent', async () => {
  const reconciliation = await told(withFreight('25.00', taxed('27.00', '50.40'), ...paidInFull('77.40')));
  expect((await reconciliation.reconcile(asOf('2026-05-12'))).totals.tolerated).toEqual({
    'expected-revenue': { count: 1, amount: { EUR: '1.72' } },
  });
});

const measure = 'EU:A00:61091000:*:2021-01-01';
const annulment = { jurisdiction: 'EU', taxType: 'A00', measureId: measure, voidFrom: '2026-05-01', reason: 'held unlawful' };
const tariff: RulesEvent = {
  type: 'MeasuresPublished',
  data: {
    jurisdiction: 'EU',
    taxType: 'A00',
    source: 'test',
    measures: [{ codePrefix: '61', origin: '*', from: '2021-01-01', publishedAt: '2021-01-01', expression: '2%' }],
  },
};
const lawOf = (...events: readonly RulesEvent[]) => ({
  ruleBook: events.reduce(evolveRuleBook, evolveRuleBook(shippedRuleBook(), tariff)),
});
const annulled = (more: object = {}): StoryEvent => ({
  type: 'MeasureAnnulled',
  stream: streamFor({ category: 'ruleSet', book: '-', issuer: 'TIDEWAITER', reference: 'tariff/EU/A00' }),
  at: '2026-05-20T00:00:00.000Z',
  data: { ...annulment, ...more },
});
const breaksOf = async (story: readonly StoryEvent[], day: string, more: object = {}): Promise<readonly string[]> => {
  const { cases } = await (
    await told(story)
  ).list(asOf(day, lawOf({ type: 'MeasureAnnulled', data: { ...annulment, ...more } })), {}, { limit: 10 });
  return cases.flatMap(({ breaks, next }) => [
    ...inShort(breaks),
    ...(next?.leg === 'assessment' ? [`awaits an assessment until ${next.deadline}`] : []),
  ]);
};

describe('an assessment under a measure that was annulled', () => {
  const underIt = [...standardParcel, taxed('24.00', '44.80'), ...paidInFull('68.80')];
  it('is to be made again within 30 days, and is B47 then', async () => {
    expect(await breaksOf([...underIt, annulled()], '2026-06-05')).toEqual(['awaits an assessment until 2026-06-19T00:00:00.000Z']);
    expect((await breaksOf([...underIt, annulled()], '2026-06-20')).filter((found) => found.startsWith('B47'))).toEqual(['B47 24 EUR']);
  });
  it('says what the law makes of it now', async () => {
    const { cases } = await (
      await told([...underIt, annulled()])
    ).list(asOf('2026-06-20', lawOf({ type: 'MeasureAnnulled', data: annulment })), { code: 'B47' }, { limit: 10 });
    expect(cases[0]?.breaks.find(({ code }) => code === 'B47')?.why).toMatchObject({
      criterion: `assessment of 26FRL1 without measure ${measure} (held unlawful)`,
      expected: '44.8 EUR instead of 68.8 by 2026-06-19T00:00:00.000Z',
    });
  });
  it('is in order once it was made again', async () => {
    const again = [
      ...underIt,
      annulled(),
      ...amended(standardLodged, 2, '2026-05-25'),
      reassessed('L1', 2, '44.80', '-24.00', '2026-05-25'),
    ];
    expect((await breaksOf(again, '2026-06-20')).filter((found) => found.startsWith('B47'))).toEqual([]);
  });
  it('is in order where the annulment is for later days, or for other goods', async () => {
    expect(
      (await breaksOf([...underIt, annulled({ voidFrom: '2026-05-10' })], '2026-06-20', { voidFrom: '2026-05-10' })).filter((found) =>
        found.startsWith('B47'),
      ),
    ).toEqual([]);
    expect(
      (await breaksOf([...underIt, annulled({ measureId: 'EU:A00:62:*:2021-01-01' })], '2026-06-20')).filter((found) =>
        found.startsWith('B47'),
      ),
    ).toEqual([]);
  });
});
