import { breakStream, breakWorkProjection } from '#break-work';
import { Reconciliation } from '../reconcile';
import { reconciliationProjection } from '../views/reconciliation.projection';
import { ageBucketOf } from './work-standing';
import { type BreakFilter, type ListedBreak, WorkedBreaks } from './worked-breaks';
import { asOf, nth, type ToldEvent, viewsOf } from '../../../../test/support/reconciliation/ask';
import { advised, arrived, order, orderLine, payment, seller } from '../../../../test/support/reconciliation/story';
import { received } from '../../../../test/support/reconciliation/settlement';

/**
 * An order that nobody paid (B01), a parcel without an order and without a declaration (B10, B20), an entry that nobody's account was found
 * for (B56).
 */
const trade: readonly ToldEvent[] = [
  ...order('1', [orderLine(1, 2, '10.00')]),
  ...order('2', [orderLine(1, 1, '200.00')]),
  payment('2', '200.00'),
  advised('P9', []),
  arrived('P9'),
  received('B-2', '7.00'),
];
const question = asOf('2026-06-17');

const worked = async (...more: readonly ToldEvent[]): Promise<WorkedBreaks> => {
  const views = await viewsOf([...trade, ...more], [reconciliationProjection, breakWorkProjection]);
  return new WorkedBreaks(views, new Reconciliation(views));
};
const listed = async (breaks: WorkedBreaks, filter: BreakFilter = {}, moment = question): Promise<readonly ListedBreak[]> =>
  (await breaks.list(moment, filter, { limit: 100 })).breaks;
const inShort = (breaks: readonly ListedBreak[]): readonly string[] => breaks.map(({ code, work }) => `${code} ${work.status}`);

/** What somebody did about a break on a day. */
const steps = (
  { id, code, subject, caseKey, amount, since, dueBy }: ListedBreak,
  ...said: readonly (readonly [type: string, on: string, data: object])[]
): readonly ToldEvent[] => {
  const stream = breakStream(id);
  const begun = { break: id, code, subject, caseKey, amount, since, dueBy, on: said[0]?.[1] };
  return [
    { type: 'BreakWorkBegun', stream, at: `${said[0]?.[1] ?? ''}T00:00:00.000Z`, data: begun },
    ...said.map(([type, on, data]) => ({ type, stream, at: `${on}T00:00:00.000Z`, data: { ...data, by: 'CLERK-1', on } })),
  ];
};
const only = async (code: string): Promise<ListedBreak> => {
  const [found] = await listed(await worked(), { code });
  if (found === undefined) throw new Error(`no ${code}`);
  return found;
};

