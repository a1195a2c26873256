import { Exact, formatMoney, parseMoney, roundStep } from '#money';
import { convertAtPeriodEnd } from './return-conversion';
import { shippedRuleBook } from './shipped-rule-book';
import { type FxDateRule } from './scheme';

const book = shippedRuleBook();

describe('the publication that answers for a day', () => {
  it.each<readonly [rule: FxDateRule, day: string, source: string]>([
    ['dayElseEarlier', '2026-03-06', '2026-03-06'],
    ['dayElseEarlier', '2026-03-08', '2026-03-06'],
    ['dayElseEarlier', '2026-04-06', '2026-04-02'],
    ['periodEndElseLater', '2026-01-31', '2026-02-02'],
    ['periodEndElseLater', '2025-12-31', '2025-12-31'],
    ['periodEndElseLater', '2026-02-28', '2026-03-02'],
    ['penultimateWednesday', '2026-04-30', '2026-03-18'],
    ['penultimateWednesday', '2026-05-01', 'missing'],
    ['dayElseEarlier', '2026-04-19', '2026-04-13'],
    ['dayElseEarlier', '2026-04-20', 'missing'],
    ['periodEndElseLater', '2026-04-30', 'missing'],
    ['dayElseEarlier', '2020-12-31', 'missing'],
  ])('%s for %s: %s', (rule, day, source) => {
    const found = book.exchangeRate('GBP', rule, day);
    expect(found.kind === 'found' ? found.row.sourceDate : found.kind).toBe(source);
  });

  it('is missing for a currency without a table, also when carrying forward', () => {
    expect(book.carryingForward().exchangeRate('ZAR', 'dayElseEarlier', '2026-03-06').kind).toBe('missing');
  });

  it('carried forward never replaces an earlier gap', () => {
    const row = book.carryingForward().exchangeRate('GBP', 'periodEndElseLater', '2026-04-30');
    expect(row).toMatchObject({ row: { day: '2026-04-30', sourceDate: '2026-04-13', carriedForward: true } });
    expect(book.carryingForward().exchangeRate('GBP', 'dayElseEarlier', '2020-12-31').kind).toBe('missing');
  });
});

it('converts between two currencies by way of the euro, unrounded', () => {
  const conversion = book.conversion('GBP', 'PLN', 'dayElseEarlier', '2026-04-13');
  if ('kind' in conversion) throw new Error('no rate');
  expect(conversion.rows.map((r) => `${r.quote} ${r.rate}`)).toEqual(['GBP 0.87058', 'PLN 4.2543']);
  // 0.87058 GBP are one euro are 4.2543 PLN.
  expect(conversion.apply(Exact.parse('0.87058')).toCanonicalText()).toBe('4.2543');
});

describe('an amount of a return', () => {
  it.each([
    ['700.00', '770.29'],
    ['-1000.00', '-1100.41'],
    ['-250.00', '-275.10'],
    ['-800.00', '-880.33'],
  ])('TV-37: %s GBP are %s EUR at 1.10041', (gbp, eur) => {
    const amount = Exact.ofMoney(parseMoney(gbp, 'GBP')).times(Exact.parse('1.10041'));
    expect(formatMoney(roundStep('EU-IOSS.return-conversion', amount, 'EUR', 'half-even').money)).toBe(eur);
  });

  const period = { id: '2026-01', start: '2026-01-01', end: '2026-02-01', dueOn: '2026-02-28' };
  it('is converted once, at the rate of the last day or the next publication', () => {
    const converted = convertAtPeriodEnd(book, parseMoney('100.00', 'GBP'), 'EUR', period);
    expect(converted).toMatchObject({
      kind: 'converted',
      rows: [{ day: '2026-02-02' }],
      step: { ruleId: 'EU-IOSS.return-conversion', mode: 'half-even' },
    });
    expect(convertAtPeriodEnd(book, parseMoney('100.00', 'EUR'), 'EUR', period)).toMatchObject({ money: { minor: 10000n }, rows: [] });
  });

  it('without a rate is an answer, not an exception', () => {
    expect(convertAtPeriodEnd(book, parseMoney('1.00', 'GBP'), 'EUR', { ...period, end: '2026-06-01' })).toEqual({
      kind: 'missing',
      quote: 'GBP',
      day: '2026-05-31',
    });
  });
});
