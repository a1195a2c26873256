import { type CaseFilter } from '../case-filter';
import { CasePlaces, wantedBy } from './case-places';
import { placeOf } from '../views/case-reader';
import { IndexedStory } from '../../../../test/support/reconciliation/indexed';
import { advised, order, orderLine, payment, seller, supply } from '../../../../test/support/reconciliation/story';

/** Forty orders of two months to five countries with goods of three chapters, each third of them not paid. */
const orders = Array.from({ length: 40 }, (_, i) => {
  const [number, month, destination] = [
    `N-${String(i)}`,
    i % 4 === 0 ? '2026-05' : '2026-04',
    ['FR', 'DE', 'IT', 'ES', 'MT'][i % 5] ?? 'FR',
  ];
  const ordered = order(number, [orderLine(1, 1, '20.00', { hsCode: `${String(61 + (i % 3))}091000` })], {
    orderedAt: `${month}-02T10:00:00.000Z`,
    destination,
  });
  return i % 3 === 0
    ? ordered
    : [...ordered, payment(number, '24.00'), supply(number, '20.00', '4.00'), advised(`P-${String(i)}`, [number])];
}).flat();

const filters: readonly CaseFilter[] = [
  {},
  { status: 'broken' },
  { month: '2026-05' },
  { month: '2026-05', country: 'MT', status: 'inTransit' },
  { country: 'ES', model: 'vendor' },
  { chapter: '62' },
  { chapter: '63', month: '2026-05' },
  { seller, status: 'inTransit', country: 'DE' },
  { code: 'B01', month: '2026-04', chapter: '61' },
  { country: 'XX' },
  { chapter: '99', status: 'matched' },
];

describe('the places of cases', () => {
  let story: IndexedStory;
  beforeAll(async () => {
    story = new IndexedStory(orders);
    await story.tell(orders.length);
  });
  afterAll(() => story.close());

  it.each(filters)('of %j are the same whichever way they are looked for', async (filter) => {
    const { question } = await story.keep('2026-05-20');
    const { cases } = await story.onDemand.list(question, filter, { limit: 99 });
    const keys = cases.map(({ key }) => key);
    const places = new CasePlaces(story.model);
    for (const after of [undefined, keys[1]])
      for (const limit of [3, 99]) {
        const wanted = keys
          .slice(after === undefined ? 0 : 2)
          .slice(0, limit)
          .map(placeOf);
        for (const { find } of await places.ways(wantedBy(filter), limit)) expect(await find(after, limit)).toEqual(wanted);
      }
  });

  it('are walked to the end, some at a time', async () => {
    const { question } = await story.keep('2026-05-20');
    const filter = { status: 'broken' } as const;
    const keys = (await story.onDemand.list(question, filter, { limit: 99 })).cases.map(({ key }) => key);
    const walked: (readonly string[])[] = [];
    for await (const places of new CasePlaces(story.model).walk(wantedBy(filter), keys[0], 3)) walked.push(places);
    expect(walked.flat()).toEqual(keys.slice(1).map(placeOf));
    expect(walked.every(({ length }) => length <= 3) && walked.length > 1).toBe(true);
  });

  it('are found the short way: what few have by that, what many have among all', async () => {
    await story.keep('2026-05-20');
    const places = new CasePlaces(story.model);
    const shortest = async (filter: CaseFilter, limit: number): Promise<number> => {
      const costs = (await places.ways(wantedBy(filter), limit)).map(({ cost }) => cost);
      return costs.indexOf(Math.min(...costs));
    };
    const [amongAll, byWord, byCombination] = [0, 1, 1];
    expect(await shortest({ status: 'inTransit' }, 2)).toBe(amongAll);
    expect(await shortest({ month: '2026-05', country: 'MT', status: 'inTransit' }, 99)).toBe(byCombination);
    expect(await shortest({ chapter: '62' }, 99)).toBe(byWord);
    expect(await shortest({ chapter: '62', month: '2026-05' }, 99)).toBe(byWord);
  });
});