describe('breaks with the work on them', () => {
  it('are those that are derived, open as long as nobody does anything', async () => {
    const breaks = await worked();
    const all = await listed(breaks);
    expect([...inShort(all)].sort()).toEqual(['B01 open', 'B10 open', 'B11 open', 'B20 open', 'B56 open']);
    expect(inShort(all).at(-1)).toBe('B56 open');
    expect(all.find(({ code }) => code === 'B01')?.work).toEqual({ status: 'open', daysToDue: expect.any(Number) as number, age: '31-60' });
    const exported: ListedBreak[] = [];
    for await (const found of breaks.ofParcels(question)) exported.push(found);
    expect(exported).toEqual(all.slice(0, -1));
  });

  it('say what was done by the day that is asked about, as far as it was known', async () => {
    const unpaid = await only('B01');
    const story = steps(
      unpaid,
      ['BreakAssigned', '2026-06-01', { to: 'CLERK-2' }],
      ['BreakCommented', '2026-06-05', { text: 'Asked.' }],
      ['BreakResolved', '2026-06-10', { resolution: 'explained_timing', reason: 'Paid by bank.' }],
    );
    const breaks = await worked(...story);
    const standing = async (day: string, knownAt?: string) =>
      (await listed(breaks, { code: 'B01' }, asOf(day, knownAt === undefined ? {} : { knownAt })))[0]?.work;
    expect(await standing('2026-06-17')).toMatchObject({
      status: 'resolved',
      assignee: 'CLERK-2',
      lastComment: { by: 'CLERK-1', text: 'Asked.' },
    });
    expect(await standing('2026-06-04')).toMatchObject({ status: 'assigned', assignee: 'CLERK-2' });
    expect(await standing('2026-05-31')).toMatchObject({ status: 'open' });
    expect(await standing('2026-06-17', nth(trade.length + 1))).toMatchObject({ status: 'assigned' });
    expect(await standing('2026-06-17', nth(trade.length - 1))).toMatchObject({ status: 'open' });
  });

  it('are found by code, who acts, status, assignee, day and stake', async () => {
    const unpaid = await only('B01');
    const breaks = await worked(
      ...steps(unpaid, ['BreakAssigned', '2026-06-01', { to: 'CLERK-2' }]),
      ...steps(await only('B20'), ['BreakResolved', '2026-06-01', { resolution: 'superseded', reason: 'Declared on paper.' }]),
    );
    const found = async (filter: BreakFilter) => [...inShort(await listed(breaks, filter))].sort();
    expect(await found({ whoActs: 'vendor' })).toEqual(['B01 assigned', 'B11 open']);
    expect(await found({ status: 'resolved' })).toEqual(['B20 resolved']);
    expect(await found({ assignee: 'CLERK-2' })).toEqual(['B01 assigned']);
    expect(await found({ overdue: true })).toEqual(['B01 assigned', 'B10 open']);
    expect(await found({ overdue: false })).toEqual(['B11 open', 'B20 resolved', 'B56 open']);
    expect(await found({ atLeast: { amount: '100', currency: 'EUR' } })).toEqual(['B11 open']);
    expect(await found({ owner: seller })).toEqual(['B01 assigned', 'B11 open']);
    expect(await found({ owner: 'V-XX-9' })).toEqual([]);
  });

  it('come page by page, whole and once, wherever a page ends', async () => {
    const breaks = await worked();
    const all = (await listed(breaks)).map(({ id }) => id);
    for (const limit of [1, 2, 3, 4, 5]) {
      const given: string[] = [];
      let after: string | undefined;
      do {
        const page = await breaks.list(question, {}, { limit, ...(after === undefined ? {} : { after }) });
        given.push(...page.breaks.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      expect([limit, given]).toEqual([limit, all]);
    }
  });

  it('are found by id, with a hint of their case or without, and a case whose break is gone says so', async () => {
    const breaks = await worked();
    const [unpaid, entry] = [await only('B01'), await only('B56')];
    expect(await breaks.find(question, [unpaid.id, entry.id, '0'.repeat(26)])).toMatchObject(
      new Map([
        [unpaid.id, { found: { code: 'B01' }, owners: [seller] }],
        [entry.id, { found: { code: 'B56' }, owners: [] }],
      ]),
    );
    const hinted = await breaks.find(
      question,
      [unpaid.id, entry.id],
      new Map([
        [unpaid.id, `${unpaid.subject}/1`],
        [entry.id, entry.caseKey],
      ]),
    );
    expect([...hinted.values()].map(({ caseKey, found }) => [caseKey, found?.code])).toEqual([
      [unpaid.caseKey, 'B01'],
      [entry.caseKey, 'B56'],
    ]);
    expect((await breaks.find(question, ['0'.repeat(26)], new Map([['0'.repeat(26), unpaid.subject]]))).get('0'.repeat(26))).toEqual({
      caseKey: unpaid.caseKey,
      owners: [seller],
    });
  });
});

it.each([
  [0, '0-5'],
  [5, '0-5'],
  [6, '6-30'],
  [30, '6-30'],
  [31, '31-60'],
  [90, '61-90'],
  [91, '91-365'],
  [365, '91-365'],
  [366, '>365'],
] as const)('a break of %i days is of the age %s', (days, bucket) => {
  expect(ageBucketOf(days)).toBe(bucket);
});
