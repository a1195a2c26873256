import fc from 'fast-check';
import { consignmentStream, orderStream } from '#advance-data';
import { type BridgeFigure } from '../bridge/bridge';
import { CaseAnswers } from '../case-answers';
import { type CaseFilter } from '../case-filter';
import { type BrokenCase } from '../reconcile';
import { type ReconciliationQuestion } from '../reconciliation-question';
import { type DimensionFilter } from './case-dimensions';
import { type Snapshot } from './known-facts';
import { arranged, arrangement, authorised, collected, delivered, remitted } from '../../../../test/support/reconciliation/delivery';
import { chargedBack, exported } from '../../../../test/support/reconciliation/goods-back';
import { chargedBackAtDesk, deskOpened, owedAtDesk, paidAtDesk } from '../../../../test/support/reconciliation/desk';
import { contested, restReopened, reversed, settledShort, writtenOff } from '../../../../test/support/reconciliation/account-life';
import { hand } from '../../../../test/support/reconciliation/by-hand';
import { summary } from '../../../../test/support/reconciliation/later-versions';
import { IndexedStory } from '../../../../test/support/reconciliation/indexed';
import { fate, storyOf } from '../../../../test/support/reconciliation/fates';
import { sized } from '../../../../test/support/size';
import {
  advised,
  arrived,
  assessed,
  cancelled,
  declared,
  iossNumber,
  item,
  order,
  orderLine,
  payment,
  seller,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import { charged, filed, granted, periodClosed, periodOpened, received, settled } from '../../../../test/support/reconciliation/settlement';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';

/**
 * Laws of the case index:
 * 1. What it answers is what is answered on demand at its snapshot: lists and their pages, totals, bridges, the whole report, breaks.
 * 2. That is so whatever order events came in, however they were divided, and at whatever moments the index was moved on.
 * 3. Its rows are those of an index that is built anew at the same snapshot.
 */

/** What happens to accounts, returns and numbers beside the parcels of a story; some of it comes early, some late. */
const offices: readonly (readonly StoryEvent[])[] = [
  [granted()],
  [granted(arrangement, 'C-1')],
  filed('4.00', '16.00'),
  filed('2.00', '8.00', { period: '2026-06', start: '2026-06-01', end: '2026-07-01', dueOn: '2026-07-31', filedOn: '2026-07-10' }),
  [settled('return', '4.00')],
  [periodOpened(), periodClosed('6.00'), settled('statement', '6.00', 'B-2')],
  [periodOpened(), periodClosed('3.00'), settled('statement', '3.00', 'B-3'), reversed('3.00')],
  [contested('1.00')],
  [writtenOff('3.00')],
  settledShort('return', '3.90', '0.10'),
  [periodOpened(), periodClosed('3.00'), ...settledShort('statement', '2.80', '0.20'), restReopened('0.20')],
  [chargedBack('0', '10.00')],
  [chargedBackAtDesk('L0', '3.00')],
  [exported('L0')],
  [summary('2026-05-01', '2026-06-01', '2026-06-12', '2026-06-10', 1)],
  [received('B-9', '7.00')],
  [authorised(), ...arrangedParcel()],
];

function arrangedParcel(): readonly StoryEvent[] {
  return [
    ...order('SA', [orderLine(1, 1, '40.00')]),
    payment('SA', '40.00'),
    advised('PSA', ['SA']),
    ...declared('LSA', 'PSA', [item(1, '40.00', [{ order: 'SA', ordinal: 1, quantity: 1 }])], {
      scheme: 'EU-SA',
      schemeNumber: arrangement,
    } as object),
    arranged('LSA', '8.00'),
    delivered('PSA', '2026-05-12'),
    collected('PSA', '8.00', '2026-05-12'),
    ...remitted('8.00'),
  ];
}

/** Parcels that share orders, so that cases join when a link comes late. */
const joined: readonly StoryEvent[] = [
  advised('P0', ['0', '1']),
  ...declared('LX', 'PX', [
    item(1, '5.00', [
      { order: '0', ordinal: 1, quantity: 1 },
      { order: '2', ordinal: 1, quantity: 1 },
    ]),
  ]),
  arrived('PX'),
];

/** The streams of a story, each in its own order, taken in turns as the choices say. */
const interleaved = (stories: readonly (readonly StoryEvent[])[], choices: readonly number[]): readonly StoryEvent[] => {
  const streams = new Map<string, StoryEvent[]>();
  const known = new Set<string>();
  for (const event of stories.flat()) {
    // A fact is told once, however many of the stories tell it.
    const text = JSON.stringify(event);
    if (known.has(text)) continue;
    known.add(text);
    streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  }
  const told: StoryEvent[] = [];
  for (let turn = 0; streams.size > 0; turn += 1) {
    const names = [...streams.keys()];
    const name = names[(choices[turn % choices.length] ?? 0) % names.length] ?? '';
    const next = streams.get(name)?.shift();
    if (next !== undefined) told.push(next);
    if (streams.get(name)?.length === 0) streams.delete(name);
  }
  return told;
};

const moments = [
  '2026-05-01',
  '2026-05-03',
  '2026-05-10',
  '2026-05-21',
  '2026-06-05',
  '2026-06-11',
  '2026-06-30',
  '2026-07-05',
  '2026-07-31',
  '2026-08-01',
  '2026-09-10',
  '2027-01-01',
];
const dimensions: readonly DimensionFilter[] = [
  {},
  { month: '2026-05' },
  { month: '2026-06' },
  { model: 'vendor' },
  { model: 'consumer' },
  { country: 'FR' },
  { seller },
  { schemeNumber: iossNumber, month: '2026-05' },
  { chapter: '61' },
  { seller, chapter: '61' },
  { scheme: 'EU-IOSS' },
  { scheme: 'EU-SA', month: '2026-05' },
  { scheme: 'standard', chapter: '61' },
  { scheme: '-' },
  { seller: '-' },
];
const filters: readonly CaseFilter[] = [
  ...dimensions,
  { status: 'broken' },
  { status: 'matched' },
  { code: 'B01' },
  { code: 'B22', status: 'broken' },
  { code: 'B54' },
  { status: 'inTransit', month: '2026-05' },
  { code: 'B22', status: 'broken', seller },
];

const all = async <T>(from: AsyncGenerator<T>): Promise<readonly T[]> => {
  const found: T[] = [];
  for await (const one of from) found.push(one);
  return found;
};

const expectSameAnswers = async (story: IndexedStory, question: ReconciliationQuestion, at: Snapshot): Promise<void> => {
  const { index, onDemand } = story;
  const report = await onDemand.reconcile(question);
  expect(await index.report(at, question)).toEqual(report);
  for (const filter of dimensions)
    expect([filter, await index.bridges(at, question, filter)]).toEqual([filter, await onDemand.bridges(question, filter)]);
  const behind = report.bridges.flatMap(({ book, currency, steps }) =>
    steps.flatMap(({ from, to, because }) => Object.keys(because).map((reason) => ({ book, currency, from, to, reason }))),
  );
  for (const filter of [
    ...filters,
    ...behind.slice(0, 3).map((selection): CaseFilter => ({ behind: selection })),
    ...behind.slice(-1).map((selection): CaseFilter => ({ behind: selection, month: '2026-05' })),
  ]) {
    expect([filter, await index.totalsOf(filter)]).toEqual([filter, await onDemand.totalsOf(question, filter)]);
    const page = await onDemand.list(question, filter, { limit: 2 });
    expect([filter, await index.list(at, question, filter, { limit: 2 })]).toEqual([filter, page]);
    if (page.next !== undefined)
      expect(await index.list(at, question, filter, { after: page.next, limit: 50 })).toEqual(
        await onDemand.list(question, filter, { after: page.next, limit: 50 }),
      );
  }
  const stages = report.bridges.flatMap(({ book, currency, rows, byTaxType = {} }) => [
    ...Object.keys(rows).map((stage) => ({ book, currency, stage })),
    ...Object.entries(byTaxType).flatMap(([taxType, taxed]) => Object.keys(taxed).map((stage) => ({ book, currency, stage, taxType }))),
  ]) as readonly BridgeFigure[];
  for (const behind of stages) {
    expect([behind, await index.list(at, question, { behind }, { limit: 2 })]).toEqual([
      behind,
      await onDemand.list(question, { behind }, { limit: 2 }),
    ]);
    expect(await index.totalsOf({ behind, month: '2026-05' })).toEqual(await onDemand.totalsOf(question, { behind, month: '2026-05' }));
  }
  const broken: readonly BrokenCase[] = await all(onDemand.broken(question));
  const answers = new CaseAnswers(onDemand, () => index);
  for (const filter of [{}, { code: 'B22' }, { whoActs: 'declarant', seller }])
    expect(await index.broken(at, question, filter)).toEqual(await all(onDemand.broken(question, filter)));
  expect(await all(answers.broken(question))).toEqual(broken);
  const places = broken.flatMap(({ key, breaks }) => breaks.map(({ id }) => [id, key] as const));
  expect(
    await answers.casesOfBreaks(
      question,
      places.map(([id]) => id),
    ),
  ).toEqual(new Map(places));
  expect(await answers.list(question, { status: 'broken' }, { limit: 9 })).toEqual(
    await onDemand.list(question, { status: 'broken' }, { limit: 9 }),
  );
};

const expectRowsOfNewIndex = async (story: IndexedStory, question: ReconciliationQuestion, at: Snapshot): Promise<void> => {
  const kept = await story.model.contents();
  await story.keeper.build(at, question);
  expect(kept).toEqual(await story.model.contents());
};

const withStory = async (events: readonly StoryEvent[], use: (story: IndexedStory) => Promise<void>): Promise<void> => {
  const story = new IndexedStory(events);
  try {
    await use(story);
  } finally {
    await story.close();
  }
};

describe('the case index', () => {
  it('answers what is answered on demand, however the story came in and whenever it was moved on', async () => {
    const told = fc.record({
      fates: fc.array(fate, { minLength: 1, maxLength: 4 }),
      beside: fc.subarray(offices.map((_, i) => i)),
      late: fc.boolean(),
      choices: fc.array(fc.nat(50), { minLength: 1, maxLength: 40 }),
      stretches: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
      days: fc.array(fc.nat(moments.length - 1), { minLength: 1, maxLength: sized(4, 6) }),
    });
    await fc.assert(
      fc.asyncProperty(told, async ({ fates, beside, late, choices, stretches, days }) => {
        const events = interleaved(
          [...fates.map((one, i) => storyOf(one, String(i))), ...beside.map((i) => offices[i] ?? []), ...(late ? [joined] : [])],
          choices,
        );
        const sorted = [...days].sort((a, b) => a - b).map((i) => moments[i] ?? '');
        await withStory(events, async (story) => {
          let last: Awaited<ReturnType<IndexedStory['keep']>> | undefined;
          for (const [i, day] of sorted.entries()) {
            await story.tell(i === sorted.length - 1 ? story.length : (stretches[i % stretches.length] ?? 1));
            last = await story.keep(day);
            await expectSameAnswers(story, last.question, last.at);
          }
          if (last !== undefined) await expectRowsOfNewIndex(story, last.question, last.at);
        });
      }),
      { numRuns: sized(2, 25) },
    );
  });

  const boughtAndDeclared = [
    ...order('1', [orderLine(1, 1, '20.00')]),
    payment('1', '24.00'),
    advised('P1', ['1']),
    arrived('P1'),
    ...declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 1 }])]),
  ];
  const june = { period: '2026-06', start: '2026-06-01', end: '2026-07-01', dueOn: '2026-07-31', filedOn: '2026-07-10' };
  const july = { period: '2026-07', start: '2026-07-01', end: '2026-08-01', dueOn: '2026-08-31', filedOn: '2026-08-10' };
  const effectiveOn = (day: string, events: readonly StoryEvent[]): readonly StoryEvent[] =>
    events.map((event) => ({ ...event, at: `${day}T12:00:00.000Z` }));
  const stories: Readonly<Record<string, readonly StoryEvent[]>> = {
    'from the order to the payment of its return': wholeStory,
    'whose debt is paid at a desk, and then not': [
      ...boughtAndDeclared,
      assessed('L1', '3.00'),
      deskOpened(),
      owedAtDesk('L1', '3.00'),
      paidAtDesk('L1', '3.00'),
      chargedBackAtDesk('L1', '3.00'),
    ],
    'whose supply is told after its return, and the next return carries it': [
      ...filed('0.00', '0.00'),
      ...boughtAndDeclared,
      supply('1', '20.00', '4.00'),
      ...filed('4.00', '20.00', june),
    ],
    'whose next return is known early and effective late': [
      ...filed('0.00', '0.00'),
      ...boughtAndDeclared,
      supply('1', '20.00', '4.00'),
      ...effectiveOn('2026-08-20', filed('4.00', '20.00', june).slice(0, 1)),
      ...effectiveOn('2026-07-20', filed('0.00', '0.00', july)),
    ],
    'whose parcel is parted from an order by hand, and joined again': [
      ...wholeStory.map((event): StoryEvent => (event.type === 'ConsignmentAdvised' ? advised('P1', ['1', '2']) : event)),
      ...[...order('2', [orderLine(1, 1, '5.00')]), payment('2', '6.00'), supply('2', '5.00', '1.00')],
      ...[
        hand(consignmentStream('C-1', 'P1'), orderStream(seller, '2'), 'break'),
        hand(consignmentStream('C-1', 'P1'), orderStream(seller, '2'), { leaves: 'none' }),
      ],
    ],
    'whose payment is joined to its order by hand, and taken off again': [
      ...wholeStory.map((event): StoryEvent =>
        event.type === 'CheckoutPaymentCaptured' ? { ...payment('O-1O', '24.00'), stream: event.stream } : event,
      ),
      ...[
        hand(orderStream(seller, 'O-1O'), orderStream(seller, '1'), 'confirm'),
        hand(orderStream(seller, 'O-1O'), orderStream(seller, '1'), { leaves: 'none' }),
      ],
    ],
    'that is told twice, and cancelled once': [
      ...order('1', [orderLine(1, 2, '10.00')], { buyer: 'b'.repeat(64) }),
      ...order('2', [orderLine(1, 2, '10.00')], { buyer: 'b'.repeat(64), orderedAt: '2026-05-01T10:09:00.000Z' }),
      cancelled('1', [{ ordinal: 1, quantity: 2 }]),
    ],
    'whose chargeback, statement and dispute come last': [
      ...boughtAndDeclared,
      assessed('L1', '3.00'),
      periodOpened(),
      charged('L1', '3.00'),
      periodClosed('3.00'),
      chargedBack('1', '24.00'),
      settled('statement', '3.00', 'B-2'),
      reversed('3.00'),
      writtenOff('3.00'),
    ],
  };
  it.each(Object.entries(stories))('follows a story %s event by event, and day by day', async (_what, events) => {
    await withStory(events, async (story) => {
      const expectSame = async (day: string): Promise<void> => {
        const { question, at } = await story.keep(day);
        expect(await story.index.report(at, question)).toEqual(await story.onDemand.reconcile(question));
        expect(await story.index.list(at, question, {}, { limit: 9 })).toEqual(await story.onDemand.list(question, {}, { limit: 9 }));
      };
      for (let i = 0; i < events.length; i += 1) {
        await story.tell(1);
        await expectSame('2026-07-25');
      }
      for (const day of ['2026-08-01', '2026-08-12', '2026-08-21', '2026-09-01', '2026-10-01']) await expectSame(day);
    });
  });

  it('judges again only what something happened to, and what time changes', async () => {
    const parcels = ['1', '2', '3'].flatMap((number) => [
      ...order(number, [orderLine(1, 1, '20.00')]),
      payment(number, '24.00'),
      supply(number, '20.00', '4.00'),
    ]);
    await withStory([...parcels, advised('P1', ['1']), ...filed('12.00', '60.00')], async (story) => {
      await story.tell(parcels.length);
      await story.keep('2026-05-02');
      expect((await story.keep('2026-05-03')).judged).toBe(0);
      await story.tell(1);
      expect((await story.keep('2026-05-03')).judged).toBe(1);
      // The return is filed in June: what is known of it says nothing in May.
      await story.tell(99);
      expect((await story.keep('2026-05-03')).judged).toBe(0);
      // Thirty days after the payment nothing was shipped of two of them; the third is on its way.
      expect((await story.keep('2026-05-31')).judged).toBe(2);
      expect((await story.keep('2026-06-30')).judged).toBe(3);
    });
  });

  it('moves on, never back', async () => {
    await withStory(wholeStory, async (story) => {
      await story.tell(5);
      const { question, at } = await story.keep('2026-06-01');
      await expect(
        story.keeper.advance({ ...at, moment: '2026-05-31T23:59:59.999Z' }, question, { subjects: new Set(), keys: new Set() }),
      ).rejects.toThrow(RangeError);
    });
  });
});
