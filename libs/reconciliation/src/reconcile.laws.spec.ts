import fc from 'fast-check';
import { type ReconciliationTotals } from './case';
import { textOf, unitsOf } from './exact-units';
import { asOf, nth, told } from '../../../test/support/reconciliation/ask';
import { adjusted, amended, backMatched, claimed, declined, deskOpened, goodsBack, invalidated, owedAtDesk, paidAtDesk, reassessed, undeliverable } from '../../../test/support/reconciliation/back-office';
import { advised, arrived, assessed, cancelled, charged, credit, declared, excluded, item, order, orderLine, payment, periodClosed, periodOpened, type StoryEvent, supply, wholeStory } from '../../../test/support/reconciliation/story';

/**
 * Laws:
 * 1. Every line counts once and every unit and cent of the source has exactly one status, whatever happened to the parcel and whenever one asks.
 * 2. The order of arrival changes nothing.
 * 3. What was known earlier is what an earlier log says.
 * 4. Each step of the bridge is the sum of its reasons, and leads from one row to the next.
 * 5. An answer may be asked in stretches of keys, and for several moments at once.
 */

const lineClasses = ['goods', 'freight', 'discount', 'manual', 'voucher'] as const;
const line = fc.record({ quantity: fc.integer({ min: 1, max: 9 }), price: fc.integer({ min: 0, max: 5000 }), thousandth: fc.integer({ min: 0, max: 9 }), kind: fc.constantFrom(...lineClasses), coded: fc.boolean() });
const fate = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
  cancel: fc.option(fc.integer({ min: 1, max: 9 })),
  stage: fc.integer({ min: 0, max: 7 }),
  credit: fc.boolean(),
  twice: fc.boolean(),
  outside: fc.boolean(),
  declaredQuantity: fc.integer({ min: 0, max: 2 }),
  debt: fc.constantFrom('uncharged', 'declined', 'deferred', 'stated', 'desk', 'paid'),
  after: fc.constantFrom('nothing', 'undelivered', 'mistaken', 'amended', 'back', 'claimed'),
});
type Fate = typeof fate extends fc.Arbitrary<infer F> ? F : never;

const priceOf = ({ price, thousandth }: Fate['lines'][number]): string => textOf(unitsOf(String(price)) / 100n + unitsOf(String(thousandth)) / 1000n);

/** What an account makes of the 3.00 that are assessed. Periods are shared by all orders of a story. */
const debtOf = ({ debt }: Fate, lrn: string): readonly StoryEvent[] => {
  if (debt === 'uncharged') return [];
  if (debt === 'declined') return declined(lrn, '3.00', 'GUARANTEE_EXCEEDED', '2026-05-09');
  if (debt === 'deferred' || debt === 'stated') return [periodOpened(), charged(lrn, '3.00'), ...(debt === 'stated' ? [periodClosed('3.00')] : [])];
  return [deskOpened(), owedAtDesk(lrn, '3.00'), ...(debt === 'paid' ? [paidAtDesk(lrn, '3.00')] : [])];
};

/** What comes after: a parcel that fails, a declaration taken back or amended, goods that go back. */
const afterOf = ({ after, debt }: Fate, number: string, lodged: readonly StoryEvent[]): readonly StoryEvent[] => {
  const lrn = `L${number}`;
  const takenBack = (ground: string): readonly StoryEvent[] => [
    invalidated(lrn, '3.00', ground, '2026-05-20'),
    ...(debt === 'deferred' || debt === 'desk' ? [adjusted(lrn, 2, '-3.00', '2026-05-20', { reducesOpen: '3.00' })] : debt === 'paid' ? [adjusted(lrn, 2, '-3.00', '2026-05-20', { refundable: '3.00' })] : []),
  ];
  if (after === 'nothing') return [];
  if (after === 'undelivered') return [undeliverable(`P${number}`, '2026-05-12'), ...takenBack('undelivered')];
  if (after === 'mistaken') return takenBack('wrong_goods');
  if (after === 'amended') return [...amended(lodged, 2, '2026-05-12'), reassessed(lrn, 2, '4.00', '1.00', '2026-05-12'), ...(debt === 'deferred' || debt === 'paid' ? [adjusted(lrn, 2, '1.00', '2026-05-12')] : [])];
  return [goodsBack({ carrier: 'C-1', consignmentNumber: `P${number}` }), ...backMatched(lrn, 1), ...(after === 'claimed' ? claimed(lrn, '3.00') : [])];
};

/** Tells one order up to a stage; the money of its lines is the source that must come back. */
const storyOf = (one: Fate, number: string): readonly StoryEvent[] => {
  const lines = one.lines.map((l, i) => ({ ...orderLine(i + 1, l.quantity, priceOf(l), { class: l.kind }), ...(l.coded ? {} : { hsCode: undefined }) }));
  const known = lines.map(({ hsCode, ...rest }) => (hsCode === undefined ? rest : { ...rest, hsCode }));
  const goods = known.filter((l) => l.class === 'goods');
  const items = goods.slice(0, 2).map((l, i) => item(i + 1, '1.00', [{ order: number, ordinal: l.ordinal, quantity: Math.max(1, l.quantity - one.declaredQuantity) }]));
  const steps: readonly (readonly StoryEvent[])[] = [
    order(number, known),
    one.cancel === null ? [] : [cancelled(number, [{ ordinal: 1, quantity: one.cancel }])],
    [payment(number, '10.00')],
    [one.outside ? excluded(number, 'OUTSIDE', 'no_rule_set') : supply(number, '8.00', '2.00')],
    [advised(`P${number}`, [number]), arrived(`P${number}`)],
    declared(`L${number}`, `P${number}`, items),
    [assessed(`L${number}`, '3.00'), ...debtOf(one, `L${number}`), ...(one.twice ? declared(`M${number}`, `P${number}`, items) : [])],
    afterOf(one, number, declared(`L${number}`, `P${number}`, items)),
  ];
  return [...steps.slice(0, one.stage + 1).flat(), ...(one.credit ? credit(`C${number}`, [orderLine(1, -2, '3.00', { class: 'credit' })]) : [])];
};

