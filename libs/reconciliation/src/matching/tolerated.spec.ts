import { defaultReconciliationRules } from '../reconciliation-rules';
import { asOf, told } from '../../../../test/support/reconciliation/ask';
import { assessed, declared, item, payment, type StoryEvent } from '../../../../test/support/reconciliation/story';
import { filed } from '../../../../test/support/reconciliation/settlement';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';

const paidWith = (amount: string): readonly StoryEvent[] =>
  wholeStory.map((event) => (event.type === 'CheckoutPaymentCaptured' ? payment('1', amount) : event));
const declaredAt = (value: string): readonly StoryEvent[] => [
  ...wholeStory.filter(({ type }) => type !== 'DeclarationLodged' && type !== 'DeclarationItemsRecorded' && type !== 'DutyAssessed'),
  ...declared('L1', 'P1', [item(1, value, [{ order: '1', ordinal: 1, quantity: 2 }])]),
  assessed('L1', '0.00', '4.00'),
];
const toleratedIn = async (story: readonly StoryEvent[], more: object = {}): Promise<unknown> =>
  (await (await told(story)).reconcile(asOf('2026-07-01', more))).totals.tolerated;

describe('what is tolerated', () => {
  it('is told in the totals by rule and currency, to the last cent', async () => {
    expect(await toleratedIn(wholeStory)).toBeUndefined();
    expect(await toleratedIn(paidWith('24.01'))).toEqual({ 'captured-amount': { count: 1, amount: { EUR: '0.01' } } });
    expect(await toleratedIn(declaredAt('19.996'))).toEqual({ 'declared-value': { count: 1, amount: { EUR: '0.004' } } });
  });

  it('is nothing where more was declared than ordered: no tolerance is used for it', async () => {
    expect(await toleratedIn(declaredAt('25.00'))).toBeUndefined();
  });

  it('is no break, and stands with its match: rule, version, tolerance, distance and score', async () => {
    const reconciliation = await told(paidWith('24.01'));
    const { cases } = await reconciliation.list(asOf('2026-07-01'), {}, { limit: 1 });
    expect(cases[0]).toMatchObject({
      status: 'matched',
      matches: expect.arrayContaining([
        { rule: 'captured-amount@1', legs: ['order 1', 'payment T-1'], tolerance: '0.01', distance: '0.01', currency: 'EUR', score: 100 },
      ]) as unknown,
    });
  });

  it('adds up over stretches of cases as over all of them', async () => {
    const reconciliation = await told(paidWith('24.01'));
    const question = asOf('2026-07-01');
    const stretches = await Promise.all([{ before: 'order-M' }, { after: 'order-M' }].map((keys) => reconciliation.sums([question], keys)));
    expect((await reconciliation.summed(question, stretches.flat())).totals.tolerated).toEqual({
      'captured-amount': { count: 1, amount: { EUR: '0.01' } },
    });
  });

  it('differs by currency where a currency has tolerances of its own', async () => {
    const rules = { ...defaultReconciliationRules, version: 2, ofCurrency: { EUR: { 'captured-amount': { perLine: '5' } } } };
    expect(await toleratedIn(paidWith('24.05'), { rules })).toEqual({ 'captured-amount': { count: 1, amount: { EUR: '0.05' } } });
    expect(await toleratedIn(paidWith('24.05'))).toBeUndefined();
    const { cases } = await (await told(paidWith('24.05'))).list(asOf('2026-07-01', { rules }), {}, { limit: 1 });
    expect(cases[0]?.matches.map(({ rule }) => rule)).toContain('captured-amount@2');
  });
});

it('a key is a match, too: which names join a case', async () => {
  const { cases } = await (await told(wholeStory)).list(asOf('2026-07-01'), {}, { limit: 1 });
  const joined = cases[0]?.matches.filter(({ distance }) => distance === 'the same key');
  expect(joined?.map(({ rule, legs, score }) => [rule, ...legs, score])).toEqual([
    ['order-number@1', 'order 1', 'payment T-1', 100],
    ['order-number@1', 'order 1', 'parcel P1', 100],
    ['consignment-number@1', 'parcel P1', 'declaration 26FRL1', 100],
    ['order-line@1', 'order 1', 'declaration 26FRL1', 100],
  ]);
});

describe('sums that agree', () => {
  const periods = async (story: readonly StoryEvent[]) => (await (await told(story)).reconcile(asOf('2026-07-01'))).periods;
  it('are matches of a period: a return with its supplies and with its imports', async () => {
    const [one] = await periods(wholeStory);
    expect(one?.matches?.map(({ rule, distance, score }) => [rule, distance, score])).toEqual([
      ['return-row@1', '0', 100],
      ['import-listing@1', '0', 100],
    ]);
  });

  it('count what they tolerate: a row that was rounded another way', async () => {
    const story = [
      ...wholeStory.filter(({ type }) => type !== 'SchemeReturnFiled' && type !== 'ChargePosted' && type !== 'PaymentAllocated'),
      ...filed('4.01', '20.00'),
    ];
    expect(await toleratedIn(story)).toEqual({ 'return-row': { count: 1, amount: { EUR: '0.01' } } });
  });
});
