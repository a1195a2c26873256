import { asOf, told } from '../../../test/support/reconciliation/ask';
import { advised, arrived, order, orderLine, payment, type StoryEvent } from '../../../test/support/reconciliation/story';
import { wholeStory } from '../../../test/support/reconciliation/whole-stories';

const paidOrders = (count: number): readonly StoryEvent[] =>
  Array.from({ length: count }, (_, i) => [
    ...order(`N${String(i)}`, [orderLine(1, 1, '10.00')]),
    payment(`N${String(i)}`, '10.00'),
  ]).flat();

describe('listing cases', () => {
  it('goes through all pages without a gap or a repetition', async () => {
    const reconciliation = await told([...paidOrders(23), advised('P9', [])]);
    const keys: string[] = [];
    let after: string | undefined;
    do {
      const page = await reconciliation.list(asOf('2026-05-02'), {}, { limit: 5, ...(after === undefined ? {} : { after }) });
      keys.push(...page.cases.map(({ key }) => key));
      after = page.next;
    } while (after !== undefined);
    expect(keys.length).toBe(24);
    expect(new Set(keys).size).toBe(24);
  });

  it.each(['1', 'P1', '26FRL1'])('finds a case by its order number, consignment number or MRN: %s', async (term) => {
    const { cases } = await (await told([...paidOrders(3), ...wholeStory])).list(asOf('2026-05-20'), { term }, { limit: 5 });
    expect(cases.map(({ orders }) => orders[0]?.number)).toEqual(['1']);
  });

  it('filters by break, status, scheme number and seller', async () => {
    const reconciliation = await told([...paidOrders(2), ...wholeStory]);
    const count = async (filter: object): Promise<number> =>
      (await reconciliation.list(asOf('2026-06-05'), filter, { limit: 10 })).cases.length;
    expect(await count({ code: 'B11' })).toBe(2);
    expect(await count({ status: 'inTransit' })).toBe(1);
    expect(await count({ schemeNumber: 'IM3720000015' })).toBe(1);
    expect(await count({ seller: 'V-XX-9' })).toBe(0);
  });

  it('shows a case by any of its subjects', async () => {
    const reconciliation = await told(wholeStory);
    const { cases } = await reconciliation.list(asOf('2026-07-01'), {}, { limit: 1 });
    const [found] = cases;
    for (const subject of [found?.orders[0]?.id, found?.consignments[0]?.id, found?.declarations[0]?.id])
      expect((await reconciliation.parcel(asOf('2026-07-01'), subject ?? ''))?.key).toBe(found?.key);
    expect(await reconciliation.parcel(asOf('2026-07-01'), 'order-00000000000000000000000000')).toBeUndefined();
  });
});

describe('the revenue bridge', () => {
  it('leads from what was ordered to what is open, each difference with its reason', async () => {
    const lines = [orderLine(1, 2, '10.00'), orderLine(2, 1, '3.00', { class: 'freight' })];
    const { bridges } = await (
      await told([...order('A', lines), payment('A', '23.00'), advised('PA', ['A']), arrived('PA'), ...wholeStory])
    ).reconcile(asOf('2026-06-20'));
    const france = bridges.find(({ book }) => book === 'EU-FR');
    expect(france?.rows).toMatchObject({
      ordered: '43',
      paid: '43',
      shipped: '40',
      declared: '20',
      assessed: '4',
      accountedElsewhere: '4',
      payable: '0',
    });
    expect(france?.steps.map(({ from, to, because }) => [from, to, because])).toEqual([
      ['paid', 'shipped', { 'outside:no_goods': { amount: '3', cases: 1 } }],
      ['shipped', 'declared', { 'break:B20': { amount: '20', cases: 1 } }],
    ]);
    expect(bridges.find(({ book }) => book === 'EU-IE')?.rows).toEqual({
      returned: '4',
      charged: '4',
      stated: '4',
      settled: '4',
      open: '0',
    });
  });

  it('leads to the cases behind a reason', async () => {
    const reconciliation = await told([
      ...order('A', [orderLine(1, 2, '10.00')]),
      payment('A', '20.00'),
      advised('PA', ['A']),
      arrived('PA'),
      ...wholeStory,
    ]);
    const behind = { book: 'EU-FR', currency: 'EUR', from: 'shipped', to: 'declared', reason: 'break:B20' } as const;
    const { cases } = await reconciliation.list(asOf('2026-06-20'), { behind }, { limit: 10 });
    expect(cases.map(({ orders }) => orders[0]?.number)).toEqual(['A']);
  });
});
