import { rulesEvents, type RulesEvent } from './rules.events';
import { evolveRuleBook } from './evolve-rule-book';
import { measureId } from './rule-book';
import { shippedRuleBook } from './shipped-rule-book';

const shipped = shippedRuleBook();
const measures = (expression: string, from = '2026-05-01'): RulesEvent => ({
  type: 'MeasuresPublished',
  data: {
    jurisdiction: 'EU',
    taxType: 'A00',
    source: 'test',
    measures: [{ codePrefix: '61091000', origin: '*', from, publishedAt: '2026-04-01', expression }],
  },
});
const rateOn = (book: typeof shipped, on: string): string | undefined => {
  const found = book.measure('EU', 'A00', '61091000', 'CN', on);
  return found.kind === 'found' && found.measure.expression.kind === 'adValorem' ? found.measure.expression.rate : found.kind;
};

describe('the rule book', () => {
  it('answers by the law of the day after a change is published', () => {
    const changed = evolveRuleBook(shipped, measures('9%'));
    expect([rateOn(changed, '2026-04-30'), rateOn(changed, '2026-05-01'), rateOn(shipped, '2026-05-01')]).toEqual(['12', '9', '12']);
  });

  it('has the same tables by content however often and in whatever order chunks come', () => {
    const events = [measures('9%'), measures('8%', '2026-06-01')];
    const [once, twice] = [[...events], [...events].reverse().concat(events)].map((list) => list.reduce(evolveRuleBook, shipped));
    expect(once?.tables.measures.get('tariff/EU/A00/61')?.ref).toEqual(twice?.tables.measures.get('tariff/EU/A00/61')?.ref);
    expect(once?.tables.measures.get('tariff/EU/A00/61')?.ref.hash).not.toBe(shipped.tables.measures.get('tariff/EU/A00/61')?.ref.hash);
  });

  it('forgets a measure annulled from its first day, and ends one annulled later', () => {
    const published = evolveRuleBook(shipped, measures('9%'));
    const id = measureId({ jurisdiction: 'EU', taxType: 'A00', codePrefix: '61091000', origin: '*', from: '2026-05-01' });
    const annul = (voidFrom: string): RulesEvent => ({
      type: 'MeasureAnnulled',
      data: { jurisdiction: 'EU', taxType: 'A00', measureId: id, voidFrom, reason: 'held unlawful' },
    });
    expect(rateOn(evolveRuleBook(published, annul('2026-05-01')), '2026-05-10')).toBe('12');
    const ended = evolveRuleBook(published, annul('2026-05-05'));
    expect([rateOn(ended, '2026-05-04'), rateOn(ended, '2026-05-05')]).toEqual(['9', '12']);
  });

  it('takes VAT and exchange rates published later', () => {
    const vat = evolveRuleBook(shipped, {
      type: 'VatRatesPublished',
      data: { country: 'FR', source: 'test', rates: [{ category: 'standard', rate: '21', from: '2027-01-01' }] },
    });
    expect([vat.vatRate('FR', 'standard', '2026-12-31')?.value.rate, vat.vatRate('FR', 'standard', '2027-01-01')?.value.rate]).toEqual([
      '20',
      '21',
    ]);
    const fx = evolveRuleBook(shipped, {
      type: 'ExchangeRatesPublished',
      data: { publisher: 'ECB', quote: 'GBP', year: '2026', source: 'test', rates: [{ day: '2026-04-14', rate: '0.9' }] },
    });
    expect(fx.exchangeRate('GBP', 'dayElseEarlier', '2026-04-15')).toMatchObject({ row: { rate: '0.9' } });
  });

  it('keeps its setting for rates carried forward', () => {
    expect(evolveRuleBook(shipped.carryingForward(), measures('9%')).carryForward).toBe(true);
  });
});

describe('rule events', () => {
  const parse = (event: Readonly<{ type: string; data: unknown }>): unknown =>
    rulesEvents.find((t) => t.name === event.type)?.data.parse(event.data, event.type);

  it('accept what we ship', () => {
    for (const table of shipped.tables.schemes.values())
      for (const data of table.rows.values()) expect(parse({ type: 'RuleSetPublished', data })).toEqual(data);
  });

  it('refuse a rule that cannot be read, naming the field', () => {
    expect(() => parse(measures('Entry Price'))).toThrow('MeasuresPublished.measures[0].expression');
  });
});
