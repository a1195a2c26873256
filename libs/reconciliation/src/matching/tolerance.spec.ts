import { evolveRuleBook, shippedRuleBook } from '#rules';
import { IndexedStory } from '../../../../test/support/reconciliation/indexed';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';
import { textOf, unitsOf } from '../exact-units';
import { rulesAt } from '../reconciliation-question';
import { defaultReconciliationRules, type ReconciliationRules, type Tolerance } from '../reconciliation-rules';
import { rulesInForce } from './told-rules';
import { toleranceOf } from './tolerance';

const ruled = (usual: Tolerance, ofYen?: Tolerance): ReconciliationRules => ({
  ...defaultReconciliationRules,
  tolerances: { ...defaultReconciliationRules.tolerances, 'declared-value': usual },
  ofCurrency: ofYen === undefined ? {} : { JPY: { 'declared-value': ofYen } },
});

describe('a tolerance', () => {
  it.each<[string, Tolerance, string, string]>([
    ['is nothing where no measure is given', {}, 'EUR', '0'],
    ['is in minor units of the currency', { absolute: '3' }, 'EUR', '0.03'],
    ['is in minor units of a currency without any', { absolute: '3' }, 'JPY', '3'],
    ['grows with the lines', { perLine: '0.5' }, 'EUR', '0.02'],
    ['is a share of what is expected', { percent: '0.5' }, 'EUR', '1'],
    ['is the greatest of several measures', { absolute: '3', percent: '0.5' }, 'EUR', '1'],
    ['is the least of them where the rule says so', { absolute: '3', percent: '0.5', counts: 'least' }, 'EUR', '0.03'],
  ])('%s', (_what, tolerance, currency, expected) => {
    expect(textOf(toleranceOf(ruled(tolerance), 'declared-value', currency, { expected: unitsOf('200'), lines: 4 }))).toBe(expected);
  });

  it('is another in a currency that has one of its own', () => {
    const rules = ruled({ absolute: '1' }, { percent: '2' });
    expect(['EUR', 'JPY'].map((currency) => textOf(toleranceOf(rules, 'declared-value', currency, { expected: unitsOf('200') })))).toEqual([
      '0.01',
      '4',
    ]);
  });
});

it('is told with its comparison and its currency, and with the version of the rules', () => {
  const told = rulesInForce({ ruleBook: shippedRuleBook(), rules: ruled({ absolute: '1' }, { percent: '2' }) }, '2026-06-01T00:00:00.000Z');
  expect(told).toMatchObject({ rules: 'reconciliation@1', deadlines: { payment: 5 }, matching: { id: 'composite-key', version: 3 } });
  expect(told.tolerances).toEqual(
    expect.arrayContaining([
      { comparison: 'declared-value', absolute: '1' },
      { comparison: 'declared-value', currency: 'JPY', percent: '2' },
    ]),
  );
});

describe('published tolerances', () => {
  const set = {
    type: 'TolerancesPublished',
    data: {
      from: '2026-06-01',
      source: 'a test',
      tolerances: [
        { comparison: 'captured-amount', currency: 'EUR', perLine: '5' },
        { comparison: 'mass', percent: '20' },
      ],
      deadlines: [{ leg: 'payment', days: 9 }],
    },
  } as const;
  const law = { ruleBook: evolveRuleBook(shippedRuleBook(), set) };

  it('are over the product’s own from their day on: what they name is as they say, whole', () => {
    expect(rulesAt(law, '2026-05-31T23:59:59.999Z')).toBe(defaultReconciliationRules);
    const { tolerances, ofCurrency, ...rules } = rulesAt(law, '2026-06-01T00:00:00.000Z');
    expect(tolerances).toEqual({ ...defaultReconciliationRules.tolerances, mass: { percent: '20' } });
    expect([ofCurrency, rules]).toEqual([
      { EUR: { 'captured-amount': { perLine: '5' } } },
      {
        id: 'reconciliation',
        version: 2,
        duplicateOrder: { minutes: 10 },
        deadlines: { ...defaultReconciliationRules.deadlines, payment: 9 },
      },
    ]);
  });

  it('are not those that a case index was built by before their day', async () => {
    const story = new IndexedStory(wholeStory);
    try {
      await story.tell(story.length);
      const { at } = await story.keep('2026-05-31');
      expect([await story.keeper.isBy(law, at.moment), await story.keeper.isBy(law, '2026-06-01T00:00:00.000Z')]).toEqual([true, false]);
    } finally {
      await story.close();
    }
  });
});