const sourceOf = (story: readonly StoryEvent[]): { readonly lines: number; readonly units: number; readonly money: string } => {
  const lines = story.flatMap((event) => (event.type === 'OrderLinesRecorded' ? event.data.lines : []));
  return { lines: lines.length, units: lines.reduce((sum, l) => sum + l.quantity, 0), money: textOf(lines.reduce((sum, l) => sum + unitsOf(l.unitPrice) * BigInt(l.quantity), 0n)) };
};

const sumOf = (totals: ReconciliationTotals): { readonly lines: number; readonly units: number; readonly money: string } => {
  const all = <T>(by: { matched: T; inTransit: T; broken: T; outside: Readonly<Record<string, T>> }): readonly T[] => [by.matched, by.inTransit, by.broken, ...Object.values(by.outside)];
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
      { numRuns: 60 },
    );
  });

  it('explains every step of the bridge in full', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 4 }), days, async (fates, day) => {
        const { bridges } = await (await told(fates.flatMap((one, i) => storyOf(one, String(i))))).reconcile(asOf(day));
        for (const { rows, steps } of bridges)
          for (const [from, to] of [['ordered', 'paid'], ['paid', 'shipped'], ['shipped', 'declared']] as const) {
            const difference = unitsOf(rows[from] ?? '0') - unitsOf(rows[to] ?? '0');
            expect(steps.find((s) => s.from === from && s.to === to)?.difference ?? '0').toBe(textOf(difference));
          }
      }),
      { numRuns: 40 },
    );
  });

  it('is the sum of its stretches, for each of the moments asked about in one pass', async () => {
    const somewhere = fc.constantFrom('order-4', 'order-G', 'order-T', 'consignment-', 'consignment-G', 'declaration-');
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 5 }), days, days, somewhere, async (fates, one, other, key) => {
        const reconciliation = await told([...fates.flatMap((f, i) => storyOf(f, String(i))), ...wholeStory, advised('P', ['unknown'])]);
        const questions = [asOf(one), asOf(other)];
        const [first, second] = [await reconciliation.sums(questions, { before: key }), structuredClone(await reconciliation.sums(questions, { after: key }))];
        for (const [i, question] of questions.entries()) {
          const stretches = [...first.slice(i, i + 1), ...second.slice(i, i + 1)];
          expect(await reconciliation.summed(question, stretches)).toEqual(await reconciliation.reconcile(question));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('leads from what is payable to what was paid and what is open, whatever became of the debt', async () => {
    const whole = fate.map((one): Fate => ({ ...one, stage: 7, debt: one.debt === 'stated' ? 'deferred' : one.debt, lines: one.lines.slice(0, 1).map((l) => ({ ...l, kind: 'goods' as const })) }));
    await fc.assert(
      fc.asyncProperty(fc.array(whole, { minLength: 1, maxLength: 4 }), days, async (fates, day) => {
        const { bridges } = await (await told(fates.flatMap((one, i) => storyOf(one, String(i))))).reconcile(asOf(day));
        for (const { rows, steps } of bridges)
          for (const [from, to] of [['payable', 'charged'], ['charged', 'stated'], ['stated', 'settled']] as const) {
            const difference = unitsOf(rows[from] ?? '0') - unitsOf(rows[to] ?? '0');
            expect(steps.find((s) => s.from === from && s.to === to)?.difference ?? '0').toBe(textOf(difference));
          }
      }),
      { numRuns: 60 },
    );
  });

  const permutations = <T>(all: readonly T[]): readonly (readonly T[])[] => (all.length < 2 ? [all] : all.flatMap((one, i) => permutations(all.filter((_, j) => j !== i)).map((rest) => [one, ...rest])));
  /** Six messages, each the events of one append to one stream, in every order of arrival. */
  const messages: Readonly<Record<string, readonly (readonly StoryEvent[])[]>> = {
    'one order, one parcel': [order('1', [orderLine(1, 2, '10.00')]), [payment('1', '24.00')], [supply('1', '20.00', '4.00')], [advised('P1', ['1'])], declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])]), [arrived('P1')]],
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
    'one parcel, two orders': [order('1', [orderLine(1, 2, '10.00')]), order('2', [orderLine(1, 1, '5.00')]), [payment('1', '20.00')], [payment('2', '5.00')], [advised('P1', [])], declared('L1', 'P1', [item(1, '25.00', [{ order: '1', ordinal: 1, quantity: 2 }, { order: '2', ordinal: 1, quantity: 1 }])])],
  };
  it.each(Object.entries(messages))('knows %s whatever the order of arrival', async (_what, six) => {
    const answers = new Set<string>();
    for (const story of permutations(six)) {
      const { cases } = await (await told(story.flat())).list(asOf('2026-05-15'), {}, { limit: 10 });
      answers.add(JSON.stringify(cases));
    }
    expect([...answers].map((answer) => (JSON.parse(answer) as readonly unknown[]).length)).toEqual([1]);
  });

  it('divides an order between its two parcels', async () => {
    const { cases } = await (await told((messages['one order, two parcels'] ?? []).flat())).list(asOf('2026-05-15'), {}, { limit: 10 });
    expect(cases[0]?.parts.map(({ units, reach }) => [units, reach])).toEqual([[1, 'declared'], [1, 'declared']]);
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
