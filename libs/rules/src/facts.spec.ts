import classificationFacts from '../facts/classification-keywords.json';
import { classify } from './classification';
import { shippedRuleBook } from './shipped-rule-book';

const shipped = shippedRuleBook();
const STATES = [...(shipped.schemesFor('FR', '2026-01-01').find((s) => s.value.id === 'EU-IOSS')?.value.destinations ?? []), 'GB'];

it('has a standard VAT rate for the 27 states and GB on every first of a month since the one-stop shop began', () => {
  expect(STATES).toHaveLength(28);
  for (let year = 2021; year <= 2027; year += 1) {
    for (let month = 1; month <= 12; month += 1) {
      const day = `${String(year)}-${String(month).padStart(2, '0')}-01`;
      if (day < '2021-07-01') continue;
      for (const state of STATES)
        expect([state, day, shipped.vatRate(state, 'standard', day)?.value.rate]).toEqual([state, day, expect.any(String)]);
    }
  }
});

describe('every code of the classification', () => {
  const codes = [...new Set(classificationFacts.rows.map((r) => r.code))];
  it('has a duty rate in both tariffs, and one rate under its six digits but for Christmas articles', () => {
    for (const jurisdiction of ['EU', 'GB']) {
      expect(codes.filter((code) => shipped.measure(jurisdiction, 'A00', code, 'CN', '2026-03-10').kind !== 'found')).toEqual([]);
      expect(codes.filter((code) => shipped.measure(jurisdiction, 'A00', code.slice(0, 6), 'CN', '2026-03-10').kind !== 'found')).toEqual([
        '95051090',
      ]);
    }
  });

  it.each([
    ['REGENCY CAKESTAND 3 TIER', '69111000'],
    ['Jumbo Bag Red Retrospot', '42029900'],
    ['WHITE HANGING HEART T-LIGHT HOLDER', '94055000'],
    ['CHOCOLATE HOT WATER BOTTLE', '40149000'],
    ['wrongly marked 23343', undefined],
    ['', undefined],
    ['constructor', undefined],
  ])('%s is %s', (description, code) => {
    expect(classify(description)?.code).toBe(code);
  });
});
