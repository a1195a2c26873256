import fc from 'fast-check';
import { breakId } from '#break-work';
import { type Break } from './case';
import { subjectOf } from './break-subject';
import { asOf, told } from '../../../test/support/reconciliation/ask';
import { fate, storyOf } from '../../../test/support/reconciliation/fates';
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
} from '../../../test/support/reconciliation/story';
import { wholeStory } from '../../../test/support/reconciliation/whole-stories';
import { sized } from '../../../test/support/size';

const breaksOf = async (story: readonly StoryEvent[], day: string): Promise<readonly Break[]> => {
  const reconciliation = await told(story);
  const { cases } = await reconciliation.list(asOf(day), {}, { limit: 100 });
  const { periods, receipts } = await reconciliation.reconcile(asOf(day));
  return [...cases, ...periods, ...receipts].flatMap(({ breaks }) => breaks);
};
const idsOf = (breaks: readonly Break[]): readonly string[] => breaks.map(({ id }) => id).sort();

/** The same messages, stream after stream in another order; within a stream nothing moves. */
const rearranged = (story: readonly StoryEvent[], seed: readonly number[]): readonly StoryEvent[] => {
  const streams = [...new Set(story.map(({ stream }) => stream))];
  const rank = new Map(streams.map((stream, i) => [stream, seed[i % seed.length] ?? 0]));
  const at = (stream: string): number => (rank.get(stream) ?? 0) * streams.length + streams.indexOf(stream);
  return streams.sort((a, b) => at(a) - at(b)).flatMap((stream) => story.filter((event) => event.stream === stream));
};

const days = fc.constantFrom('2026-05-10', '2026-06-15', '2026-08-01', '2027-01-01');

describe('the name of a break', () => {
  it('is its own among all cases of a trade, and does not depend on what arrived first', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { minLength: 1, maxLength: 4 }),
        days,
        fc.array(fc.nat(99), { minLength: 5, maxLength: 12 }),
        async (fates, day, seed) => {
          const story = fates.flatMap((one, i) => storyOf(one, String(i)));
          const breaks = await breaksOf(story, day);
          expect(new Set(idsOf(breaks)).size).toBe(breaks.length);
          for (const { id, code, subject } of breaks) expect(breakId(code, subject)).toBe(id);
          expect(idsOf(await breaksOf(rearranged(story, seed), day))).toEqual(idsOf(breaks));
        },
      ),
      { numRuns: sized(15, 60) },
    );
  });

  it('is its own among periods and receipts as well', async () => {
    const unpaid = wholeStory.filter(({ type }) => type !== 'PaymentAllocated' && type !== 'ChargePosted');
    const breaks = await breaksOf(unpaid, '2027-06-01');
    expect(breaks.length).toBeGreaterThan(5);
    expect(new Set(idsOf(breaks)).size).toBe(breaks.length);
  });

  const parcelOf = (amount: string): readonly StoryEvent[] => [
    advised('P1', []),
    arrived('P1'),
    ...declared('L1', 'P1', [item(1, amount, [{ order: '1', ordinal: 1, quantity: 2 }])]),
    assessed('L1', '3.00'),
  ];
  const calculated = async (story: readonly StoryEvent[]): Promise<readonly Break[]> =>
    (await breaksOf(story, '2026-06-15')).filter(({ code }) => code === 'B40' || code === 'B23');

  it('stays when the case that it lies in joins another, and when its amount changes', async () => {
    const alone = await calculated(parcelOf('7.00'));
    const joined = await calculated([...parcelOf('7.00'), ...order('1', [orderLine(1, 2, '10.00')]), payment('1', '20.00')]);
    expect(alone.map(({ code }) => code)).toEqual(['B40']);
    expect(joined.find(({ code }) => code === 'B40')).toMatchObject({ id: alone[0]?.id, subject: alone[0]?.subject });
    const less = await calculated([...parcelOf('6.00'), ...order('1', [orderLine(1, 2, '10.00')]), payment('1', '20.00')]);
    const amounts = (breaks: readonly Break[]) => breaks.filter(({ code }) => code === 'B23').map(({ id, amount }) => [id, amount]);
    expect([...amounts(joined), ...amounts(less)]).toEqual([
      [joined.find(({ code }) => code === 'B23')?.id, '13'],
      [joined.find(({ code }) => code === 'B23')?.id, '14'],
    ]);
  });
});

describe('what a break is about', () => {
  it('is a name and what tells several apart, and fits a reference however long its parts are', () => {
    expect(subjectOf('order-A', 'PSP', 'T 1')).toBe('order-A/PSP/T 1');
    expect(subjectOf('summary-GB-X', 'n'.repeat(200))).toMatch(/^summary-[0-9a-f]{64}$/);
    expect(subjectOf('summary-GB-X', 'n'.repeat(201))).not.toBe(subjectOf('summary-GB-X', 'n'.repeat(202)));
  });
});
