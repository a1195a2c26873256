import fc from 'fast-check';
import { type ReconciliationTotals } from './case';
import { textOf, unitsOf } from './exact-units';
import { asOf, nth, told } from '../../../test/support/reconciliation/ask';
import { backMatched, claimed, goodsBack } from '../../../test/support/reconciliation/goods-back';
import { type Fate, fate, storyOf } from '../../../test/support/reconciliation/fates';
import { full, sized } from '../../../test/support/size';
import {
  advised,
  arrived,
  assessed,
  declared,
  item,
  order,
  orderLine,
  payment,
  type StoryEvent,
  supply,
} from '../../../test/support/reconciliation/story';
import { charged, periodOpened } from '../../../test/support/reconciliation/settlement';
import { wholeStory } from '../../../test/support/reconciliation/whole-stories';

/**
 * Laws:
 * 1. Every line counts once and every unit and cent of the source has exactly one status, whatever happened to the parcel and whenever one
 *    asks.
 * 2. The order of arrival changes nothing.
 * 3. What was known earlier is what an earlier log says.
 * 4. Each step of the bridge is the sum of its reasons, and leads from one row to the next.
 * 5. An answer may be asked in stretches of keys, and for several moments at once.
 */

const sourceOf = (story: readonly StoryEvent[]): { readonly lines: number; readonly units: number; readonly money: string } => {
  const lines = story.flatMap((event) => (event.type === 'OrderLinesRecorded' ? event.data.lines : []));
  return {
    lines: lines.length,
    units: lines.reduce((sum, l) => sum + l.quantity, 0),
    money: textOf(lines.reduce((sum, l) => sum + unitsOf(l.unitPrice) * BigInt(l.quantity), 0n)),
  };
};

const sumOf = (totals: ReconciliationTotals): { readonly lines: number; readonly units: number; readonly money: string } => {
  const all = <T>(by: { matched: T; inTransit: T; broken: T; outside: Readonly<Record<string, T>> }): readonly T[] => [
    by.matched,
    by.inTransit,
    by.broken,
    ...Object.values(by.outside),
  ];
  return {
    lines: all(totals.items).reduce((a, b) => a + b, 0),
    units: all(totals.units).reduce((a, b) => a + b, 0),
    money: textOf(all(totals.money).reduce((sum, money) => sum + unitsOf(money['EUR'] ?? '0'), 0n)),
  };
};

const days = fc.constantFrom('2026-05-01', '2026-05-03', '2026-05-10', '2026-06-15', '2026-08-01', '2027-01-01');

