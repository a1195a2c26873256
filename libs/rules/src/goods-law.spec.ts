import { assess } from './assess';
import { assessed, book as shipped, IOSS, parcel } from './assess.examples';
import { evolveRuleBook } from './evolve-rule-book';
import { goodsLawOf } from './goods-law';
import { type RuleBook } from './rule-book';
import { type RulesEvent } from './rules.events';

const on = '2026-07-10';
const duty: RulesEvent = {
  type: 'MeasuresPublished',
  data: {
    jurisdiction: 'EU',
    taxType: 'A00',
    source: 'test',
    measures: [{ codePrefix: '61091000', origin: '*', from: '2026-05-01', publishedAt: '2026-04-01', expression: '9%' }],
  },
};
const vat: RulesEvent = {
  type: 'VatRatesPublished',
  data: { country: 'FR', source: 'test', rates: [{ category: 'standard', rate: '21', from: '2026-05-01' }] },
};
const textOf = (found: Readonly<{ kind: string; text?: string }>): string => found.text ?? found.kind;
const answers = (book: RuleBook): readonly string[] => {
  const law = goodsLawOf(book);
  return [law.duty('EU', '61091000', 'CN', on), law.vat('FR', '61091000', 'CN', on), law.vat('FR', '', '*', on)].map(textOf);
};

describe('what is remembered of the law', () => {
  it('is of one rule book: a new one answers for itself, and the old one as before', () => {
    const before = answers(shipped);
    expect(before).toEqual(['12%', 'vat:standard 20%', 'vat:standard 20%']);
    const changed = evolveRuleBook(shipped, duty);
    expect(answers(changed)).toEqual(['9%', 'vat:standard 20%', 'vat:standard 20%']);
    expect(answers(evolveRuleBook(changed, vat))).toEqual(['9%', 'vat:standard 21%', 'vat:standard 21%']);
    expect(answers(shipped)).toEqual(before);
  });

  it('follows a measure that is annulled', () => {
    const published = evolveRuleBook(shipped, duty);
    expect(answers(published)[0]).toBe('9%');
    const annulled = evolveRuleBook(published, {
      type: 'MeasureAnnulled',
      data: {
        measureId: 'EU:A00:61091000:*:2026-05-01',
        jurisdiction: 'EU',
        taxType: 'A00',
        voidFrom: '2026-05-01',
        reason: 'held unlawful',
      },
    });
    expect(answers(annulled)[0]).toBe('12%');
  });

  it('gives the period of the scheme as the book has it', () => {
    const scheme = shipped.scheme('EU-IOSS', on)?.value;
    if (scheme?.dueDate === undefined) throw new Error('IOSS has a return');
    const dueOn = (book: RuleBook): string | undefined => {
      const found = book.scheme('EU-IOSS', on)?.value;
      return found === undefined ? undefined : book.period(found, on)?.dueOn;
    };
    expect(dueOn(shipped)).toBe('2026-08-31');
    const data = { ...scheme, dueDate: { ...scheme.dueDate, rule: 'dayOfFollowingMonth', day: 20 } } as const;
    expect(dueOn(evolveRuleBook(shipped, { type: 'RuleSetPublished', data }))).toBe('2026-08-20');
    expect(dueOn(shipped)).toBe('2026-08-31');
  });
});

describe('an assessment without its steps of rounding', () => {
  it.each([
    ['of a parcel', parcel()],
    ['under a scheme', parcel({ scheme: IOSS, freight: '3.33', discount: '1.00' })],
    ['in another currency', parcel({ currency: 'GBP', acceptedOn: '2026-03-10' })],
  ])('%s has the same figures, rows and tables', (_, declaration) => {
    const { roundings, lines, ...others } = assessed(declaration);
    expect(roundings).not.toEqual([]);
    expect(assess(declaration, shipped, 'amounts')).toEqual({
      ...others,
      lines: lines.map(({ rounding: _step, ...line }) => line),
      roundings: [],
    });
  });
});