describe('reconciliation', () => {
  it('gives every line, unit and cent of the source exactly one status', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 4 }), days, async (fates, day) => {
        const story = fates.flatMap((one, i) => storyOf(one, String(i))).filter(({ at }) => at <= asOf(day).asOf);
        const { totals } = await (await told(story)).reconcile(asOf(day));
        expect(sumOf(totals)).toEqual(sourceOf(story));
      }),
      { numRuns: sized(12, 60) },
    );
  });

  it('explains every step of the bridge in full', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 4 }), days, async (fates, day) => {
        const { bridges } = await (await told(fates.flatMap((one, i) => storyOf(one, String(i))))).reconcile(asOf(day));
        for (const { rows, steps } of bridges)
          for (const [from, to] of [
            ['ordered', 'paid'],
            ['paid', 'shipped'],
            ['shipped', 'declared'],
          ] as const) {
            const difference = unitsOf(rows[from] ?? '0') - unitsOf(rows[to] ?? '0');
            expect(steps.find((s) => s.from === from && s.to === to)?.difference ?? '0').toBe(textOf(difference));
          }
      }),
      { numRuns: sized(8, 40) },
    );
  });

  it('is the sum of its stretches, for each of the moments asked about in one pass', async () => {
    const somewhere = fc.constantFrom('order-4', 'order-G', 'order-T', 'consignment-', 'consignment-G', 'declaration-');
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 5 }), days, days, somewhere, async (fates, one, other, key) => {
        const reconciliation = await told([...fates.flatMap((f, i) => storyOf(f, String(i))), ...wholeStory, advised('P', ['unknown'])]);
        const questions = [asOf(one), asOf(other)];
        const [first, second] = [
          await reconciliation.sums(questions, { before: key }),
          structuredClone(await reconciliation.sums(questions, { after: key })),
        ];
        for (const [i, question] of questions.entries()) {
          const stretches = [...first.slice(i, i + 1), ...second.slice(i, i + 1)];
          expect(await reconciliation.summed(question, stretches)).toEqual(await reconciliation.reconcile(question));
        }
      }),
      { numRuns: sized(6, 30) },
    );
  });

  it('leads from what is payable to what was paid and what is open, whatever became of the debt', async () => {
    const whole = fate.map((one): Fate => ({
      ...one,
      stage: 7,
      debt: one.debt === 'stated' ? 'deferred' : one.debt,
      lines: one.lines.slice(0, 1).map((l) => ({ ...l, kind: 'goods' as const })),
    }));
    await fc.assert(
      fc.asyncProperty(fc.array(whole, { minLength: 1, maxLength: 4 }), days, async (fates, day) => {
        const { bridges } = await (await told(fates.flatMap((one, i) => storyOf(one, String(i))))).reconcile(asOf(day));
        for (const { rows, steps } of bridges)
          for (const [from, to] of [
            ['payable', 'charged'],
            ['charged', 'stated'],
            ['stated', 'settled'],
          ] as const) {
            const difference = unitsOf(rows[from] ?? '0') - unitsOf(rows[to] ?? '0');
            expect(steps.find((s) => s.from === from && s.to === to)?.difference ?? '0').toBe(textOf(difference));
          }
      }),
      { numRuns: sized(12, 60) },
    );
  });

  const permutations = <T>(all: readonly T[]): readonly (readonly T[])[] =>
    all.length < 2 ? [all] : all.flatMap((one, i) => permutations(all.filter((_, j) => j !== i)).map((rest) => [one, ...rest]));
  /** Every order, or every seventeenth in the fast run. */
  const orders = <T>(all: readonly T[]): readonly (readonly T[])[] => permutations(all).filter((_, i) => full || i % 17 === 0);
  /** Six messages, each the events of one append to one stream, in every order of arrival. */
  const messages: Readonly<Record<string, readonly (readonly StoryEvent[])[]>> = {
    'one order, one parcel': [
      order('1', [orderLine(1, 2, '10.00')]),
      [payment('1', '24.00')],
      [supply('1', '20.00', '4.00')],
      [advised('P1', ['1'])],
      declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])]),
      [arrived('P1')],
    ],
    'one order told twice': [
      order('1', [orderLine(1, 2, '10.00')], { buyer: 'b'.repeat(64) }),
      order('2', [orderLine(1, 2, '10.00')], { buyer: 'b'.repeat(64), orderedAt: '2026-05-01T10:05:00.000Z' }),
      [payment('1', '20.00')],
      [payment('2', '20.00')],
      [advised('P1', ['1'])],
      [payment('3', '20.00')],
    ],
    'one order, two parcels': [
      order('1', [orderLine(1, 2, '10.00')]),
      [payment('1', '20.00')],
      [advised('P1', ['1'])],
      [advised('P2', ['1'])],
      declared('L1', 'P1', [item(1, '10.00', [{ order: '1', ordinal: 1, quantity: 1 }])]),
      declared('L2', 'P2', [item(1, '10.00', [{ order: '1', ordinal: 1, quantity: 1 }])]),
    ],
    'a parcel that went back': [
      [...order('1', [orderLine(1, 2, '10.00')]), payment('1', '20.00'), advised('P1', ['1'])],
      [...declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])]), assessed('L1', '3.00')],
      [periodOpened(), charged('L1', '3.00')],
      [goodsBack({ mrn: '26FRL1' })],
      [...backMatched('L1', 1)],
      [...claimed('L1', '3.00')],
    ],
    'one parcel, two orders': [
      order('1', [orderLine(1, 2, '10.00')]),
      order('2', [orderLine(1, 1, '5.00')]),
      [payment('1', '20.00')],
      [payment('2', '5.00')],
      [advised('P1', [])],
      declared('L1', 'P1', [
        item(1, '25.00', [
          { order: '1', ordinal: 1, quantity: 2 },
          { order: '2', ordinal: 1, quantity: 1 },
        ]),
      ]),
    ],
  };
  it.each(Object.entries(messages))('knows %s whatever the order of arrival', async (what, six) => {
    const answers = new Set<string>();
    for (const story of orders(six)) {
      const { cases } = await (await told(story.flat())).list(asOf('2026-05-15'), {}, { limit: 10 });
      answers.add(JSON.stringify(cases));
    }
    expect([...answers].map((answer) => (JSON.parse(answer) as readonly unknown[]).length)).toEqual([
      what === 'one order told twice' ? 3 : 1,
    ]);
  });

  it('divides an order between its two parcels', async () => {
    const { cases } = await (await told((messages['one order, two parcels'] ?? []).flat())).list(asOf('2026-05-15'), {}, { limit: 10 });
    expect(cases[0]?.parts.map(({ units, reach }) => [units, reach])).toEqual([
      [1, 'declared'],
      [1, 'declared'],
    ]);
    expect(cases[0]?.consignments.length).toBe(2);
  });

  it('shows at any position what a log that ends there shows', async () => {
    const whole = await told(wholeStory);
    for (let known = 1; known < wholeStory.length; known += 1) {
      const earlier = await told(wholeStory.slice(0, known));
      const knownAt = nth(known - 1);
      const then = await whole.reconcile(asOf('2026-07-01', { knownAt }));
      expect(then.totals).toEqual({ ...(await earlier.reconcile(asOf('2026-07-01'))).totals, knownAt });
    }
  });
});
